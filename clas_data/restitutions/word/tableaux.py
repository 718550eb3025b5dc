"""Native tables of Word: header repeated on each page, no row cut in two."""

from __future__ import annotations

from collections.abc import Collection

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from clas_data.restitutions.word import styles
from clas_data.restitutions.word.outils import DOUX, LARGEUR_CM

ENTIERE = 26  # rows up to which a table is kept on one page
STYLES = {  # of a cell: (in the header, a number)
    (True, False): styles.TETE,
    (True, True): styles.TETE_NOMBRE,
    (False, False): styles.CELLULE,
    (False, True): styles.NOMBRE,
}


def tableau(
    d: Document,
    colonnes: tuple[str, ...],
    lignes: list[tuple[str, ...]],
    droites: Collection[int],
    largeurs: tuple[float, ...],
    titre: str,
    suite: bool = False,
):
    """A native table: header row repeated on each page, no row cut in two, `droites` its columns of
    numbers, described for whoever does not see it.

    A table shorter than a page is never cut; `suite` keeps it with the paragraph that follows.
    """
    t = d.add_table(rows=1, cols=len(colonnes))
    t.autofit = False
    total = sum(largeurs)
    for nom, texte in (
        ("w:tblCaption", titre),
        ("w:tblDescription", f"{titre}. Colonnes\u00a0: {', '.join(c for c in colonnes if c)}."),
    ):
        e = OxmlElement(nom)
        e.set(qn("w:val"), texte)
        t._tbl.tblPr.append(e)
    _bords(t)
    for j, x in enumerate(largeurs):
        t.columns[j].width = Cm(LARGEUR_CM * x / total)
    _ligne(t.rows[0], colonnes, droites, largeurs, total, True)
    for l in lignes:
        _ligne(t.add_row(), l, droites, largeurs, total, False)
    liees = list(t.rows)[: None if suite else -1] if len(lignes) <= ENTIERE else [t.rows[0]]
    for p in (c.paragraphs[0] for rangee in liees for c in rangee.cells):
        p.paragraph_format.keep_with_next = True
    return t


def _bords(t) -> None:
    bords = OxmlElement("w:tblBorders")
    for cote in ("bottom", "insideH"):
        e = OxmlElement(f"w:{cote}")
        for a, v in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9DFE5")):
            e.set(qn(f"w:{a}"), v)
        bords.append(e)
    t._tbl.tblPr.find(qn("w:tblLayout")).addprevious(bords)  # the schema wants them in this order


def _ligne(
    rangee,
    textes: tuple[str, ...],
    droites: Collection[int],
    largeurs: tuple[float, ...],
    total: float,
    tete: bool,
) -> None:
    proprietes = rangee._tr.get_or_add_trPr()
    proprietes.append(OxmlElement("w:cantSplit"))
    if tete:
        proprietes.append(OxmlElement("w:tblHeader"))
    for j, (cellule, texte) in enumerate(zip(rangee.cells, textes, strict=True)):
        cellule.width = Cm(LARGEUR_CM * largeurs[j] / total)
        p = cellule.paragraphs[0]
        p.style = STYLES[tete, j in droites]
        p.add_run(texte)
        if tete:
            fond = OxmlElement("w:shd")
            for a, v in (("val", "clear"), ("color", "auto"), ("fill", DOUX)):
                fond.set(qn(f"w:{a}"), v)
            cellule._tc.get_or_add_tcPr().append(fond)
