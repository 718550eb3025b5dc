"""Bars that lie in rows: one value each, or the parts of a whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from clas_data.dessin.couleurs import BLEU, EMPILEES
from clas_data.dessin.papier.planche import (
    BARRE,
    CORPS,
    ENCRE,
    GRIS,
    NOMBREUSES,
    RANGEE_CM,
    SERREE_CM,
    nombres,
    rangees,
)

HACHURES = ("", "///", "...", "xxx", "")


def barres(
    categories: Sequence[str],
    valeurs: Sequence[float | None],
    textes: Sequence[str],
    reperes: Sequence[float | None] = (),
    nom_repere: str = "",
) -> Figure:
    """Horizontal bars, each with its value at its end; a dark tick marks a second value (the
    previous campagne).
    """
    tete = 0.6 if reperes else 0.1
    figure, axes, centres, gauche = rangees(categories, tete)
    hautes = nombres(valeurs)
    axes.barh(
        centres,
        [0 if math.isnan(v) else v for v in hautes],
        height=BARRE * (RANGEE_CM if len(centres) <= NOMBREUSES else SERREE_CM),
        color=BLEU,
    )
    vues = [v for v in [*hautes, *nombres(reperes)] if not math.isnan(v)]
    # what the longest value needs, as a share of the width
    place = 0.03 + 0.0105 * max((len(t) for t in textes), default=0)
    axes.set_xlim(0, max(vues, default=1) / (1 - min(place / (0.99 - gauche), 0.7)) or 1)
    for i, (v, texte, y) in enumerate(zip(hautes, textes, centres, strict=True)):
        r = nombres(reperes)[i] if reperes else math.nan
        if not math.isnan(r):
            axes.plot(
                [r, r], [y - 0.25, y + 0.25], color=ENCRE, linewidth=2.2, solid_capstyle="butt"
            )
        bout = max((x for x in (v, r) if not math.isnan(x)), default=0)
        axes.annotate(texte, (bout, y), xytext=(5, 0), textcoords="offset points", va="center")
    if reperes:
        hauteur = figure.get_size_inches()[1] * 2.54
        figure.text(
            0.99,
            1 - 0.3 / hauteur,
            f"|  {nom_repere}",
            ha="right",
            va="center",
            color=ENCRE,
            fontsize=CORPS - 1,
            fontweight="bold",
        )
    return figure


def empilees(
    categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]]
) -> Figure:
    """Shares of a whole, one bar of 100 % per category: colour, hatch and figure."""
    figure, axes, centres, _ = rangees(categories, 0.8)
    axes.set_xlim(0, 100)
    debut = [0.0] * len(categories)
    for k, (nom, valeurs, textes) in enumerate(series):
        parts = [0 if math.isnan(v) else v for v in nombres(valeurs)]
        axes.barh(
            centres,
            parts,
            left=debut,
            height=BARRE * RANGEE_CM,
            color=EMPILEES[k],
            hatch=HACHURES[k],
            edgecolor=GRIS if k else BLEU,
            linewidth=0.6,
            label=nom,
        )
        for i, (v, texte) in enumerate(zip(parts, textes, strict=True)):
            if v >= 7:
                axes.text(
                    debut[i] + v / 2,
                    centres[i],
                    texte,
                    ha="center",
                    va="center_baseline",
                    color="white" if k == 0 else ENCRE,
                    bbox=None
                    if not HACHURES[k]
                    else {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.9},
                )
        debut = [d + v for d, v in zip(debut, parts, strict=True)]
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(series),
        frameon=False,
        borderaxespad=0.1,
        handlelength=1.5,
        columnspacing=1.3,
        fontsize=CORPS - 1,
    )
    return figure
