"""What a map is drawn on (outlines, frame, towns that are named), and points to put there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Textes = Sequence[str]


@dataclass(frozen=True)
class Semis:
    """Points to put on the map: where, how large, and what is said of each."""

    lon: Sequence[float]
    lat: Sequence[float]
    survols: Textes = ()
    codes: Textes = ()


SANS_VILLE = Semis((), ())


@dataclass(frozen=True)
class Fond:
    """The territories to draw: their codes, the addresses of their outlines and of the outlines
    drawn over them, and the frame.
    """

    adresse: str
    codes: tuple[str, ...]
    cadre: tuple[float, float, float, float]
    limites: str = ""
    codes_limites: tuple[str, ...] = ()
    villes: Semis = SANS_VILLE  # named on the map, to find one's way
