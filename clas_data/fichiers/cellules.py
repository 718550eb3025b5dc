"""The cells of a sheet as they stand, once its headers are known: merged, in excess, or hidden."""

from __future__ import annotations

from collections import Counter
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers.entetes import Placement, libelle
from clas_data.fichiers.feuilles import Fautive, Feuille, Riche, vide
from clas_data.fichiers.messages import affichable, anomalie, lister
from clas_data.fichiers.ouverture import encodages, structure
from clas_data.fichiers.ouverture.lecture_csv import SEPARATEURS
from clas_data.fichiers.schemas import Schema
from clas_data.fichiers.sens.mots import COCHE, normalise

LIGNES_DITES = 12
CROIX = COCHE - {"si", "ja", "sim"} | {"x", "✓", "✔"}  # what ticks a box, beside empty ones
Placee = tuple[Feuille, Placement | None, list[Anomalie]]


def choisir(placees: list[Placee]) -> list[Placee]:
    """Of one file: a hidden sheet counts only where no visible one carries its table, and what
    became of it is said.
    """
    visibles = {p.table for f, p, _ in placees if p and not f.masquee}
    gardees: list[Placee] = []
    vues: list[tuple[str, Feuille]] = []  # a table, a sheet that carries it
    for feuille, placement, refus in placees:
        if placement and feuille.masquee:
            code = "ignoree" if placement.table in visibles else "lue"
            ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
            refus = [*refus, anomalie(f"feuille_masquee_{code}", **ou)]
            placement = None if code == "ignoree" else placement
        if placement and not feuille.traduction:
            memes = (f for t, f in vues if t == placement.table and f.lignes == feuille.lignes)
            if deja := next(memes, None):
                ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
                refus = [*refus, anomalie("feuille_identique", attendu=deja.feuille, **ou)]
                placement = None
            else:
                vues.append((placement.table, feuille))
        gardees.append((feuille, placement, refus))
    return gardees


def preparer(feuille: Feuille, placement: Placement, campagne: str) -> list[Anomalie]:
    """Make each row of the sheet hold what it says, and say what that changed or prevents."""
    noms = {j: libelle(placement.table, n, campagne) for n, j in placement.colonnes.items()}
    return ajuster(feuille, placement.ligne_entete, noms)


def ajuster(feuille: Feuille, rang: int, noms: dict[int, str], hauteur: int = 1) -> list[Anomalie]:
    """The same for headers that end in the row `rang`, where `noms` are the columns that are
    read; `hauteur`: how many rows of headers there are.
    """
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    fautes = _depassements(feuille, rang, ou, hauteur)
    fautes += _fusions(feuille, rang, noms, ou)
    for ligne in feuille.lignes[rang + 1 :]:
        for j, c in enumerate(ligne):
            if j not in noms and isinstance(c, Fautive):
                ligne[j] = ""  # an error in a column that is not read changes nothing
    return fautes


def de_lignes_lues(fautes: list[Anomalie], lues: set[int]) -> list[Anomalie]:
    """Without the merged cells of rows set aside: « TOTAL » over four columns is a label."""
    return [f for f in fautes if not f.code.startswith("fusion_") or f.ligne in lues]


