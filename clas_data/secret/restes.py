"""What a ratio says besides the counts: a count over a part of the answers only, whose difference
with the count shown is what the porteurs left out declared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from clas_data.indicateurs.catalogue import Indicateur
from clas_data.secret.cellules import TOTAL
from clas_data.secret.liens import MOT, TEXTE, colonnes_suivies
from clas_data.secret.regles import Regles

_DEUX = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"  # parentheses, three deep
TERME = re.compile(rf"(?:sum|count){_DEUX}(?: filter {_DEUX})?")
PRES = 1e-6


@dataclass(frozen=True)
class Terme:
    """The one term of a ratio that reads a count of persons, and the count that it is a part of."""

    rapport: Indicateur
    mesure: Indicateur
    compte: str


def termes(indicateurs: Mapping[str, Indicateur], regles: Regles) -> list[Terme]:
    """The ratios of which one term alone is unknown: knowing the ratio is knowing this term."""
    colonnes, lus = colonnes_suivies(indicateurs, regles), []
    for ind in indicateurs.values():
        trouves = [
            (t, colonnes[m])
            for t in TERME.findall(ind.mesure)
            for m in MOT.findall(TEXTE.sub("", t.split(" filter ")[0]))
            if m in colonnes
        ]
        if ind.secret == "groupe" and len(trouves) == 1:
            terme, compte = trouves[0]
            lus.append(Terme(ind, replace(ind, id=f"{ind.id}_terme", mesure=terme), compte))
    return lus


def masquer(
    cellules: pd.DataFrame,
    apports: Mapping[tuple[str, ...], pd.DataFrame],
    lus: list[Terme],
    regles: Regles,
) -> pd.DataFrame:
    """Mask each ratio that would give back, through the count shown beside it, what too few
    porteurs declared. `apports`: the terms and their counts by view and porteur.
    """
    cache = pd.Series(False, index=cellules.index)
    for vue, t in apports.items():
        parts = t.assign(valeur=t["valeur"].fillna(0)).set_index(["indicateur", *vue, "porteur"])
        for terme in lus:
            entier, part = (
                parts.loc[parts.index.get_level_values(0) == i, "valeur"].droplevel("indicateur")
                for i in (terme.compte, terme.mesure.id)
            )
            reste = entier.sub(part, fill_value=0)
            dits = cellules[
                (cellules["indicateur"] == terme.rapport.id)
                & ~cellules["masque"]
                & cellules["valeur"].gt(0)
                & _de(cellules, vue, regles)
            ]
            for rang, cellule in dits.iterrows():
                ou = tuple(cellule[a] for a in vue)
                ici, dedans = (s[_dans(s, ou)] for s in (reste, part))
                cache[rang] = _rendu(ici, dedans.sum(), cellule["valeur"], terme.rapport, regles)
    return cellules.assign(valeur=cellules["valeur"].mask(cache), masque=cellules["masque"] | cache)


def _de(cellules: pd.DataFrame, vue: tuple[str, ...], regles: Regles) -> pd.Series:
    """The cells of this view."""
    autres = [a for a in regles.axes if a not in vue]
    return (cellules[autres] == TOTAL).all(axis=1) & (cellules[list(vue)] != TOTAL).all(axis=1)


def _dans(s: pd.Series, ou: tuple[str, ...]) -> pd.Series:
    """The porteurs of one group."""
    dedans = pd.Series(True, index=s.index)
    for niveau, valeur in enumerate(ou):
        dedans &= s.index.get_level_values(niveau) == valeur
    return dedans


def _rendu(reste: pd.Series, part: float, rapport: float, ind: Indicateur, regles: Regles) -> bool:
    """True where so few porteurs are left out, and the ratio is written so finely, that what they
    declared is known within less than a masked count may be.
    """
    laisses = reste[reste.abs() > PRES].abs()
    if laisses.empty or (len(laisses) >= regles.porteurs_min and laisses.sum() >= regles.seuil):
        return False
    finesse = part * 10.0**-ind.decimales / rapport
    return finesse < max(regles.seuil, laisses.sum() * regles.incertitude_pct / 100)
