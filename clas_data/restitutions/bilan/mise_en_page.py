"""What the writers share: captions in order, tables as a page holds them, the small print, French
breaks that must not happen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clas_data import formats
from clas_data.figures.figure import COURBES, Figure, Paragraphe, Tableau
from clas_data.restitutions.bilan import ordre
from clas_data.restitutions.document import Document, Partie

LIGNES_IMPRIMEES = 24  # rows of a figure's table on paper; the workbook has them all
PLIEE = 8  # rows from which a table of two columns is folded in two halves, side by side
SIGNES = 112  # letters of small print that the width of a page holds
AIR, GRAS = 3, 1.2  # in letters: the margins of a cell; a bold letter, or a figure
TETE_MAX = 6  # paragraphs that stay with the title of their part


@dataclass(frozen=True)
class Grille:
    """A table as a page holds it: its rows, the columns of numbers (set right), how wide each
    column is, what it leaves to the workbook.
    """

    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    droites: tuple[int, ...]
    largeurs: tuple[float, ...]
    suite: str = ""


def grille(b: Figure | Tableau) -> Grille:
    """The table of a block; that of a figure is cut after so many rows, and folded when it is long
    and narrow.
    """
    t = b.tableau if isinstance(b, Figure) else b
    n = (b.lignes_max or LIGNES_IMPRIMEES) if isinstance(b, Figure) else len(t.lignes)
    reste = len(t.lignes) - n
    suite = (
        f"Et {formats.pluriel(reste, 'autre ligne')}, que le classeur donne en entier."
        if reste > 0
        else ""
    )
    colonnes, lignes, droites = t.colonnes, t.lignes[:n], tuple(range(t.alignees, len(t.colonnes)))
    if isinstance(b, Figure) and len(colonnes) == 2 and len(lignes) > PLIEE:
        moitie = -(-len(lignes) // 2)
        bas = lignes[moitie:] + (("", ""),) * (2 * moitie - len(lignes))
        nom, valeur = _largeurs(colonnes, lignes)
        return Grille(
            colonnes * 2,
            tuple(h + d for h, d in zip(lignes[:moitie], bas, strict=True)),
            (1, 3),
            (nom, valeur, nom + AIR, valeur),
            suite,
        )
    return Grille(colonnes, lignes, droites, t.largeurs or _largeurs(colonnes, lignes), suite)


def _largeurs(colonnes: Sequence[str], lignes: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The first column as wide as its labels need where the others, each as wide as its longest
    word or number, leave it the room.
    """
    n = len(colonnes) - 1
    premiere, *autres = (
        max([GRAS * len(m) for m in c.split()] + [len(l[j]) for l in lignes], default=0) + AIR
        for j, c in enumerate(colonnes)
    )
    usuelle = max(2.0, n) / (max(2.0, n) + n)
    if premiere <= SIGNES * usuelle:
        premiere = (
            SIGNES * usuelle
            if max(autres, default=0) * n <= SIGNES * (1 - usuelle)
            else max(premiere, SIGNES - sum(autres))
        )
    reste = SIGNES - min(premiere, max(SIGNES - sum(autres), SIGNES / 3))
    return (
        SIGNES - reste,
        *(
            reste * a / sum(autres) if sum(autres) > reste else a + (reste - sum(autres)) / n
            for a in autres
        ),
    )


def glossaire(t: Tableau) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rows (term, definition, source) of a glossary, source by source."""
    rangs = list(dict.fromkeys(l[2] for l in t.lignes))
    rangees = sorted(t.lignes, key=lambda l: rangs.index(l[2]))
    return [
        (source, [(l[0], l[1]) for l in lignes])
        for source, lignes in groupby(rangees, key=lambda l: l[2])
    ]


def tete(p: Partie) -> int:
    """How many paragraphs of a part stay with its title: those that it begins with."""
    n = next((i for i, b in enumerate(p.blocs) if not isinstance(b, Paragraphe)), len(p.blocs))
    return min(n, TETE_MAX)


def legendes(d: Document) -> dict[str, str]:
    """« Figure 3. Produits des actions selon le financeur (en euros) », by key: one number in all
    the documents.
    """
    o = ordre.ranger(d)
    return {f.cle: o.legende(f) for f in d.figures()}


def sous_figure(f: Figure) -> list[list[str]]:
    """What is printed under a figure of the text: its field is that of the document, which says it
    on each page, but where it spans campagnes. A long note is whole beside the data, in annex.
    """
    dites = [[n, t] for n, t in notes(f) if n != "Champ" or f.genre == COURBES]
    return [[n, ordre.breve(t) if n == "Note" else t] for n, t in dites]


def notes(b: Figure | Tableau) -> list[list[str]]:
    """Lecture, Champ, Source, Note: those that exist."""
    paires = [
        ("Lecture", getattr(b, "lecture", "")),
        ("Champ", b.champ),
        ("Source", b.source),
        ("Note", b.note),
    ]
    return [[n, t] for n, t in paires if t]