def allures(
    feuille: Feuille, placement: Placement, lues: list[int], schema: Schema
) -> list[Anomalie]:
    """One alert for the rows that are read although a cell of theirs is struck out, or holds a
    comment, or the last value of another file; one for those whose format shows another number, or
    another code, than the one that is read: « 45 % » is, in a column of percentages.
    """
    rangs, dites = {*placement.colonnes.values()}, []
    tournee = feuille.traduction is not None  # its columns are no longer those of the file
    siens = [(c, placement.colonnes.get(n)) for n, c in schema.colonnes.items() if not tournee]
    codes = {j for c, j in siens if c.type == "identifiant"}
    cents = {j for c, j in siens if "%" in c.unite}
    lus = any("%" in c.unite for c in schema.colonnes.values()) if tournee else False
    vues = feuille.allures.get
    pourcents = {(l, c) for l, c in vues("pourcents", ()) if lus or c in cents}
    ensembles = {
        "barrees": {l for l, c in vues("barrees", ()) if tournee or c in rangs},
        "deguisees": {l for l, c in {*vues("deguisees", ())} - pourcents if tournee or c in rangs}
        | {l for l, c in vues("codees", ()) if c in codes},
        "commentees": {l for l, c in vues("commentees", ()) if tournee or c in rangs},
        "liees": {l for l, c in vues("liees", ()) if tournee or c in rangs},
    }
    for allure, siennes in ensembles.items():
        lignes = {l + 1 for l in siennes} & {*lues}
        if lignes:
            ou = {"fichier": feuille.fichier, "feuille": feuille.feuille, "ligne": min(lignes)}
            mots = {"n": len(lignes), "lignes": lister(lignes)}
            dites.append(anomalie(f"cellules_{allure}", **mots, **ou))
    return dites


def suspecte(brut: Any, texte: bool) -> dict[str, str] | None:
    """The anomaly of a cell that holds no value: an error, a formula, a lost letter; `texte`: where
    words are expected, a part may be raised or struck out.
    """
    if isinstance(brut, Fautive):
        return {"code": brut.code}
    if isinstance(brut, Riche) and not texte:
        return {"code": "texte_de_plusieurs_parties"}
    if isinstance(brut, str) and structure.est_une_erreur(brut):
        return {"code": "erreur_tableur"}
    if isinstance(brut, str) and encodages.PERDU in brut:
        return {"code": "accents_perdus"}
    return None


def _depassements(feuille: Feuille, rang: int, ou: dict[str, str], hauteur: int) -> list[Anomalie]:
    """Rows of a csv that are not as wide as the headers; cells of a workbook under no header."""
    entete = feuille.lignes[rang]
    suite = list(enumerate(feuille.lignes))[rang + 1 :]
    if feuille.feuille:
        etages = feuille.lignes[max(rang - hauteur + 1, 0) : rang + 1]
        titrees = {j for e in etages for j, c in enumerate(e) if not vide(c)}
        orphelines = {
            j for _, ligne in suite for j, c in enumerate(ligne) if j not in titrees and not vide(c)
        }
        colonnes = ", ".join(_lettres(j) for j in sorted(orphelines))
        return [anomalie("hors_tableau", colonnes=colonnes, **ou)] if orphelines else []
    pleine = _utile(entete)
    suite = [(n, l) for n, l in suite if not all(vide(c) for c in l)]
    largeurs = Counter(len(l) for _, l in suite)
    regulier = 2 * largeurs[len(entete)] >= len(suite)
    fautes = []
    for n, ligne in suite:
        mots = {"ligne": n + 1, "n": len(ligne), "attendu": str(len(entete)), **ou}
        if _utile(ligne) > max(pleine, len(entete)) or (len(ligne) > len(entete) and regulier):
            fautes.append(anomalie("ligne_trop_longue", **mots))
        elif len(ligne) < len(entete) and (autre := _autre_separateur(ligne, len(entete))):
            fautes.append(anomalie("ligne_autre_separateur", **mots, valeur=autre))
        elif len(ligne) < len(entete) and regulier:
            fautes.append(anomalie("ligne_trop_courte", **mots))
    return fautes


def _autre_separateur(ligne: list[Any], largeur: int) -> str:
    """The sign that cuts a row of one cell into as many as its headers; else nothing."""
    seule = str(ligne[0]) if len(ligne) == 1 else ""
    return next((s for s in SEPARATEURS if largeur > 2 and seule.count(s) == largeur - 1), "")


def _utile(ligne: list[Any]) -> int:
    """Cells up to the last one that holds something."""
    return max((j + 1 for j, c in enumerate(ligne) if not vide(c)), default=0)


