"""Distances as the crow flies between the points of communes: the town hall, or a point inside the
commune.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from clas_data.territoires import parametres

METHODE = "à vol d'oiseau, entre la mairie (ou un point intérieur) de chaque commune"


def kilometres(lon_a, lat_a, lon_b, lat_b) -> np.ndarray:
    """Great-circle distance in km between points in degrees (haversine); arrays broadcast."""
    lon_a, lat_a, lon_b, lat_b = (
        np.radians(np.asarray(v, dtype=float)) for v in (lon_a, lat_a, lon_b, lat_b)
    )
    h = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * parametres.valeur("rayon_terre_km") * np.arcsin(np.sqrt(np.clip(h, 0, 1)))


def matrice(depuis: pd.DataFrame, vers: pd.DataFrame) -> np.ndarray:
    """All the distances in km: one row per row of `depuis`, one column per row of `vers` (columns
    lon, lat).
    """
    return kilometres(
        depuis["lon"].to_numpy()[:, None],
        depuis["lat"].to_numpy()[:, None],
        vers["lon"].to_numpy()[None, :],
        vers["lat"].to_numpy()[None, :],
    )


def plus_proche(depuis: pd.DataFrame, vers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row of `depuis`: distance in km to the nearest row of `vers`, and its position; NaN
    and -1 when there is none.
    """
    if vers.empty:
        return np.full(len(depuis), np.nan), np.full(len(depuis), -1)
    _, rangs = cKDTree(_on_sphere(vers)).query(_on_sphere(depuis))
    proche = vers.iloc[rangs]
    return kilometres(depuis["lon"], depuis["lat"], proche["lon"], proche["lat"]), rangs


def a_portee(depuis: pd.DataFrame, vers: pd.DataFrame, distance_km: float) -> csr_array:
    """Sparse boolean matrix: row i, column j is true when `vers` j lies within `distance_km` of
    `depuis` i, bound included.
    """
    rayon = parametres.valeur("rayon_terre_km")
    corde = 2 * np.sin(min(distance_km / (2 * rayon), np.pi / 2))
    # pairs at the very distance asked are kept by the tree, then judged by the haversine
    marge = 1 + 1e-9
    listes = cKDTree(_on_sphere(depuis)).query_ball_tree(
        cKDTree(_on_sphere(vers)), corde * marge + 1e-12
    )
    lignes = np.repeat(np.arange(len(depuis)), [len(l) for l in listes])
    colonnes = np.fromiter((j for l in listes for j in sorted(l)), dtype=int, count=len(lignes))
    a, b = depuis.iloc[lignes], vers.iloc[colonnes]
    garde = kilometres(a["lon"], a["lat"], b["lon"], b["lat"]) <= distance_km + 1e-9
    return csr_array(
        (np.ones(garde.sum(), dtype=bool), (lignes[garde], colonnes[garde])),
        shape=(len(depuis), len(vers)),
    )


def voisines(communes: pd.DataFrame, code: str, nombre: int | None = None) -> pd.DataFrame:
    """The communes nearest to one, nearest first, with their distance in km."""
    ici = communes[communes["code"] == code]
    autres = communes[communes["code"] != code]
    if ici.empty:
        return autres.iloc[:0].assign(distance_km=pd.Series(dtype="float64"))
    autres = autres.assign(distance_km=matrice(ici, autres)[0])
    return autres.sort_values(["distance_km", "code"], ignore_index=True).head(
        parametres.valeur("voisines_max", nombre)
    )


def _on_sphere(points: pd.DataFrame) -> np.ndarray:
    """Points of the unit sphere: between them, the chord grows with the great-circle distance."""
    lon, lat = (
        np.radians(points["lon"].to_numpy(dtype=float)),
        np.radians(points["lat"].to_numpy(dtype=float)),
    )
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
