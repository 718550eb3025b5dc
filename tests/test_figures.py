"""Every figure of every page and of the bilan, composed from both sources: what a screen and a page
of paper draw is what the figure says, same values, same words.
"""

from __future__ import annotations

import re

import pytest
from matplotlib.text import Text

from clas_data.acces import ligne_de_commande
from clas_data.dessin import ecran, papier
from clas_data.dessin.agrandie import agrandir
from clas_data.figures import figure as modele
from clas_data.figures.composer import BLOCS
from clas_data.figures.figure import Chiffre, Chiffres, Figure, Tableau
from clas_data.figures.typographie import soigner
from clas_data.figures.valeur import reponses
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import INSECABLE, ND
from clas_data.restitutions.bilan import plan
from clas_data.secret import SIGNE
from clas_data.tables import base
from clas_data.ui import lecture
from tests.test_ui_pages import ouvrir, racine  # noqa: F401 (fixture)

ICI, AVANT = "2021-2022", "2020-2021"
ECRANS = [
    ("vue_ensemble", ""),
    ("enfants", ""),
    ("financement", "D'où vient l'argent"),
    ("financement", "Ce que ça coûte"),
    ("financement", "Où et à qui"),
    ("financement", "Comptes"),
    ("articulation", "Dispositifs"),
    ("articulation", "Territoires et années"),
    ("articulation", "École et parents"),
    ("articulation", "Animation"),
    ("articulation", "Repères"),
]
# Kinds that need the mouvements of a pair of campagnes have tests of their own.
AILLEURS = {"cascade", "ecarts", "pourquoi"}
SUR_PAPIER = {modele.BARRES, modele.COURBES, modele.EMPILEES, modele.COLONNES}


@pytest.fixture
def declarees(racine, monkeypatch):
    """(kind, declaration) of every block of the outline, and of those that the pages ask for."""
    vues = [
        (genre, dict(d))
        for p in plan.load().parties.values()
        for genre, d in p.blocs
        if genre in BLOCS and genre not in AILLEURS
    ]
    faire = lecture.figures

    def noter(selection, genre, **declaration):
        if genre not in AILLEURS:
            vues.append((genre, declaration))
        return faire(selection, genre, **declaration)

    monkeypatch.setattr(lecture, "figures", noter)
    for page, onglet in ECRANS:
        at = ouvrir(racine, "comite", page, campagne=ICI, **({"onglet": onglet} if onglet else {}))
        assert not at.exception, (page, onglet)
    assert {g for g, _ in vues} == set(BLOCS) - AILLEURS, "a kind that nobody shows"
    return vues


def _composer(installation, declarees, diffusion: bool):
    moi = ligne_de_commande()
    v = Valeurs(
        installation,
        base.ouvrir(installation),
        moi.perimetre(()),
        ICI,
        AVANT,
        moi.agregats(()) if diffusion else None,
    )
    return [f for genre, d in declarees for f in BLOCS[genre](v, d)]


@pytest.mark.parametrize("diffusion", [False, True])
def test_what_is_drawn_is_what_the_figure_says(racine, declarees, diffusion):
    composees = _composer(racine, declarees, diffusion)
    figures = [f for f in composees if isinstance(f, Figure) and not f.vide]
    assert len(figures) > 25 and {f.genre for f in figures} <= set(ecran.DESSINS)
    for f in figures:
        _same_words(f)
        _on_screen(f)
        if f.genre in SUR_PAPIER:
            _on_paper(f)
    for t in (x for x in composees if isinstance(x, Tableau)):
        assert all(
            len(l) == len(b) == len(t.colonnes) for l, b in zip(t.lignes, t.brutes, strict=True)
        )
    for g in (x for x in composees if isinstance(x, Chiffres)):
        for c in g.chiffres:
            _headline(c)
    secrets = [s for f in figures for s in f.series if SIGNE in s.textes]
    assert bool(secrets) is diffusion, "the committee reads all, the diffused version hides"
    assert all(
        v is None for s in secrets for v, t in zip(s.valeurs, s.textes, strict=True) if t == SIGNE
    )


