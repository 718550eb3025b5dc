"""Where each part of the Word document begins, and on which page: its paragraphs, pictures and
tables laid out with the metrics of its own font.

Word and LibreOffice compute it again when the fields are updated; until then the contents show
these pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from clas_data.restitutions.word.lignes import herite, ligne, lignes

# share of the page kept free when a part is let begin there: another machine may need a line more
SECURITE = 0.03
CELLULE_PT = 10.8  # the two inner margins of a cell, left and right
EMU_PT = 12700
NOTE_PT = 16.0  # at the foot of the page, for each call to a note: its line, its share of the rule


@dataclass(frozen=True)
class Bande:
    """What takes height on a page and is not cut: a line of text, a picture, a row; `liee` keeps it
    with the next one.
    """

    haut: float
    avant: float = 0.0
    apres: float = 0.0
    liee: bool = False
    paragraphe: Paragraph | None = None  # the one that it begins
    objet: bool = False  # a picture, or a row
    signets: tuple[str, ...] = ()  # the bookmark of a part
    tete: float = 0.0  # the header that a table repeats where it goes on


def disposer(d: Document) -> dict[str, int]:
    """Choose which parts begin a page; bookmark → page.

    A part goes on where the previous one ends when its title and its sentences fit there, or when
    the page would be left less than half full; else it begins a page. So a page that is begun is
    filled, and what is added to a part does not move the next ones far. What would fit by a hair
    begins the next page too: a machine that needs a line more would have cut there.
    """
    section = d.sections[0]
    haut = (section.page_height - section.top_margin - section.bottom_margin) / EMU_PT
    pages, page, reste, apres = {}, 1, haut, 0.0
    groupes = list(_groupes(_bandes(d)))
    for i, groupe in enumerate(groupes):
        premiere, total = groupe[0], _hauteur(groupe, apres if reste < haut else 0.0)
        seule = premiere.signets and (
            not pages
            or bool(premiere.paragraphe.paragraph_format.page_break_before)
            or (
                reste < haut / 2
                and _hauteur(_ouverture(groupes[i:]), apres) > reste - SECURITE * haut
            )
        )
        juste = (
            premiere.paragraphe is not None
            and any(b.objet for b in groupe)
            and reste - SECURITE * haut < total <= reste < haut
        )
        if seule or juste:
            premiere.paragraphe.paragraph_format.page_break_before = True
            premiere.paragraphe.paragraph_format.space_before = Pt(0)
            groupe[0], total = replace(premiere, avant=0.0), total - premiere.avant
            page, reste, apres = page + 1, haut, 0.0
        elif total > reste and (total <= haut or len(groupe) == 1) and reste < haut:
            page, reste, apres = page + 1, haut, 0.0
        for b in groupe:
            besoin = b.haut + max(b.avant - apres, 0.0) + b.apres
            if b.haut + max(b.avant - apres, 0.0) > reste and reste < haut:
                page, reste, besoin = page + 1, haut - b.tete, b.haut + b.apres
            pages |= dict.fromkeys(b.signets, page)
            reste, apres = reste - besoin, b.apres
    return pages


def _ouverture(groupes: list[list[Bande]]) -> list[Bande]:
    """What a part begins with: its title and its sentences."""
    fin = next(
        (i for i, g in enumerate(groupes) if i and (g[0].signets or any(b.objet for b in g))),
        len(groupes),
    )
    return [b for g in groupes[:fin] for b in g]


def _hauteur(groupe: list[Bande], apres: float) -> float:
    total = 0.0
    for b in groupe:
        total += max(b.avant - apres, 0.0) + b.haut + b.apres
        apres = b.apres
    return total - groupe[-1].apres


def _groupes(bandes: Iterator[Bande]) -> Iterator[list[Bande]]:
    """Bands that stay on one page together."""
    groupe: list[Bande] = []
    for b in bandes:
        groupe.append(b)
        if not b.liee:
            yield groupe
            groupe = []
    if groupe:
        yield groupe


def _bandes(d: Document) -> Iterator[Bande]:
    section = d.sections[0]
    entiere = (section.page_width - section.left_margin - section.right_margin) / EMU_PT
    colonnes = [_colonnes(s._sectPr) for s in d.sections]
    rang = 0
    for bloc in d.iter_inner_content():
        if isinstance(bloc, Table):
            yield from _rangees(bloc)
            continue
        n, goutte = colonnes[rang]
        for b in _paragraphe(bloc, (entiere - (n - 1) * goutte) / n):
            # columns as long as each other
            yield (
                b if n == 1 else replace(b, haut=b.haut / n, avant=b.avant / n, apres=b.apres / n)
            )
        rang += bloc._p.pPr is not None and bloc._p.pPr.sectPr is not None


def _colonnes(sect) -> tuple[int, float]:
    """How many columns of text a section has, and the space between them (pt)."""
    cols = sect.find(qn("w:cols"))
    return int(cols.get(qn("w:num"), "1")), int(cols.get(qn("w:space"), "0")) / 20


def _paragraphe(p: Paragraph, largeur: float) -> Iterator[Bande]:
    avant, apres, liee = (herite(p, a) for a in ("space_before", "space_after", "keep_with_next"))
    signets = tuple(e.get(qn("w:name")) for e in p._p.iter(qn("w:bookmarkStart")))
    images = [int(e.get("cy")) / EMU_PT for e in p._p.iter(qn("wp:extent"))]
    hautes = images or [ligne(p)] * lignes(p, largeur)
    appels = len(list(p._p.iter(qn("w:footnoteReference"))))
    for i, h in enumerate(hautes):
        fin = i == len(hautes) - 1
        h += appels * NOTE_PT if fin else 0.0
        # no line alone above or below a break
        ensemble = liee if fin else (liee or len(hautes) < 4 or i in (0, len(hautes) - 2))
        yield Bande(
            h,
            0.0 if i else _pt(avant),
            _pt(apres) if fin else 0.0,
            bool(ensemble),
            None if i else p,
            bool(images),
            () if i else signets,
        )


def _rangees(t: Table) -> Iterator[Bande]:
    largeurs = [c.width / EMU_PT - CELLULE_PT for c in t.columns]
    tete = 0.0
    for rang, rangee in enumerate(t.rows):
        cellules = [c.paragraphs[0] for c in rangee.cells]
        hautes = [
            ligne(p) * lignes(p, l) + _pt(herite(p, "space_before")) + _pt(herite(p, "space_after"))
            for p, l in zip(cellules, largeurs, strict=True)
        ]
        yield Bande(
            max(hautes) + 0.5,
            liee=bool(cellules[0].paragraph_format.keep_with_next),
            objet=True,
            tete=tete,
        )
        tete = tete if rang else max(hautes) + 0.5


def _pt(longueur) -> float:
    return longueur.pt if longueur is not None else 0.0
