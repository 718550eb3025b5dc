"""What lies around a territory, and where its actions are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clas_data.errors import UsageError
from clas_data.territoires import distances, parametres
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.taux import HORS

ANGLE_OR = np.pi * (3 - np.sqrt(5))  # the golden angle: points of a spiral never line up


def voisinage(couverture: Couverture, code: str, nombre: int | None = None) -> pd.DataFrame:
    """The nearest territories of the same maille, nearest first: code, nom, distance_km, actions,
    numerateur, taux, statut, qpv, rep, pre.
    """
    table = couverture.table[couverture.table["code"] != HORS[0]]
    if code not in set(table["code"]):
        raise UsageError(f"« {code} » n'est pas un territoire de cette maille.")
    proches = distances.voisines(table, code, nombre)
    return proches[
        [
            "code",
            "nom",
            "distance_km",
            "actions",
            "numerateur",
            "taux",
            "statut",
            "qpv",
            "rep",
            "pre",
        ]
    ]


def placer(actions: pd.DataFrame, communes: pd.DataFrame) -> pd.DataFrame:
    """The actions (columns commune, code_action) with lon and lat: around the point of their
    commune, the first on it.

    Always at the same place for the same actions; an action whose commune is unknown has no place
    (NaN).
    """
    points = communes.set_index("code")[["lon", "lat"]]
    rangees = actions.sort_values(["commune", "code_action"])
    rang = rangees.groupby("commune").cumcount().to_numpy()
    rayon = parametres.valeur("ecart_points_km") * np.sqrt(rang)
    degres = np.degrees(rayon / parametres.valeur("rayon_terre_km"))
    lieux = points.reindex(rangees["commune"]).to_numpy(dtype=float)
    lat = lieux[:, 1] + degres * np.sin(rang * ANGLE_OR)
    lon = lieux[:, 0] + degres * np.cos(rang * ANGLE_OR) / np.cos(np.radians(lieux[:, 1]))
    return rangees.assign(lon=lon, lat=lat).reindex(actions.index)
