"""What stands in the body of a slide: a list of sentences, a native table, large numbers, notes."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm, Pt

from clas_data.figures.figure import Chiffre, Paragraphe, Tableau
from clas_data.restitutions.diapositives.mesures import (
    FIN,
    POINT,
    SIGNE,
    hauteur,
    hauteurs,
)
from clas_data.restitutions.diapositives.page import (
    BLANC,
    BLEU,
    ENCRE,
    FOND,
    GRIS,
    ecrire,
    rectangle,
    zone,
)

CORPS_PETIT = 11  # points


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


def cartes(
    s, chiffres: Sequence[Chiffre], par_rangee: int, x: float, y: float, large: float, h: float
) -> None:
    """Large numbers, each on its ground, with how it moved and how many answered."""
    l = (large - 0.4 * (par_rangee - 1)) / par_rangee
    for k, c in enumerate(chiffres):
        gauche, haut = x + (k % par_rangee) * (l + 0.4), y + (k // par_rangee) * (h + 0.4)
        rectangle(s, gauche, haut, l, h, FOND)
        rectangle(s, gauche, haut, 0.14, h, BLEU)
        cadre = zone(s, gauche + 0.45, haut + 0.05, l - 0.6, h - 0.1)
        ecrire(
            cadre,
            c.nom,
            14 if len(c.nom) * 14 * POINT * SIGNE < l - 0.6 else 12,
            GRIS,
        )
        ecrire(cadre, c.valeur, 30, BLEU, gras=True, nouveau=True)
        for dit in (c.ecart, c.couverture):
            if dit:
                ecrire(cadre, dit, 12, GRIS, nouveau=True)


def petit(s, texte: str, x: float, large: float, bas: float = FIN) -> None:
    """Small print above the footer."""
    if texte:
        h = hauteur(texte, CORPS_PETIT, large)
        ecrire(zone(s, x, bas - h + 0.1, large, h), texte, CORPS_PETIT, GRIS)