def _same_words(f: Figure) -> None:
    """The alternative text, the table and the files have every value, in the same words."""
    lignes, brutes = f.donnees.lignes, f.donnees.brutes
    assert len(lignes) == len(brutes) == len(f.categories)
    if f.detail is None:
        for s in f.series:
            j = f.donnees.colonnes.index(s.nom)
            assert tuple(l[j] for l in lignes) == s.textes
            assert tuple(b[j] for b in brutes) == s.valeurs
    for s in f.series:
        assert len(s.valeurs) == len(s.textes) == len(f.categories) == len(s.reponses)
        for c, t in zip(f.categories[: modele.ALTERNATIVE_MAX], s.textes, strict=False):
            assert soigner(c) in f.alternative and soigner(t) in f.alternative, (f.cle, c, t)
        assert s.reponses == tuple(map(reponses, s.repondants, s.attendus)) or not s.repondants
    assert f.titre and f.source and "département entier" in f.champ


def _on_screen(f: Figure) -> None:
    n = min(f.lignes_max or len(f.categories), len(f.categories))
    dessin = ecran.dessiner(f, sombre=False)
    large = agrandir(dessin, 2)  # the same at the meeting, in words twice as large
    assert [(x.x, x.y, x.text) for x in large.data] == [(x.x, x.y, x.text) for x in dessin.data]
    polices = [[a.font.size or 0 for a in d.layout.annotations] for d in (dessin, large)]
    assert [2 * n for n in polices[0]] == polices[1], f.cle
    traces = dessin.data[1:] if f.genre == modele.PARTS else dessin.data
    debout = f.genre in (modele.EVOLUTION, modele.COLONNES, modele.COURBES)
    for s, trace in zip(f.series, traces, strict=False):
        vues = list(trace.y if debout else trace.x)
        manque = None if f.genre in (modele.EVOLUTION, modele.COURBES) else 0
        assert vues == [manque if v is None else v for v in s.valeurs[:n]], (f.cle, s.nom)
        for t, survol in zip(s.textes[:n], trace.hovertext, strict=True):
            assert t in survol, (f.cle, t, survol)
    if f.genre == modele.BARRES and len(f.series) > 1:
        reperes = [x.x0 for x in dessin.layout.shapes]
        assert reperes == [v for v in f.series[1].valeurs[:n] if v is not None], f.cle
    ecrits = {a.text for a in dessin.layout.annotations}
    ecrits |= {x for t in dessin.data for x in (t.text or ()) if isinstance(t.text, tuple)}
    s = f.series[0]
    if f.genre in (modele.EVOLUTION, modele.BARRES, modele.PARTS):
        for t, v in zip((s.courts or s.textes)[:n], s.valeurs, strict=False):
            assert t in ecrits or (v is None and ND in ecrits), (f.cle, t)


def _on_paper(f: Figure) -> None:
    dessin = papier.dessiner(f)
    ecrits = soigner(" ".join(t.get_text() for t in dessin.findobj(Text))).replace("\n", " ")
    n = f.lignes_max or len(f.categories)
    for s in f.series[:1]:
        for t, v in zip(s.textes[:n], s.valeurs, strict=False):
            assert v is None or f.genre == modele.EMPILEES or soigner(t) in ecrits, (f.cle, t)


def _headline(c: Chiffre) -> None:
    assert c.nom and (c.valeur in (ND, SIGNE)) is (c.brut is None)
    if c.trace is not None:
        assert c.trace.textes[-1] == c.valeur and c.trace.valeurs[-1] == c.brut
        assert c.lignes and len(c.campagnes) == len(c.fragiles) == len(c.trace.valeurs)
        assert c.trajet.endswith(f"{ICI} : {c.valeur}")
    nombre = r"[\d\u202f]+"
    dite = rf"{nombre}{INSECABLE}réponses? sur {nombre} \(.+%\)"
    assert not c.couverture or re.fullmatch(dite, c.couverture)
