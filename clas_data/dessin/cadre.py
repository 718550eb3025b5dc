"""Where things stand on a map of a document: places in centimetres, names that do not meet, round
numbers for the scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cadre:
    """From longitudes and latitudes to centimetres of a picture, centred, north up."""

    large: float
    haut: float
    echelle: float
    x0: float
    y0: float
    aplati: float

    @classmethod
    def autour(cls, contours, points, large: float, haut: float) -> Cadre:
        lieux = [p for a in contours for p in a] or list(points) or [(5.0, 45.0)]
        (ouest, est), (sud, nord) = (
            (min(p[k] for p in lieux), max(p[k] for p in lieux)) for k in (0, 1)
        )
        aplati = math.cos(math.radians(sum(p[1] for p in lieux) / len(lieux)))
        echelle = 0.96 * min(large / ((est - ouest) * aplati or 1), haut / ((nord - sud) or 1))
        return cls(
            large,
            haut,
            echelle,
            large / 2 - echelle * aplati * (ouest + est) / 2,
            haut / 2 - echelle * (sud + nord) / 2,
            aplati,
        )

    def vers(self, p: tuple[float, float]) -> tuple[float, float]:
        return self.x0 + self.echelle * self.aplati * p[0], self.y0 + self.echelle * p[1]


PAS_CM, SIGNE_CM = 0.46, 0.19  # height of a name, width of one of its letters
ECART_CM = 0.12  # space between a circle and its name


def etiqueter(
    cercles: Sequence[tuple[float, float, float, str]],
    large: float,
    nommes: int,
    pas: float = PAS_CM,
    signe: float = SIGNE_CM,
    croix: Sequence[tuple[float, float, float]] = (),
) -> list[tuple[float, float, float]]:
    """Where the names of the first circles (x, y, radius, words), the largest, begin and how wide
    they are, in centimetres.

    A name stands beside its circle, at its right or its left, above or below where the place is
    taken: it never covers another name nor leaves the picture, and covers the fewest circles and
    crosses (x, y, half width) that it can.
    """
    boites: dict[int, tuple[float, float, float, float]] = {}
    for i in range(min(nommes, len(cercles))):
        x, y, r, texte = cercles[i]
        long = len(texte) * signe
        offertes = []
        for n in range(2 * nommes + 1):
            dy = pas * ((n + 1) // 2) * (1 if n % 2 else -1)
            for gauche in (False, True):
                x0 = x - r - ECART_CM - long if gauche else x + r + ECART_CM
                boite = (x0, y + dy - pas / 2, x0 + long, y + dy + pas / 2)
                if 0 <= x0 <= large - long and not any(_croise(boite, b) for b in boites.values()):
                    autres = [*(c[:3] for k, c in enumerate(cercles) if k != i), *croix]
                    couverts = sum(
                        _croise(boite, (cx - cr, cy - cr, cx + cr, cy + cr))
                        for cx, cy, cr in autres
                    )
                    offertes.append((abs(dy) + 0.2 * gauche + couverts, boite))
        x0 = min(max(x + r + ECART_CM, 0.0), max(large - long, 0.0))
        boites[i] = min(offertes, default=(0.0, (x0, y - pas / 2, x0 + long, y + pas / 2)))[1]
    return [(boites[i][0], boites[i][1] + pas / 2, boites[i][2] - boites[i][0]) for i in boites]


def _croise(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6


def rond(v: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that does not pass `v` (1 at least)."""
    dizaine = 10.0 ** math.floor(math.log10(max(v, 1)))
    return max(k * dizaine for k in (1, 2, 5) if k * dizaine <= max(v, 1))
