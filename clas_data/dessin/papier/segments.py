"""On paper, those who answer both years beside a curve: thin lines, hollow at both ends, with how
many they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from clas_data.dessin.couleurs import PAPIER
from clas_data.figures.segments import NOM, Segment

PETIT = 8.5


def tracer(axes: Axes, segments: Sequence[Segment]) -> None:
    """Over the curves already drawn; the legend is read again with their name."""
    courbes = [l for l in axes.lines if not l.get_label().startswith("_")]
    for ecrit in axes.texts if segments else ():  # the totals stay readable over the thin lines
        ecrit.set(
            zorder=5, bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}
        )
    for k, s in enumerate(segments):
        axes.plot(
            (s.debut, s.fin),
            (s.avant, s.apres),
            color=courbes[s.serie].get_color(),
            linewidth=0.9,
            marker="o",
            markersize=4,
            markerfacecolor="white",
            label=f"_{NOM}" if k else NOM,
        )
        axes.annotate(
            s.effectif,
            s.milieu,
            xytext=(0, -4),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=PETIT,
            color=PAPIER.gris,
        )
    if segments:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 0.02),
            frameon=False,
            ncols=3,
            handlelength=2.4,
            columnspacing=1.2,
            fontsize=9,
        )
