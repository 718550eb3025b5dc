"""What every slide has: its title, the part it belongs to, its footer on one line, the notes of who
speaks; lists and tables measured before they are set.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm, Pt

from clas_data.figures.figure import Paragraphe, Tableau
from clas_data.restitutions.bilan.mise_en_page import sans_coupure
from clas_data.restitutions.document import Document

LARGE, HAUT, MARGE = 33.87, 19.05, 1.6  # cm, 16:9
UTILE, DEBUT, FIN = (
    LARGE - 2 * MARGE,
    4.3,
    17.5,
)  # the width and the height that the body of a slide may take
ENCRE, GRIS, BLEU, PALE, FOND, BLANC = (
    RGBColor.from_string(c) for c in ("1C2733", "55626F", "0072B2", "C9D2DA", "F1F4F7", "FFFFFF")
)
POLICE = "Calibri"
POINT, SIGNE, INTERLIGNE = (
    2.54 / 72,
    0.56,
    1.22,
)  # cm of a point; width of a letter and height of a line for one point of size, in a wide font
GRAS = 1.18  # bold letters are wider
PUCES_MAX, CASE, AIR = (
    5,
    0.52,
    0.34,
)  # bullets of a slide; margins of a cell, beside and above its text, in cm
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


def corps_du_pied(texte: str) -> float:
    """The size at which a footer stays on one line, even in a wide font."""
    return max(6.5, min(9.0, (UTILE - 1.3) / (len(texte) * POINT * SIGNE)))


def corps_du_titre(texte: str) -> float:
    """The largest size at which a title holds on one line, else on two."""
    large = [(c, len(texte) * c * POINT * SIGNE * GRAS / UTILE) for c in (26, 24, 22, 20, 18)]
    return next(
        (c for c, lignes in large[:4] if lignes <= 1),
        next((c for c, lignes in large[2:] if lignes <= 1.9), 16),
    )


def hauteur(texte: str, corps: float, large: float) -> float:
    """How many centimetres a text takes in a column: lines are never full, words do not break."""
    return (
        max(1, math.ceil(len(texte) * corps * POINT * SIGNE * 1.06 / large))
        * corps
        * POINT
        * INTERLIGNE
    )


def liste(cadre, phrases: Sequence[Paragraphe], corps: float) -> None:
    """Sentences as bullets; the one that announces a list has none."""
    for i, b in enumerate(phrases):
        annonce = b.texte.endswith(":")
        ecrire(cadre, b.texte, corps, gras=annonce, nouveau=i > 0, apres=corps * 0.5)
        if not annonce:
            pr = cadre.paragraphs[-1]._p.get_or_add_pPr()
            retrait = int(Pt(corps * 0.9))
            pr.set("marL", str(retrait))
            pr.set("indent", str(-retrait))
            for balise in (
                'buClr %s><a:srgbClr val="0072B2"/></a:buClr',
                'buFont %s typeface="Arial"/',
                'buChar %s char="•"/',
            ):
                pr.append(parse_xml(f"<a:{balise}>" % nsdecls("a")))


def au_mieux(
    phrases: Sequence[Paragraphe], corps: Sequence[float], large: float, haut: float
) -> tuple[float, list[list[Paragraphe]]]:
    """The largest of these sizes at which all the sentences hold in one column; at the smallest,
    those that do not are for the next slides.
    """
    for c in corps:
        lots = pages(phrases, c, large, haut)
        if len(lots) < 2:
            break
    return c, lots


def pages(
    phrases: Sequence[Paragraphe], corps: float, large: float, haut: float
) -> list[list[Paragraphe]]:
    """The sentences that hold together in a column, then the following ones: all are there, in
    order.
    """
    lots: list[list[Paragraphe]] = [[]]
    libre = haut
    for b in [
        Paragraphe(t, p.genre) for p in phrases for t in _tranches(p.texte, corps, large, haut)
    ]:
        h = hauteur(b.texte, corps, large - corps * POINT) + corps * POINT * 0.6
        if lots[-1] and (h > libre or len(lots[-1]) == PUCES_MAX):
            annonce = (
                [lots[-1].pop()] if lots[-1][-1].texte.endswith(":") and len(lots[-1]) > 1 else []
            )
            lots.append(annonce)
            libre = haut - sum(hauteur(a.texte, corps, large) for a in annonce)
        lots[-1].append(b)
        libre -= h
    return lots if lots[0] else []


def _tranches(texte: str, corps: float, large: float, haut: float) -> Iterator[str]:
    """A text longer than a slide, cut between two words where a slide is full."""
    lot: list[str] = []
    for mot in texte.split(" "):
        if (
            lot
            and hauteur(" ".join([*lot, mot]), corps, large - corps * POINT) > haut - corps * POINT
        ):
            yield " ".join(lot)
            lot = []
        lot.append(mot)
    yield " ".join(lot)


def hauteurs(
    lignes: Sequence[Sequence[str]], largeurs: Sequence[float], corps: float
) -> list[float]:
    """The height of each row of a table, in centimetres."""
    return [
        max(hauteur(c, corps, l - CASE) + AIR for c, l in zip(ligne, largeurs, strict=True))
        for ligne in lignes
    ]


def lots_de_lignes(hautes: Sequence[float], tete: float, haut: float) -> list[slice]:
    """Rows that hold together under their header, slide after slide."""
    lots, debut = [], 0
    while debut < len(hautes):
        tenues = sum(c <= haut - tete for c in accumulate(hautes[debut:]))
        lots.append(slice(debut, debut + max(1, tenues)))
        debut = lots[-1].stop
    return lots


def tableau(
    s,
    t: Tableau,
    lignes: Sequence[Sequence[str]],
    x: float,
    y: float,
    largeurs: Sequence[float],
    corps: float,
    droites: Sequence[int],
) -> float:
    """A native table on a slide; where it ends."""
    hautes = hauteurs([t.colonnes, *lignes], largeurs, corps)
    cadre = s.shapes.add_table(
        len(lignes) + 1, len(t.colonnes), Cm(x), Cm(y), Cm(sum(largeurs)), Cm(sum(hautes))
    )
    cadre._element.nvGraphicFramePr.cNvPr.set(
        "descr", f"{t.titre}. Colonnes\u00a0: {', '.join(t.colonnes)}."
    )
    for j, large in enumerate(largeurs):
        cadre.table.columns[j].width = Cm(large)
    for i, ligne in enumerate([t.colonnes, *lignes]):
        cadre.table.rows[i].height = Cm(hautes[i])
        for j, texte in enumerate(ligne):
            case = cadre.table.cell(i, j)
            case.fill.solid()
            case.fill.fore_color.rgb = BLEU if not i else FOND if i % 2 else BLANC
            case.margin_top = case.margin_bottom = Cm(0.1)
            case.vertical_anchor = MSO_ANCHOR.MIDDLE
            ecrire(
                case.text_frame,
                texte,
                corps,
                BLANC if not i else ENCRE,
                PP_ALIGN.RIGHT if j in droites else None,
                gras=not i,
            )
    return y + sum(hautes)
