"""What a reader should notice: true changes, ranked; the answers apart; sentences well written."""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.figures import faits
from clas_data.figures.valeur import VIDE, nommer
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue, changements, comparabilite
from clas_data.indicateurs import mots_changements as mots
from clas_data.indicateurs.comparabilite import Avis
from clas_data.tables import base
from tests.test_indicateurs_phrases import bien_typographie, ind, simple

NAN = float("nan")
AVANT, ICI = "2020-2021", "2021-2022"
TOUS = list(catalogue.load())


@pytest.mark.parametrize(
    "id_, avant, apres, attendu",
    [
        (
            "enfants_accompagnes",
            2070,
            2979,
            (
                "Enfants accompagnés : 2 979 enfants en 2021-2022, 909 de plus qu'en 2020-2021 "
                "(+43,9 "
                "%)"
            ),
        ),
        (
            "enfants_accompagnes",
            100,
            104,
            "Enfants accompagnés : 104 enfants en 2021-2022, 4 de plus qu'en 2020-2021 (+4,0 %)",
        ),
        (
            "enfants_accompagnes",
            104,
            100,
            "Enfants accompagnés : 100 enfants en 2021-2022, 4 de moins qu'en 2020-2021 (−3,8 %)",
        ),
        (
            "actions_agreees",
            103,
            103,
            "Actions agréées : 103 actions en 2021-2022, comme en 2020-2021",
        ),
        (
            "actions_refusees",
            0,
            2,
            "Actions refusées : 2 actions en 2021-2022, au lieu de 0 en 2020-2021",
        ),
        (
            "actions_refusees",
            2,
            0,
            "Actions refusées : 0 action en 2021-2022, au lieu de 2 en 2020-2021",
        ),
        (
            "part_qpv",
            40.72,
            43.04,
            (
                "Part d'enfants habitant un QPV : 43,0 % en 2021-2022, 2,3 points de plus qu'en "
                "2020-2021"
            ),
        ),
        (
            "part_qpv",
            43.0,
            44.0,
            (
                "Part d'enfants habitant un QPV : 44,0 % en 2021-2022, 1,0 point de plus qu'en "
                "2020-2021"
            ),
        ),
        (
            "part_qpv",
            43.04,
            43.01,
            "Part d'enfants habitant un QPV : 43,0 % en 2021-2022, comme en 2020-2021",
        ),
        (
            "enfants_par_collectif",
            10.24,
            10.26,
            "Enfants par collectif : 10,3 enfants par collectif en 2021-2022, comme en 2020-2021",
        ),
        (
            "cout_par_enfant",
            1000.4,
            862.2,
            "Coût par enfant : 862 € en 2021-2022, 138 € de moins qu'en 2020-2021 (−13,8 %)",
        ),
        (
            "cout_par_enfant",
            862.4,
            861.6,
            "Coût par enfant : 862 € en 2021-2022, comme en 2020-2021",
        ),
        (
            "cout_par_enfant",
            NAN,
            862,
            "Coût par enfant : 862 € en 2021-2022, sans comparaison possible avec 2020-2021 (n.d.)",
        ),
        ("cout_par_enfant", 862, NAN, "Coût par enfant : n.d. en 2021-2022"),
        ("cout_par_enfant", None, None, "Coût par enfant : n.d. en 2021-2022"),
    ],
)
def test_the_change_from_one_campagne_to_the_next(id_, avant, apres, attendu):
    phrase = mots.fait(changements.de_valeurs(ind(id_), avant, apres, AVANT, ICI))
    assert simple(phrase) == attendu and bien_typographie(phrase)


def places(avant, apres, refusee=()):
    refus = Avis(comparabilite.REFUSER, "Trop peu.")
    return {
        n: changements.de_valeurs(
            ind("enfants_accompagnes"),
            avant.get(n),
            apres[n],
            AVANT,
            ICI,
            refus if n in refusee else None,
        )
        for n in apres
    }


