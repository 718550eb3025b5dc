"""The bilan as a Word document to go on with: real styles, contents, captions, alternative texts,
native tables.
"""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document as Word
from docx.shared import Cm, Pt

from clas_data.dessin import papier
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan import ordre
from clas_data.restitutions.bilan.mise_en_page import (
    glossaire,
    grille,
    iso,
    notes,
    sans_coupure,
    sous_figure,
    tete,
)
from clas_data.restitutions.document import Document
from clas_data.restitutions.word import outils as word
from clas_data.restitutions.word import pagination

SERRE = 6  # columns from which a table is set smaller


class Compteurs:
    """The numbers of captions as they are written."""

    def __init__(self):
        self.tableaux, self.figures = 0, 0


def ecrire(d: Document) -> bytes:
    """The whole document."""
    w = word.document(f"{d.titre}, {d.campagne}", d.auteur)
    _pied(w, d)
    if d.demonstration:
        p = w.add_paragraph()
        p.add_run(d.demonstration).bold = True
    w.add_paragraph(sans_coupure(d.titre), style="Title")
    w.add_paragraph(sans_coupure(d.sous_titre), style="Subtitle")
    word.tableau(
        w,
        ("Ce document", ""),
        [sans_coupure(p) for p in d.provenance],
        (),
        (1.4, 4),
        "Ce que ce document dit de lui-même",
        10,
    )
    o = ordre.ranger(d)
    titres = [(sans_coupure(f"{n} {p.intitule}"), f"_Toc_{p.id}") for n, p in o.titres()]
    p = w.add_paragraph()
    p.add_run("Sommaire").bold = True
    p.paragraph_format.space_before, p.paragraph_format.keep_with_next = Pt(18), True
    word.sommaire(w, titres)
    word.regler(w)
    c = Compteurs()
    for i, ((titre, nom), partie) in enumerate(zip(titres, o.parties, strict=True), 1):
        t = w.add_heading(titre, 1)
        word.signet(t, nom, i)
        if i == 1 or partie.id == next((p.id for p in o.annexes), ""):
            t.paragraph_format.page_break_before = True
        for k, b in enumerate(partie.blocs):
            _bloc(w, b, c)
            if k < tete(partie) - 1:
                w.paragraphs[-1].paragraph_format.keep_with_next = True
    word.numeroter_sommaire(w, pagination.disposer(w))
    sortie = io.BytesIO()
    w.save(sortie)
    return bureautique.figer(sortie.getvalue(), iso(d))


def _pied(w: Word, d: Document) -> None:
    p = w.sections[0].footer.paragraphs[0]
    p.paragraph_format.tab_stops.add_tab_stop(Cm(word.LARGEUR_CM), 2)
    p.add_run(
        sans_coupure(d.pied.replace("base ", "base\u00a0"))
        + (f" · {d.demonstration}" if d.demonstration else "")
        + " · page\u00a0"
    )
    word.champ(p, " PAGE ", "1")
    p.add_run("\u00a0/\u00a0")
    word.champ(p, " NUMPAGES ", "1")
    for run in p.runs:
        run.font.size, run.font.color.rgb = Pt(8), word.GRIS


def _bloc(w: Word, b: Any, c: Compteurs) -> None:
    if isinstance(b, Paragraphe):
        _paragraphe(w, b)
    elif isinstance(b, Chiffres):
        _chiffres(w, b, c)
    elif isinstance(b, Figure):
        _figure(w, b, c)
    else:
        _tableau(w, b, c)


def _paragraphe(w: Word, b: Paragraphe) -> None:
    if b.genre == "intertitre":
        w.add_heading(sans_coupure(b.texte), 2)
        return
    p = w.add_paragraph(style={"puce": "List Bullet", "avis": word.AVIS}.get(b.genre, "Normal"))
    run = p.add_run(sans_coupure(b.texte))
    p.paragraph_format.keep_with_next = b.texte.endswith(":")
    if b.genre == "note":
        run.font.size, run.font.color.rgb = Pt(9.5), word.GRIS


