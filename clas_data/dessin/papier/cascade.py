"""The waterfall and the differences on paper: what `papier` lays out in rows, these fill."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from clas_data.dessin.couleurs import BLEU, ORANGE, PAPIER
from clas_data.figures import figure as modele
from clas_data.figures.mouvements import des_reponses

HAUTE, PLACE = 0.36, 0.32  # cm of a bar; share of the width left for the amounts


def cascade(axes: Axes, centres: Sequence[float], f: modele.Figure) -> None:
    """Each step begins where the one before ended; all are measured from zero."""
    valeurs, textes = [float(v) for v in f.series[0].valeurs], f.series[0].textes
    debuts, cumul = [0.0], valeurs[0]
    for v in valeurs[1:-1]:
        debuts.append(cumul)
        cumul += v
    debuts.append(0.0)
    bouts = [(min(d, d + v), max(d, d + v)) for d, v in zip(debuts, valeurs, strict=True)]
    for i, ((bas, haut), v, y) in enumerate(zip(bouts, valeurs, centres, strict=True)):
        total = i in (0, len(valeurs) - 1)
        couleur = PAPIER.neutre if total else BLEU if v >= 0 else ORANGE
        hachure = "///" if not total and des_reponses(f.categories[i]) else ""
        axes.barh(y, haut - bas, HAUTE, left=bas, color=couleur, hatch=hachure, edgecolor="white")
        axes.annotate(
            textes[i], (max(haut, 0), y), xytext=(5, 0), textcoords="offset points", va="center"
        )
    _cadrer(axes, [0.0, *(x for b in bouts for x in b)])


def ecarts(axes: Axes, centres: Sequence[float], f: modele.Figure) -> None:
    """Bars on both sides of nothing, and a diamond for the difference of the totals."""
    constants, bruts = ([v or 0.0 for v in s.valeurs[: len(centres)]] for s in f.series)
    bas, haut = min(0.0, *constants, *bruts), max(0.0, *constants, *bruts)
    for i, (v, b, y) in enumerate(zip(constants, bruts, centres, strict=True)):
        axes.barh(
            y,
            v,
            HAUTE,
            color=BLEU if v >= 0 else ORANGE,
            hatch="" if v >= 0 else "///",
            edgecolor="white",
        )
        axes.plot([b], [y], "D", markersize=5, markerfacecolor="none", markeredgecolor=PAPIER.encre)
        dit = f"{f.series[0].textes[i]}  (total : {f.series[1].textes[i]})"
        axes.annotate(dit, (haut, y), xytext=(9, 0), textcoords="offset points", va="center")
    _cadrer(axes, [bas, haut], 0.55)


def _cadrer(axes: Axes, points: Sequence[float], place: float = PLACE) -> None:
    bas, haut = min(points), max(points)
    large = (haut - bas) or 1.0
    axes.set_xlim(bas - 0.02 * large, haut + place * large)
    axes.axvline(0, color=PAPIER.encre, linewidth=0.6)