def _fusions(
    feuille: Feuille, rang: int, noms: dict[int, str], ou: dict[str, str]
) -> list[Anomalie]:
    """Spread the merged cells of the columns that are read over their rows, below the headers."""
    etendues: dict[str, set[int]] = {}
    fautes = []
    for haut, gauche, bas, droite in sorted(feuille.fusions, key=lambda f: (f[1], f[0])):
        couvertes = [j for j in sorted(noms) if gauche <= j <= droite]
        if haut <= rang or not couvertes:
            continue
        source = feuille.lignes[haut]
        valeur = source[gauche] if gauche < len(source) else None
        if vide(valeur):
            continue
        plusieurs = len(couvertes) > 1 or gauche not in noms
        if plusieurs and _autres(source, gauche, droite):
            colonnes = ", ".join(f"« {noms[j]} »" for j in couvertes)
            colonnes += " et une colonne qui n'est pas lue" * (gauche not in noms)
            ici = {"ligne": haut + 1, "colonne": noms[couvertes[0]], "valeur": valeur}
            fautes.append(anomalie("fusion_de_colonnes", colonnes=colonnes, **ici, **ou))
        if gauche not in noms:
            continue
        fautes += _cachees(feuille, haut, gauche, bas, noms[gauche], ou)
        for n in range(haut + 1, min(bas, len(feuille.lignes) - 1) + 1):
            ligne = feuille.lignes[n]
            if gauche < len(ligne) and vide(ligne[gauche]) and _autres(ligne, gauche, droite):
                ligne[gauche] = valeur
                etendues.setdefault(noms[gauche], set()).update((haut + 1, n + 1))
    if etendues:
        numeros = sorted(set().union(*etendues.values()))
        lignes = ", ".join(map(str, numeros[:LIGNES_DITES]))
        lignes += "…" * (len(numeros) > LIGNES_DITES)
        colonnes = ", ".join(f"« {n} »" for n in etendues)
        ici = {"ligne": numeros[0], "colonne": ", ".join(etendues)}
        fautes.append(
            anomalie("cellules_fusionnees", colonnes=colonnes, lignes=lignes, **ici, **ou)
        )
    return fautes


def _cachees(
    feuille: Feuille, haut: int, gauche: int, bas: int, nom: str, ou: dict[str, str]
) -> list[Anomalie]:
    """What a merged cell hides: other values than the one that it shows."""
    colonne = [l[gauche] if gauche < len(l) else None for l in feuille.lignes[haut : bas + 1]]
    autres = [c for c in colonne[1:] if not vide(c) and c != colonne[0]]
    if not autres:
        return []
    exemples = ", ".join(f"« {affichable(c)} »" for c in list(dict.fromkeys(autres))[:5])
    ici = {"ligne": haut + 1, "colonne": nom, "valeur": colonne[0]}
    lignes = f"{haut + 1} à {bas + 1}"
    return [anomalie("fusion_qui_cache", exemples=exemples, lignes=lignes, **ici, **ou)]


def _autres(ligne: list[Any], gauche: int, droite: int) -> bool:
    """True where the row holds something else than this merged cell: a note or a band does not."""
    return any(not vide(c) for j, c in enumerate(ligne) if not gauche <= j <= droite)


def _lettres(rang: int) -> str:
    """0 → « A », 27 → « AB »."""
    nom = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        nom = chr(65 + reste) + nom
    return nom


def coches(
    feuille: Feuille, placement: Placement, schema: Schema, lignes: list[list], campagne: str
) -> list[Anomalie]:
    """One alert for the columns where only crosses are written: an empty one may mean no."""
    noms = []
    for nom, colonne in schema.colonnes.items():
        rang = placement.colonnes.get(nom)
        if rang is None or colonne.type != "oui_non":
            continue
        ecrits = {normalise(c) for l in lignes if not vide(c := l[rang] if rang < len(l) else None)}
        if ecrits and ecrits <= CROIX and any(rang >= len(l) or vide(l[rang]) for l in lignes):
            noms.append(libelle(schema.table, nom, campagne))
    ou = {"fichier": feuille.fichier, "feuille": feuille.feuille}
    dits = {"n": len(noms), "attendu": " ; ".join(noms)}
    return [anomalie("cases_cochees", **dits, **ou)] if noms else []
