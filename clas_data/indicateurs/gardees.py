"""Answers of a base that are kept: the same for all who may read the same rows."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.memoire import Memoire
from clas_data.tables.base import Base

TABLES_MAX = 4000  # answers to requests: tables of a few rows, and lists of values
TABLES = Memoire(TABLES_MAX)


def table(
    base_: Base, perimetre_: Perimetre, demande: tuple, lire: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """One answer, kept, and given as a copy that costs nothing until who asked changes it."""
    base_.ouvrir_a(perimetre_)
    lue = TABLES.lire((base_.empreinte, perimetre_, demande), lire)
    return lue.copy(deep=False)
