"""Which of their columns is which of ours, all together: one column feeds one of ours, the tables
that are really there win over the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances.forme import RANG
from clas_data.fichiers.correspondances.indices import Indice
from clas_data.fichiers.correspondances.preuves import Valeurs
from clas_data.fichiers.entetes import nomme
from clas_data.fichiers.feuilles import Feuille

EXIGEE = 0.42  # the same for a column without which rows cannot be placed
RETENU = 0.55  # below, a column is left unread
SUR, MARGE = 0.8, 0.09  # a sure one, and how far ahead of the next
CLES = ("code_action", "campagne")
SEULE = 0.93  # a table of one column only is believed from here
SEULS = 0.5  # of the weight of the best table: less, and there are no collectifs in the sheet
AUTANT = 0.5  # of the columns of a whole table: less, and one that lacks its own is not there
DEUX_LIGNES = 0.9  # share of different codes below which an action has several rows


@dataclass(eq=False)
class Candidat:
    """One of their columns, or a group of repeated ones: what it may be, best first."""

    entete: str
    colonnes: list[int]
    valeurs: Valeurs
    indices: list[Indice]
    cote: str = ""

    def sur(self, choisi: Indice) -> bool:
        """True where its best guess is good, and far ahead of another column of the table."""
        if choisi.score < SUR:
            return False
        autres = [
            i.score for i in self.indices if i.table == choisi.table and i.colonne != choisi.colonne
        ]
        return choisi.score - max(autres, default=0) >= MARGE


@dataclass
class Piste:
    """One of their columns: what it may be, best first, what was chosen, and its first values."""

    tableau: int
    entete: str
    valeurs: Valeurs = field(repr=False)
    candidats: list[Indice] = field(default_factory=list)
    choisis: list[Indice] = field(default_factory=list)
    sur: bool = False
    de_cote: str = ""
    milliers: bool = False
    colonnes: tuple[int, ...] = ()


@dataclass
class Mot:
    """One of their words that is not ours: how many cells hold it, and what it seems to mean."""

    tableau: int
    table: str
    colonne: str
    mot: str
    cellules: int
    notre: str
    sur: bool


def choisir(candidats: list[Candidat], feuille: Feuille, campagne: str) -> dict[int, list[Indice]]:
    """Rank of their column → what it feeds."""
    poids = _poids(candidats, feuille)
    if not any(poids.values()):
        return {}
    permises = set(schemas.DU_DEPARTEMENT)
    repetees = any(RANG in c.entete for c in candidats)
    if not repetees and poids["collectifs"] < SEULS * max(poids.values()):
        permises.discard("collectifs")  # one row an action: its collectifs are not told apart
    cles = {nom: c for nom in CLES if (c := _porteuse(candidats, nom))}
    while True:
        choisis = _glouton(candidats, poids, permises, list(cles.values()))
        faibles = _faibles(choisis, candidats, permises) | _boiteuses(choisis)
        if not faibles or permises == faibles:
            break
        permises -= {min(faibles, key=lambda t: poids[t])}
    return _avec_cles(candidats, choisis, cles)


def _poids(candidats: list[Candidat], feuille: Feuille) -> dict[str, float]:
    """How much of each table the sheet seems to hold, from 0 to 1."""
    poids = dict.fromkeys(schemas.DU_DEPARTEMENT, 0.0)
    for c in candidats:
        forts = [i for i in c.indices if i.colonne not in CLES]
        if not forts:
            continue
        premier = forts[0].score
        egaux = {i.table for i in forts if i.score > premier - 0.05}
        for table in egaux:
            poids[table] += premier / len(egaux)
    for table in poids:
        poids[table] += 3 * nomme(feuille, table)
    code = _porteuse(candidats, "code_action")
    if code and not any(RANG in c.entete for c in candidats):
        plusieurs = code.valeurs.unicite < DEUX_LIGNES
        numerote = any(
            i.colonne == "numero" and i.score >= SUR for c in candidats for i in c.indices
        )
        for table in poids:
            if (table == "collectifs") != plusieurs and not (table == "collectifs" and numerote):
                poids[table] *= 0.4
    maximum = max(poids.values())
    return {t: p / maximum for t, p in poids.items()} if maximum else poids


def _porteuse(candidats: list[Candidat], cle: str) -> Candidat | None:
    """The column that names the action, or the campagne, of each row."""
    possibles = [
        (max(i.score for i in c.indices if i.colonne == cle), -rang, c)
        for rang, c in enumerate(candidats)
        if any(i.colonne == cle for i in c.indices) and RANG not in c.entete
    ]
    bonne = max(possibles, key=lambda p: p[:2], default=None)
    return bonne[2] if bonne and bonne[0] >= RETENU else None


def _glouton(
    candidats: list[Candidat], poids: dict[str, float], permises: set[str], cles: list[Candidat]
) -> dict[int, list[Indice]]:
    """The best pairs first; each of their columns and each of ours once."""
    paires = sorted(
        (
            (i.score * (0.75 + 0.25 * poids[i.table]), -rang, i)
            for rang, c in enumerate(candidats)
            for i in (c.indices if c not in cles else ())
            if i.table in permises and i.colonne not in CLES and i.score >= _seuil(i)
        ),
        key=lambda p: p[:2],
        reverse=True,
    )
    repetees = any(RANG in c.entete for c in candidats)
    pris: set[tuple[str, str]] = set()
    choisis: dict[int, list[Indice]] = {}
    for _, moins, i in paires:
        rang = -moins
        cible = (i.table, i.colonne)
        seul = repetees and i.table == "collectifs" and RANG not in candidats[rang].entete
        if rang not in choisis and cible not in pris and not seul:
            choisis[rang] = [i]
            pris.add(cible)
    return choisis


def _seuil(i: Indice) -> float:
    """A column without which rows cannot be placed is offered sooner, to look at."""
    return EXIGEE if schemas.load()[i.table].colonnes[i.colonne].obligatoire else RETENU


def _faibles(
    choisis: dict[int, list[Indice]], candidats: list[Candidat], permises: set[str]
) -> set[str]:
    """The tables that one doubtful column alone would make."""
    siennes: dict[str, list[float]] = defaultdict(list)
    for indices in choisis.values():
        for i in indices:
            siennes[i.table].append(i.score if i.colonne != "numero" else 0.0)
    return {
        t
        for t in permises
        if t in siennes
        and (len(siennes[t]) == 1 and siennes[t][0] < SEULE or max(siennes[t]) < 0.6)
    }


def _boiteuses(choisis: dict[int, list[Indice]]) -> set[str]:
    """The tables that could not be placed (no SIRET, no decision), beside one that can and that has
    many more of its columns here.
    """
    siennes: dict[str, set[str]] = defaultdict(set)
    for i in (i for indices in choisis.values() for i in indices):
        siennes[i.table].add(i.colonne)
    entieres = [len(noms) for t, noms in siennes.items() if not exigees(t) - noms]
    fin = AUTANT * max(entieres, default=0)
    return {t for t, noms in siennes.items() if exigees(t) - noms and len(noms) <= fin}


def exigees(table: str) -> set[str]:
    """The columns without which its rows cannot be placed, but for its key, which all share; a
    commune is known by its name as well.
    """
    schema = schemas.load()[table]
    noms = {n for n, c in schema.colonnes.items() if c.obligatoire} - {*schema.cle}
    return noms - {"commune_insee"}


def disputees(candidats: list[Candidat], choisis: dict[int, list[Indice]]) -> set[int]:
    """The ranks of the columns that another one, which is nothing else for sure, could be as well:
    « Commune du siège », « Commune de l'action ».
    """
    trouves = set()
    for rang, siens in choisis.items():
        for autre, c in enumerate(candidats):
            if autre == rang or any(c.sur(i) for i in choisis.get(autre, ())):
                continue
            rivaux = {(i.table, i.colonne): i.score for i in c.indices}
            if any(rivaux.get((i.table, i.colonne), 0) > i.score - MARGE for i in siens):
                trouves.add(rang)
    return trouves


def _avec_cles(
    candidats: list[Candidat], choisis: dict[int, list[Indice]], cles: dict[str, Candidat]
) -> dict[int, list[Indice]]:
    """The code of the action and the campagne feed every table that is kept."""
    tables = {i.table for indices in choisis.values() for i in indices}
    for nom, porteuse in cles.items():
        premier = next(i for i in porteuse.indices if i.colonne == nom)
        choisis[candidats.index(porteuse)] = [
            Indice(t, nom, premier.score, premier.raison)
            for t in schemas.DU_DEPARTEMENT
            if t in tables
        ]
    return choisis
