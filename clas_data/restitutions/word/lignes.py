"""How many lines the words of a paragraph take, in the font of the document."""

from __future__ import annotations

import re
from functools import cache

from docx.text.paragraph import Paragraph
from fontTools.ttLib import TTFont

from clas_data.restitutions.word import police_jointe

COUPURES = re.compile(r"(?<=[ -])")


def herite(p: Paragraph, attribut: str):
    """The value of the paragraph, else of its style and those it is based on."""
    lu, style = getattr(p.paragraph_format, attribut), p.style
    while lu is None and style is not None:
        lu, style = getattr(style.paragraph_format, attribut), style.base_style
    return lu


def _corps(p: Paragraph) -> tuple[float, bool]:
    """Size and weight of the text of a paragraph."""
    style, run = (
        p.style,
        next((r for r in p.runs if r.text.strip()), None) or next(iter(p.runs), None),
    )
    taille, gras = (run.font.size, run.font.bold) if run is not None else (None, None)
    while style is not None and (taille is None or gras is None):
        taille, gras, style = (
            taille or style.font.size,
            style.font.bold if gras is None else gras,
            style.base_style,
        )
    return (taille.pt if taille else 10.5), bool(gras)


def ligne(p: Paragraph) -> float:
    metrique = _police(False)["hhea"]
    return (
        max((r.font.size.pt for r in p.runs if r.font.size), default=_corps(p)[0])
        * (metrique.ascent - metrique.descent)
        / 1000
    )


def lignes(p: Paragraph, largeur: float) -> int:
    """How many lines its words take in this width (pt)."""
    (taille, gras), total = _corps(p), 0
    indent = herite(p, "left_indent")
    largeur -= indent.pt if indent is not None else 0.0
    for ligne in p.text.split("\n"):
        place, n = 0.0, 1
        for mot in COUPURES.split(ligne):
            large = _large(mot.rstrip(" "), gras) * taille / 1000
            if place + large > largeur and place:
                place, n = 0.0, n + 1
            place += _large(mot, gras) * taille / 1000
        total += n
    return max(total, 1)


@cache
def _police(gras: bool) -> TTFont:
    return TTFont(
        police_jointe.DOSSIER / police_jointe.FICHIERS["embedBold" if gras else "embedRegular"]
    )


@cache
def _avances(gras: bool) -> dict[str, int]:
    police = _police(gras)
    chasses = police["hmtx"].metrics
    return {chr(c): chasses[g][0] for c, g in police.getBestCmap().items()}


def _large(mot: str, gras: bool) -> float:
    avances = _avances(gras)
    return sum(avances.get(c, avances["-"] if c == "\u2011" else 500) for c in mot)
