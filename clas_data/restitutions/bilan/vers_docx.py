"""The bilan as a Word document to go on with: real styles, contents, captions, alternative texts,
native tables.
"""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document as Word
from docx.shared import Cm, Pt

from clas_data.dessin import papier
from clas_data.figures.figure import (
    BARRES,
    CARTE,
    CASCADE,
    ECARTS,
    EMPILEES,
    Chiffres,
    Figure,
    Paragraphe,
    Tableau,
)
from clas_data.figures.typographie import sans_coupure
from clas_data.restitutions import bureautique
from clas_data.restitutions.bilan import ordre
from clas_data.restitutions.bilan.mise_en_page import glossaire, grille, notes, sous_figure, tete
from clas_data.restitutions.diapositives import natifs
from clas_data.restitutions.document import Document
from clas_data.restitutions.word import graphiques, pagination, styles, tableaux
from clas_data.restitutions.word import outils as word
from clas_data.restitutions.word.bas_de_page import Notes

GENRES = {
    "puce": "List Bullet",
    "avis": word.AVIS,
    "chapeau": styles.CHAPEAU,
    "message": styles.MESSAGE,
    "citation": styles.CITATION,
    "note": styles.PETIT,
}
IMAGE_CM = 15.5
SIGNETS = 1_000  # bookmarks of figures are numbered from here, those of parts before
IMAGES = (CARTE, CASCADE, ECARTS)  # what no chart of Word draws
BARRE_CM, FIXE_CM, COURBE_CM, CARTE_CM = 0.42, 1.2, 4.2, 10.5  # a bar, what surrounds it, others
LOGO_CM = 6
LIGNE = 45  # letters of a name beyond which it takes two lines


class Compteurs:
    """What is counted while the document is written: numbers as in the text that cites them,
    captions, notes at the foot of pages.
    """

    def __init__(self, w: Word, o: ordre.Ordre):
        self.o, self.notes = o, Notes(w)
        self.legendes: list[tuple[str, str]] = []


def ecrire(d: Document) -> bytes:
    """The whole document."""
    w = word.document(f"{d.titre}, {d.campagne}", d.auteur)
    _pied(w, d)
    if d.demonstration:
        w.add_paragraph().add_run(d.demonstration).style = styles.FORT
    if d.logo:
        image = w.add_paragraph().add_run().add_picture(io.BytesIO(d.logo), width=Cm(LOGO_CM))
        word.decrire(image, "Logo", "Logo", "Logo")
    w.add_paragraph(sans_coupure(d.titre), style="Title")
    w.add_paragraph(sans_coupure(d.sous_titre), style="Subtitle")
    tableaux.tableau(
        w,
        ("Ce document", ""),
        [sans_coupure(p) for p in d.provenance],
        (),
        (1.4, 4),
        "Ce que ce document dit de lui-même",
    )
    o = ordre.ranger(d)
    titres = [(sans_coupure(f"{n} {p.intitule}"), f"_Toc_{p.id}") for n, p in o.titres()]
    word.rubrique(w, "Sommaire")
    word.sommaire(w, titres)
    word.regler(w)
    c = Compteurs(w, o)
    for i, ((_, nom), partie) in enumerate(zip(titres, o.parties, strict=True), 1):
        t = w.add_paragraph(
            sans_coupure(partie.intitule), style=styles.ANNEXE if partie.annexe else "Heading 1"
        )
        word.signet(t, nom, i)
        if i == 1 or partie.id == next((p.id for p in o.annexes), ""):
            t.paragraph_format.page_break_before = True
        for k, b in enumerate(partie.blocs):
            _bloc(w, b, c)
            if k < tete(partie) - 1:
                w.paragraphs[-1].paragraph_format.keep_with_next = True
        word.finir(w)
    if c.legendes:
        word.rubrique(w, "Table des figures")
        word.table_des_figures(w, c.legendes)
    c.notes.poser()
    word.numeroter_sommaire(w, pagination.disposer(w))
    sortie = io.BytesIO()
    w.save(sortie)
    return bureautique.figer(sortie.getvalue(), d.date_iso)


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


def _bloc(w: Word, b: Any, c: Compteurs) -> None:
    if isinstance(b, Paragraphe):
        _paragraphe(w, b)
    elif isinstance(b, Chiffres):
        _chiffres(w, b)
    elif isinstance(b, Figure):
        _figure(w, b, c)
    else:
        _tableau(w, b, c)


