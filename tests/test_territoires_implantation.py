"""Where to open next: the solver finds what an exhaustive search finds, never less than the greedy
choice.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.simulateur import scenario as simulateur
from clas_data.tables import base
from clas_data.territoires import couverture, implantation, mots_ouvertures, sensibilite, solveur
from clas_data.territoires.choix import GLOUTON, OPTIMUM, STATU_QUO, Reglage
from tests.test_territoires_zones import PAYS, fiction, territoire


@pytest.fixture(scope="module")
def isere(demonstration):
    return couverture.calculer(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2021-2022"
    )


# the solver
# --------------------------------------------------------------------------------


@st.composite
def problemes(draw):
    lieux, sites = draw(st.integers(1, 12)), draw(st.integers(1, 8))
    portee = draw(
        st.lists(
            st.lists(st.booleans(), min_size=sites, max_size=sites), min_size=lieux, max_size=lieux
        )
    )
    poids = draw(st.lists(st.integers(0, 1000), min_size=lieux, max_size=lieux))
    return csr_array(np.array(portee)), np.array(poids, dtype=float), draw(st.integers(0, sites))


@settings(deadline=None, max_examples=120)
@given(problemes())
def test_as_good_as_trying_everything(probleme):
    portee, poids, nombre = probleme
    choix = solveur.best(portee, poids, nombre, 20)
    exhaustif = max(
        solveur.value(portee, poids, list(c)) for c in combinations(range(portee.shape[1]), nombre)
    )
    assert (
        choix.valeur
        == pytest.approx(exhaustif)
        == pytest.approx(solveur.value(portee, poids, list(choix.sites)))
    )
    assert (
        choix.reste == 0
        and len(choix.sites) <= nombre
        and sum(choix.gains) == pytest.approx(choix.valeur)
    )
    assert list(choix.gains) == sorted(choix.gains, reverse=True) and all(
        g > 0 for g in choix.gains
    ), "no useless opening"
    assert solveur.greedy(portee, poids, nombre).valeur <= choix.valeur + 1e-9


def test_greedy_can_be_beaten():
    portee = csr_array(
        np.array([[1, 1, 0], [1, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]], dtype=bool)
    )
    poids = np.array([3.0, 3, 3, 3, 2, 2])
    assert (
        solveur.greedy(portee, poids, 2).valeur == 14
        and solveur.best(portee, poids, 2, 20).valeur == 16
    )


def test_a_search_cut_short_says_what_is_left(monkeypatch):
    portee, poids = csr_array(np.eye(4, dtype=bool)), np.arange(1.0, 5)

    class Coupe:
        status, x, mip_dual_bound = 1, None, None

    monkeypatch.setattr(solveur, "milp", lambda *_, **__: Coupe)
    choix = solveur.best(portee, poids, 2, 1)
    assert choix.valeur == 7 and choix.reste == 3, "the greedy answer, and all that it leaves"


# communes
# --------------------------------------------------------------------------------


def test_on_a_small_country():
    i = implantation.implanter(PAYS, 1, Reglage(distance_km=5, habitants_min=0))
    assert (
        i.optimal
        and i.ouvertures["code"].tolist() in (["3"], ["4"])
        and i.ouvertures["gain"].iloc[0] == 10000
    )
    voies = i.bilan.set_index("voie")["population"]
    assert voies[STATU_QUO] == 9000 + 5000 + 300 and voies[OPTIMUM] == voies[STATU_QUO] + 10000
    assert (
        "1\u00a0collectif bien placé mettrait 10\u202f000 habitants de plus à 5\u202fkm au plus "
        "d'une action"
    ) == mots_ouvertures.titre(i)
    assert "aucun autre choix ne fait mieux" in mots_ouvertures.comparaison(i)


def test_weights_decide():
    pays = fiction(
        territoire("1", 1000, 5.0, actions=1),
        territoire("2", 3000, 6.0),
        territoire("3", 2000, 7.0, qpv=True),
    )
    assert implantation.implanter(pays, 1, Reglage(poids_qpv=0)).ouvertures["code"].tolist() == [
        "2"
    ]
    assert implantation.implanter(pays, 1, Reglage(poids_qpv=1)).ouvertures["code"].tolist() == [
        "3"
    ]
    assert implantation.implanter(pays, 1, Reglage(poids_qpv=1, habitants_min=2500)).ouvertures[
        "code"
    ].tolist() == ["2"]
    riche = fiction(territoire("1", 90000, 5.0, actions=1), territoire("2", 3000, 6.0))
    assert implantation.implanter(riche, 1, Reglage(part_deja_couverts=0)).ouvertures[
        "code"
    ].tolist() == ["2"]
    renforce = implantation.implanter(riche, 1, Reglage(part_deja_couverts=1))
    assert renforce.ouvertures["code"].tolist() == ["1"] and renforce.ouvertures["raison"].iloc[
        0
    ].startswith("Renforce")


def test_more_than_needed_says_so():
    i = implantation.implanter(PAYS, 8, Reglage(distance_km=5, habitants_min=0))
    assert len(i.ouvertures) < 8 and any("un de plus ne mettrait personne" in r for r in i.reserves)
    assert i.bilan.set_index("voie").loc[OPTIMUM, "part_pct"] == 100
    rien = implantation.implanter(PAYS, 0)
    assert rien.ouvertures.empty and mots_ouvertures.titre(rien).startswith("Aucune ouverture")
    assert implantation.scenario(rien)["change"] == {"collectifs_plus": 0}


@pytest.mark.parametrize("collectifs", [-1, 1.5, 9, True, "3"])
def test_bad_numbers(collectifs):
    with pytest.raises(UsageError, match="entier entre 0 et 8"):
        implantation.implanter(PAYS, collectifs)


@pytest.mark.parametrize(
    ("enveloppe", "cout", "attendu"), [(0, 10, 0), (9.99, 10, 0), (10, 10, 1), (35, 10, 3)]
)
def test_an_envelope(enveloppe, cout, attendu):
    assert implantation.collectifs_pour(enveloppe, cout) == attendu


@pytest.mark.parametrize(
    ("enveloppe", "cout"), [(-1, 10), (10, 0), (float("nan"), 10), (float("inf"), 10), (10, -3)]
)
def test_an_impossible_envelope(enveloppe, cout):
    with pytest.raises(UsageError):
        implantation.collectifs_pour(enveloppe, cout)


def test_the_best_choice_is_proven_and_grows(isere):
    precedent = 0.0
    for n in (1, 5, 12):
        i = implantation.implanter(isere, n)
        voies = i.bilan.set_index("voie")
        assert i.optimal and voies.loc[GLOUTON, "objectif"] <= voies.loc[OPTIMUM, "objectif"] + 1e-6
        assert voies.loc[OPTIMUM, "objectif"] > precedent, "more collectifs reach more"
        precedent = voies.loc[OPTIMUM, "objectif"]
        gain = voies.loc[OPTIMUM, "population"] - voies.loc[STATU_QUO, "population"]
        assert i.ouvertures["gain"].sum() == pytest.approx(gain) and len(i.ouvertures) == n


def test_it_feeds_a_simulator_scenario(isere):
    i = implantation.implanter(isere, 6)
    s = implantation.scenario(i)
    simule = simulateur.construire(
        "Ouvrir six collectifs", "2022-2023", s["change"], note=s["note"]
    )
    assert simule.nombre("collectifs_plus") == 6 == len(i.ouvertures)
    assert all(nom in s["note"] for nom in i.ouvertures["nom"]) and "5\u202fkm" in s["note"]


def test_how_firm_the_answer_is(isere):
    i = implantation.implanter(isere, 4)
    variantes, communes = sensibilite.eprouver(i)
    assert (variantes["gardees"] <= 4).all() and set(variantes["parametre"]) == {
        "poids_qpv",
        "poids_rep",
        "part_deja_couverts",
    }
    assert (
        communes["retenue"].between(1, len(variantes) + 1).all()
        and communes["reference"].sum() == 4
    )
    assert communes["retenue"].sum() == 4 + sum(
        v["gardees"] + len([x for x in v["entrent"].split(", ") if x])
        for v in variantes.to_dict("records")
    )
    assert "réponses essayées" in sensibilite.phrase(communes)
