"""How much a header resembles each of our columns, and why: the same words, our own question, words
of the same meaning, a layout seen before.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rapidfuzz import fuzz

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances.enonces import ETAGE, enonces, nu, vocabulaire
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.sens.mots import normalise
from clas_data.fichiers.titres import cle, connus, declares, questions

SUR, CONNU, OFFERT, MEMES_MOTS = 1.0, 0.95, 0.9, 0.88
AUTRE_TETE = 0.5  # what is left to a column that the question above its part is not about
TETE = re.compile(r"(.+)\[[^\[\]]{3,}\]\s*$")  # « Qui vous oriente ? [PRE] »
ASSEZ = 0.45  # below, a resemblance is no reason
FAUTE = 88  # of 100: a header that differs by a letter or two
Cible = tuple[str, str]  # a table and its column


@dataclass(frozen=True)
class Indice:
    """A column that a header may be: how sure, and the reason in words."""

    table: str
    colonne: str
    score: float
    raison: str


@cache
def _idees() -> tuple[dict[str, str], re.Pattern[str]]:
    par_texte = {str(t): nom for nom, textes in vocabulaire()["idees"].items() for t in textes}
    longs = sorted(par_texte, key=len, reverse=True)
    return par_texte, re.compile(r"\b(" + "|".join(map(re.escape, longs)) + r")\b")


@cache
def _creux() -> re.Pattern[str]:
    longs = sorted(vocabulaire()["creux"], key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longs)) + r")\b")


@lru_cache(maxsize=20_000)
def idees(texte: str) -> frozenset[str]:
    """The meanings of a header: « Groupes sollicités » says {collectif, demande}."""
    par_texte, motif = _idees()
    lu = _creux().sub(" ", cle(texte))
    trouvees = {par_texte[m[0]] for m in motif.finditer(lu)}
    restes = motif.sub(" ", lu).split()
    return frozenset(trouvees | {m.rstrip("s") for m in restes if m not in vocabulaire()["vides"]})


@cache
def _textes(campagne: str) -> tuple[dict[Cible, list[frozenset[str]]], dict[str, float]]:
    """(our column → the meanings of each of its texts, meaning → how much it tells)."""
    dits: dict[Cible, list[str]] = defaultdict(list)
    for table in schemas.DU_DEPARTEMENT:
        schema = schemas.load()[table]
        for texte, nom in connus(table, campagne).items():
            dits[table, nom].append(texte)
        for texte, nom in questions(table).items():
            dits[table, nom].append(texte)
        for texte, nom in declares(table, "offerts").items():
            dits[table, nom].append(texte)
        for nom, textes in vocabulaire()["noms"][table].items():
            dits[table, nom] += map(str, textes)
        dits[table, schema.cle[0]].append("code action")
    sens = {cible: list(dict.fromkeys(idees(t) for t in textes)) for cible, textes in dits.items()}
    fois: dict[str, int] = defaultdict(int)
    for ensembles in sens.values():
        for mot in frozenset().union(*ensembles):
            fois[mot] += 1
    return sens, {m: math.log(1 + len(sens) / n) for m, n in fois.items()}


@cache
def _noms(campagne: str) -> dict[str, list[tuple[Cible, float, str]]]:
    """Key of a text → the columns that it names, whole."""
    noms: dict[str, list[tuple[Cible, float, str]]] = defaultdict(list)
    for table in schemas.DU_DEPARTEMENT:
        for textes, score, raison in (
            (connus(table, campagne), SUR, "notre en-tête"),
            (questions(table), SUR, "notre question"),
            (declares(table, "offerts"), OFFERT, "en-tête courant"),
        ):
            for texte, nom in textes.items():
                noms[texte].append(((table, nom), score, raison))
        for nom, textes in vocabulaire()["noms"][table].items():
            for texte in map(str, textes):
                noms[texte].append(((table, nom), OFFERT, "en-tête courant"))
        for texte in vocabulaire()["codes"]:
            cible = (table, schemas.load()[table].cle[0])
            noms[texte].append((cible, OFFERT, "en-tête courant"))
    for cible in (c for c in _cibles() if c[1] in vocabulaire()["inverses"]):
        for texte in map(str, vocabulaire()["inverses"][cible[1]]):
            noms[texte].append((cible, OFFERT, "c'est le contraire de cette question"))
    return noms


def _cibles() -> list[Cible]:
    return [(t, n) for t in schemas.DU_DEPARTEMENT for n in schemas.load()[t].colonnes]


def vus(passees: Iterable[Correspondance]) -> dict[str, list[Cible]]:
    """Key of a header → what past correspondances made of it."""
    trouves: dict[str, list[Cible]] = defaultdict(list)
    for c in passees:
        for t in c.tableaux:
            for table, nom, champ in t.utilises():
                trouves[cle(champ.colonne)].append((table, nom))
    return trouves


@lru_cache(maxsize=20_000)
def chercher(entete: str, campagne: str) -> tuple[Indice, ...]:
    """What a header may be, best first, from its words alone."""
    meilleurs: dict[Cible, Indice] = {}

    def retenir(cible: Cible, score: float, raison: str) -> None:
        if score >= ASSEZ and (cible not in meilleurs or score > meilleurs[cible].score):
            meilleurs[cible] = Indice(*cible, score, raison)

    noms = _noms(campagne)
    sens, poids = _textes(campagne)
    for texte, perte in enonces(entete):
        for cible, score, raison in noms.get(texte, ()):
            retenir(cible, score - perte, raison)
        siennes = idees(texte) if perte < ETAGE else frozenset()
        total = sum(poids.get(m, 3.0) for m in siennes)
        for cible, ensembles in sens.items() if siennes else ():
            for leurs in ensembles:
                commun = siennes & leurs
                if commun:
                    part = 2 * sum(poids[m] for m in commun)
                    part /= total + sum(poids[m] for m in leurs)
                    mots = ", ".join(f"« {m} »" for m in sorted(commun))
                    retenir(cible, MEMES_MOTS * part - perte, f"mêmes mots : {mots}")
    sans_annee = nu(entete)
    if not meilleurs and len(sans_annee) > 4:
        for texte, cibles in noms.items():
            proche = fuzz.ratio(sans_annee, texte, score_cutoff=FAUTE)
            for cible, score, _ in cibles if proche else ():
                retenir(cible, score * proche / 100 - 0.05, f"à une lettre près : « {texte} »")
    if debut := TETE.match(normalise(entete)):
        _selon_la_tete(idees(debut[1]), meilleurs, sens)
    return tuple(sorted(meilleurs.values(), key=lambda i: (-i.score, i.table, i.colonne)))


def _selon_la_tete(
    tete: frozenset[str],
    meilleurs: dict[Cible, Indice],
    sens: dict[Cible, list[frozenset[str]]],
) -> None:
    """« Qui vous oriente ? [PRE] » is the orientation by the PRE: where the question shares a word
    with some of the columns that its part may be, the others step back.
    """
    dites = {c for c in meilleurs if any(tete & leurs for leurs in sens.get(c, ()))}
    for cible in meilleurs.keys() - dites if dites else ():
        i = meilleurs[cible]
        meilleurs[cible] = replace(i, score=min(i.score, AUTRE_TETE))