def _paragraphe(w: Word, b: Paragraphe) -> None:
    if b.genre == "intertitre":
        w.add_heading(sans_coupure(b.texte), 2)
        return
    p = w.add_paragraph(sans_coupure(b.texte), style=GENRES.get(b.genre, "Normal"))
    if b.texte.endswith(":"):
        p.paragraph_format.keep_with_next = True


def _chiffres(w: Word, b: Chiffres) -> None:
    w.add_paragraph(sans_coupure(b.titre), style=styles.TITRE_FIGURE)
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
    t = tableaux.tableau(w, tetes, lignes, (), larges, b.titre)
    for rangee in t.rows[1:]:
        for run in rangee.cells[1].paragraphs[0].runs:
            run.style = styles.FORT
    _petits(w, [])


def _figure(w: Word, b: Figure, c: Compteurs) -> None:
    w.add_paragraph(sans_coupure(b.titre), style=styles.TITRE_FIGURE)
    p = w.add_paragraph()
    p.paragraph_format.keep_with_next = True
    rang = c.o.numero(b)
    mots = (f"Figure {rang}", b.alternative, b.titre)
    if b.genre in IMAGES:
        dessin = io.BytesIO(papier.png(papier.dessiner(b)))
        large = CARTE_CM if b.genre == CARTE else IMAGE_CM
        word.decrire(p.add_run().add_picture(dessin, width=Cm(large)), *mots)
    else:
        _graphique(w, p, b, rang, mots)
    legende = word.legende(w, "Figure", rang, sans_coupure(b.sous_titre), liee=True)
    nom = f"_Fig_{rang}"
    word.signet(legende, nom, SIGNETS + rang)
    c.legendes.append((sans_coupure(c.o.legende(b)), nom))
    dites = sous_figure(b)
    for nom_note, texte in dites:
        if nom_note == "Source":
            c.notes.appeler(legende, sans_coupure(f"Source\u00a0: {texte}"))
    _petits(w, [n for n in dites if n[0] != "Source"])


def _graphique(w: Word, p: Any, f: Figure, rang: int, mots: tuple[str, str, str]) -> None:
    """A chart that Word can change, as tall as what it shows."""
    n = min(len(f.categories), f.lignes_max or len(f.categories))
    couche = f.genre in (BARRES, EMPILEES)
    epais = 1.3 if len(f.series) > 1 else 1
    lignes = n + sum(len(c) > LIGNE for c in f.categories[:n])
    haut = FIXE_CM + BARRE_CM * epais * lignes if couche else COURBE_CM
    large = word.LARGEUR_CM
    montre = natifs.tranche(f, range(n))
    natifs.poser((s := graphiques.vierge()), montre, natifs.plafond(montre), 0, 0, large, haut)
    graphique = next(x for x in s.shapes if x.has_chart).chart
    graphiques.incorporer(w, p, graphique, rang, (large, haut), mots)


def _tableau(w: Word, t: Tableau, c: Compteurs) -> None:
    if t.glossaire:
        return _glossaire(w, t)
    word.legende(w, "Tableau", c.o.numero(t), sans_coupure(t.titre), liee=True)
    g = grille(t)
    tableaux.tableau(
        w,
        sans_coupure(g.colonnes),
        sans_coupure(list(g.lignes)),
        g.droites,
        g.largeurs,
        t.titre,
        suite=bool(notes(t)),
    )
    _petits(w, notes(t))


def _glossaire(w: Word, t: Tableau) -> None:
    """Terms and definitions in two columns of text, source by source."""
    w.add_heading(sans_coupure(t.titre), 2)
    word.colonnes(w, 2)
    for source, entrees in glossaire(t):
        p = w.add_paragraph(style=word.DEFINITION)
        p.add_run(sans_coupure(source)).style = styles.FORT
        p.paragraph_format.keep_with_next, p.paragraph_format.space_before = True, Pt(8)
        for terme, dit in entrees:
            p = w.add_paragraph(style=word.DEFINITION)
            p.add_run(f"{sans_coupure(terme)}\u00a0: ").style = styles.FORT
            p.add_run(sans_coupure(dit))
    word.colonnes(w, 1)


def _petits(w: Word, paires: list[list[str]], liee: bool = False) -> None:
    """The small print, or the space after a table."""
    p = w.add_paragraph(style=styles.NOTE)
    if liee:
        p.paragraph_format.keep_with_next = True
    for i, (nom, texte) in enumerate(paires):
        if i:
            p.add_run().add_break()
        p.add_run(f"{nom}\u00a0: ").style = styles.FORT
        p.add_run(sans_coupure(texte))
