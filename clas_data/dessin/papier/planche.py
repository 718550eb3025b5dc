"""The sheet on which a picture of a document is drawn: its measures, its colours, its rows, and how
it is written to bytes, the same for the same figures.
"""

from __future__ import annotations

import io
import math
import textwrap
import threading
from collections.abc import Sequence
from pathlib import Path

import font_source_sans_pro
import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from clas_data.dessin.couleurs import PAPIER
from clas_data.formats import inconnu

ENCRE, GRIS = PAPIER.encre, PAPIER.gris
LARGEUR_CM, CORPS = 17.0, 10
POINTS_PAR_POUCE = 220
LIGNE_MAX, RANGEE_CM, BARRE = 48, 0.55, 0.66  # BARRE: share of its row that a bar fills
NOMBREUSES, SERREE_CM = 12, 0.45  # beyond so many rows, each is less high
_verrou = threading.Lock()  # matplotlib shares its fonts between figures: one is written at a time

for _police in ("Regular", "Bold"):
    font_manager.fontManager.addfont(
        Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{_police}.ttf"
    )
matplotlib.rcParams.update(
    {
        "font.family": ["Source Sans Pro", "DejaVu Sans"],
        "font.size": CORPS,
        "text.parse_math": False,  # « 5 $ et 6 $ » in a received name is no formula
        "svg.hashsalt": "clas",
        "svg.fonttype": "path",
        "hatch.linewidth": 0.6,
        "text.color": ENCRE,
        "axes.edgecolor": PAPIER.grille,
        "axes.labelcolor": GRIS,
        "xtick.color": ENCRE,
        "ytick.color": ENCRE,
    }
)


def svg(figure: Figure) -> bytes:
    """The picture as svg, without any date."""
    sortie = io.BytesIO()
    with _verrou:
        FigureCanvasSVG(figure).print_svg(sortie, metadata={"Date": None, "Creator": "Clas"})
    return sortie.getvalue()


def png(figure: Figure) -> bytes:
    """The picture as png for office documents."""
    sortie = io.BytesIO()
    with _verrou:
        FigureCanvasAgg(figure)
        figure.savefig(sortie, format="png", dpi=POINTS_PAR_POUCE, metadata={"Software": "Clas"})
    return sortie.getvalue()


def toile(hauteur_cm: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(LARGEUR_CM / 2.54, hauteur_cm / 2.54), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    for cote in axes.spines.values():
        cote.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def nombres(valeurs: Sequence[float | None]) -> list[float]:
    return [math.nan if inconnu(v) else float(v) for v in valeurs]


def rangees(categories: Sequence[str], tete_cm: float) -> tuple[Figure, Axes, list[float], float]:
    """A canvas as high as its rows, measured in cm downwards under a head: figure, axes, the
    centres of the rows, the left margin.
    """
    libelles, centres, haut, gauche = _categories(categories)
    figure, axes = toile(haut + tete_cm)
    axes.set_position((gauche, 0.0, 0.99 - gauche, haut / (haut + tete_cm)))
    axes.set_yticks(centres, libelles, linespacing=0.95)
    axes.set_ylim(haut, 0)
    axes.set_xticks([])
    return figure, axes, centres, gauche


def _categories(categories: Sequence[str]) -> tuple[list[str], list[float], float, float]:
    """Labels, whole, on several lines where they are long; the centre of each row and the height of
    all (cm); the left margin (share of the width).
    """
    libelles = [textwrap.fill(c, LIGNE_MAX, break_long_words=False) for c in categories]
    une = RANGEE_CM if len(libelles) <= NOMBREUSES else SERREE_CM
    hautes = [une if n < 2 else 0.35 * n + 0.15 for n in (t.count("\n") + 1 for t in libelles)]
    centres = [sum(hautes[:i]) + h / 2 for i, h in enumerate(hautes)]
    plus_longue = max((len(l) for t in libelles for l in t.split("\n")), default=0)
    return libelles, centres, sum(hautes) or RANGEE_CM, min(0.5, 0.02 + 0.0098 * plus_longue)
