"""The styles of a Word document: each kind of words has its own, so that a secretary changes them
all at once; the numbers of its titles are those of Word.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from clas_data.restitutions.word import police_jointe

POLICE, ENCRE, DOUX = police_jointe.NOM, RGBColor(0x1C, 0x27, 0x33), "EEF1F4"
BLEU, GRIS = RGBColor(0x00, 0x72, 0xB2), RGBColor(0x55, 0x62, 0x6F)
FORT = "Strong"
CHAPEAU, MESSAGE, CITATION, NOTE = "Chapeau", "Message", "Citation", "Note de figure"
TITRE_FIGURE, PETIT, RUBRIQUE = "Titre de figure", "Petit", "Rubrique"
TETE, CELLULE, NOMBRE, TETE_NOMBRE = (
    "Tableau tête",
    "Tableau",
    "Tableau nombre",
    "Tableau tête nombre",
)
ANNEXE, TABLE_FIGURES, APPEL, EN_BAS = (
    "Titre annexe",
    "table of figures",
    "footnote reference",
    "footnote text",
)
CORPS_TABLEAU = 8.5
# name, base, points, bold, colour, before, after
PARAGRAPHES = (
    (CHAPEAU, "Normal", 11, True, BLEU, 2, 5),
    (MESSAGE, "Normal", 12, False, None, 4, 6),
    (CITATION, "Normal", 10.5, False, None, 2, 4),
    (TITRE_FIGURE, "Normal", 10.5, True, None, 8, 2),
    (NOTE, "Normal", 8.5, False, GRIS, 2, 4),
    (PETIT, "Normal", 9.5, False, GRIS, 0, 5),
    (RUBRIQUE, "Normal", 10.5, True, None, 18, 4),
    (CELLULE, "Normal", CORPS_TABLEAU, False, None, 0.6, 0.6),
    (NOMBRE, CELLULE, CORPS_TABLEAU, False, None, 0.6, 0.6),
    (TETE, CELLULE, CORPS_TABLEAU, True, None, 0.6, 0.6),
    (TETE_NOMBRE, TETE, CORPS_TABLEAU, True, None, 0.6, 0.6),
    (ANNEXE, "Heading 1", 15, True, None, 16, 6),
    (TABLE_FIGURES, "Normal", 9.5, False, None, 0, 2),
    (EN_BAS, "Normal", 8.5, False, GRIS, 0, 0),
)
NUMEROS = """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:pStyle w:val="{style}"/>
<w:suff w:val="space"/><w:lvlText w:val="{texte}"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>"""
TITRES = (("Heading 1", 90, "decimal", "%1."), (ANNEXE, 91, "upperLetter", "Annexe\u00a0%1."))


def poser(d: Document) -> None:
    """Add the styles of the house to a document that has those of Word."""
    for nom, base, corps, gras, couleur, avant, apres in PARAGRAPHES:
        s = d.styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
        s.base_style, s.quick_style = d.styles[base], True
        s.font.size, s.font.bold = Pt(corps), gras
        if couleur is not None:
            s.font.color.rgb = couleur
        s.paragraph_format.space_before, s.paragraph_format.space_after = Pt(avant), Pt(apres)
    d.styles[CITATION].font.italic = True
    d.styles[CITATION].paragraph_format.left_indent = Cm(0.5)
    d.styles[TITRE_FIGURE].paragraph_format.keep_with_next = True
    d.styles[RUBRIQUE].paragraph_format.keep_with_next = True
    for nom in (NOMBRE, TETE_NOMBRE):
        d.styles[nom].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    appel = d.styles.add_style(APPEL, WD_STYLE_TYPE.CHARACTER)
    appel.font.superscript = True
    pied = d.styles["Footer"]
    pied.font.size, pied.font.color.rgb = Pt(8), GRIS
    _numeroter(d)


def _numeroter(d: Document) -> None:
    """« 1. » before each part, « Annexe A. » before each annex: Word counts them."""
    numerotation = d.part.numbering_part.element
    for nom, id_, format_, texte in TITRES:
        style = d.styles[nom]
        abstrait = NUMEROS.format(
            ns=nsdecls("w"), id=id_, format=format_, style=style.style_id, texte=texte
        )
        premier = numerotation.find(qn("w:num"))
        premier.addprevious(parse_xml(abstrait.replace("\n", "")))
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), str(id_))
        lien = OxmlElement("w:abstractNumId")
        lien.set(qn("w:val"), str(id_))
        num.append(lien)
        numerotation.append(num)
        proprietes = style.element.get_or_add_pPr()
        for ancien in proprietes.findall(qn("w:numPr")):
            proprietes.remove(ancien)
        numpr = proprietes._add_numPr()
        numpr._add_numId().val = id_


def forts(run) -> None:
    """Words that must stand out, by their style."""
    run.style = FORT


def regler(d: Document, nom: str, corps: float, gras: bool, avant: float, apres: float) -> None:
    """One style of Word, in the letters of the house."""
    s = d.styles[nom]
    s.font.name, s.font.size, s.font.bold, s.font.color.rgb = POLICE, Pt(corps), gras, ENCRE
    polices = s.element.get_or_add_rPr().get_or_add_rFonts()
    for attribut in list(polices.attrib):
        if "Theme" in attribut:
            del polices.attrib[attribut]
    for attribut in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        polices.set(qn(attribut), POLICE)
    (
        s.paragraph_format.space_before,
        s.paragraph_format.space_after,
        s.paragraph_format.line_spacing,
    ) = Pt(avant), Pt(apres), 1.0
    if nom == "Title":
        for bord in s.element.pPr.findall(qn("w:pBdr")):
            s.element.pPr.remove(bord)


def encadrer(proprietes) -> None:
    """A bar at the left and a soft ground, where the schema wants them."""
    bord, fond = OxmlElement("w:pBdr"), OxmlElement("w:shd")
    gauche = OxmlElement("w:left")
    for e, valeurs in (
        (gauche, {"val": "single", "sz": "18", "space": "6", "color": str(GRIS)}),
        (fond, {"val": "clear", "color": "auto", "fill": DOUX}),
    ):
        for a, v in valeurs.items():
            e.set(qn(f"w:{a}"), v)
    bord.append(gauche)
    for e in (bord, fond):
        proprietes.find(qn("w:spacing")).addprevious(e)
