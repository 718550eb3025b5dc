"""« D'où vient la différence ? »: the waterfall, the bars by territory, the paragraph; amounts that
sum, for every additive figure and pair of campagnes.
"""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import pytest

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.dessin import cascades, ecran, papier
from clas_data.figures import differences, figure, mouvements
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue, comparabilite, libelles, phrases, pourquoi
from clas_data.indicateurs import mouvements as calcul
from clas_data.indicateurs.mouvements import NATURES
from clas_data.tables import base
from tests.test_ui_pages import html, ouvrir

CAMPAGNES = [f"{a}-{a + 1}" for a in range(2018, 2023)]
ADDITIFS = [i.id for i in catalogue.load().values() if i.additif]
AXES = ("epci", "niveau")
PAIRES = list(itertools.combinations(CAMPAGNES, 2))


@pytest.fixture(scope="module")
def lue(demonstration):
    return base.ouvrir(demonstration), ligne_de_commande().perimetre(())


@pytest.fixture(scope="module")
def valeurs(demonstration, lue):
    return Valeurs(demonstration, *lue, "2022-2023", "2021-2022")


@pytest.mark.parametrize("paire", PAIRES, ids="_".join)
def test_the_amounts_of_the_paragraph_sum_for_every_additive_figure(demonstration, lue, paire):
    m, n = paire
    tout = calcul.comparer(*lue, ADDITIFS, n, m)
    par = {a: calcul.comparer(*lue, ADDITIFS, n, m, a) for a in AXES}
    for id_ in ADDITIFS:
        ind = catalogue.exiger(id_)
        p = pourquoi.expliquer(ind, tout[id_], {a: (par[a][id_], {}) for a in AXES})
        assert p.ecart == phrases.difference(ind, tout[id_].brut.avant, tout[id_].brut.apres)
        assert [c.axe for c in p.causes] in (["", *AXES], ["", "epci"], ["", "niveau"], [""], [])
        for c in p.causes:
            assert c.montant + c.reste == p.ecart, (id_, paire, c)
            assert not p.ecart or c.montant * p.ecart > 0 or c.montant == 0
        if p.ecart:
            assert p.causes and p.causes[0].axe == ""


def test_the_amounts_written_in_the_paragraph_are_those(lue):
    ind = catalogue.exiger("enfants_accompagnes")
    p = pourquoi.expliquer(ind, calcul.comparer(*lue, [ind.id], "2022-2023")[ind.id])
    texte = re.sub(r"\s", " ", p.texte)
    assert "passe de 2 905 à 2 780 : −125." in texte
    assert "À champ constant (73 actions qui répondent les deux années) : +69." in texte
    assert "D'abord 14 actions qui ne répondent plus : −528 (tout le reste : +403)." in texte


@pytest.mark.parametrize("paire", PAIRES, ids="_".join)
def test_the_waterfall_goes_from_one_total_to_the_other(lue, paire):
    m, n = paire
    for id_, x in calcul.comparer(*lue, list(catalogue.load()), n, m).items():
        ind = catalogue.exiger(id_)
        for f in mouvements.cascade(ind, x, "ici"):
            (serie,) = f.series
            assert len(f.categories) == len(serie.valeurs) == len(serie.textes)
            assert (f.categories[0], f.categories[-1]) == (m, n)
            if x.additif or x.ecart_constant is not None:
                assert sum(serie.valeurs[:-1]) == pytest.approx(serie.valeurs[-1]), id_
            if x.additif:
                exact = sum(Decimal(getattr(x, nature).ecart) for nature in NATURES)
                assert exact == x.ecart_brut
            assert all(t in f.alternative for t in serie.textes[:1])
            assert [l[0] for l in f.tableau.lignes] == list(f.categories)


def test_its_axis_begins_at_zero_and_the_answers_are_hatched(valeurs):
    (f,) = BLOCS["cascade"](valeurs, {"id": "enfants_accompagnes"})
    assert f.genre == figure.CASCADE and f.avertissements
    dessin = ecran.dessiner(f, sombre=False).to_dict()
    (barres,) = dessin["data"]
    assert dessin["layout"]["xaxis"]["range"][0] == 0
    assert list(barres["base"])[0] == list(barres["base"])[-1] == 0
    assert list(barres["marker"]["pattern"]["shape"]) == ["", "", "", "", "/", "/", ""]
    assert [a["text"] for a in dessin["layout"]["annotations"]] == list(f.series[0].textes)


