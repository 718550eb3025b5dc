"""A table of what other territories say, in a layout of its own: one row an indicator, under
« France » or « Valeur nationale », or one row an indicator and a territory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import preuves
from clas_data.fichiers.correspondances.au_dessus import MARQUE
from clas_data.fichiers.correspondances.choix import Piste
from clas_data.fichiers.correspondances.enonces import nu, vocabulaire
from clas_data.fichiers.correspondances.forme import Apport, Champ, Tableau, generaliser
from clas_data.fichiers.correspondances.indices import Indice
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.schemas import NATIONAL

FRANCE = "france"
ENTETES, VALEURS, LIBELLES = 0.95, 0.85, 0.7  # how sure: said by the header, or by the cells
POIDS = 4.0  # what a row of such headers weighs among the rows of a sheet
NOMBRE = re.compile(r"[\s\d.,%€+\-\u00a0\u202f]*\d[\s\d.,%€\u00a0\u202f]*")
ANNEE = re.compile(r"\b20\d\d( ?\d{2,4})?\b")
MOITIES = re.compile(r"\{(debut|fin)\}")  # « 2021 », of a campagne that two years name
ASSEZ = 0.6  # share of numbers, or of texts, that a column of values or of names has
AUTRE_ANNEE = "une autre campagne"
AUTRE = "un autre territoire : seule la France est lue"
Lignes = list[list[Any]]
Trouvees = dict[int, list[Indice]]


def nommee(entetes: Sequence[str], campagne: str) -> dict[str, int]:
    """Our column → the rank of the header that names it, where these are those of such a table;
    of several years, that of the campagne.
    """
    if any(_chiffre(e) for e in entetes if e):
        return {}  # a row of values: « France » is the territory of one of them
    possibles: dict[str, list[tuple[int, int]]] = {}
    for j, e in enumerate(entetes):
        for nom, textes in vocabulaire()["national"].items():
            if _nu(e) in textes and (annee := _annee(e, campagne)) is not None:
                possibles.setdefault(nom, []).append((annee, j))
    trouves = {nom: min(siens)[1] for nom, siens in possibles.items()}
    if FRANCE in trouves:
        trouves["valeur"] = trouves.pop(FRANCE)
        trouves.pop("territoire", None)
    elif not {"territoire", "valeur", "indicateur"} <= trouves.keys():
        return {}
    return trouves


def _annee(entete: str, campagne: str) -> int | None:
    """How well the year of a header fits: it says the campagne (0), no year (1), one of its two
    years (2); None for another year.
    """
    dite = generaliser(entete, campagne)
    if "{campagne}" in dite:
        return 0
    moitie = MOITIES.search(dite)
    if "{avant}" in dite or "{apres}" in dite or ANNEE.search(nu(MOITIES.sub("", dite))):
        return None
    return 2 if moitie else 1


def _seule(entetes: Sequence[str], j: int, campagne: str) -> bool:
    """False where another column may as well be meant: « France 2021 » beside « France 2022 »."""
    autres = [e for k, e in enumerate(entetes) if e and k != j]
    noms = {n for n in _noms(entetes[j]) if n in (FRANCE, "valeur")}
    rang = _annee(entetes[j], campagne)
    return not any(noms & _noms(e) and _annee(e, campagne) == rang for e in autres)


def _noms(entete: str) -> set[str]:
    return {nom for nom, textes in vocabulaire()["national"].items() if _nu(entete) in textes}


def source(entete: str, _: str) -> bool:
    """True for « Source : Cnaf » above the table."""
    return _nu(entete) in vocabulaire()["national"]["source"]


def _nu(entete: str) -> str:
    """« France 2021-2022 » → « france »."""
    return ANNEE.sub("", nu(entete.removesuffix(MARQUE))).strip()


def poids(entetes: Sequence[str], campagne: str) -> float:
    """What headers of a national table add to the row that bears them."""
    return POIDS if nommee(entetes, campagne) else 0.0


def lire(entetes: Sequence[str], lignes: Lignes, campagne: str) -> Trouvees:
    """Rank of a column → what it is; nothing where this is no table of indicators."""
    places = nommee(entetes, campagne)
    if not places or not chiffree(lignes, places["valeur"]):
        return {}
    autres = set(places.values())
    if "indicateur" not in places:
        textes = [j for j, e in enumerate(entetes) if e and _part(lignes, j, _texte) >= ASSEZ]
        libelles = {j: _distincts(lignes, j) for j in textes if j not in autres}
        if not any(libelles.values()):
            return {}
        ici = places["valeur"]  # labels stand at the left of their values, themes before them
        places["indicateur"] = max(libelles, key=lambda j: (libelles[j], j < ici, j))
    trouvees: Trouvees = {}
    for nom, j in places.items():
        dit = nom == "valeur" or _nu(entetes[j]) in vocabulaire()["national"].get(nom, ())
        raison = "en-tête courant" if dit else "ce sont des libellés"
        score = ENTETES if dit else LIBELLES
        if dit and not _seule(entetes, j, campagne):
            score, raison = VALEURS, "une autre colonne peut être celle-là"
        trouvees[j] = [Indice(NATIONAL, nom, score, raison)]
    if "territoire" in places:
        j = places["territoire"]
        trouvees[j].append(Indice(NATIONAL, "territoire_sorte", VALEURS, "la sorte de territoire"))
    return trouvees


def composer(
    rang: int,
    entetes: list[str],
    lignes: Lignes,
    sens: str,
    hauteur: int,
    trouvees: Trouvees,
    campagne: str,
) -> tuple[Tableau, list[Piste]]:
    """The table that these columns make, and what is said of each; the indicators are known by the
    examination, which offers the likely ones.
    """
    pistes, leurs = [], [generaliser(e, campagne) for e in entetes]
    for j, entete in enumerate(leurs):
        if entete:
            siens = trouvees.get(j, [])
            sur = bool(siens) and siens[0].score >= ENTETES
            cote = "" if siens or not chiffree(lignes, j) else AUTRE
            if cote and _annee(entetes[j], campagne) is None:
                cote = AUTRE_ANNEE
            valeurs = preuves.compter(lignes, j)
            lue = Piste(rang, entete, valeurs, siens, siens, sur, cote, colonnes=(j,))
            pistes.append(lue)
    apport = Apport(NATIONAL, _champs(leurs, trouvees))
    cote = tuple(p.entete for p in pistes if not p.choisis)
    return Tableau((apport,), "", sens, hauteur, cote), pistes


def _champs(entetes: Sequence[str], trouvees: Trouvees) -> dict[str, Champ]:
    """How each column of ours is read; the territory is France where no column says it."""
    lus = {i.colonne: Champ(entetes[j]) for j, siens in trouvees.items() for i in siens}
    if "territoire" not in lus:
        lus |= {"territoire": Champ(valeur="France"), "territoire_sorte": Champ(valeur=FRANCE)}
    return {n: lus[n] for n in schemas.load()[NATIONAL].colonnes if n in lus}


def chiffree(lignes: Lignes, j: int) -> bool:
    """True for a column of numbers."""
    return _part(lignes, j, _chiffre) >= ASSEZ


def _part(lignes: Lignes, j: int, est) -> float:
    """Share of the filled cells of a column of which this is true."""
    pleines = [l[j] for l in lignes if j < len(l) and not vide(l[j])]
    return sum(map(est, pleines)) / len(pleines) if pleines else 0.0


def _chiffre(c: Any) -> bool:
    return isinstance(c, (int, float)) or NOMBRE.fullmatch(str(c)) is not None


def _texte(c: Any) -> bool:
    return isinstance(c, str) and re.search("[A-Za-z]{3}", c) is not None


def _distincts(lignes: Lignes, j: int) -> int:
    """How many labels a column holds, where each stands once; else 0."""
    lues = preuves.compter(lignes, j)
    return len(lues.comptes) if lues.unicite > 0.8 else 0
