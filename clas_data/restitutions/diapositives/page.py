"""What every slide has: its title, the part it belongs to, its footer on one line, the notes of who
speaks; lists and tables measured before they are set.
"""

from __future__ import annotations

from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm, Pt

from clas_data.figures.typographie import sans_coupure
from clas_data.restitutions.diapositives.mesures import (
    HAUT,
    LARGE,
    MARGE,
    UTILE,
    corps_du_pied,
    corps_du_titre,
)
from clas_data.restitutions.document import Document

ENCRE, GRIS, BLEU, PALE, FOND, BLANC = (
    RGBColor.from_string(c) for c in ("1C2733", "55626F", "0072B2", "C9D2DA", "F1F4F7", "FFFFFF")
)
POLICE = "Calibri"
TITRE_SEUL = 5
NUMERO = (
    '<a:fld %s id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    '<a:rPr lang="fr-FR"/><a:t>%d</a:t></a:fld>'
)


class Diapositives:
    """The slides of one document, numbered as they come."""

    def __init__(self, d: Document):
        self.d, self.p = d, Presentation()
        self.p.slide_width, self.p.slide_height = Cm(LARGE), Cm(HAUT)
        c = self.p.core_properties
        c.title, c.author, c.language, c.last_modified_by, c.comments, c.revision = (
            f"{d.titre}, {d.campagne}",
            d.auteur,
            "fr-FR",
            d.auteur,
            d.pied,
            1,
        )

    def nouvelle(self, titre: str, surtitre: str, remarques: Sequence[str] = ()):
        """A slide with its title (a sentence), the part it belongs to, its footer, and what to say
        in the notes.
        """
        s = self.p.slides.add_slide(self.p.slide_layouts[TITRE_SEUL])
        t = s.shapes.title
        t.left, t.top, t.width, t.height = Cm(MARGE), Cm(1.5), Cm(UTILE), Cm(2.2)
        t.text_frame.word_wrap, t.text_frame.vertical_anchor, t.text_frame.margin_left = (
            True,
            MSO_ANCHOR.TOP,
            0,
        )
        ecrire(t.text_frame, titre, corps_du_titre(titre), gras=True)
        rectangle(s, 0, 0, LARGE, 0.28, BLEU)
        ecrire(zone(s, MARGE, 0.6, UTILE * 0.62, 0.8), surtitre, 13, BLEU, gras=True)
        if self.d.demonstration:
            ecrire(
                zone(s, MARGE + UTILE * 0.62, 0.6, UTILE * 0.38, 0.8),
                self.d.demonstration,
                12,
                ENCRE,
                PP_ALIGN.RIGHT,
                gras=True,
            )
        self._pied(s)
        s.notes_slide.notes_text_frame.text = "\n".join(sans_coupure(r) for r in remarques)
        return s

    def _pied(self, s) -> None:
        """Filters, status, version, date and empreinte on one line; the number of the slide, that
        PowerPoint keeps right when slides are moved.
        """
        pied = zone(s, MARGE, HAUT - 1.05, UTILE - 1.3, 0.7)
        ecrire(pied, self.d.pied, corps_du_pied(self.d.pied), GRIS)
        numero = zone(s, LARGE - MARGE - 1.2, HAUT - 1.05, 1.2, 0.7)
        numero.paragraphs[0].alignment = PP_ALIGN.RIGHT
        numero.paragraphs[0]._p.append(parse_xml(NUMERO % (nsdecls("a"), len(self.p.slides))))
        numero.paragraphs[0].font.size = Pt(10)

    def couverture(self) -> None:
        """Title, campagne, what the figures are worth, on the same edge."""
        s = self.p.slides.add_slide(self.p.slide_layouts[TITRE_SEUL])
        rectangle(s, 0, 0, 1.3, HAUT, BLEU)
        gauche, large = 3.2, LARGE - 5
        t = s.shapes.title
        t.left, t.top, t.width, t.height = Cm(gauche), Cm(2.6), Cm(large), Cm(4.6)
        t.text_frame.margin_left, t.text_frame.word_wrap, t.text_frame.vertical_anchor = (
            0,
            True,
            MSO_ANCHOR.BOTTOM,
        )
        ecrire(t.text_frame, self.d.titre, 40, gras=True)
        ecrire(zone(s, gauche, 7.5, large, 1.5), self.d.sous_titre, 26, BLEU)
        dits = [
            (n, x)
            for n, x in self.d.provenance
            if n in ("Statut des chiffres", "Questionnaires reçus", "Bilans reçus", "Version")
        ]
        cadre = zone(s, gauche, 10.2, large - 2, 4)
        for i, (n, x) in enumerate(dits):
            ecrire(
                cadre,
                x if x.startswith(n) else f"{n}\u00a0: {x}",
                15,
                ENCRE,
                nouveau=i > 0,
                apres=4,
            )
        if self.d.demonstration:
            ecrire(zone(s, gauche, 15.2, large, 1), self.d.demonstration, 18, ENCRE, gras=True)
        pied = zone(s, gauche, HAUT - 1.05, LARGE - gauche - 0.5, 0.7)
        ecrire(pied, self.d.pied, corps_du_pied(self.d.pied) - 0.5, GRIS)
        s.notes_slide.notes_text_frame.text = "\n".join(
            f"{n}\u00a0: {x}" for n, x in self.d.provenance
        )


def zone(s, x: float, y: float, l: float, h: float):
    """A text frame without side margins, in centimetres."""
    cadre = s.shapes.add_textbox(Cm(x), Cm(y), Cm(l), Cm(h)).text_frame
    cadre.word_wrap = True
    cadre.margin_left = cadre.margin_right = 0
    return cadre


def rectangle(s, x: float, y: float, l: float, h: float, couleur: RGBColor):
    """A plain area behind what is read; it says nothing by itself."""
    r = s.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(x), Cm(y), Cm(l), Cm(h))
    r.fill.solid()
    r.fill.fore_color.rgb = couleur
    r.line.fill.background()
    plat(r)
    return r


def plat(forme) -> None:
    """Without the shadow that the theme gives to every shape."""
    forme.shadow.inherit = False
    for e in forme._element.iter(qn("a:effectRef")):
        e.set("idx", "0")


def ecrire(
    cadre,
    texte: str,
    corps: float,
    couleur: RGBColor = ENCRE,
    alignement=None,
    *,
    gras: bool = False,
    nouveau: bool = False,
    apres: float = 0,
) -> None:
    """One paragraph in a frame."""
    p = cadre.add_paragraph() if nouveau else cadre.paragraphs[0]
    p.alignment = PP_ALIGN.LEFT if alignement is None else alignement
    p.space_after = Pt(apres)
    run = p.add_run()
    run.text = sans_coupure(texte)
    run.font.size, run.font.bold, run.font.name, run.font.color.rgb = (
        Pt(corps),
        gras,
        POLICE,
        couleur,
    )
