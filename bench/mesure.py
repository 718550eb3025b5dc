"""Time two ways of doing one thing, alternately, in one process: one JSON line with both times and
their ratio.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any


def chronometre(faire: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    debut = time.perf_counter()
    faire()
    return time.perf_counter() - debut


def comparer(
    nom: str,
    faire: Callable[[], Any],
    base: str,
    reference: Callable[[], Any],
    *,
    fois: int = 5,
    attendu: str = "",
    **contexte: Any,
) -> dict[str, Any]:
    """The median of `fois` runs of each, interleaved so that a busy machine slows both; printed as
    one JSON line.

    `base` names the baseline in words; `attendu` is the promise on the ratio (« <= 2 »), judged by
    the reader, not here.
    """
    faire(), reference()  # once for the caches
    temps = [(chronometre(faire), chronometre(reference)) for _ in range(fois)]
    ici, la = (statistics.median(t) for t in zip(*temps, strict=True))
    return dire(
        {
            "mesure": nom,
            "secondes": round(ici, 5),
            "base": base,
            "base_secondes": round(la, 5),
            "rapport": round(ici / la, 3) if la else None,
            "attendu": attendu,
            "fois": fois,
            **contexte,
        }
    )


def dire(ligne: dict[str, Any]) -> dict[str, Any]:
    """Print one measure as a JSON line."""
    print(json.dumps(ligne, ensure_ascii=False), flush=True)
    return ligne
