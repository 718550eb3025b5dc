"""Which sensitive counts a ratio or a mean would give back, read in its measure.

Nothing is listed by hand: an indicator added to the catalogue is held by the rule at once. One term
of a ratio is often public (agreed collectifs): the other is then known as soon as the ratio is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from clas_data.errors import UsageError
from clas_data.indicateurs.catalogue import AXES, COLONNES_AXES, Indicateur
from clas_data.secret.regles import Regles

SOMME = re.compile(r"sum\((\w+)\)")
MOT = re.compile(r"\w+")
TEXTE = re.compile(r"'[^']*'")
APPEL = re.compile(r"(\w+)\s*\(")
# What a diffused measure may call: an aggregate that keeps the value of one row is not among them.
APPELS = {"sum", "count", "avg", "filter", "where", "nullif", "coalesce", "cast", "abs", "contains"}
PERMIS = re.compile(r"[\w\s().,*/+<>=!-]*")
_DEUX = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"  # parentheses, three deep
TERME = re.compile(rf"(sum|avg|count)({_DEUX})( filter {_DEUX})?")
PESE = re.compile(r"[*/-]")
AXES_LUS = {COLONNES_AXES.get(a, a) for a in AXES} - {"campagne"}


def liens(indicateurs: Mapping[str, Indicateur], regles: Regles) -> dict[str, tuple[str, ...]]:
    """For each indicator that is not itself a sensitive count, those that it would give back."""
    colonnes = colonnes_suivies(indicateurs, regles)
    lus = {
        i: {colonnes[m] for m in mots(ind.mesure) if m in colonnes}
        for i, ind in indicateurs.items()
        if i not in regles.sensibles
    }
    return {i: _avec_les_sommes(d, regles) for i, d in lus.items() if d}


def mots(expression: str) -> list[str]:
    """The words of an expression as the base reads them: without case, its texts left out."""
    return MOT.findall(TEXTE.sub("", expression).lower())


def colonnes_suivies(indicateurs: Mapping[str, Indicateur], regles: Regles) -> dict[str, str]:
    """Each column of the marts that holds a sensitive count, and which one."""
    return {**regles.colonnes, **_comptes(indicateurs, regles)}


def _comptes(indicateurs: Mapping[str, Indicateur], regles: Regles) -> dict[str, str]:
    """The column that each sensitive count sums; a count that cannot be followed is refused."""
    lues = {}
    for i in regles.sensibles:
        somme = SOMME.match(indicateurs[i].mesure)
        if somme is None:
            raise UsageError(
                f"« {i} » est soumis au secret, et sa mesure n'est pas la somme d'une colonne : "
                "les ratios qui le rendraient ne pourraient pas être masqués. Écrivez-la "
                "« sum(colonne) »."
            )
        lues[somme[1]] = i
    return lues


def _avec_les_sommes(lus: set[str], regles: Regles) -> tuple[str, ...]:
    """Two terms of a declared sum give the third."""
    sommes = (set(e) for f in regles.familles for e in f.egal)
    return tuple(sorted(lus.union(*(e for e in sommes if len(e & lus) > 1))))


def lier(
    cellules: pd.DataFrame, indicateurs: Mapping[str, Indicateur], regles: Regles
) -> pd.DataFrame:
    """Ratios and means are masked wherever a count that they would give back is, and everywhere
    where that count is not diffused.
    """
    cles, lies = ["indicateur", *regles.axes], liens(indicateurs, regles)
    masquees = set(cellules.loc[cellules["masque"], cles].itertuples(index=False, name=None))
    tus = {i for i in regles.sensibles if not indicateurs[i].diffusable}
    lie = np.array(
        [
            not m and any(s in tus or (s, *axes) in masquees for s in lies.get(i, ()))
            for i, m, *axes in cellules[["indicateur", "masque", *regles.axes]].itertuples(
                index=False
            )
        ]
    )
    return cellules.assign(
        valeur=cellules["valeur"].mask(lie),
        masque=cellules["masque"] | lie,
    )


def verifier(indicateurs: Mapping[str, Indicateur], regles: Regles) -> None:
    """Raise a UsageError that names every indicator whose measure tells more than it declares."""
    lus, suivies = liens(indicateurs, regles), colonnes_suivies(indicateurs, regles)
    fautes = [
        f"« {i} » : {faute}"
        for i, ind in indicateurs.items()
        for faute in _fautes(ind, lus.get(i, ()), regles, suivies)
    ]
    if fautes:
        raise UsageError(
            "catalogue.yaml : le secret déclaré ne peut pas être tenu. " + " ".join(fautes)
        )


def _fautes(
    ind: Indicateur, rendus: tuple[str, ...], regles: Regles, suivies: Mapping[str, str]
) -> Iterator[str]:
    mesure = TEXTE.sub("", ind.mesure).lower()
    if ind.id in regles.sensibles:
        if ind.secret not in ("", "effectif"):
            yield "compté dans une famille de secret.yaml, il se déclare « secret: effectif »."
        return
    if ind.secret == "effectif":
        yield (
            "« secret: effectif » demande une famille de secret.yaml, qui dit ses liens avec les "
            "autres effectifs."
        )
    if not ind.diffusable:
        return
    if ind.secret == "public" and ind.table != "agrements":
        yield (
            "« secret: public » est réservé aux décisions de la commission (table agrements) : "
            "ce qu'un porteur a déclaré se dit « groupe », qui a répondu « reponses »."
        )
    if not PERMIS.fullmatch(mesure) or "select" in mots(mesure):
        yield "une mesure diffusée s'écrit sans guillemets, crochets ni sous-requête."
    for appel in sorted(set(APPEL.findall(mesure)) - APPELS):
        yield (
            f"la fonction « {appel} » peut rendre la valeur d'un seul porteur ; ce qui se diffuse "
            f"s'écrit avec {', '.join(sorted(APPELS))}."
        )
    if not rendus or ind.secret == "effectif":
        return
    if ind.secret == "public":
        yield f"il lit un effectif ({', '.join(rendus)}) : il se déclare « secret: groupe »."
    if faute := _hors_des_sommes(mesure, suivies):
        yield faute
    if "/" not in mesure and "avg(" not in mesure:
        yield (
            "il lit un effectif et n'est pas un rapport : c'est un effectif, à ranger dans une "
            "famille de secret.yaml."
        )
    if AXES_LUS & set(mots(mesure)):
        yield (
            "il lit un effectif pour une valeur d'un axe : lu par un autre axe, il dirait un "
            "croisement. Il se déclare « secret: retenu »."
        )


def _hors_des_sommes(mesure: str, suivies: Mapping[str, str]) -> str:
    """What is wrong where a count is read otherwise than added up: what it gives back could not be
    followed.
    """
    hors = [m for m in mots(TERME.sub("", mesure)) if m in suivies]
    pesees = [t for _, t, _ in TERME.findall(mesure) if {*mots(t)} & {*suivies} and PESE.search(t)]
    if not hors and not pesees:
        return ""
    return (
        "un effectif s'y lit dans sum(…), avg(…) ou count(…), sans être multiplié, divisé ni "
        f"retranché ({', '.join([*hors, *pesees])})."
    )
