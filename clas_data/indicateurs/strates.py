"""Strata of actions: niveau and size, merged until enough of them answered in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Strates:
    """Which stratum each action is in, and the words of each."""

    rangs: np.ndarray
    noms: tuple[str, ...]


def stratifier(
    niveaux: np.ndarray, tailles: np.ndarray, repond: np.ndarray, minimum: int
) -> Strates:
    """The strata where at least `minimum` answered: sizes are merged with the next one first, then
    niveaux, the least answered together.
    """
    rangs, noms = np.zeros(len(niveaux), int), []
    for groupe in _groupes(Counter(niveaux[repond]), sorted({*niveaux}, key=str), minimum):
        dans = np.isin(niveaux, groupe)
        comptes = Counter(tailles[dans & repond].tolist())
        classes = _voisines(comptes, sorted({*tailles[dans].tolist()}), minimum)
        for classe in classes:
            rangs[dans & np.isin(tailles, classe)] = len(noms)
            mots = ", ".join(str(n) for n in groupe)
            noms.append(mots if len(classes) == 1 else f"{mots}, taille {_mots(classe)}")
    return Strates(rangs, tuple(noms))


def _groupes(comptes: Counter, valeurs: Sequence[Hashable], minimum: int) -> list[list[Hashable]]:
    """The niveaux, those with too few answers joined, the least answered first."""
    groupes = [[v] for v in valeurs]

    def combien(g: list[Hashable]) -> int:
        return sum(comptes[v] for v in g)

    while len(groupes) > 1:
        groupes.sort(key=combien)
        if combien(groupes[0]) >= minimum:
            break
        groupes[:2] = [groupes[0] + groupes[1]]
    return groupes


def _voisines(comptes: Counter, valeurs: Sequence[int], minimum: int) -> list[list[int]]:
    """The sizes in order, each joined to the next until enough answered; a last one with too few
    joins the one before.
    """
    classes: list[list[int]] = [[]]
    for v in valeurs:
        if classes[-1] and sum(comptes[c] for c in classes[-1]) >= minimum:
            classes.append([])
        classes[-1].append(v)
    if len(classes) > 1 and sum(comptes[c] for c in classes[-1]) < minimum:
        classes[-2:] = [classes[-2] + classes[-1]]
    return classes


def _mots(classe: Sequence[int]) -> str:
    return str(classe[0] + 1) if len(classe) == 1 else f"{classe[0] + 1} à {classe[-1] + 1}"
