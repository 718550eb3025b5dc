"""The columns that stand side by side for one collectif after the other, under a number or a level:
« Grp 1 - Effectif », « Filles 2 », « Collège - Filles ».
"""

from __future__ import annotations

import re

from clas_data.fichiers import schemas
from clas_data.fichiers.correspondances import preuves
from clas_data.fichiers.correspondances.enonces import en_chiffres, vocabulaire
from clas_data.fichiers.correspondances.forme import RANG, generaliser
from clas_data.fichiers.correspondances.indices import CONNU, chercher
from clas_data.fichiers.correspondances.reperage import sans_question
from clas_data.fichiers.titres import cle

MILIEU = r"\b(" + "|".join([*vocabulaire()["milieux"], "[cg]"]) + r")s?\b[\s°n.#]*"
INITIALE = re.compile(r"([CG])(\d{1,2})([\s:._-]+)(\S.*)")  # « C1 Filles »
NUMEROTE = re.compile(
    r"\b(" + "|".join(vocabulaire()["milieux"]) + r")s?[\s°n.#:_-]*(\d{1,2})\b", re.IGNORECASE
)
FINAL = re.compile(r"(.*[^\W\d])([\s_°#n.(-]+)(\d{1,2})(\)?)")
MORCEAUX = re.compile(r"\s*[-–—:/()]\s*|\s+")  # what separates a level from what is counted
SUR_GROUPE = 0.8
CAMPAGNE = "{campagne}"  # what `generaliser` makes of the campagne of the deposit
ANNEES = re.compile(r"\{(campagne|avant|apres)\}|\b20\d\d ?[-/–] ?(20)?\d\d\b")

Groupes = list[tuple[str, list[int]]]


def grouper(entetes: list[str], campagne: str) -> tuple[Groupes, dict[str, str]]:
    """(header, its columns): « Grp {n} - Effectif » stands for all its numbers; and what each level
    is called where {n} stands for one.
    """
    modeles: dict[str, list[int]] = {}
    for j, e in enumerate(entetes):
        if modele := _modele(e, campagne):
            modeles.setdefault(modele, []).append(j)
    nombreuses = any(len(js) > 1 for js in modeles.values())
    prises = {j for js in modeles.values() for j in js} if nombreuses else set()
    niveaux: dict[str, str] = {}
    if not nombreuses:
        modeles, niveaux = _par_niveau(entetes, campagne)
        prises = {j for js in modeles.values() for j in js}
    groupes = [(e, [j]) for j, e in enumerate(entetes) if e and j not in prises]
    return groupes + (list(modeles.items()) if prises else []), niveaux


def autres_annees(entetes: list[str], campagne: str) -> set[int]:
    """The ranks of headers that are those of this campagne but for their year: « Enfants
    2019-2020 » beside « Enfants 2021-2022 ».
    """
    par_nom: dict[str, list[int]] = {}
    lus = [generaliser(e, campagne) for e in entetes]
    for j, e in enumerate(lus):
        par_nom.setdefault(ANNEES.sub("", e), []).append(j)
    ici = [js for js in par_nom.values() if any(CAMPAGNE in lus[j] for j in js)]
    return {j for js in ici for j in js if CAMPAGNE not in lus[j] and ANNEES.search(lus[j])}


def _par_niveau(entetes: list[str], campagne: str) -> tuple[dict[str, list[int]], dict[str, str]]:
    """« Collège - Filles », « Lycée - Filles » → « {n} - Filles », where a level is a group."""
    colonne = schemas.load()["collectifs"].colonnes["niveau"]
    modeles: dict[str, dict[str, int]] = {}
    niveaux: dict[str, str] = {}
    for j, e in enumerate(entetes):
        for morceau in dict.fromkeys(MORCEAUX.split(e)):
            niveau, sur = preuves.deviner_mot(morceau, colonne) if morceau else ("", False)
            modele = e.replace(morceau, RANG, 1)
            if sur and modele != RANG and _de_collectif(modele, campagne):
                niveaux.setdefault(morceau, niveau)
                modeles.setdefault(modele, {})[niveau] = j
                break
    gardes = {m: list(js.values()) for m, js in modeles.items() if len(js) > 1}
    if gardes and len(set(niveaux.values())) == len(niveaux):
        return gardes, niveaux
    return {}, {}


def _de_collectif(modele: str, campagne: str) -> bool:
    lus = chercher(modele.replace(RANG, "").strip(" -–—:/()"), campagne)
    return any(i.table == "collectifs" and i.score >= SUR_GROUPE for i in lus)


def _modele(entete: str, campagne: str) -> str:
    """« Grp 1 - Filles », « Filles 1 » → « Grp {n} - Filles », « Filles {n} »; « » where the
    number is not that of a group of collectifs. Each group has its own numbers of questions.
    """
    entete = en_chiffres(sans_question(entete))
    if trouve := NUMEROTE.search(entete):
        return entete[: trouve.start(2)] + RANG + entete[trouve.end(2) :]
    if (trouve := FINAL.fullmatch(entete)) and _tres_connu(trouve[1], campagne):
        return trouve[1] + trouve[2] + RANG + trouve[4]
    if (trouve := INITIALE.fullmatch(entete)) and _tres_connu(trouve[4], campagne):
        return trouve[1] + RANG + trouve[3] + trouve[4]
    return ""


def _tres_connu(texte: str, campagne: str) -> bool:
    lus = chercher(texte, campagne)
    return any(i.table == "collectifs" and i.score >= CONNU - 0.1 for i in lus)


def nu_du_groupe(modele: str) -> str:
    """« Grp {n} - Cible » → « cible »: what the column says of its collectif."""
    return re.sub(MILIEU + r"\{n\}", "", _cle_marquee(modele)).replace(RANG, "").strip()


def _cle_marquee(texte: str) -> str:
    """The key of a header that keeps its mark: « Grp {n} - Cible » → « grp {n} cible »."""
    return " ".join(
        RANG if m == "xrangx" else m for m in cle(texte.replace(RANG, " xrangx ")).split()
    )
