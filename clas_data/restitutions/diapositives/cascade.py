"""The waterfall on a slide: a native stacked chart, its amounts beside its names."""

from __future__ import annotations

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Cm, Pt

from clas_data.figures.figure import Figure
from clas_data.figures.mouvements import des_reponses
from clas_data.figures.typographie import sans_coupure
from clas_data.restitutions.diapositives.page import BLANC, BLEU, ENCRE, GRIS, POLICE

ORANGE = RGBColor.from_string("D55E00")
CORPS, BARRE = 14, 35  # points; gap between the bars, in percent of a bar
SERIES = ("Départ", "Total", "Hausse", "Baisse")


def poser(s, f: Figure, x: float, y: float, large: float, haut: float) -> None:
    """One waterfall on a slide, from zero: what stands under a step is drawn as nothing."""
    donnees = CategoryChartData()
    textes = f.series[0].textes
    donnees.categories = [
        sans_coupure(f"{c} : {t}") for c, t in zip(f.categories, textes, strict=True)
    ]
    for nom, valeurs in zip(SERIES, _parts(f), strict=True):
        donnees.add_series(nom, valeurs)
    cadre = s.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED, Cm(x), Cm(y), Cm(large), Cm(haut), donnees
    )
    cadre._element.nvGraphicFramePr.cNvPr.set("descr", f.alternative)
    g = cadre.chart
    g.font.size, g.font.name, g.font.color.rgb = Pt(CORPS), POLICE, ENCRE
    g.has_title, g.has_legend = False, False
    g.value_axis.visible, g.value_axis.has_major_gridlines = False, False
    categories = g.category_axis
    categories.format.line.color.rgb, categories.has_major_gridlines = GRIS, False
    categories.reverse_order, categories.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    categories.tick_labels.font.size = Pt(CORPS)
    g.plots[0].gap_width, g.plots[0].overlap, g.plots[0].has_data_labels = BARRE, 100, True
    g.plots[0].data_labels.show_value = False  # amounts are beside the names
    g.plots[0].data_labels.font.size = Pt(CORPS)
    dessous, total, hausse, baisse = g.plots[0].series
    dessous.format.fill.background()
    for serie, couleur in ((total, GRIS), (hausse, BLEU), (baisse, ORANGE)):
        serie.format.fill.solid()
        serie.format.fill.fore_color.rgb = couleur
        for i in (i for i, c in enumerate(f.categories) if des_reponses(c)):
            point = serie.points[i].format.fill
            point.patterned()
            point.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            point.fore_color.rgb, point.back_color.rgb = couleur, BLANC


def _parts(f: Figure) -> list[list[float]]:
    """What each row stacks: nothing drawn, then the total, the rise or the fall."""
    valeurs = [float(v) for v in f.series[0].valeurs]
    vides, cumul = [0.0], valeurs[0]
    for v in valeurs[1:-1]:
        vides.append(min(cumul, cumul + v))
        cumul += v
    vides.append(0.0)
    bouts = (0, len(valeurs) - 1)
    totaux = [v if i in bouts else 0.0 for i, v in enumerate(valeurs)]
    hausses = [max(v, 0.0) if i not in bouts else 0.0 for i, v in enumerate(valeurs)]
    baisses = [max(-v, 0.0) if i not in bouts else 0.0 for i, v in enumerate(valeurs)]
    return [vides, totaux, hausses, baisses]
