"""The map of a slide as shapes that can be moved, coloured and read aloud: one outline per
territory, one circle per value, its scale.
"""

from __future__ import annotations

import math

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm, Pt

from clas_data import formats
from clas_data.dessin.cadre import Cadre, etiqueter, rond
from clas_data.figures.figure import Figure
from clas_data.restitutions.diapositives.mesures import GRAS, POINT, SIGNE
from clas_data.restitutions.diapositives.page import BLANC, BLEU, ENCRE, FOND, GRIS, ecrire, plat

RAYON_MAX, CROIX = 0.75, 0.32  # cm
CORPS = 12  # points
FINESSE = 0.02  # cm that a simplified outline may move
# thousandths of a percent: circles that meet are seen through, and the ground of a name
OPACITE, VOILE = 55_000, 75_000


def poser(s, f: Figure, x: float, y: float, large: float, haut: float, corps: int = CORPS) -> None:
    """The whole map, one group of shapes, in centimetres from the corner of the slide; its words in
    points of `corps`.
    """
    c, valeurs = f.carte, f.series[0].valeurs
    cadre = Cadre.autour(c.contours, c.points, large, haut)
    ordre = sorted((i for i, v in enumerate(valeurs) if v), key=lambda i: -valeurs[i])
    grand = max((valeurs[i] for i in ordre), default=1)
    groupe = s.shapes.add_group_shape()
    _dire(groupe, "Carte", f.alternative)
    g = groupe.shapes

    def vers(p: tuple[float, float]) -> tuple[float, float]:
        a, b = cadre.vers(p)
        return x + a, y + haut - b

    for k, anneau in enumerate(c.contours):
        territoire = c.territoires[k] if k < len(c.territoires) else ""
        _territoire(g, simplifier([vers(p) for p in anneau], FINESSE), territoire)
    for i in ordre:
        rayon = RAYON_MAX * math.sqrt(valeurs[i] / grand)
        _dire(
            _cercle(g, *vers(c.points[i]), rayon),
            f.categories[i],
            f"{f.categories[i]}\u00a0: {f.series[0].textes[i]} {f.unite}",
        )
    for i, v in enumerate(valeurs):
        if v is None:
            a, b = vers(c.points[i])
            signe = g.add_shape(
                MSO_SHAPE.MATH_MULTIPLY, Cm(a - CROIX), Cm(b - CROIX), Cm(2 * CROIX), Cm(2 * CROIX)
            )
            _peindre(signe, ENCRE, None)
            _dire(signe, f.categories[i], f"{f.categories[i]}\u00a0: {f.series[0].textes[i]}")
    cercles = [
        (
            *cadre.vers(c.points[i]),
            RAYON_MAX * math.sqrt(valeurs[i] / grand),
            f"{f.categories[i]} {f.series[0].textes[i]}",
        )
        for i in ordre
    ]
    croix = [(*cadre.vers(c.points[i]), CROIX / 2) for i, v in enumerate(valeurs) if v is None]
    pas, lettre = corps * POINT * 1.35, corps * POINT * SIGNE * GRAS  # between names; of a letter
    places = etiqueter(cercles, large, c.nommes, pas, lettre, croix)
    _noms(g, cercles, croix, places, x, y + haut, corps)
    if ordre:
        _echelle(g, x, y + haut, grand, f.unite, corps)


def simplifier(points: list[tuple[float, float]], finesse: float) -> list[tuple[float, float]]:
    """The same line with fewer points, none of those left out further than `finesse` from it; both
    ends stay (Douglas and Peucker).
    """
    garde, piles = {0, len(points) - 1}, [(0, len(points) - 1)]
    while piles:
        a, b = piles.pop()
        if b - a > 1:
            loin, k = max((_distance(points[i], points[a], points[b]), i) for i in range(a + 1, b))
            if loin > finesse:
                garde.add(k)
                piles += [(a, k), (k, b)]
    return [points[i] for i in sorted(garde)]


def _distance(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy or 1)))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def _territoire(g, points: list[tuple[float, float]], dit: str) -> None:
    trace = g.build_freeform(
        round(points[0][0] * 1000), round(points[0][1] * 1000), scale=int(Cm(1)) / 1000
    )
    trace.add_line_segments([(round(a * 1000), round(b * 1000)) for a, b in points[1:]], close=True)
    forme = trace.convert_to_shape()
    _peindre(forme, FOND, GRIS, 0.75)
    _dire(forme, dit.split("\u00a0:")[0], dit)


