"""The columns of an answer as plain arrays and rows: what a table of a few rows is made of, without
the cost of a frame for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def nombres(t: pd.DataFrame, noms: Sequence[str]) -> np.ndarray:
    """These columns as one array, columns × rows, NaN where unknown; « » for no column at all."""
    vide = np.full(len(t), np.nan)
    lues = (t[nom].to_numpy("float64", na_value=np.nan) if nom else vide for nom in noms)
    return np.vstack(list(lues))


def entiers(lus: np.ndarray) -> pd.arrays.IntegerArray:
    """Whole numbers, NA where unknown."""
    inconnus = np.isnan(lus)
    return pd.arrays.IntegerArray(np.where(inconnus, 0, lus).astype("int64"), inconnus)


def lignes(t: pd.DataFrame) -> list[dict[str, Any]]:
    """Each row by the names of its columns."""
    noms = t.columns.tolist()
    valeurs = zip(*(t[c].tolist() for c in noms), strict=True)
    return [dict(zip(noms, l, strict=True)) for l in valeurs]
