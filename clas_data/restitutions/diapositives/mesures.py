"""How much room words take on a slide, measured before they are set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from clas_data.figures.figure import Paragraphe

LARGE, HAUT, MARGE = 33.87, 19.05, 1.6  # cm, 16:9
UTILE = LARGE - 2 * MARGE  # the width that the body of a slide may take
DEBUT, FIN = 4.3, 17.5  # its top, its bottom
POINT = 2.54 / 72  # cm
SIGNE, INTERLIGNE = 0.56, 1.22  # width of a letter, height of a line, in points for one of size
GRAS = 1.18  # bold letters are wider
PUCES_MAX = 5  # bullets of a slide
CASE, AIR = 0.52, 0.34  # cm: margins of a cell, beside and above its text


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
