"""The charts of the slides: native, editable, readable from the back of the room, in grey as in
colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Cm, Pt

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.figure import Figure, Serie
from clas_data.figures.segments import NOM
from clas_data.figures.typographie import sans_coupure
from clas_data.restitutions.diapositives.page import BLANC, BLEU, ENCRE, GRIS, PALE, POLICE

FRANCAIS, ORANGE = "[$-40C]", RGBColor.from_string("D55E00")
BARRES_MAX = 10  # categories of horizontal bars that one slide shows at a readable size
CORPS, CORPS_MIN, SERRE = 14, 12, 15  # points; bars beyond which each is thin


def pages(f: Figure) -> list[Figure]:
    """The figure, slide by slide: bars too many for one are shared evenly between several."""
    n = min(len(f.categories), f.lignes_max or len(f.categories))
    if f.genre not in (figure.BARRES, figure.EMPILEES) or n <= BARRES_MAX:
        return [f if f.genre == figure.CARTE else tranche(f, range(n))]
    nombre = -(-n // BARRES_MAX)
    bornes = [round(k * n / nombre) for k in range(nombre + 1)]
    return [tranche(f, range(a, b)) for a, b in zip(bornes, bornes[1:], strict=False)]


def tranche(f: Figure, rangs: Sequence[int]) -> Figure:
    """Some of the categories; what has no value says why beside its name."""
    series = tuple(
        Serie(s.nom, tuple(s.valeurs[i] for i in rangs), tuple(s.textes[i] for i in rangs))
        for s in f.series
    )
    noms = []
    for i, nom in enumerate(f.categories[k] for k in rangs):
        # a curve has its gaps, and its note says why
        muets = [s for s in series if s.valeurs[i] is None and f.genre != figure.COURBES]
        dit = ", ".join(
            s.textes[i] if len(muets) == len(series) == 1 else f"{s.nom}\u00a0: {s.textes[i]}"
            for s in muets
        )
        noms.append(f"{nom} ({dit})" if dit else nom)
    return replace(f, categories=tuple(noms), series=series)


def hors_bande(f: Figure) -> Figure:
    """An histogram whose bars outside the band are a series of their own: hatched, and named in the
    legend.
    """
    if f.genre != figure.COLONNES or f.bande is None:
        return f
    (bas, haut), s = f.bande, f.series[0]
    dedans = [bas <= float(c.split(" ")[0]) <= haut for c in f.categories]
    a, b = formats.nombre(bas), formats.nombre(haut)
    noms = (f"De {a} à {b}, comme le demande le référentiel", f"Moins de {a} ou plus de {b}")
    series = tuple(
        Serie(
            nom,
            tuple(v if d is voulu else None for v, d in zip(s.valeurs, dedans, strict=True)),
            s.textes,
        )
        for nom, voulu in zip(noms, (True, False), strict=True)
    )
    return replace(f, series=series)


def poser(
    s, f: Figure, plafond: float | None, x: float, y: float, large: float, haut: float
) -> None:
    """One chart on a slide; `plafond` is the end of its scale, shared by the slides of one
    figure.
    """
    f = hors_bande(f)
    donnees = CategoryChartData(number_format=FRANCAIS + _format(f))
    donnees.categories = [sans_coupure(c) for c in f.categories]
    for serie in f.series:
        donnees.add_series(sans_coupure(serie.nom), serie.valeurs)
    for trait in f.segments:
        bouts = {trait.debut: trait.avant, trait.fin: trait.apres}
        donnees.add_series(NOM, [bouts.get(i) for i in range(len(f.categories))])
    genre = {
        figure.COURBES: XL_CHART_TYPE.LINE_MARKERS,
        figure.COLONNES: XL_CHART_TYPE.COLUMN_CLUSTERED,
        figure.EMPILEES: XL_CHART_TYPE.BAR_STACKED_100,
    }.get(f.genre, XL_CHART_TYPE.BAR_CLUSTERED)
    cadre = s.shapes.add_chart(genre, Cm(x), Cm(y), Cm(large), Cm(haut), donnees)
    cadre._element.nvGraphicFramePr.cNvPr.set("descr", f.alternative)
    _habiller(cadre.chart, f, plafond)


def plafond(f: Figure) -> float | None:
    """Where the scale of bars ends, a little beyond the longest: there its value is written."""
    vues = [v for s in f.series for v in s.valeurs if v is not None]
    return max(vues) * 1.12 if f.genre == figure.BARRES and vues and max(vues) > 0 else None


def _format(f: Figure) -> str:
    decimale = any("," in t.split("(")[0] for s in f.series for t in s.textes)
    return ("#,##0.0" if decimale else "#,##0") + {"%": '"\u202f%"', "€": '"\u00a0€"'}.get(
        f.unite, ""
    )


def _habiller(g, f: Figure, fin: float | None) -> None:
    """Plain axes, values on the marks, patterns where colour alone would speak."""
    g.font.size, g.font.name, g.font.color.rgb = Pt(CORPS), POLICE, ENCRE
    g.has_title, g.has_legend = False, len(f.series) + len(f.segments) > 1
    if g.has_legend:
        g.legend.position, g.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axe = g.value_axis
    axe.visible, axe.has_major_gridlines, axe.minimum_scale = False, False, 0
    if fin:
        axe.maximum_scale = fin
    categories = g.category_axis
    categories.format.line.color.rgb, categories.has_major_gridlines = GRIS, False
    if f.genre in (figure.BARRES, figure.EMPILEES):
        categories.reverse_order, categories.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    if f.genre == figure.COLONNES and f.tete:
        categories.has_title = True
        categories.axis_title.text_frame.text = sans_coupure(f.tete)
        categories.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(CORPS)
        categories.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    trace = g.plots[0]
    trace.has_data_labels = True
    trace.data_labels.number_format, trace.data_labels.number_format_is_linked = (
        FRANCAIS + _format(f),
        False,
    )
    serre = len(f.categories) * len(f.series) > SERRE and f.genre == figure.BARRES
    trace.data_labels.font.size = Pt(
        CORPS_MIN - 1 if serre else CORPS if len(f.categories) < 8 else CORPS_MIN
    )
    if f.genre == figure.COURBES:
        trace.data_labels.position = XL_LABEL_POSITION.ABOVE
    elif f.genre == figure.EMPILEES:
        trace.gap_width = 45
    else:
        trace.gap_width, trace.data_labels.position = (
            25 if serre else 45,
            XL_LABEL_POSITION.OUTSIDE_END,
        )
        if f.genre == figure.COLONNES:
            trace.overlap = 100  # one bar per category, whichever its series
    categories.tick_labels.font.size = Pt(CORPS if len(f.categories) < 8 else CORPS_MIN)
    # every category is named
    saut = categories._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    categories._element.insert_element_before(saut, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    _colorer([*trace.series][: len(f.series)], f)
    _affiner(g, [*trace.series][len(f.series) :], f)


def _affiner(g, series: Sequence, f: Figure) -> None:
    """Those who answer both years: thin lines, how many they are at their end, one name for all in
    the legend.
    """
    for serie, trait in zip(series, f.segments, strict=True):
        serie.smooth, serie.format.line.width = False, Pt(1)
        serie.format.line.color.rgb = (BLEU, ORANGE)[trait.serie % 2]
        serie.marker.style, serie.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        serie.marker.format.fill.solid()
        serie.marker.format.fill.fore_color.rgb = BLANC
        serie.data_labels.show_value = False
        etiquette = serie.points[trait.fin].data_label
        etiquette.text_frame.text = sans_coupure(trait.effectif)
        etiquette.text_frame.word_wrap = False
        etiquette.text_frame.paragraphs[0].runs[0].font.size = Pt(CORPS_MIN)
        etiquette.position = XL_LABEL_POSITION.BELOW
    for rang in range(len(f.series) + 1, len(f.series) + len(series)):
        entree = OxmlElement("c:legendEntry")
        for balise, valeur in (("c:idx", rang), ("c:delete", 1)):
            enfant = OxmlElement(balise)
            enfant.set("val", str(valeur))
            entree.append(enfant)
        g.legend._element.insert_element_before(
            entree, "c:layout", "c:overlay", "c:spPr", "c:txPr", "c:extLst"
        )


def _colorer(series: Sequence, f: Figure) -> None:
    for k, serie in enumerate(series):
        if f.genre == figure.COURBES:
            serie.format.line.color.rgb, serie.format.line.width, serie.smooth = (
                (BLEU, ORANGE)[k % 2],
                Pt(3),
                False,
            )
            if k:
                serie.format.line.dash_style = MSO_LINE.DASH
                _etiquettes(serie, f).position = XL_LABEL_POSITION.BELOW
            continue
        if k and f.genre in (figure.EMPILEES, figure.COLONNES):
            serie.format.fill.patterned()
            serie.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            serie.format.fill.fore_color.rgb, serie.format.fill.back_color.rgb = GRIS, BLANC
        else:
            serie.format.fill.solid()
            serie.format.fill.fore_color.rgb = BLEU if not k else PALE
        serie.format.line.color.rgb, serie.format.line.width = GRIS if k else BLEU, Pt(0.75)
        if f.genre == figure.EMPILEES:
            _etiquettes(serie, f).font.color.rgb = ENCRE if k else BLANC


def _etiquettes(serie, f: Figure):
    """Labels of one series that differ from those of the chart."""
    e = serie.data_labels
    e.show_value, e.number_format, e.number_format_is_linked, e.font.size = (
        True,
        FRANCAIS + _format(f),
        False,
        Pt(CORPS),
    )
    e._element.get_or_add_txPr().bodyPr.set("wrap", "none")  # « 49,6 % » in one line
    return e
