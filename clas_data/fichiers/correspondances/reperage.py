"""Where the tables of a correspondance stand in the sheets of a file, whatever the order of their
columns and what stands above them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import au_dessus
from clas_data.fichiers.correspondances.enonces import en_chiffres
from clas_data.fichiers.correspondances.forme import COLONNES, LIGNES, RANG, Tableau, remplir
from clas_data.fichiers.entetes import RECHERCHE
from clas_data.fichiers.feuilles import Feuille, vide
from clas_data.fichiers.titres import cle

PART_RECONNUE = 0.7  # share of its headers from which a layout is recognised
COUCHEE_MAX = 2000  # rows of a table that lies on its side
ENTETE_MAX = 400  # letters of a header that are kept
QUESTION = re.compile(r"q(uestion)? ?\d{1,3}\s*[.):\-–—]*\s+", re.IGNORECASE)
ACCOLADES = str.maketrans("{}", "()")
Position = tuple[str, int | None]  # a header of the correspondance, the rank of its group


def cle_entete(texte: Any) -> str:
    """A header whatever its accents, signs and case; one made of signs only is itself."""
    return cle(texte) or str(texte).strip()


def sans_question(entete: str) -> str:
    """« Q3 - Collectif 1 : filles » without the number of its question."""
    return QUESTION.sub("", entete, count=1)


def reunir(lignes: Sequence[list[Any]], fusions: Sequence[tuple[int, ...]] = ()) -> list[str]:
    """One header per column out of one or several rows of headers: « Enfants / Filles »; a header
    seen before takes its rank, « Total (2) ».
    """
    largeur = max(map(len, lignes), default=0)
    etages = [[str(c).strip() if not vide(c) else "" for c in l] for l in lignes]
    etages = [e + [""] * (largeur - len(e)) for e in etages]
    for haut, bas in zip(etages, etages[1:], strict=False):
        groupe = ""
        for j in range(largeur):
            groupe = haut[j] or (groupe if bas[j] else "")
            haut[j] = groupe
    reunis, vus = [], {}
    for j in range(largeur):
        morceaux = list(dict.fromkeys(e[j] for e in etages if e[j]))
        texte = propre(" / ".join(morceaux))
        vus[cle_entete(texte)] = rang = vus.get(cle_entete(texte), 0) + 1
        reunis.append(f"{texte} ({rang})" if texte and rang > 1 else texte)
    return reunis


def sans_titre(j: int) -> str:
    """What a column that has no header is called: « (colonne 1, sans en-tête) »."""
    return f"(colonne {j + 1}, sans en-tête)"


def nommer(entetes: Sequence[str], lignes: Sequence[list[Any]]) -> list[str]:
    """The same, each column that holds something under a name."""
    pleines = {j for l in lignes for j, c in enumerate(l) if not vide(c)}
    return [e or (sans_titre(j) if j in pleines else "") for j, e in enumerate(entetes)]


def propre(texte: str) -> str:
    """A header without what cannot be seen, its braces as parentheses (they mark years and ranks
    here), and not longer than a question.
    """
    lus = "".join(
        "" if unicodedata.category(c) == "Cf" else c if c.isprintable() else " " for c in texte
    )
    return " ".join(lus.translate(ACCOLADES).split())[:ENTETE_MAX].strip()


def coucher(feuille: Feuille) -> list[list[Any]]:
    """The sheet with its rows and columns exchanged."""
    lignes = feuille.lignes[:COUCHEE_MAX]
    largeur = max(map(len, lignes), default=0)
    return [[l[j] if j < len(l) else "" for l in lignes] for j in range(largeur)]


@dataclass
class Vue:
    """A sheet as it is looked at: its rows, upright and on its side, and its headers at each
    row.
    """

    feuille: Feuille
    _lus: dict[tuple[str, int, int], dict[str, int]] = field(default_factory=dict)

    @cached_property
    def couchees(self) -> list[list[Any]]:
        return coucher(self.feuille)

    def lignes(self, sens: str) -> list[list[Any]]:
        return self.couchees if sens == COLONNES else self.feuille.lignes

    @cached_property
    def largeur(self) -> int:
        """Where the columns end: what stands above the table comes after, as columns."""
        return max(map(len, self.feuille.lignes), default=0)

    @cached_property
    def paires(self) -> list[au_dessus.Paire]:
        return [(n, propre(nom), v) for n, nom, v in au_dessus.paires(self.feuille.lignes)]

    def dessus(self, sens: str, debut: int) -> dict[str, int]:
        """The headers of what stands above this row, and their positions."""
        dits = [p for p in enumerate(self.paires) if sens == LIGNES and p[1][0] < debut]
        return {nom: self.largeur + k for k, (_, nom, _) in reversed(dits)}

    def completer(self, ligne: list[Any]) -> list[Any]:
        """A row of data with what stands above the table."""
        if not self.paires:
            return ligne
        blancs = [""] * (self.largeur - len(ligne))
        return [*ligne, *blancs, *(v for _, _, v in self.paires)]

    def elargir(
        self, entetes: list[str], lignes: list[list[Any]], dessus: dict[str, int]
    ) -> tuple[list[str], list[list[Any]]]:
        """Headers and rows with these columns of what stands above, where there are any."""
        if not dessus:
            return entetes, lignes
        blancs = self.largeur + len(self.paires) - len(entetes)
        larges = [*entetes, *[""] * blancs]
        for nom, j in dessus.items():
            larges[j] = nom
        return larges, [self.completer(l) for l in lignes]

    def entetes(self, sens: str, rang: int, hauteur: int) -> dict[str, int]:
        """Key of a header → its position, were the headers to end at this row."""
        if (sens, rang, hauteur) not in self._lus:
            ici = self.lignes(sens)[rang - hauteur + 1 : rang + 1]
            lus: dict[str, int] = {}
            reunis = reunir(ici) if rang >= hauteur - 1 else []
            entetes = [e for e in enumerate(reunis) if e[1]]
            for j, e in entetes:
                lus.setdefault(cle_entete(e), j)
            nus = Counter(cle_entete(sans_question(e)) for _, e in entetes)
            for j, e in entetes:  # the number of a question is no part of its name
                if nus[nu := cle_entete(sans_question(e))] == 1:
                    lus.setdefault(nu, j)
            for j, e in entetes:
                lus.setdefault(cle_entete(en_chiffres(e)), j)
            for e, j in self.dessus(sens, rang - hauteur + 1).items():
                lus.setdefault(cle_entete(e), j)
            for j in [j for j, e in enumerate(reunis) if not e]:
                lus.setdefault(cle_entete(sans_titre(j)), j)
            self._lus[sens, rang, hauteur] = lus
        return self._lus[sens, rang, hauteur]


@dataclass(frozen=True)
class Repere:
    """A table found in a sheet: the row of its headers, where each of them stands, those that are
    missing, those that are new; `fin`: the first row below it.
    """

    vue: Vue = field(repr=False)
    tableau: Tableau
    ligne: int
    positions: dict[Position, int]
    groupes: tuple[int, ...]
    absents: tuple[str, ...]
    nouveaux: tuple[str, ...]
    part: float
    fin: int | None = None


def reperer(vue: Vue, tableau: Tableau, campagne: str) -> Repere | None:
    """The table in this sheet, at the row where most of its headers are; None where too few are."""
    lignes = vue.lignes(tableau.sens)
    attendus = tableau.entetes()
    cherches = {cle_entete(remplir(e, campagne)): e for e in attendus if RANG not in e}
    rangs = list(range(min(len(lignes), RECHERCHE)))
    for r in range(RECHERCHE, len(lignes)):  # below, only the rows that begin with a header
        premiere = next((c for c in lignes[r] if not vide(c)), None)
        if isinstance(premiere, str) and cle_entete(premiere) in cherches:
            rangs.append(r)
    trouves = (_a_la_ligne(vue, tableau, campagne, r, attendus, cherches) for r in rangs)
    bons = [t for t in trouves if t and t.part >= PART_RECONNUE]
    return max(bons, key=lambda t: t.part) if bons else None


def _a_la_ligne(
    vue: Vue,
    tableau: Tableau,
    campagne: str,
    rang: int,
    attendus: list[str],
    cherches: dict[str, str],
) -> Repere | None:
    lus = vue.entetes(tableau.sens, rang, tableau.lignes_entete)
    places = {e: lus.get(c, lus.get(sans_question(c))) for c, e in cherches.items()}
    positions: dict[Position, int] = {(e, None): j for e, j in places.items() if j is not None}
    if 2 * len(positions) < PART_RECONNUE * len(cherches):
        return None  # far from it: spare the search of its groups
    numerotes = [e for e in attendus if RANG in e]
    groupes = []
    for n in tableau.rangs() if numerotes else ():
        siens = {e: lus.get(cle_entete(tableau.remplir(e, campagne, n))) for e in numerotes}
        ici = {(e, n): j for e, j in siens.items() if j is not None}
        if ici:
            groupes.append(n)
            positions |= ici
    vus = {e for e, _ in positions}
    for e in tableau.ecartees:
        if (c := cle_entete(remplir(e.colonne, campagne))) in lus:
            positions.setdefault((e.colonne, None), lus[c])
    prises = set(positions.values())
    cote = {cle_entete(remplir(c, campagne)) for c in tableau.de_cote}
    textes = reunir(vue.lignes(tableau.sens)[rang - tableau.lignes_entete + 1 : rang + 1])
    prises |= {j for c, j in lus.items() if c in cote}
    nouveaux = [
        textes[j]
        for j in dict.fromkeys(lus.values())
        if j not in prises and j < len(textes) and textes[j]
    ]
    return Repere(
        vue,
        tableau,
        rang,
        positions,
        tuple(groupes),
        tuple(e for e in attendus if e not in vus),
        tuple(nouveaux),
        len(vus) / len(attendus),
    )


def indispensables(tableau: Tableau) -> set[str]:
    """Their headers without which rows cannot be placed."""
    return {
        champ.colonne
        for table, nom, champ in tableau.utilises()
        if schemas.load()[table].colonnes[nom].obligatoire
    }
