"""Pictures for documents, drawn without a browser: readable in black and white, the same bytes for the same figures.

Each function takes words and values and gives a matplotlib figure; `svg` and `png` write it.
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
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Trace

from clas_data import formats
from clas_data.formats import inconnu
from clas_data.restitutions import modele

# Colours of the house (ui/couleurs.py), whose greys differ on a black and white print; hatches and labels say the same thing without colour.
BLEU, ORANGE, VERT, ROSE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PALETTE, HACHURES = (BLEU, "#f3c9a8", "#bfe3d6", "#ffffff", "#8694a1"), ("", "///", "...", "xxx", "")
MARQUEURS, TIRETS = ("o", "s", "D", "^"), ("-", "--", ":", "-.")
ENCRE, GRIS, GRILLE, PISTE = "#1c2733", "#55626f", "#d9dfe5", "#eef1f4"
LARGEUR_CM, CORPS = 17.0, 10
POINTS_PAR_POUCE = 220
LIGNE_MAX = 34
_verrou = threading.Lock()  # matplotlib shares its fonts between figures: one is written at a time

for _police in ("Regular", "Bold"):
    font_manager.fontManager.addfont(Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{_police}.ttf")
matplotlib.rcParams.update(
    {
        "font.family": ["Source Sans Pro", "DejaVu Sans"],
        "font.size": CORPS,
        "svg.hashsalt": "clas",
        "svg.fonttype": "path",
        "hatch.linewidth": 0.6,
        "text.color": ENCRE,
        "axes.edgecolor": GRILLE,
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


def dessiner(f: modele.Figure) -> Figure:
    """The picture of a figure of a document, whatever its kind."""
    valeurs, textes = [s.valeurs for s in f.series], [s.textes for s in f.series]
    if f.genre == modele.CARTE:
        return carte(f.carte.contours, f.carte.points, f.categories, valeurs[0], textes[0], f.carte.nommes)
    n = f.lignes_max or len(f.categories)
    if f.genre == modele.COURBES:
        return courbes(f.categories, [(s.nom, s.valeurs, s.textes) for s in f.series])
    if f.genre == modele.EMPILEES:
        return empilees(f.categories[:n], [(s.nom, s.valeurs[:n], s.textes[:n]) for s in f.series])
    if f.genre == modele.COLONNES:
        return colonnes(f.categories, valeurs[0], textes[0], f.tete, f.bande)
    reperes = f.series[1] if len(f.series) > 1 else None
    return barres(f.categories[:n], valeurs[0][:n], textes[0][:n], reperes.valeurs[:n] if reperes else (), reperes.nom if reperes else "")


def _toile(hauteur_cm: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(LARGEUR_CM / 2.54, hauteur_cm / 2.54), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    for cote in axes.spines.values():
        cote.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _nombres(valeurs: Sequence[float | None]) -> list[float]:
    return [math.nan if inconnu(v) else float(v) for v in valeurs]


def _categories(axes: Axes, categories: Sequence[str]) -> tuple[float, int]:
    """Labels on the left, whole, on several lines where they are long; gives the left margin (share of the width) and the lines of the longest."""
    libelles = [textwrap.fill(c, LIGNE_MAX, break_long_words=False) for c in categories]
    axes.set_yticks(range(len(libelles)), libelles, linespacing=0.95)
    axes.set_ylim(len(libelles) - 0.4, -0.6)
    lignes = [l for texte in libelles for l in texte.split("\n")]
    return min(0.42, 0.03 + 0.0100 * max((len(l) for l in lignes), default=0)), max((t.count("\n") + 1 for t in libelles), default=1)


def barres(
    categories: Sequence[str], valeurs: Sequence[float | None], textes: Sequence[str], reperes: Sequence[float | None] = (), nom_repere: str = ""
) -> Figure:
    """Horizontal bars, each with its value at its end; a dark tick marks a second value (the previous campagne)."""
    lignes = max((len(textwrap.wrap(c, LIGNE_MAX)) for c in categories), default=1)
    hauteur = (0.62 if lignes < 2 else 0.42 + 0.42 * lignes) * max(len(categories), 1) + (0.9 if reperes else 0.3)
    figure, axes = _toile(hauteur)
    (gauche, _), hautes = _categories(axes, categories), _nombres(valeurs)
    axes.set_position((gauche, 0.02, 0.99 - gauche, 1 - (0.75 if reperes else 0.1) / hauteur))
    axes.set_xticks([])
    axes.barh(range(len(hautes)), [0 if math.isnan(v) else v for v in hautes], height=0.62 if lignes < 2 else 0.5, color=BLEU)
    vues = [v for v in [*hautes, *_nombres(reperes)] if not math.isnan(v)]
    place = 0.03 + 0.0105 * max((len(t) for t in textes), default=0)  # what the longest value needs, as a share of the width
    axes.set_xlim(0, max(vues, default=1) / (1 - min(place / (0.99 - gauche), 0.7)) or 1)
    for i, (v, texte) in enumerate(zip(hautes, textes, strict=True)):
        r = _nombres(reperes)[i] if reperes else math.nan
        if not math.isnan(r):
            axes.plot([r, r], [i - 0.4, i + 0.4], color=ENCRE, linewidth=2.2, solid_capstyle="butt")
        bout = max((x for x in (v, r) if not math.isnan(x)), default=0)
        axes.annotate(texte, (bout, i), xytext=(5, 0), textcoords="offset points", va="center")
    if reperes:
        figure.text(0.99, 1 - 0.35 / hauteur, f"|  {nom_repere}", ha="right", va="center", color=ENCRE, fontsize=CORPS - 1, fontweight="bold")
    return figure


def empilees(categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]]) -> Figure:
    """Shares of a whole, one bar of 100 % per category: colour, hatch and figure."""
    hauteur = 0.72 * max(len(categories), 1) + 1.0
    figure, axes = _toile(hauteur)
    gauche, _ = _categories(axes, categories)
    axes.set_position((gauche, 0.02, 0.99 - gauche, 1 - 0.95 / hauteur))
    axes.set_xticks([])
    axes.set_xlim(0, 100)
    debut = [0.0] * len(categories)
    for k, (nom, valeurs, textes) in enumerate(series):
        parts = [0 if math.isnan(v) else v for v in _nombres(valeurs)]
        axes.barh(
            range(len(parts)), parts, left=debut, height=0.66, color=PALETTE[k], hatch=HACHURES[k], edgecolor=GRIS if k else BLEU, linewidth=0.6, label=nom
        )
        for i, (v, texte) in enumerate(zip(parts, textes, strict=True)):
            if v >= 7:
                axes.text(
                    debut[i] + v / 2,
                    i,
                    texte,
                    ha="center",
                    va="center",
                    color="white" if k == 0 else ENCRE,
                    bbox=None if not HACHURES[k] else {"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.9},
                )
        debut = [d + v for d, v in zip(debut, parts, strict=True)]
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(series), frameon=False, borderaxespad=0.1, handlelength=1.5, columnspacing=1.3, fontsize=CORPS - 1
    )
    return figure


def courbes(abscisses: Sequence[str], series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]]) -> Figure:
    """One line per series over the campagnes, each point with its value; a gap where nothing is known."""
    figure, axes = _toile(6.2)
    axes.set_position((0.04, 0.12, 0.92, 0.8))
    for k, (nom, valeurs, textes) in enumerate(series):
        y = _nombres(valeurs)
        axes.plot(range(len(y)), y, color=(BLEU, ORANGE, VERT, ROSE)[k], linestyle=TIRETS[k], marker=MARQUEURS[k], markersize=6, linewidth=2, label=nom)
        for i, (v, texte) in enumerate(zip(y, textes, strict=True)):
            if not math.isnan(v):
                dessous = len(series) > 1 and any(_nombres(s[1])[i] > v for s in series)
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
    connues = [v for s in series for v in _nombres(s[1]) if not math.isnan(v)]
    axes.set_ylim(0, max(connues, default=1) * 1.22 or 1)
    axes.set_yticks([])
    axes.axhline(0, color=GRIS, linewidth=0.8)
    if len(series) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 0.02), frameon=False, ncols=2, handlelength=3)
    return figure


def colonnes(categories: Sequence[str], valeurs: Sequence[float | None], textes: Sequence[str], axe: str, bande: tuple[float, float] | None = None) -> Figure:
    """Vertical bars over a numeric axis; what is outside the band is hatched, and the band is drawn."""
    figure, axes = _toile(6.0)
    axes.set_position((0.02, 0.19, 0.96, 0.72))
    x = [float(c) for c in categories]
    dedans = [bande is None or bande[0] <= c <= bande[1] for c in x]
    if bande:
        axes.axvspan(bande[0] - 0.5, bande[1] + 0.5, color=PISTE, zorder=0)
        axes.text(
            sum(bande) / 2, 1.03, f"de {formats.nombre(bande[0])} à {formats.nombre(bande[1])}", transform=axes.get_xaxis_transform(), ha="center", color=GRIS
        )
    for c, v, texte, d in zip(x, _nombres(valeurs), textes, dedans, strict=True):
        axes.bar(
            c, 0 if math.isnan(v) else v, width=0.82, color=BLEU if d else "#f3c9a8", hatch="" if d else "///", edgecolor=BLEU if d else GRIS, linewidth=0.6
        )
        axes.annotate(texte, (c, 0 if math.isnan(v) else v), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=CORPS - 1)
    axes.set_xticks(x, categories)
    axes.set_ylim(0, max((v for v in _nombres(valeurs) if not math.isnan(v)), default=1) * 1.14 or 1)
    axes.set_yticks([])
    axes.set_xlabel(axe)
    return figure


def carte(
    contours: Sequence[Sequence[tuple[float, float]]],
    points: Sequence[tuple[float, float]],
    noms: Sequence[str],
    valeurs: Sequence[float | None],
    textes: Sequence[str],
    nommes: int = 8,
) -> Figure:
    """Proportional circles (the area says the count) over the outlines; the largest ones are named."""
    figure, axes = _toile(13.5)
    axes.set_position((0.01, 0.01, 0.98, 0.98))
    axes.set_xticks([])
    axes.set_yticks([])
    for anneau in contours:
        axes.add_patch(PathPatch(Trace(anneau), facecolor="#f6f8fa", edgecolor="#a9b4be", linewidth=0.6))
    hautes = _nombres(valeurs)
    ordre = sorted((i for i, v in enumerate(hautes) if not math.isnan(v) and v > 0), key=lambda i: -hautes[i])
    grand = max((hautes[i] for i in ordre), default=1)
    for i in ordre:
        axes.scatter(*points[i], s=900 * hautes[i] / grand, facecolor="#0072B280", edgecolor=ENCRE, linewidth=0.8, zorder=3)
    for i in (i for i, v in enumerate(hautes) if math.isnan(v)):
        axes.scatter(*points[i], s=26, marker="x", color=ENCRE, linewidth=1.2, zorder=4)
    _nommer(axes, [(points[i], f"{noms[i]} {textes[i]}", 15 * math.sqrt(hautes[i] / grand)) for i in ordre[:nommes]])
    anneaux = [p for a in contours for p in a] or list(points) or [(0.0, 45.0)]
    axes.set_xlim(min(p[0] for p in anneaux), max(p[0] for p in anneaux))
    axes.set_ylim(min(p[1] for p in anneaux), max(p[1] for p in anneaux))
    axes.set_aspect(1 / math.cos(math.radians(sum(p[1] for p in anneaux) / len(anneaux))))
    return figure


def _nommer(axes: Axes, places: Sequence[tuple[tuple[float, float], str, float]]) -> None:
    """Names beside their circle, moved apart when two would overlap."""
    pose: list[tuple[float, float]] = []
    for (x, y), texte, rayon in places:
        dy = 0.0
        while any(abs(x - px) < 0.42 and abs(y + dy - py) < 0.045 for px, py in pose):
            dy = -dy + (0.045 if dy <= 0 else 0)
        pose.append((x, y + dy))
        axes.annotate(
            texte,
            (x, y + dy),
            xytext=(rayon + 3, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=CORPS - 0.5,
            fontweight="bold",
            zorder=6,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
        )