def test_territories_are_bars_with_their_names_sorted(valeurs, demonstration):
    (f,) = BLOCS["ecarts"](valeurs, {"id": "charges", "axe": "commune", "limite": 15})
    constants = [v for v in f.series[0].valeurs if v is not None]
    assert constants == sorted(constants, reverse=True)
    noms = set(libelles.noms(demonstration, "commune").values())
    assert {*f.categories} <= {*noms, pourquoi.NON_RENSEIGNE}
    dessin = ecran.dessiner(f, sombre=True).to_dict()
    assert len(dessin["data"][0]["y"]) == 15 and len(f.tableau.lignes) == len(f.categories) > 15
    vus = set(cascades._plus_longues(f.series[0].valeurs, 15))
    dehors = [abs(v or 0) for i, v in enumerate(f.series[0].valeurs) if i not in vus]
    assert max(dehors) <= min(abs(f.series[0].valeurs[i] or 0) for i in vus)


def test_on_paper_it_begins_at_zero_with_its_amounts(valeurs):
    (f,) = BLOCS["cascade"](valeurs, {"id": "charges"})
    axes = papier.dessiner(f).axes[0]
    assert [t.get_text() for t in axes.texts] == list(f.series[0].textes)
    barres = axes.patches
    assert barres[0].get_x() == barres[-1].get_x() == 0 and axes.get_xlim()[0] <= 0
    assert [bool(b.get_hatch()) for b in barres] == list(map(mouvements.des_reponses, f.categories))
    (g,) = BLOCS["ecarts"](valeurs, {"id": "charges", "axe": "epci"})
    dits = [t.get_text() for t in papier.dessiner(g).axes[0].texts]
    assert all(x in dit for x, dit in zip(g.series[0].textes, dits, strict=True))


def test_where_all_answered_nothing_comes_from_the_answers(lue):
    decides = [i for i in ADDITIFS if catalogue.exiger(i).table == "agrements"]
    for id_, x in calcul.comparer(*lue, decides, "2022-2023").items():
        (f,) = mouvements.cascade(catalogue.exiger(id_), x, "ici")
        assert not any(map(mouvements.des_reponses, f.categories))
        assert "réponses" not in f.titre and "répondent" not in " ".join(f.categories)


def test_what_the_guard_refuses_has_no_waterfall(demonstration, lue):
    v = Valeurs(demonstration, *lue, "2022-2023", "2021-2022", filtres={"epci": "200085751"})
    c = differences._changement(v, catalogue.exiger("charges"))
    assert c.refuse and c.avis.verdict == comparabilite.REFUSER
    assert BLOCS["cascade"](v, {"id": "charges"}) == []
    assert BLOCS["ecarts"](v, {"id": "charges", "axe": "commune"}) == []
    (p,) = BLOCS["pourquoi"](v, {"id": "charges"})
    assert p.genre == "avis" and p.texte == c.avis.raison


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


def test_its_address_opens_it_again(racine):
    at = ouvrir(racine, "comite", "vue_ensemble", difference="charges", difference_par="Niveau")
    assert not at.exception
    page = html(at)
    assert "Pourquoi ce chiffre a changé" in page and "actions qui ne répondent plus" in page


def test_an_address_that_asks_for_no_figure_is_said(racine):
    at = ouvrir(racine, "comite", "enfants", difference="rien_de_tel")
    assert not at.exception and any("rien" in w.value for w in at.warning)


def test_every_card_leads_to_it_in_one_gesture(racine):
    at = ouvrir(racine, "comite", "vue_ensemble")
    cles = {b.key for b in at.button}
    cartes = re.findall(r'class="clas-chiffre"', html(at))
    assert len([c for c in cles if c and c.startswith("difference_chiffre_")]) == len(cartes) > 3
    premiere = ouvrir(racine, "comite", "vue_ensemble", campagne=CAMPAGNES[0])
    assert not [b for b in premiere.button if b.key and b.key.startswith("difference_")]