@pytest.mark.parametrize(
    "avant, apres, refusees, attendu",
    [
        ({"Vienne": 120, "Voiron": 50}, {"Vienne": 184, "Voiron": 40}, (), "Vienne, 64 de plus"),
        ({"Vienne": 120, "Voiron": 50}, {"Vienne": 121, "Voiron": 40}, (), "Voiron, 10 de moins"),
        ({"Vienne": 120, "Voiron": 50}, {"Vienne": 130, "Voiron": 40}, (), None),
        ({"Vienne": 120, "Voiron": 50}, {"Vienne": 120, "Voiron": 50}, (), None),
        ({"Vienne": 120, "Voiron": NAN}, {"Vienne": 120, "Voiron": 50, "Roybon": 900}, (), None),
        (
            {"Vienne": 120, "Voiron": 50, "Bièvre": 40},
            {"Vienne": 184, "Voiron": 40, "Bièvre": 41},
            ("Vienne",),
            "Voiron, 10 de moins",
        ),
    ],
)
def test_where_the_change_is_strongest(avant, apres, refusees, attendu):
    trouve = faits.plus_forte_variation(places(avant, apres, refusees))
    dit = trouve and simple(f"{trouve[0]}, {mots.ecart(trouve[1])}")
    assert (dit or "").startswith(attendu or "") and bool(dit) is bool(attendu)


@pytest.fixture(scope="module")
def lues(demonstration):
    b, tout = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    noms = Valeurs(demonstration, b, tout, "2022-2023").campagnes
    return [
        Valeurs(demonstration, b, tout, c, noms[i - 1] if i else None) for i, c in enumerate(noms)
    ]


def test_true_changes_are_ranked_and_the_answers_come_last(lues):
    ids = ["enfants_accompagnes", "ps_clas", "charges", "taux_reponse_bilan", "part_qpv"]
    trouves = faits.a_noter(lues[-1], ids, maximum=4)
    assert [f.genre for f in trouves] == ["changement"] * 3 + ["reponses"]
    assert trouves[0].indicateur == "ps_clas" and trouves[-1].indicateur == "taux_reponse_bilan"
    poids = [f.poids for f in trouves[:-1]]
    assert poids == sorted(poids, reverse=True)
    charges = next(f for f in faits.a_noter(lues[-1], ids) if f.indicateur == "charges")
    assert "51 645 € de plus" in simple(charges.phrase) and "parce que 17" in simple(charges.phrase)


def test_a_record_that_the_answers_make_is_not_said(lues):
    v = lues[-1]
    assert simple(faits.rang(v, "enfants_prevus")) == "le plus haut des 5 campagnes connues"
    assert simple(faits.rang(v, "taux_reponse_bilan")) == "le plus bas des 5 campagnes connues"
    for id_ in TOUS:
        c, dit = v.changement(id_), faits.rang(v, id_)
        assert dit is None or c.sens == c.sens_brut == ("hausse" if "haut" in dit else "baisse")


def test_nothing_to_notice_is_an_answer(lues):
    assert faits.a_noter(lues[0], ["demandes"]) == []
    assert faits.a_noter(lues[-1], []) == []


def test_every_sentence_of_the_demonstration_is_well_written(lues):
    trouves = [f for v in lues for f in faits.a_noter(v, TOUS, ["porteur_type", "qpv"], 999)]
    assert len(trouves) > 300 and all(f.poids == f.poids for f in trouves)
    fautifs = [
        f.phrase
        for f in trouves
        if not bien_typographie(f.phrase)
        or "nan" in f.phrase.lower().split()
        or "None" in f.phrase
        or not f.phrase.endswith(".")
    ]
    assert fautifs == []


def test_an_axis_is_read_where_a_filter_leaves_no_row(demonstration):
    ouverte, tout = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    lue = calcul.calculer(ouverte, tout, ["enfants_accompagnes"], ["niveau"])
    t = {"code": lue["niveau"], "secret": lue["valeur"].isna(), **lue}
    assert list(nommer(t, [], {}, "niveau").columns) == list(VIDE)
    assert len(nommer(t, range(len(lue)), {}, "niveau")) == len(lue) > 2
