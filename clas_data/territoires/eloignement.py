"""How far each territory is from an action."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import distances
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.taux import HORS


def eloignement(table: pd.DataFrame) -> pd.DataFrame:
    """The communes with distance_km to the nearest one that has an action (0 when it is itself) and
    its name; NaN when there is no action at all.
    """
    table = table[table["code"] != HORS[0]].reset_index(drop=True)
    avec = table[table["actions"] > 0].reset_index(drop=True)
    km, rangs = distances.plus_proche(table, avec)
    noms = (
        np.where(rangs >= 0, avec["nom"].to_numpy(dtype=object)[np.maximum(rangs, 0)], "")
        if len(avec)
        else ""
    )
    par_epci = (
        table.groupby("epci")[["actions", "questionnaires", "actions_reaap"]]
        .sum()
        .add_suffix("_epci")
    )
    return table.assign(distance_km=km, plus_proche=noms, population=table["denominateur"]).merge(
        par_epci, left_on="epci", right_index=True, how="left"
    )


def courbe(couverture: Couverture) -> pd.DataFrame:
    """distance_km (increasing) and au_dela: how many people live farther than that from any
    action.
    """
    table = eloignement(couverture.table).sort_values("distance_km")
    au_dela = table["population"].sum() - table["population"].fillna(0).cumsum()
    return (
        pd.DataFrame({"distance_km": table["distance_km"], "au_dela": au_dela})
        .groupby("distance_km", as_index=False)
        .last()
    )


def near(l: Any, maille: str) -> str:
    if formats.inconnu(l.distance_km):
        return "Le département n'a aucune action. "
    if maille == "epci":
        return (
            f"En moyenne, un habitant est à {kilometres(l.distance_km)} d'une action{FINE}; la "
            f"plus proche est à {l.plus_proche}. "
        )
    return f"Action la plus proche{INSECABLE}: {l.plus_proche}, à {kilometres(l.distance_km)}. "


def kilometres(valeur: float) -> str:
    return (
        f"{formats.nombre(valeur, 1 if valeur % 1 else 0)}{FINE}km"
        if valeur < 10 or not valeur % 1
        else f"{formats.nombre(valeur)}{FINE}km"
    )
