"""Beside a curve of totals, those who answer both years: the same thin lines in every medium, and
none where everyone answered or where secrecy forbids it.
"""

from __future__ import annotations

import io

import pptx
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.dessin import ecran, papier, traits
from clas_data.figures import emporter, segments
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import mouvements
from clas_data.restitutions.diapositives import natifs
from clas_data.tables import base

ICI, AVANT = "2022-2023", "2021-2022"
COURBES = {
    "cle": "essai",
    "ids": ["enfants_prevus", "enfants_accompagnes"],
    "sujet": "Enfants par campagne",
}


def lire(demonstration, ids=None, diffusion=False):
    moi = ligne_de_commande()
    qui = moi.agregats(()) if diffusion else None
    v = Valeurs(demonstration, base.ouvrir(demonstration), moi.perimetre(()), ICI, AVANT, qui)
    return v, BLOCS["courbes"](v, {**COURBES, **({"ids": ids} if ids else {})})[0]


@pytest.fixture(scope="module")
def figure(demonstration):
    return lire(demonstration)[1]


def test_each_pair_of_campagnes_has_its_own_set_of_actions(figure, demonstration):
    b, p = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    assert {s.serie for s in figure.segments} == {1}, "everyone answers what is decided"
    for s in figure.segments:
        avec, campagne = figure.categories[s.debut], figure.categories[s.fin]
        m = mouvements.comparer(b, p, ["enfants_accompagnes"], campagne, avec)
        c = m["enfants_accompagnes"].comparables
        assert (s.avant, s.apres, s.actions) == (c.avant, c.apres, c.actions)
    dernier = figure.segments[-1]
    assert (dernier.avant, dernier.apres, dernier.actions) == (2150, 2219, 73)


def test_the_words_and_the_table_say_them(figure):
    vu = figure.alternative.replace("\u202f", " ").replace("\u00a0", " ")
    assert "2021-2022 → 2022-2023 : 2 150 → 2 219 (73 actions)" in vu
    assert "Trait fin" in figure.note
    t = figure.tableau
    assert t.colonnes[-1].startswith("Enfants accompagnés") and len(t.colonnes) == 4
    assert t.lignes[-1][-1] == t.brutes[-1][-1] == figure.segments[-1].mots
    assert t.lignes[0][-1] == segments.AUCUN
    assert all(len(l) == len(b) == 4 for l, b in zip(t.lignes, t.brutes, strict=True))


def test_they_are_drawn_on_screen_on_paper_and_on_slides(figure):
    voulus = [(s.avant, s.apres) for s in figure.segments]
    dessin = ecran.dessiner(figure, sombre=False)
    fins = dessin.data[len(figure.series) :]
    assert [tuple(t.y) for t in fins] == voulus
    assert all(t.line.width < dessin.data[0].line.width for t in fins)
    ecrits = {a.text for a in dessin.layout.annotations}
    assert {s.effectif for s in figure.segments} <= ecrits
    axes = papier.dessiner(figure).axes[0]
    fines = [l for l in axes.lines if l.get_label().strip("_") == segments.NOM]
    assert [tuple(l.get_ydata()) for l in fines] == voulus
    assert {s.effectif for s in figure.segments} <= {t.get_text() for t in axes.texts}
    assert [t.get_text() for t in axes.get_legend().get_texts()].count(segments.NOM) == 1
    presentation = pptx.Presentation()
    page = presentation.slides.add_slide(presentation.slide_layouts[6])
    (une,) = natifs.pages(figure)
    natifs.poser(page, une, None, 1, 1, 20, 12)
    presentation.save(io.BytesIO())
    series = list(page.shapes[0].chart.plots[0].series)[len(figure.series) :]
    assert [tuple(v for v in s.values if v is not None) for s in series] == voulus
    assert [
        s.points[x.fin].data_label.text_frame.text
        for s, x in zip(series, figure.segments, strict=True)
    ] == [x.effectif for x in figure.segments]


def test_the_columns_of_a_screen_have_them_too(demonstration):
    v, _ = lire(demonstration)
    (f,) = BLOCS["evolution"](v, {"id": "enfants_accompagnes"})
    assert [(s.debut, s.avant, s.apres, s.actions) for s in f.segments][-1] == (3, 2150, 2219, 73)
    assert len(f.segments) == len(f.categories) - 1
    assert "Trait fin" in f.note and "2 150 → 2 219 (73 actions)" in f.alternative.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")
    assert f.tableau.colonnes[-1] == segments.NOM
    pris = f.donnees  # taken away: numbers, the answers last
    assert pris.colonnes == (
        *("Campagne", "Enfants accompagnés", *segments.A_EMPORTER, "Réponses", "Attendues"),
    )
    assert pris.brutes[-1] == (ICI, 2780, 2150, 2219, 73, 94, 108)
    assert pris.brutes[0][2:5] == (None, None, None)
    dessin = ecran.dessiner(f, sombre=False)
    fins = [t for t in dessin.data if t.name == traits.LEGENDE]
    assert [tuple(t.y) for t in fins] == [(s.avant, s.apres) for s in f.segments]
    assert [t.showlegend for t in fins] == [True] + [False] * (len(fins) - 1)
    ecrits = {a.text for a in dessin.layout.annotations}
    assert {"<br>".join(s.effectif.split()) for s in f.segments} <= ecrits
    (rapport,) = BLOCS["evolution"](v, {"id": "cout_par_enfant"})
    assert [s.debut for s in rapport.segments] == [3], "of a ratio, the pair that is compared"
    (decide,) = BLOCS["evolution"](v, {"id": "enfants_prevus"})
    assert decide.segments == () and len(decide.tableau.colonnes) == 2
    assert not ecran.dessiner(decide, sombre=False).layout.showlegend


def test_totals_of_two_campagnes_are_taken_away_beside_those_who_answer_both(demonstration):
    v, _ = lire(demonstration)
    (f,) = BLOCS["repartition"](v, {"id": "enfants_accompagnes", "axe": "epci"})
    pris = emporter.donnees(v, f)
    assert pris.colonnes[1:6] == (AVANT, ICI, *segments.A_EMPORTER)
    lues = {b[0]: b[3:6] for b in pris.brutes}
    assert [sum(x[i] or 0 for x in lues.values()) for i in range(3)] == [2150, 2219, 73]
    assert {l[3:6] for l, b in zip(pris.lignes, pris.brutes, strict=True) if b[5] is None} <= {
        (segments.AUCUN,) * 3
    }
    (f,) = BLOCS["barres"](v, {"ids": ["part_pre", "part_reaap"], "cle": "b", "sujet": "Avec"})
    pris = emporter.donnees(v, f)
    un = v.changement("part_pre").mouvements.comparables
    ligne = next(b for b in pris.brutes if "PRE" in b[0])
    assert ligne[3:6] == (float(un.avant), float(un.apres), un.actions)
    (decide,) = BLOCS["repartition"](v, {"id": "enfants_prevus", "axe": "epci"})
    assert emporter.donnees(v, decide) == decide.donnees


def test_there_is_none_where_everyone_answered_or_where_it_is_secret(demonstration):
    _, decides = lire(demonstration, ["enfants_prevus", "collectifs_agrees"])
    assert decides.segments == () and "Trait fin" not in decides.note
    assert len(decides.tableau.colonnes) == 3
    v, diffusee = lire(demonstration, diffusion=True)
    for s in diffusee.segments:
        c, avec = diffusee.categories[s.fin], diffusee.categories[s.debut]
        assert v.entre(avec, c).mouvements("enfants_accompagnes") is not None