def _chiffres(w: Word, b: Chiffres, c: Compteurs) -> None:
    c.tableaux += 1
    word.legende(w, "Tableau", c.tableaux, b.titre, liee=True)
    colonnes = [
        ("Chiffre", 31, "nom"),
        ("Valeur", 11, "valeur"),
        ("Évolution", 40.5, "ecart"),
        ("Réponses", 31, "couverture"),
    ]
    tetes, larges, champs = zip(
        *(c for c in colonnes if any(getattr(x, c[2]) for x in b.chiffres)), strict=True
    )
    lignes = [sans_coupure(tuple(getattr(x, c) or "–" for c in champs)) for x in b.chiffres]
    t = word.tableau(w, tetes, lignes, (), larges, b.titre, 9)
    for rangee in t.rows[1:]:
        for run in rangee.cells[1].paragraphs[0].runs:
            run.font.bold, run.font.size = True, Pt(10.5)
    _petits(w, [])


def _figure(w: Word, b: Figure, c: Compteurs) -> None:
    titre = w.add_paragraph()
    titre.add_run(sans_coupure(b.titre)).bold = True
    titre.paragraph_format.keep_with_next, titre.paragraph_format.space_before = True, Pt(8)
    p = w.add_paragraph()
    image = p.add_run().add_picture(
        io.BytesIO(papier.png(papier.dessiner(b))), width=Cm(word.LARGEUR_CM)
    )
    p.paragraph_format.keep_with_next = True
    c.figures += 1
    word.decrire(image, f"Figure {c.figures}", b.alternative, b.titre)
    word.legende(w, "Figure", c.figures, sans_coupure(b.sous_titre), liee=True)
    _petits(w, sous_figure(b))


def _tableau(w: Word, t: Tableau, c: Compteurs) -> None:
    if t.glossaire:
        return _glossaire(w, t)
    c.tableaux += 1
    word.legende(w, "Tableau", c.tableaux, sans_coupure(t.titre), liee=True)
    g = grille(t)
    corps = 8.5 if len(t.colonnes) >= SERRE or len(t.lignes) > word.ENTIERE else 9
    word.tableau(
        w,
        sans_coupure(g.colonnes),
        sans_coupure(list(g.lignes)),
        g.droites,
        g.largeurs,
        t.titre,
        corps,
        suite=bool(notes(t)),
    )
    _petits(w, notes(t))


def _glossaire(w: Word, t: Tableau) -> None:
    """Terms and definitions in two columns of text, source by source."""
    w.add_heading(sans_coupure(t.titre), 2)
    word.colonnes(w, 2)
    for source, entrees in glossaire(t):
        p = w.add_paragraph(style=word.DEFINITION)
        run = p.add_run(sans_coupure(source))
        run.font.bold, run.font.color.rgb = True, word.GRIS
        p.paragraph_format.keep_with_next, p.paragraph_format.space_before = True, Pt(8)
        for terme, dit in entrees:
            p = w.add_paragraph(style=word.DEFINITION)
            p.add_run(f"{sans_coupure(terme)}\u00a0: ").bold = True
            p.add_run(sans_coupure(dit))
    word.colonnes(w, 1)


def _petits(w: Word, paires: list[list[str]], liee: bool = False) -> None:
    """The small print, or the space after a table."""
    p = w.add_paragraph()
    (
        p.paragraph_format.keep_with_next,
        p.paragraph_format.space_before,
        p.paragraph_format.space_after,
    ) = liee, Pt(2), Pt(4)
    for i, (nom, texte) in enumerate(paires):
        if i:
            p.add_run().add_break()
        p.add_run(f"{nom}\u00a0: ").bold = True
        p.add_run(sans_coupure(texte))
    for run in p.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), word.GRIS
