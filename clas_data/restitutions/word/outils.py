"""What python-docx does not offer by itself: fields, table of contents, repeated headers,
alternative texts, the house's styles.
"""

from __future__ import annotations

from docx import Document as nouveau
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from clas_data.restitutions.word import police_jointe, styles

SOMMAIRE, AVIS, DEFINITION, INCONNUE = "toc 1", "Avis", "Définition", "…"
POLICE, ENCRE, GRIS, DOUX = (
    police_jointe.NOM,
    RGBColor(0x1C, 0x27, 0x33),
    RGBColor(0x55, 0x62, 0x6F),
    "EEF1F4",
)
MARGE_CM, LARGEUR_CM, GOUTTIERE_CM = 2.0, 17.0, 0.8
REGLAGES = (
    ("w:zoom", "w:percent", "100"),
    (
        "w:compatSetting",
        "w:val",
        "15",
    ),  # the layout of Word 2013 and after, without « mode de compatibilité » in the title bar
    ("w:themeFontLang", "w:val", "fr-FR"),
    ("w:decimalSymbol", "w:val", ","),
    ("w:listSeparator", "w:val", ";"),
)


def document(titre: str, auteur: str) -> Document:
    """An empty A4 document in French, with the styles of the house."""
    d = nouveau()
    section = d.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGE_CM)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(2.0)
    section.different_first_page_header_footer = False
    for nom, corps, gras, avant, apres in (
        ("Normal", 10.5, False, 0, 5),
        ("Title", 18.5, True, 12, 4),
        ("Subtitle", 14, False, 0, 12),
        ("Heading 1", 15, True, 16, 6),
        ("Heading 2", 12.5, True, 12, 5),
        ("Caption", 9, False, 2, 4),
        ("List Bullet", 10.5, False, 0, 3),
    ):
        styles.regler(d, nom, corps, gras, avant, apres)
    for nom in ("Caption", "Subtitle"):
        d.styles[nom].font.color.rgb = GRIS
        d.styles[nom].font.italic = False
    for nom, apres in ((SOMMAIRE, 3), (AVIS, 6), (DEFINITION, 2)):
        s = d.styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
        s.base_style = d.styles["Normal"]
        s.paragraph_format.space_after = Pt(apres)
    styles.encadrer(d.styles[AVIS].element.get_or_add_pPr())
    s.font.size, s.paragraph_format.keep_together = Pt(8.5), True
    styles.poser(d)
    for nom in (SOMMAIRE, styles.TABLE_FIGURES):
        d.styles[nom].paragraph_format.tab_stops.add_tab_stop(
            Cm(LARGEUR_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
    langue = OxmlElement("w:lang")
    for attribut in ("w:val", "w:eastAsia", "w:bidi"):
        langue.set(qn(attribut), "fr-FR")
    proprietes = (
        d.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    )
    for ancienne in proprietes.findall(qn("w:lang")):
        proprietes.remove(ancienne)
    proprietes.append(langue)
    c = d.core_properties
    c.title, c.author, c.language, c.comments, c.last_modified_by, c.revision = (
        titre,
        auteur,
        "fr-FR",
        "",
        auteur,
        1,
    )
    return d


def champ(p: Paragraph, code: str, vu: str) -> None:
    """A field: its code, and what it shows until it is updated."""
    _marque(p, "begin")
    _code(p, code)
    _marque(p, "separate")
    p.add_run(vu)
    _marque(p, "end")


def _marque(p: Paragraph, genre: str, sale: bool = False) -> None:
    marque = OxmlElement("w:fldChar")
    marque.set(qn("w:fldCharType"), genre)
    if sale:
        marque.set(qn("w:dirty"), "true")
    p.add_run()._r.append(marque)


def _code(p: Paragraph, code: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    p.add_run()._r.append(instruction)


def signet(p: Paragraph, nom: str, rang: int) -> None:
    """A bookmark around a paragraph, for the contents to lead to."""
    debut, fin = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for e in (debut, fin):
        e.set(qn("w:id"), str(rang))
    debut.set(qn("w:name"), nom)
    p._p.insert(1 if p._p.pPr is not None else 0, debut)
    p._p.append(fin)


def sommaire(
    d: Document,
    titres: list[tuple[str, str]],
    style: str = SOMMAIRE,
    code: str = f' TOC \\o "1-1" \\h \\z \\u \\t "{styles.ANNEXE};1" ',
) -> None:
    """A table of contents field, already filled: one link (title, bookmark) and one live page
    number per part.

    The numbers are fields of their own: whoever opens the file computes them with its own layout.
    """
    for i, (titre, nom) in enumerate(titres):
        p = d.add_paragraph(style=style)
        if not i:
            _marque(p, "begin", sale=True)
            _code(p, code)
            _marque(p, "separate")
        lien = OxmlElement("w:hyperlink")
        lien.set(qn("w:anchor"), nom)
        lien.set(qn("w:history"), "1")
        debut = len(p._p)
        p.add_run(f"{titre}\t")
        champ(p, f" PAGEREF {nom} \\h ", INCONNUE)
        for run in list(p._p)[debut:]:
            lien.append(run)
        p._p.append(lien)
        if i == len(titres) - 1:
            _marque(p, "end")


def numeroter_sommaire(d: Document, pages: dict[str, int]) -> None:
    """Write the pages (bookmark → page) that the contents show until the fields are computed."""
    for lien in d.element.body.iter(qn("w:hyperlink")):
        for t in lien.iter(qn("w:t")):
            if t.text == INCONNUE:
                t.text = str(pages[lien.get(qn("w:anchor"))])


def regler(d: Document) -> None:
    """What the file asks of whoever opens it: keep its font, compute its fields (contents, page
    numbers), read it as a French file of today.
    """
    police_jointe.joindre(d)
    for liens in (d.part.rels, d.part.package.rels):
        for rid, lien in list(liens.items()):
            # a copy of the styles that would contradict ours; the picture of an empty page
            if lien.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del liens[rid]
    reglages = d.settings.element
    police, champs = (OxmlElement(nom) for nom in ("w:embedTrueTypeFonts", "w:updateFields"))
    for e in (police, champs):
        e.set(qn("w:val"), "true")
    reglages.find(qn("w:zoom")).addnext(police)  # the schema wants them in this order
    reglages.find(qn("w:compat")).addprevious(champs)
    for balise, attribut, valeur in REGLAGES:
        next(
            e
            for e in reglages.iter(qn(balise))
            if balise != "w:compatSetting" or e.get(qn("w:name")) == "compatibilityMode"
        ).set(qn(attribut), valeur)


def table_des_figures(d: Document, legendes: list[tuple[str, str]]) -> None:
    """The list of the figures, filled: one link (caption, bookmark) and one live page each."""
    sommaire(d, legendes, styles.TABLE_FIGURES, ' TOC \\h \\z \\c "Figure" ')


def legende(d: Document, tete: str, rang: int, texte: str, liee: bool = False) -> Paragraph:
    """« Figure 3. … » with a live number; `liee` keeps it with what follows (a table's caption is
    above it).
    """
    p = d.add_paragraph(style="Caption")
    p.add_run(f"{tete}\u00a0")
    champ(p, f" SEQ {tete} \\* ARABIC ", str(rang))
    p.add_run(f". {texte}")
    p.paragraph_format.keep_with_next = liee
    return p


def colonnes(d: Document, n: int) -> None:
    """From here on, the text runs in so many columns; what is before ends where it is."""
    corps = d.element.body
    precedent = list(corps)[-2]  # the last one holds the section
    d.add_section(WD_SECTION.CONTINUOUS)
    saut = list(corps)[-2]
    # the end of a section belongs to a paragraph of its own: without it, one empty line less
    if precedent.tag == qn("w:p"):
        precedent.get_or_add_pPr().append(saut.pPr.sectPr)
        corps.remove(saut)
    dites = d.sections[-1]._sectPr.find(qn("w:cols"))
    dites.set(qn("w:num"), str(n))
    dites.set(qn("w:space"), str(Cm(GOUTTIERE_CM).twips))


def decrire(image, nom: str, alternative: str, titre: str) -> None:
    """The name, the alternative text and the title of an inline picture."""
    proprietes = image._inline.docPr
    for attribut, texte in (("name", nom), ("descr", alternative), ("title", titre)):
        proprietes.set(attribut, texte)


def finir(d: Document) -> None:
    """No empty line after the last table of a part: alone on a page, it would leave it blank."""
    dernier = list(d.element.body)[-2]  # the last one holds the section
    if dernier.tag == qn("w:p") and not dernier.findall(qn("w:r")):
        dernier.getparent().remove(dernier)


def rubrique(d: Document, texte: str) -> None:
    """A title that the contents leave out."""
    d.add_paragraph(texte, style=styles.RUBRIQUE)
