"""Where things stand on a map of a document: places in centimetres, names that do not meet, round numbers for the scale."""

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
        (ouest, est), (sud, nord) = ((min(p[k] for p in lieux), max(p[k] for p in lieux)) for k in (0, 1))
        aplati = math.cos(math.radians(sum(p[1] for p in lieux) / len(lieux)))
        echelle = 0.96 * min(large / ((est - ouest) * aplati or 1), haut / ((nord - sud) or 1))
        return cls(large, haut, echelle, large / 2 - echelle * aplati * (ouest + est) / 2, haut / 2 - echelle * (sud + nord) / 2, aplati)

    def vers(self, p: tuple[float, float]) -> tuple[float, float]:
        return self.x0 + self.echelle * self.aplati * p[0], self.y0 + self.echelle * p[1]


def etiqueter(cercles: Sequence[tuple[float, float, float, str]], pas: float = 0.46, par_signe: float = 0.19) -> list[tuple[float, float]]:
    """Where the name of each circle (x, y, radius, words) begins: at its right, those that would meet spread upwards and downwards in their own order."""
    lieux = {i: [x + r + 0.12, y] for i, (x, y, r, _) in enumerate(cercles)}
    largeurs = [len(texte) * par_signe for *_, texte in cercles]
    for _ in range(60):
        bouge = False
        rangs = sorted(lieux, key=lambda i: (lieux[i][1], cercles[i][1]))
        for n, bas in enumerate(rangs):
            for haut in rangs[n + 1 :]:
                (xb, yb), (xh, yh) = lieux[bas], lieux[haut]
                if yh - yb < pas - 1e-6 and xb < xh + largeurs[haut] and xh < xb + largeurs[bas]:
                    trop = (pas - (yh - yb)) / 2
                    lieux[bas][1], lieux[haut][1], bouge = yb - trop, yh + trop, True
                    lieux[bas][0] = lieux[haut][0] = max(xb, xh)
        if not bouge:
            break
    return [(x, y) for x, y in (lieux[i] for i in range(len(cercles)))]


def rond(v: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that does not pass `v` (1 at least)."""
    dizaine = 10.0 ** math.floor(math.log10(max(v, 1)))
    return max(k * dizaine for k in (1, 2, 5) if k * dizaine <= max(v, 1))
