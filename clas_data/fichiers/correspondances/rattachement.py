"""A repeated block in a sheet of its own, which names its parent by a number of the platform: the
sheet of the parents says which action that is, when it is guessed and when it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from clas_data.errors import Anomalie
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.conversion import cle_mot
from clas_data.fichiers.correspondances.forme import (
    LIGNES,
    Apport,
    Champ,
    Renvoi,
    Tableau,
    remplir,
)
from clas_data.fichiers.correspondances.indices import Indice
from clas_data.fichiers.correspondances.reperage import Vue, cle_entete
from clas_data.fichiers.entetes import RECHERCHE
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.messages import affichable, anomalie

RATTACHE = 0.75  # a number of the platform that leads to a code: to look at


class Lu(Protocol):
    """A table of a sheet, as it is guessed: its headers, its rows, what was made of them."""

    entetes: list[str]
    lignes: list[list]
    assise: Assise
    tableau: Tableau
    pistes: list


def relier(lus: Sequence[Lu]) -> None:
    """Where the codes of a table are none of the actions of the others, look for the column of the
    parents that holds them, and read the code beside it.
    """
    for l in lus:
        champ = _code(l.tableau)
        for parent in lus:
            code = _code(parent.tableau)
            if parent is l or code is None or (champ and champ.colonne == code.colonne):
                continue
            trouvee = _cle(l, parent, champ)
            if trouvee and trouvee[1] != code.colonne:
                leur, cle = trouvee
                _poser(l, Champ(leur, par=Renvoi(cle, code.colonne)))
                break


def _code(t: Tableau) -> Champ | None:
    for a in t.apports:
        if "code_action" in a.champs:
            return a.champs["code_action"]
    return None


def _valeurs(l: Lu, entete: str) -> set[str]:
    if entete not in l.entetes:
        return set()
    j = l.entetes.index(entete)
    return {cle_mot(x[j]) for x in l.lignes if j < len(x) and not vide(x[j])}


def _cle(l: Lu, parent: Lu, champ: Champ | None) -> tuple[str, str] | None:
    """(their column, the column of the parents) where the first holds values of the second, each of
    which names one parent.
    """
    lus = {t.colonne for _, _, t in l.tableau.utilises()} - {champ.colonne if champ else ""}
    parents = {e: _valeurs(parent, e) for e in parent.entetes if e}
    cles = {e: v for e, v in parents.items() if len(v) == len(parent.lignes) and len(v) > 1}
    for leur in [champ.colonne] if champ else []:
        if _valeurs(l, leur) <= parents.get(_code(parent.tableau).colonne, set()):
            return None  # these are the codes themselves
    for leur in sorted(l.entetes, key=lambda e: e != (champ.colonne if champ else "")):
        siennes = _valeurs(l, leur) if leur and leur not in lus else set()
        for cle, valeurs in cles.items():
            if len(siennes) > 1 and siennes <= valeurs and _identite(leur, cle):
                return leur, cle
    return None


def _identite(leur: str, cle: str) -> bool:
    """True for headers that announce a number of the platform."""
    return all(
        any(m in e.lower() for m in ("id", "index", "parent", "dossier", "cl", "num", "uuid"))
        for e in (leur, cle)
    )


def _poser(l: Lu, champ: Champ) -> None:
    apports = []
    for a in l.tableau.apports:
        champs = {n: c for n, c in a.champs.items() if n != "code_action"}
        apports.append(Apport(a.table, {"code_action": champ, **champs}))
    cote = tuple(c for c in l.tableau.de_cote if c != champ.colonne)
    l.tableau = replace(l.tableau, apports=tuple(apports), de_cote=cote)
    for p in l.pistes:
        p.choisis = [i for i in p.choisis if i.colonne != "code_action"]
        if p.entete == champ.colonne:
            quoi = f"« {champ.par.cle} » de l'autre feuille, qui dit « {champ.par.colonne} »"
            p.choisis = [Indice(a.table, "code_action", RATTACHE, quoi) for a in l.tableau.apports]
            p.de_cote, p.sur = "", False


def suivre(
    bruts: list[Any], par: Renvoi, vues: Sequence[Vue], campagne: str, ou: dict[str, str]
) -> tuple[list[Any], list[Anomalie]]:
    """The values that these keys lead to, and what is said where the sheet is not there."""
    table = chercher(par, vues, campagne)
    if table is None:
        mots = {"cle": affichable(par.cle), "colonne": par.colonne}
        return [None] * len(bruts), [anomalie("renvoi_introuvable", **mots, **ou)]
    return [None if vide(b) else table.get(cle_mot(b)) for b in bruts], []


def chercher(par: Renvoi, vues: Sequence[Vue], campagne: str) -> dict[str, Any] | None:
    """key → value, from the sheet that holds both columns; None where none does."""
    cle, colonne = (cle_entete(remplir(e, campagne)) for e in (par.cle, par.colonne))
    for vue in vues:
        lignes = vue.feuille.lignes
        for rang in range(min(len(lignes), RECHERCHE)):
            lus = vue.entetes(LIGNES, rang, 1)
            if cle in lus and colonne in lus:
                i, j = lus[cle], lus[colonne]
                return {
                    cle_mot(l[i]): l[j] if j < len(l) else None
                    for l in lignes[rang + 1 :]
                    if i < len(l) and not vide(l[i])
                }
    return None
