"""A map on paper: circles over outlines, their names and their scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Trace

from clas_data import formats
from clas_data.dessin.cadre import Cadre, etiqueter, rond
from clas_data.dessin.papier.planche import CORPS, ENCRE, GRIS, LARGEUR_CM, nombres, toile

HAUT_CARTE_CM, AIRE_MAX = 10.2, 820  # AIRE_MAX: square points of the largest circle
RAYON_MAX_CM = math.sqrt(AIRE_MAX) / 2 / 72 * 2.54
ETIQUETTE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}


def carte(
    contours: Sequence[Sequence[tuple[float, float]]],
    points: Sequence[tuple[float, float]],
    noms: Sequence[str],
    valeurs: Sequence[float | None],
    textes: Sequence[str],
    nommes: int = 8,
    unite: str = "",
) -> Figure:
    """Proportional circles (the area says the count) over the outlines, their scale, and the names
    of the largest ones.
    """
    figure, axes = toile(HAUT_CARTE_CM)
    axes.set_position((0.01, 0.01, 0.98, 0.98))
    axes.set_xticks([])
    axes.set_yticks([])
    cadre = Cadre.autour(contours, points, LARGEUR_CM * 0.98, HAUT_CARTE_CM * 0.98)
    axes.set_xlim(0, cadre.large)
    axes.set_ylim(0, cadre.haut)
    for anneau in contours:
        axes.add_patch(
            PathPatch(
                Trace([cadre.vers(p) for p in anneau]),
                facecolor="#f6f8fa",
                edgecolor="#a9b4be",
                linewidth=0.6,
            )
        )
    hautes = nombres(valeurs)
    ordre = sorted(
        (i for i, v in enumerate(hautes) if not math.isnan(v) and v > 0), key=lambda i: -hautes[i]
    )
    grand = max((hautes[i] for i in ordre), default=1)
    for i in ordre:
        axes.scatter(
            *cadre.vers(points[i]),
            s=AIRE_MAX * hautes[i] / grand,
            facecolor="#0072B280",
            edgecolor=ENCRE,
            linewidth=0.8,
            zorder=3,
        )
    for i in (i for i, v in enumerate(hautes) if math.isnan(v)):
        axes.scatter(*cadre.vers(points[i]), s=26, marker="x", color=ENCRE, linewidth=1.2, zorder=4)
    cercles = [
        (
            *cadre.vers(points[i]),
            RAYON_MAX_CM * math.sqrt(hautes[i] / grand),
            f"{noms[i]} {textes[i]}",
        )
        for i in ordre
    ]
    croix = [(*cadre.vers(points[i]), 0.1) for i, v in enumerate(hautes) if math.isnan(v)]
    for (x, y, _, texte), (lx, ly, long) in zip(
        cercles, etiqueter(cercles, cadre.large, nommes, croix=croix), strict=False
    ):
        if abs(ly - y) > 0.1:
            axes.plot(
                [x, lx - 0.08 if lx > x else lx + long + 0.08],
                [y, ly],
                color=GRIS,
                linewidth=0.7,
                zorder=5,
            )
        gauche = lx < x
        axes.text(
            lx + long * gauche,
            ly,
            texte,
            ha="right" if gauche else "left",
            va="center",
            fontsize=CORPS - 0.5,
            fontweight="bold",
            zorder=6,
            bbox=ETIQUETTE,
        )
    _echelle(axes, grand, unite)
    return figure


def _echelle(axes: Axes, grand: float, unite: str) -> None:
    """What the areas are worth: two circles of the same feet, whose numbers are easy to hold."""
    x, y = 0.9, 1.1
    for v in (rond(grand), rond(grand / 8)):
        rayon = RAYON_MAX_CM * math.sqrt(v / grand)
        axes.scatter(
            x + RAYON_MAX_CM,
            y + rayon,
            s=AIRE_MAX * v / grand,
            facecolor="none",
            edgecolor=ENCRE,
            linewidth=0.8,
        )
        axes.plot(
            [x + RAYON_MAX_CM, x + 2 * RAYON_MAX_CM + 0.25],
            [y + 2 * rayon] * 2,
            color=GRIS,
            linewidth=0.5,
        )
        axes.text(
            x + 2 * RAYON_MAX_CM + 0.3,
            y + 2 * rayon,
            f"{formats.nombre(v)} {unite}".strip(),
            va="center",
            fontsize=CORPS - 1,
            color=GRIS,
        )
