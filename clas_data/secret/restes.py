"""What a ratio says besides the counts: a count over a part of the answers only, whose difference
with the count shown is what the porteurs left out declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce

import pandas as pd

from clas_data.indicateurs.catalogue import Indicateur
from clas_data.secret.cellules import dans_la_vue
from clas_data.secret.liens import TERME, colonnes_suivies, mots
from clas_data.secret.regles import Regles

PRES = 1e-6


@dataclass(frozen=True)
class Terme:
    """The one term of a ratio that is not shown itself, and the counts that it is a part of."""

    rapport: Indicateur
    mesure: Indicateur
    comptes: tuple[str, ...]


def termes(indicateurs: Mapping[str, Indicateur], regles: Regles) -> list[Terme]:
    """The ratios of which one term alone is unknown: knowing the ratio is knowing this term."""
    colonnes, lus = colonnes_suivies(indicateurs, regles), []
    montrees = {indicateurs[i].mesure for i in regles.sensibles}
    for ind in indicateurs.values():
        trouves = {}
        for sorte, quoi, ou in TERME.findall(ind.mesure):
            comptes = tuple(sorted({colonnes[m] for m in mots(quoi) if m in colonnes}))
            somme = f"sum{quoi}{ou}"
            if sorte != "count" and comptes and somme not in montrees:
                trouves[somme] = comptes
        if ind.secret == "groupe" and len(trouves) == 1:
            ((somme, comptes),) = trouves.items()
            lus.append(Terme(ind, replace(ind, id=f"{ind.id}_terme", mesure=somme), comptes))
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
            part, *entiers = (
                parts.loc[parts.index.get_level_values(0) == i, "valeur"].droplevel("indicateur")
                for i in (terme.mesure.id, *terme.comptes)
            )
            reste = reduce(partial(pd.Series.add, fill_value=0), entiers).sub(part, fill_value=0)
            dits = cellules[
                (cellules["indicateur"] == terme.rapport.id)
                & ~cellules["masque"]
                & cellules["valeur"].gt(0)
                & dans_la_vue(cellules, vue, regles)
            ]
            for rang, cellule in dits.iterrows():
                ou = tuple(cellule[a] for a in vue)
                ici, dedans = (s[_dans(s, ou)] for s in (reste, part))
                finesse = dedans.sum() * 10.0**-terme.rapport.decimales / cellule["valeur"]
                cache[rang] = any(_rendue(s, finesse, regles) for s in (ici, dedans))
    return cellules.assign(valeur=cellules["valeur"].mask(cache), masque=cellules["masque"] | cache)


def _dans(s: pd.Series, ou: tuple[str, ...]) -> pd.Series:
    """The porteurs of one group."""
    dedans = pd.Series(True, index=s.index)
    for niveau, valeur in enumerate(ou):
        dedans &= s.index.get_level_values(niveau) == valeur
    return dedans


def _rendue(parts: pd.Series, finesse: float, regles: Regles) -> bool:
    """True where what so few porteurs declared, or one of them nearly alone, is known within less
    than a masked count may be: the ratio is written so finely.
    """
    dites = parts[parts.abs() > PRES].abs()
    total = dites.sum()
    if dites.empty or finesse >= max(regles.seuil, total * regles.incertitude_pct / 100):
        return False
    return (
        len(dites) < regles.porteurs_min
        or total < regles.seuil
        or 100 * dites.max() > regles.dominance_pct * total
    )
