"""What compares with other territories, in which order it is read, and the thresholds of its check:
`comparables.yaml`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations


@cache
def load() -> dict[str, Any]:
    """The declaration, as written."""
    return declarations.read(Path(__file__).parent / "comparables.yaml")


def themes() -> dict[str, list[str]]:
    """theme → its indicators, in the order of a national report."""
    return load()["themes"]


def comparables() -> list[str]:
    """Every indicator that may be read beside another territory, in the order of the themes."""
    return [i for ids in themes().values() for i in ids]


def principaux() -> list[str]:
    """The few ratios that open a reading of the département beside the nation."""
    return load()["principaux"]


def seuil(nom: str) -> float:
    return load()["seuils"][nom]["valeur"]
