"""Headers as people write them: the column of ours that each is or resembles; tables that do not
stand as expected (on their side, over two rows, collectifs in columns, one under the other).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import Anomalie
from clas_data.fichiers import schemas
from clas_data.fichiers.feuilles import Feuille, vide
from clas_data.fichiers.messages import affichable, anomalie, lister
from clas_data.fichiers.ouverture import encodages
from clas_data.fichiers.sens.mots import normalise

COUCHE = 3  # headers in the first column from which a table lies on its side
HAUTEUR = 100
COLLECTIF = re.compile(r"collectif (?:n )?(\d+) (?=.*[a-z])")
PROCHE = 0.75  # similarity from which a header is suggested
NUMERO = re.compile(r"(q(uestion)? ?\d{1,3}\s*[.):\-–—]*|n° ?\d{1,3}|\d{1,3}\s*[.)])\s+")
MENTION = re.compile(
    r"[\s\-–—]*[(\[]?(champ )?(obligatoire|facultati(f|ve)|optionnel(le)?|requise?"
    r"|o ?/ ?n|oui ?/ ?non)[)\]]?\s*[*?:]*$"
)
PERSONNEL = re.compile(
    r"\b(prenoms?|nom (de l'|de l |d'un |des )?(enfants?|eleves?|jeunes?)|date de "
    r"naissance|ne\(?e?\)? le|adresse (de l'|des )?(enfants?|familles?|parents?)"
    r"|(telephone|mail|courriel|e-mail) (de l'|des )?(enfants?|familles?|parents?)|ine|numero "
    r"(allocataire|de securite sociale)|nir)\b"
)
ADULTE = re.compile(
    r"\b(referente?s?|responsables?|contacts?|president|presidente|direct(eur|rice)"
    r"|coordinat(eur|rice)s?|coordonnat(eur|rice)s?|accompagnat(eur|rice)s?|intervenante?s?"
    r"|salariee?s?|benevoles?|redact(eur|rice)|porteur|signataire|interlocut(eur|rice))\b"
)
ENFANT = re.compile(r"\b(enfants?|eleves?|jeunes?|parents?|familles?|meres?|peres?)\b")


@lru_cache(maxsize=20_000)
def _cle(texte: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", normalise(encodages.repair(texte))).strip()


def cle(texte: Any) -> str:
    """« Nb. d'enfants » and « nb d enfants » are the same header: letters and digits only."""
    return _cle(str(texte))


@cache
def connus(table: str, campagne: str) -> dict[str, str]:
    """Normalised header → column: technical names, titles, and that campagne's own headers (which
    win).
    """
    schema, annee = schemas.load()[table], schemas.entetes_de(campagne)
    noms = {cle(c.titre): n for n, c in schema.colonnes.items()} | {
        cle(n): n for n in schema.colonnes
    }
    return noms | {cle(annee[table, n]): n for n in schema.colonnes if (table, n) in annee}


@cache
def questions(table: str) -> dict[str, str]:
    """Our own questions → column, where one column only asks it; and other known headers."""
    colonnes = schemas.load()[table].colonnes
    fois = Counter(cle(c.question) for c in colonnes.values())
    trouvees = {cle(c.question): n for n, c in colonnes.items() if fois[cle(c.question)] == 1}
    return trouvees | declares(table, "lus")


@cache
def declares(table: str, sorte: str) -> dict[str, str]:
    declares = declarations.read(Path(__file__).parent / "entetes_connus.yaml")
    blocs = (declares["tous"].get(sorte, {}), declares.get(table, {}).get(sorte, {}))
    return {t: nom for bloc in blocs for nom, textes in bloc.items() for t in textes}


@lru_cache(maxsize=20_000)
def rapprocher(entete: str, table: str, campagne: str) -> str | None:
    """The column of a header once its number, « (obligatoire) » or its year are left out, or which
    is the question itself.
    """
    texte = normalise(encodages.repair(entete))
    sans = MENTION.sub("", NUMERO.sub("", texte, count=1)).removesuffix(campagne)
    for candidat in (cle(texte), cle(sans)):
        for noms in (connus(table, campagne), questions(table)):
            if candidat in noms:
                return noms[candidat]
    return None


def ressembler(entete: Any, table: str, campagne: str) -> str | None:
    """The column that a header resembles: to offer, never to read."""
    if (nom := declares(table, "offerts").get(cle(entete))) is not None:
        return nom
    noms = connus(table, campagne)
    proches = get_close_matches(cle(entete), list(noms), 1, PROCHE)
    return noms[proches[0]] if proches else None


def libelle(table: str, colonne: str, campagne: str) -> str:
    """The header that a person reads for this column that year."""
    return (
        schemas.entetes_de(campagne).get((table, colonne))
        or schemas.load()[table].colonnes[colonne].titre
    )