def _cercle(g, a: float, b: float, rayon: float, plein: bool = True):
    rond_ = g.add_shape(MSO_SHAPE.OVAL, Cm(a - rayon), Cm(b - rayon), Cm(2 * rayon), Cm(2 * rayon))
    _peindre(rond_, BLEU if plein else None, ENCRE, 0.75)
    if plein:
        _voir_au_travers(rond_, OPACITE)
    return rond_


def _voir_au_travers(forme, opacite: int) -> None:
    forme.fill._xPr.find(qn("a:solidFill"))[0].append(
        parse_xml(f'<a:alpha {nsdecls("a")} val="{opacite}"/>')
    )


def _noms(g, cercles, croix, places, x: float, bas: float, corps: int) -> None:
    """The names of the largest ones, on a pale ground, tied to their circles where they had to
    move; a name too long for its place is left to the table.
    """
    pas = corps * POINT * 1.35
    for (a, b, _, texte), (la, lb, long) in zip(cercles, places, strict=False):
        if any(la < ca < la + long and abs(cb - lb) < pas / 2 for ca, cb, *_ in [*cercles, *croix]):
            # it would hide another circle or a cross: its name is in the table that follows, and in
            # its alternative text
            continue
        if abs(lb - b) > 0.1:
            _trait(g, x + a, bas - b, x + (la - 0.08 if la > a else la + long + 0.08), bas - lb)
        cote = PP_ALIGN.RIGHT if la < a else PP_ALIGN.LEFT
        _mots(g, x + la, bas - lb, texte, long, cote, gras=True, corps=corps)


def _echelle(g, x: float, bas: float, grand: float, unite: str, corps: int) -> None:
    """What the areas are worth: two circles of the same feet, whose numbers are easy to hold."""
    centre, pied = x + 0.3 + RAYON_MAX, bas - 0.6
    serre = corps > CORPS  # in large letters, the names of two circles would meet
    for v in (rond(grand), rond(grand / 8))[: 1 if serre else 2]:
        rayon = RAYON_MAX * math.sqrt(v / grand)
        _dire(
            _cercle(g, centre, pied - rayon, rayon, plein=False),
            "Échelle",
            f"Échelle\u00a0: {formats.nombre(v)} {unite}",
        )
        _trait(g, centre, pied - 2 * rayon, centre + RAYON_MAX + 0.3, pied - 2 * rayon)
        dit, ou = f"{formats.nombre(v)} {unite}", pied - 2 * rayon
        _mots(g, centre + RAYON_MAX + 0.4, ou, dit, 4.0 * corps / CORPS, corps=corps)


def _mots(
    g,
    x: float,
    milieu: float,
    texte: str,
    large: float,
    cote=PP_ALIGN.LEFT,
    *,
    gras: bool = False,
    corps=CORPS,
) -> None:
    h = corps * POINT * 1.3
    boite = g.add_textbox(Cm(x), Cm(milieu - h / 2), Cm(large), Cm(h))
    cadre = boite.text_frame
    cadre.word_wrap, cadre.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    cadre.margin_left = cadre.margin_right = cadre.margin_top = cadre.margin_bottom = 0
    if gras:
        boite.fill.solid()
        boite.fill.fore_color.rgb = BLANC
        _voir_au_travers(boite, VOILE)
    ecrire(cadre, texte, corps, ENCRE, cote, gras=gras)


def _trait(g, a: float, b: float, c: float, d: float) -> None:
    trait = g.add_connector(MSO_CONNECTOR.STRAIGHT, Cm(a), Cm(b), Cm(c), Cm(d))
    trait.line.color.rgb, trait.line.width = GRIS, Pt(0.75)


def _peindre(forme, fond, trait, epais: float = 0) -> None:
    plat(forme)
    if fond is None:
        forme.fill.background()
    else:
        forme.fill.solid()
        forme.fill.fore_color.rgb = fond
    if trait is None:
        forme.line.fill.background()
    else:
        forme.line.color.rgb, forme.line.width = trait, Pt(epais)


def _dire(forme, nom: str, dit: str) -> None:
    """The name in the selection pane, and the words that a screen reader says."""
    propriete = forme._element.xpath(".//p:cNvPr")[0]
    propriete.set("name", nom or "Territoire")
    propriete.set("descr", dit)
