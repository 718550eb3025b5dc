"""May these figures be compared?  Coverage in words, and the reasons why not."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import textes

SEUIL = 60


def fragile(ligne: Any) -> bool:
    """True where the answers cover too little of what was expected."""
    return not formats.inconnu(ligne.attendus) and bool(ligne.attendus) and ligne.repondants / ligne.attendus * 100 < SEUIL


def coverage(ind: Indicateur, ligne: Any) -> str:
    return textes.couverture(ligne.repondants, ligne.attendus)


def additive(ind: Indicateur) -> bool:
    return "/" not in ind.mesure and "distinct" not in ind.mesure


def warnings(ind: Indicateur, df: pd.DataFrame) -> tuple[str, ...]:
    faibles = [l for l in df.itertuples() if fragile(l)]
    return tuple(f"Couverture faible : {coverage(ind, l)}." for l in faibles[:2])
