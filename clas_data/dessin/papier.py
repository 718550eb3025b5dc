"""Pictures for documents, drawn without a browser: readable in black and white, the same bytes for
the same figures.

Each function takes words and values and gives a matplotlib figure; `svg` and `png` write it.
"""

from __future__ import annotations

import io
import math
import textwrap
import threading
from collections.abc import Sequence
from dataclasses import replace
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
from clas_data.dessin import papier_cascade, papier_segments
from clas_data.dessin.cadre import Cadre, etiqueter, rond
from clas_data.figures import figure as modele
from clas_data.figures.typographie import soigner
from clas_data.formats import inconnu

# Colours of the house (ui/couleurs.py), whose greys differ on a black and white print; hatches and
# labels say the same thing without colour.
BLEU, ORANGE, VERT, ROSE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
PALETTE, HACHURES = (
    (BLEU, "#f3c9a8", "#bfe3d6", "#ffffff", "#8694a1"),
    ("", "///", "...", "xxx", ""),
)
MARQUEURS, TIRETS = ("o", "s", "D", "^"), ("-", "--", ":", "-.")
ENCRE, GRIS, GRILLE, PISTE = "#1c2733", "#55626f", "#d9dfe5", "#eef1f4"
LARGEUR_CM, CORPS = 17.0, 10
POINTS_PAR_POUCE = 220
HAUT_CARTE_CM, AIRE_MAX = 10.2, 820  # AIRE_MAX: square points of the largest circle
RAYON_MAX_CM = math.sqrt(AIRE_MAX) / 2 / 72 * 2.54
ETIQUETTE = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8}
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
    f = replace(f, categories=soigner(f.categories), tete=soigner(f.tete))
    if f.genre == modele.CARTE:
        return carte(
            f.carte.contours,
            f.carte.points,
            f.categories,
            valeurs[0],
            textes[0],
            f.carte.nommes,
            f.unite,
        )
    n = f.lignes_max or len(f.categories)
    if f.genre in (modele.CASCADE, modele.ECARTS):
        figure, axes, centres, _ = _rangees(f.categories[:n], 0.1)
        tracer = papier_cascade.cascade if f.genre == modele.CASCADE else papier_cascade.ecarts
        tracer(axes, centres, f)
        return figure
    if f.genre == modele.COURBES:
        tracee = courbes(f.categories, [(s.nom, s.valeurs, s.textes) for s in f.series])
        papier_segments.tracer(tracee.axes[0], f.segments)
        return tracee
    if f.genre == modele.EMPILEES:
        return empilees(f.categories[:n], [(s.nom, s.valeurs[:n], s.textes[:n]) for s in f.series])
    if f.genre == modele.COLONNES:
        return colonnes(f.categories, valeurs[0], textes[0], f.tete, f.bande)
    reperes = f.series[1] if len(f.series) > 1 else None
    return barres(
        f.categories[:n],
        valeurs[0][:n],
        textes[0][:n],
        reperes.valeurs[:n] if reperes else (),
        reperes.nom if reperes else "",
    )


def _toile(hauteur_cm: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(LARGEUR_CM / 2.54, hauteur_cm / 2.54), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    for cote in axes.spines.values():
        cote.set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _nombres(valeurs: Sequence[float | None]) -> list[float]:
    return [math.nan if inconnu(v) else float(v) for v in valeurs]


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


def _rangees(categories: Sequence[str], tete_cm: float) -> tuple[Figure, Axes, list[float], float]:
    """A canvas as high as its rows, measured in cm downwards under a head: figure, axes, the
    centres of the rows, the left margin.
    """
    libelles, centres, haut, gauche = _categories(categories)
    figure, axes = _toile(haut + tete_cm)
    axes.set_position((gauche, 0.0, 0.99 - gauche, haut / (haut + tete_cm)))
    axes.set_yticks(centres, libelles, linespacing=0.95)
    axes.set_ylim(haut, 0)
    axes.set_xticks([])
    return figure, axes, centres, gauche


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
    figure, axes, centres, gauche = _rangees(categories, tete)
    hautes = _nombres(valeurs)
    axes.barh(
        centres,
        [0 if math.isnan(v) else v for v in hautes],
        height=BARRE * (RANGEE_CM if len(centres) <= NOMBREUSES else SERREE_CM),
        color=BLEU,
    )
    vues = [v for v in [*hautes, *_nombres(reperes)] if not math.isnan(v)]
    place = 0.03 + 0.0105 * max(
        (len(t) for t in textes), default=0
    )  # what the longest value needs, as a share of the width
    axes.set_xlim(0, max(vues, default=1) / (1 - min(place / (0.99 - gauche), 0.7)) or 1)
    for i, (v, texte, y) in enumerate(zip(hautes, textes, centres, strict=True)):
        r = _nombres(reperes)[i] if reperes else math.nan
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
    figure, axes, centres, _ = _rangees(categories, 0.8)
    axes.set_xlim(0, 100)
    debut = [0.0] * len(categories)
    for k, (nom, valeurs, textes) in enumerate(series):
        parts = [0 if math.isnan(v) else v for v in _nombres(valeurs)]
        axes.barh(
            centres,
            parts,
            left=debut,
            height=BARRE * RANGEE_CM,
            color=PALETTE[k],
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


def courbes(
    abscisses: Sequence[str], series: Sequence[tuple[str, Sequence[float | None], Sequence[str]]]
) -> Figure:
    """One line per series over the campagnes, each point with its value; a gap where nothing is
    known.
    """
    figure, axes = _toile(5.2)
    axes.set_position((0.04, 0.14, 0.92, 0.8))
    for k, (nom, valeurs, textes) in enumerate(series):
        y = _nombres(valeurs)
        axes.plot(
            range(len(y)),
            y,
            color=(BLEU, ORANGE, VERT, ROSE)[k],
            linestyle=TIRETS[k],
            marker=MARQUEURS[k],
            markersize=6,
            linewidth=2,
            label=nom,
        )
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
    figure, axes = _toile(4.9)
    axes.set_position((0.02, 0.21, 0.96, 0.69))
    x = [float(c) for c in categories]
    dedans = [bande is None or bande[0] <= c <= bande[1] for c in x]
    if bande:
        axes.axvspan(bande[0] - 0.5, bande[1] + 0.5, color=PISTE, zorder=0)
        axes.text(
            sum(bande) / 2,
            1.03,
            f"de {formats.nombre(bande[0])} à {formats.nombre(bande[1])}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            color=GRIS,
        )
    for c, v, texte, d in zip(x, _nombres(valeurs), textes, dedans, strict=True):
        axes.bar(
            c,
            0 if math.isnan(v) else v,
            width=0.82,
            color=BLEU if d else "#f3c9a8",
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
    axes.set_ylim(
        0, max((v for v in _nombres(valeurs) if not math.isnan(v)), default=1) * 1.14 or 1
    )
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
    unite: str = "",
) -> Figure:
    """Proportional circles (the area says the count) over the outlines, their scale, and the names
    of the largest ones.
    """
    figure, axes = _toile(HAUT_CARTE_CM)
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
    hautes = _nombres(valeurs)
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
