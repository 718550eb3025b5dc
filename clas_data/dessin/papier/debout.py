"""What stands on a horizontal axis: lines over the campagnes, columns over a count."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from clas_data import formats
from clas_data.dessin.couleurs import BLEU, EMPILEES, PALETTE, PAPIER
from clas_data.dessin.papier.planche import CORPS, GRIS, nombres, toile

MARQUEURS, TIRETS = ("o", "s", "D", "^"), ("-", "--", ":", "-.")


def courbes(
    abscisses: Sequence[str], series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]]
) -> Figure:
    """One line per series over the campagnes, each point with its value; a gap where nothing is
    known.
    """
    figure, axes = toile(5.2)
    axes.set_position((0.04, 0.14, 0.92, 0.8))
    for k, (nom, valeurs, textes) in enumerate(series):
        y = nombres(valeurs)
        axes.plot(
            range(len(y)),
            y,
            color=PALETTE[k],
            linestyle=TIRETS[k],
            marker=MARQUEURS[k],
            markersize=6,
            linewidth=2,
            label=nom,
        )
        for i, (v, texte) in enumerate(zip(y, textes, strict=True)):
            if not math.isnan(v):
                dessous = len(series) > 1 and any(nombres(s[1])[i] > v for s in series)
                axes.annotate(
                    texte,
                    (i, v),
                    xytext=(0, -9 if dessous else 8),
                    textcoords="offset points",
                    ha="center",
                    va="top" if dessous else "bottom",
                    fontsize=CORPS - 0.5,
                )
    axes.set_xticks(range(len(abscisses)), abscisses)
    axes.set_xlim(-0.4, len(abscisses) - 0.6)
    connues = [v for s in series for v in nombres(s[1]) if not math.isnan(v)]
    axes.set_ylim(0, max(connues, default=1) * 1.22 or 1)
    axes.set_yticks([])
    axes.axhline(0, color=GRIS, linewidth=0.8)
    if len(series) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 0.02), frameon=False, ncols=2, handlelength=3
        )
    return figure


def colonnes(
    categories: Sequence[str],
    valeurs: Sequence[float | None],
    textes: Sequence[str],
    axe: str,
    bande: tuple[float, float] | None = None,
) -> Figure:
    """Vertical bars over a numeric axis; what is outside the band is hatched, and the band is
    drawn.
    """
    figure, axes = toile(4.9)
    axes.set_position((0.02, 0.21, 0.96, 0.69))
    x = [float(c) for c in categories]
    dedans = [bande is None or bande[0] <= c <= bande[1] for c in x]
    if bande:
        axes.axvspan(bande[0] - 0.5, bande[1] + 0.5, color=PAPIER.piste, zorder=0)
        axes.text(
            sum(bande) / 2,
            1.03,
            f"de {formats.nombre(bande[0])} à {formats.nombre(bande[1])}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            color=GRIS,
        )
    for c, v, texte, d in zip(x, nombres(valeurs), textes, dedans, strict=True):
        axes.bar(
            c,
            0 if math.isnan(v) else v,
            width=0.82,
            color=BLEU if d else EMPILEES[1],
            hatch="" if d else "///",
            edgecolor=BLEU if d else GRIS,
            linewidth=0.6,
        )
        axes.annotate(
            texte,
            (c, 0 if math.isnan(v) else v),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=CORPS - 1,
        )
    axes.set_xticks(x, categories)
    axes.set_ylim(0, max((v for v in nombres(valeurs) if not math.isnan(v)), default=1) * 1.14 or 1)
    axes.set_yticks([])
    axes.set_xlabel(axe)
    return figure