def en_leurs_mots(
    dites: list[Anomalie], feuille: Feuille, table: str, campagne: str
) -> list[Anomalie]:
    """The same anomalies, of a sheet read through a correspondance, under the headers that it
    bears.
    """
    t = feuille.traduction
    if t is None:
        return dites
    ici = (affichable(feuille.fichier), affichable(feuille.feuille))
    leurs = {affichable(libelle(table, n, campagne)): n for n in t.titres if t.titres[n]}

    def dire(a: Anomalie) -> Anomalie:
        nom = leurs.get(a.colonne)
        if nom is None or (a.fichier, a.feuille) != ici:
            return a
        titre = affichable(t.titres[nom])
        message = a.message.replace(f"« {a.colonne} »", f"« {titre} »")
        return replace(a, colonne=titre, message=message, ligne=t.rangs.get(nom, a.ligne))

    return [dire(a) for a in dites]


def personnel(entete: Any) -> bool:
    """True for a header that announces a child's or a family's own data; not for an adult's of the
    structure (« Prénom du référent »).
    """
    texte = normalise(entete)
    adulte = ADULTE.search(texte) and not ENFANT.search(texte)
    return PERSONNEL.search(texte) is not None and not adulte


def couchee(feuille: Feuille, debut: list[list[str]], rang: int, campagne: str) -> int:
    """How many headers stand one under the other in the first column, more than in the best row."""
    premiers = [next((cle(c) for c in l if not vide(c)), "") for l in feuille.lignes[:HAUTEUR]]

    def reconnus(textes: list[str]) -> int:
        return max(
            len({connus(t, campagne).get(x) for x in textes} - {None}) for t in schemas.TABLES
        )

    trouves = reconnus(premiers)
    return trouves if trouves >= COUCHE and trouves > reconnus(debut[rang]) else 0


def deux_lignes(
    feuille: Feuille, table: str, campagne: str, rang: int, ou: dict[str, str]
) -> tuple[int, list[Anomalie]]:
    """Headers over two rows (« Nombre d'enfants » above « Filles », « Garçons ») become one."""
    haut = feuille.lignes[rang]
    bas = feuille.lignes[rang + 1] if rang + 1 < len(feuille.lignes) else []
    pleins = {j: c for j, c in enumerate(bas) if not vide(c)}
    connu = connus(table, campagne)
    nouveaux = {connu.get(cle(c)) for c in pleins.values()} - {None}
    nouveaux -= {connu.get(cle(c)) for c in haut if not vide(c)}
    if len(nouveaux) < 2 or not all(isinstance(c, str) for c in pleins.values()):
        return rang, []
    reunis, groupe = [], ""
    for j in range(max(len(haut), len(bas))):
        dessus = haut[j] if j < len(haut) else ""
        groupe = groupe if vide(dessus) else str(dessus)
        dessous = pleins.get(j)
        seul = dessous is None or connu.get(cle(dessous)) is not None
        reunis.append((dessus if dessous is None else dessous) if seul else f"{groupe} {dessous}")
    feuille.lignes[rang + 1] = reunis
    exemples = ", ".join(f"« {affichable(reunis[j])} »" for j in list(pleins)[:5])
    return rang + 1, [anomalie("entetes_deux_lignes", ligne=rang + 1, exemples=exemples, **ou)]


def autres(
    feuille: Feuille, table: str, campagne: str, rang: int, ou: dict[str, str]
) -> list[Anomalie]:
    """Collectifs side by side in columns, a second table under the first: said, and refused."""
    entetes = [cle(c) for c in feuille.lignes[rang] if not vide(c)]
    numeros = {m[1] for e in entetes if (m := COLLECTIF.match(e))}
    dites = []
    if len(numeros) > 1:
        mots = {"ligne": rang + 1, "n": len(numeros), **ou}
        dites.append(anomalie("collectifs_en_colonnes", **mots))
    autres = {t: connus(t, campagne) for t in schemas.TABLES if t != table}
    secondes = []
    for numero, ligne in enumerate(feuille.lignes[rang + 1 :], rang + 2):
        premiere = next((c for c in ligne if not vide(c)), None)
        if not isinstance(premiere, str) or all(cle(premiere) not in c for c in autres.values()):
            continue
        textes = {cle(c) for c in ligne if isinstance(c, str) and not vide(c)} - set(entetes)
        if any(len(textes & c.keys()) >= COUCHE for c in autres.values()):
            secondes.append(numero)
    if secondes:
        mots = {"ligne": secondes[0], "lignes": lister(secondes), **ou}
        dites.append(anomalie("seconde_table", **mots))
    return dites
