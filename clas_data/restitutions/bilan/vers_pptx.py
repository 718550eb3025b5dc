"""The bilan as slides for the meeting: one message per slide, native charts that can be edited, the sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from clas_data import formats
from clas_data.restitutions import bureautique, graphiques, modele
from clas_data.restitutions.bilan.mise_en_page import iso, notes, sans_coupure
from clas_data.restitutions.modele import Chiffres, Document, Figure, Paragraphe, Partie, Tableau

LARGE, HAUT, MARGE = 33.87, 19.05, 1.6  # cm, 16:9
ENCRE, GRIS, BLEU, PALE = (RGBColor.from_string(c) for c in ("1C2733", "55626F", "0072B2", "C9D2DA"))
POLICE, FRANCAIS = "Calibri", "[$-40C]"
LIGNES_MAX, BARRES_MAX = 8, 16
HORS_DIAPOSITIVES = ("definitions", "porteurs")
TITRE_SEUL = 5


class Diapositives:
    """The slides of one document, numbered as they come."""

    def __init__(self, d: Document):
        self.d, self.p = d, Presentation()
        self.p.slide_width, self.p.slide_height = Cm(LARGE), Cm(HAUT)
        c = self.p.core_properties
        c.title, c.author, c.language, c.last_modified_by, c.comments, c.revision = f"{d.titre}, {d.campagne}", d.auteur, "fr-FR", d.auteur, d.pied, 1

    def nouvelle(self, titre: str, surtitre: str, remarques: Sequence[str] = ()):
        """A slide with its title (a sentence), the part it belongs to, its footer, and what to say in the notes."""
        s = self.p.slides.add_slide(self.p.slide_layouts[TITRE_SEUL])
        t = s.shapes.title
        t.left, t.top, t.width, t.height = Cm(MARGE), Cm(1.5), Cm(LARGE - 2 * MARGE), Cm(2.3)
        t.text_frame.word_wrap, t.text_frame.vertical_anchor, t.text_frame.margin_left = True, MSO_ANCHOR.TOP, 0
        _ecrire(t.text_frame, titre, 26 if len(titre) < 50 else 22 if len(titre) < 110 else 19, gras=True)
        _ecrire(self._zone(s, MARGE, 0.7, LARGE - 2 * MARGE, 0.8), surtitre, 13, GRIS)
        pied = self.d.pied + (f" · {self.d.demonstration}" if self.d.demonstration else "")
        _ecrire(self._zone(s, MARGE, HAUT - 1.15, LARGE - 2 * MARGE - 1.5, 0.8), pied, 9, GRIS)
        _ecrire(self._zone(s, LARGE - MARGE - 1.5, HAUT - 1.15, 1.5, 0.8), str(len(self.p.slides)), 10, GRIS, PP_ALIGN.RIGHT)
        s.notes_slide.notes_text_frame.text = "\n".join(sans_coupure(r) for r in remarques)
        return s

    @staticmethod
    def _zone(s, x: float, y: float, l: float, h: float):
        cadre = s.shapes.add_textbox(Cm(x), Cm(y), Cm(l), Cm(h)).text_frame
        cadre.word_wrap = True
        cadre.margin_left = cadre.margin_right = 0
        return cadre

    def couverture(self) -> None:
        s = self.p.slides.add_slide(self.p.slide_layouts[TITRE_SEUL])
        t = s.shapes.title
        t.left, t.top, t.width, t.height = Cm(2.5), Cm(4.6), Cm(LARGE - 5), Cm(4)
        _ecrire(t.text_frame, self.d.titre, 40, gras=True)
        t.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        _ecrire(self._zone(s, 2.5, 9.0, LARGE - 5, 1.5), self.d.sous_titre, 24, GRIS)
        _ecrire(self._zone(s, 2.5, 12.6, LARGE - 5, 3), self.d.pied, 14, GRIS)
        if self.d.demonstration:
            _ecrire(self._zone(s, 2.5, 14.6, LARGE - 5, 1), self.d.demonstration, 16, ENCRE, gras=True)
        s.notes_slide.notes_text_frame.text = "\n".join(f"{n}\u00a0: {x}" for n, x in self.d.provenance)

    def partie(self, rang: int, p: Partie) -> None:
        """The slides of one part: its sentences first, then one per figure; its short tables where it has no figure."""
        tete, dites = f"{rang}. {p.titre}", [b.texte for b in p.de(Paragraphe) if b.genre in ("corps", "puce", "avis")]
        figures = [f for f in p.de(Figure) if not f.vide]
        tables = [t for t in p.de(Tableau) if t.cle not in HORS_DIAPOSITIVES][:2] if not figures else []
        if dites and not tables:
            self._texte(tete, p, dites)
        for b in p.de(Chiffres):
            self._chiffres(tete, b)
        for f in figures:
            self._figure(tete, f)
        for t in tables:
            self._tableau(tete, t, dites)

    def _texte(self, tete: str, p: Partie, dites: Sequence[str]) -> None:
        s = self.nouvelle(dites[0] if len(dites[0]) <= 150 else p.titre, tete, dites)
        reste = dites[1:] if len(dites[0]) <= 150 else dites
        cadre = self._zone(s, MARGE, 5.0, LARGE - 2 * MARGE, HAUT - 7)
        for i, texte in enumerate(reste[:6]):
            _ecrire(cadre, texte, 24 if len(reste) < 4 else 20 if len(reste) < 5 else 17, nouveau=i > 0, apres=12)

    def _chiffres(self, tete: str, b: Chiffres) -> None:
        s = self.nouvelle(b.titre, tete, [" ".join(m for m in (f"{c.nom} : {c.valeur}.", c.ecart, c.couverture) if m) for c in b.chiffres])
        l, h = (LARGE - 2 * MARGE - 1.6) / 3, 4.0
        for k, c in enumerate(b.chiffres[:9]):
            x, y = MARGE + (k % 3) * (l + 0.8), 4.4 + (k // 3) * (h + 0.35)
            cadre = self._zone(s, x, y, l, h)
            _ecrire(cadre, c.nom, 15, GRIS)
            _ecrire(cadre, c.valeur, 34, gras=True, nouveau=True)
            _ecrire(cadre, c.ecart or c.couverture, 13, GRIS, nouveau=True)

    def _figure(self, tete: str, f: Figure) -> None:
        s = self.nouvelle(f.titre, tete, [f"{n} : {t}" for n, t in notes(f)])
        _ecrire(self._zone(s, MARGE, 3.7, LARGE - 2 * MARGE, 0.8), f.sous_titre, 14, GRIS)
        if f.genre == modele.CARTE:
            image = s.shapes.add_picture(io.BytesIO(graphiques.png(graphiques.dessiner(f))), Cm(MARGE), Cm(4.4), height=Cm(13.2))
            image._element._nvXxPr.cNvPr.set("descr", f.alternative)
            self._grille(s, f.tableau, f.tableau.lignes[:LIGNES_MAX], LARGE - MARGE - 11, 5.0, 11)
            return
        n = min(len(f.categories), f.lignes_max or BARRES_MAX if f.genre in (modele.BARRES, modele.EMPILEES) else len(f.categories))
        donnees = CategoryChartData(number_format=FRANCAIS + _format(f))
        donnees.categories = [sans_coupure(c) for c in f.categories[:n]]
        for serie in f.series[:4]:
            donnees.add_series(sans_coupure(serie.nom), serie.valeurs[:n])
        genre = {
            modele.COURBES: XL_CHART_TYPE.LINE_MARKERS,
            modele.COLONNES: XL_CHART_TYPE.COLUMN_CLUSTERED,
            modele.EMPILEES: XL_CHART_TYPE.BAR_STACKED_100,
        }.get(f.genre, XL_CHART_TYPE.BAR_CLUSTERED)
        cadre = s.shapes.add_chart(genre, Cm(MARGE), Cm(4.5), Cm(LARGE - 2 * MARGE), Cm(HAUT - 6.0), donnees)
        cadre._element.nvGraphicFramePr.cNvPr.set("descr", f.alternative)
        _habiller(cadre.chart, f)

    def _tableau(self, tete: str, t: Tableau, dites: Sequence[str]) -> None:
        s = self.nouvelle(t.titre, tete, [*dites, *(f"{n} : {x}" for n, x in notes(t))])
        if dites:
            _ecrire(self._zone(s, MARGE, 3.9, LARGE - 2 * MARGE, 1.5), dites[0], 15, GRIS)
        lignes = t.lignes[:LIGNES_MAX]
        self._grille(s, t, lignes, MARGE, 5.6 if dites else 4.2, LARGE - 2 * MARGE)
        reste = len(t.lignes) - len(lignes)
        if reste > 0:
            _ecrire(
                self._zone(s, MARGE, HAUT - 2.1, LARGE - 2 * MARGE, 0.8),
                f"Et {formats.pluriel(reste, 'autre ligne')}, dans le document et le classeur.",
                12,
                GRIS,
            )

    @staticmethod
    def _grille(s, t: Tableau, lignes: Sequence[Sequence[str]], x: float, y: float, large: float) -> None:
        """A native table on a slide."""
        cadre = s.shapes.add_table(len(lignes) + 1, len(t.colonnes), Cm(x), Cm(y), Cm(large), Cm(1.1 * (len(lignes) + 1)))
        cadre._element.nvGraphicFramePr.cNvPr.set("descr", f"{t.titre}. Colonnes\u00a0: {', '.join(t.colonnes)}.")
        largeurs = t.largeurs or (1.6 if len(t.colonnes) == 2 else 2.6, *([1.0] * (len(t.colonnes) - 1)))
        for j, part in enumerate(largeurs):
            cadre.table.columns[j].width = Cm(large * part / sum(largeurs))
        for i, ligne in enumerate([t.colonnes, *lignes]):
            for j, texte in enumerate(ligne):
                case = cadre.table.cell(i, j)
                case.fill.solid()
                case.fill.fore_color.rgb = BLEU if not i else RGBColor.from_string("F6F8FA" if i % 2 else "FFFFFF")
                _ecrire(
                    case.text_frame, _court(texte), 13, RGBColor(255, 255, 255) if not i else ENCRE, PP_ALIGN.RIGHT if j >= t.alignees else None, gras=not i
                )


def ecrire(d: Document) -> bytes:
    """The whole set of slides."""
    x = Diapositives(d)
    x.couverture()
    for i, p in enumerate(d.parties, 1):
        x.partie(i, p)
    sortie = io.BytesIO()
    x.p.save(sortie)
    return bureautique.figer(sortie.getvalue(), iso(d))


def _court(texte: str) -> str:
    return texte if len(texte) <= 150 else texte[:149].rsplit(" ", 1)[0] + "…"


def _ecrire(
    cadre, texte: str, corps: float, couleur: RGBColor = ENCRE, alignement=None, *, gras: bool = False, nouveau: bool = False, apres: float = 0
) -> None:
    p = cadre.add_paragraph() if nouveau else cadre.paragraphs[0]
    p.alignment = PP_ALIGN.LEFT if alignement is None else alignement
    p.space_after = Pt(apres)
    run = p.add_run()
    run.text = sans_coupure(texte)
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = Pt(corps), gras, POLICE, couleur


def _format(f: Figure) -> str:
    decimale = any("," in t.split("(")[0] for s in f.series for t in s.textes)
    return ("#,##0.0" if decimale else "#,##0") + {"%": '"\u202f%"', "€": '"\u00a0€"'}.get(f.unite, "")


def _habiller(g, f: Figure) -> None:
    """Plain axes, values on the marks, patterns where colour alone would speak."""
    g.font.size, g.font.name, g.font.color.rgb = Pt(14), POLICE, ENCRE
    g.has_title, g.has_legend = False, len(f.series) > 1
    if g.has_legend:
        g.legend.position, g.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axe = g.value_axis
    axe.visible, axe.has_major_gridlines, axe.minimum_scale = False, False, 0
    g.category_axis.format.line.color.rgb, g.category_axis.has_major_gridlines = GRIS, False
    if f.genre in (modele.BARRES, modele.EMPILEES, modele.CARTE):
        g.category_axis.reverse_order, g.category_axis.tick_label_position = True, XL_TICK_LABEL_POSITION.LOW
    trace = g.plots[0]
    trace.has_data_labels = True
    trace.data_labels.number_format, trace.data_labels.number_format_is_linked = FRANCAIS + _format(f), False
    trace.data_labels.font.size = Pt(13)
    if f.genre == modele.COURBES:
        trace.data_labels.position = XL_LABEL_POSITION.ABOVE
    elif f.genre != modele.EMPILEES:
        trace.gap_width, trace.data_labels.position = 45, XL_LABEL_POSITION.OUTSIDE_END
    g.category_axis.tick_labels.font.size = Pt(14 if len(f.categories) < 6 else 11 if len(f.categories) < 13 else 8)  # every name holds on the slide
    saut = g.category_axis._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})  # every category is named
    g.category_axis._element.insert_element_before(saut, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    for k, serie in enumerate(trace.series):
        _couleur(serie, k, f)


def _couleur(serie, k: int, f: Figure) -> None:
    if f.genre == modele.COURBES:
        serie.format.line.color.rgb, serie.format.line.width, serie.smooth = (BLEU, RGBColor.from_string("D55E00"))[k % 2], Pt(3), False
        if k:
            _etiquettes(serie, f).position = XL_LABEL_POSITION.BELOW
        return
    if k and f.genre == modele.EMPILEES:
        serie.format.fill.patterned()
        serie.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        serie.format.fill.fore_color.rgb, serie.format.fill.back_color.rgb = GRIS, RGBColor(255, 255, 255)
    else:
        serie.format.fill.solid()
        serie.format.fill.fore_color.rgb = BLEU if not k else PALE
        if not k and f.genre == modele.EMPILEES:
            _etiquettes(serie, f).font.color.rgb = RGBColor(255, 255, 255)


def _etiquettes(serie, f: Figure):
    """Labels of one series that differ from those of the chart."""
    e = serie.data_labels
    e.show_value, e.number_format, e.number_format_is_linked, e.font.size = True, FRANCAIS + _format(f), False, Pt(13)
    return e
