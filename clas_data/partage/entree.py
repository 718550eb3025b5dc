"""Who enters the sum of several départements: so many at a time that no reader, who remembers all
the sums shown before, finds one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from clas_data import declarations

PRES = 1e-9
Anonymes = tuple[str, ...]


@cache
def minimum() -> int:
    """From how many départements a sum is shown."""
    return declarations.read(Path(__file__).parent / "partage.yaml")["departements_min"]["valeur"]


@lru_cache(maxsize=512)
def entrants(etapes: tuple[Anonymes, ...]) -> Anonymes:
    """Who enters the sum among those that may not be named; `etapes`: those that were here after
    each gesture, in the order of arrival, the last one being now.

    As many times three as there are; and never a sum that, with all those shown before, would give
    one of them back, or the difference of two: one of the two knows its own.
    """
    montrees: list[Anonymes] = []
    for ici in etapes:
        tailles = range(len(ici), minimum() - 1, -1)
        par_trois = sorted(tailles, key=lambda n: n % minimum() > 0)
        permises = (ici[:n] for n in par_trois if _sur(ici[:n], montrees))
        montrees.append(next(permises, ()))
    return montrees[-1] if montrees else ()


def _sur(choisies: Anonymes, montrees: Sequence[Anonymes]) -> bool:
    """Whether no combination of these sums holds one or two départements alone: each of the two
    would then know the other. What no sum tells apart (`libre`) has then no two rows in line.
    """
    vues = sorted({frozenset(m) for m in (*montrees, choisies) if m}, key=sorted)
    noms = sorted(frozenset().union(*vues))
    sommes = np.array([[nom in vue for nom in noms] for vue in vues], dtype=float)
    _, tailles, base = np.linalg.svd(sommes)
    libre = base[int((tailles > PRES).sum()) :]
    angles = libre.T @ libre
    normes = np.sqrt(np.diag(angles))
    alignes = np.abs(angles) > np.outer(normes, normes) * (1 - PRES)
    return bool((normes > PRES).all()) and int(alignes.sum()) == len(noms)
