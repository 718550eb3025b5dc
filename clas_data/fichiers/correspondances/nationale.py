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
from clas_data.fichiers.correspondances.forme import Apport, Champ, Tableau
from clas_data.fichiers.correspondances.indices import Indice
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.schemas import NATIONAL

FRANCE = "france"
ENTETES, VALEURS, LIBELLES = 0.95, 0.85, 0.7  # how sure: said by the header, or by the cells
POIDS = 4.0  # what a row of such headers weighs among the rows of a sheet
NOMBRE = re.compile(r"[\s\d.,%€+\-\u00a0\u202f]*\d[\s\d.,%€\u00a0\u202f]*")
ANNEE = re.compile(r"\b20\d\d( ?\d{2,4})?\b")
ASSEZ = 0.6  # share of numbers, or of texts, that a column of values or of names has
AUTRE = "un autre territoire : seule la France est lue"
Lignes = list[list[Any]]
Trouvees = dict[int, list[Indice]]


def nommee(entetes: Sequence[str]) -> dict[str, int]:
    """Our column → the rank of the header that names it, where these are those of such a table."""
    trouves: dict[str, int] = {}
    if any(_chiffre(e) for e in entetes if e):
        return {}  # a row of values: « France » is the territory of one of them
    for j, e in enumerate(entetes):
        for nom, textes in vocabulaire()["national"].items():
            if _nu(e) in textes:
                trouves.setdefault(nom, j)
    if FRANCE in trouves:
        trouves["valeur"] = trouves.pop(FRANCE)
        trouves.pop("territoire", None)
    elif not {"territoire", "valeur", "indicateur"} <= trouves.keys():
        return {}
    return trouves


def source(entete: str, _: str) -> bool:
    """True for « Source : Cnaf » above the table."""
    return _nu(entete) in vocabulaire()["national"]["source"]


def _nu(entete: str) -> str:
    """« France 2021-2022 » → « france »."""
    return ANNEE.sub("", nu(entete.removesuffix(MARQUE))).strip()


def poids(entetes: Sequence[str]) -> float:
    """What headers of a national table add to the row that bears them."""
    return POIDS if nommee(entetes) else 0.0


def lire(entetes: Sequence[str], lignes: Lignes) -> Trouvees:
    """Rank of a column → what it is; nothing where this is no table of indicators."""
    places = nommee(entetes)
    if not places or not chiffree(lignes, places["valeur"]):
        return {}
    autres = set(places.values())
    if "indicateur" not in places:
        textes = [j for j, e in enumerate(entetes) if e and _part(lignes, j, _texte) >= ASSEZ]
        possibles = [j for j in textes if j not in autres and _distincts(lignes, j)]
        if not possibles:
            return {}
        places["indicateur"] = possibles[0]
    trouvees: Trouvees = {}
    for nom, j in places.items():
        dit = nom == "valeur" or _nu(entetes[j]) in vocabulaire()["national"].get(nom, ())
        raison = "en-tête courant" if dit else "ce sont des libellés"
        trouvees[j] = [Indice(NATIONAL, nom, ENTETES if dit else LIBELLES, raison)]
    if "territoire" in places:
        j = places["territoire"]
        trouvees[j].append(Indice(NATIONAL, "territoire_sorte", VALEURS, "la sorte de territoire"))
    return trouvees


def composer(
    rang: int, entetes: list[str], lignes: Lignes, sens: str, hauteur: int, trouvees: Trouvees
) -> tuple[Tableau, list[Piste]]:
    """The table that these columns make, and what is said of each; the indicators are known by the
    examination, which offers the likely ones.
    """
    pistes = []
    for j, entete in enumerate(entetes):
        if entete:
            siens = trouvees.get(j, [])
            sur = bool(siens) and siens[0].score >= ENTETES
            cote = AUTRE if not siens and chiffree(lignes, j) else ""
            valeurs = preuves.compter(lignes, j)
            lue = Piste(rang, entete, valeurs, siens, siens, sur, cote, colonnes=(j,))
            pistes.append(lue)
    apport = Apport(NATIONAL, _champs(entetes, trouvees))
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


def _distincts(lignes: Lignes, j: int) -> bool:
    return preuves.compter(lignes, j).unicite > 0.8
