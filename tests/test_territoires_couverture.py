"""Coverage, colour classes, need against offer: no data is not zero, parts add up, labels agree
with figures.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers import referentiels
from clas_data.indicateurs import calcul
from clas_data.tables import base
from clas_data.territoires import classes, communes, couverture, offre, population, taux
from clas_data.territoires.taux import COMPLET, PARTIEL, SANS_ACTION, SANS_REPONSE

CAMPAGNE = "2021-2022"


@pytest.fixture(scope="module")
def lecture(demonstration):
    """(installation, base, perimetre) of the demonstration."""
    return demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(())


@pytest.fixture(scope="module")
def par_commune(lecture):
    return couverture.calculer(*lecture, CAMPAGNE)


# rates
# --------------------------------------------------------------------------------

TERRITOIRES = pd.DataFrame(
    {
        "code": list("abcdef"),
        "nom": list("ABCDEF"),
        "habitants": [1000.0, 2000, 500, 400, 0, np.nan],
    }
)
MESURES = pd.DataFrame(
    {
        "code": ["a", "b", "c", "e", "f"],
        "actions": [2, 3, 1, 1, 1],
        "enfants_accompagnes": [20.0, 10, np.nan, 5, 5],
        "enfants_accompagnes_repondants": [2, 1, 0, 1, 1],
        "enfants_accompagnes_attendus": [2, 3, 1, 1, 1],
    }
)
HABITANTS = population.Denominateur("habitants", "habitants", 1000, 2023, "Insee")


def test_no_data_is_not_zero():
    table = taux.rates(TERRITOIRES, MESURES, "enfants_accompagnes", HABITANTS).set_index("code")
    assert table["statut"].to_dict() == {
        "a": COMPLET,
        "b": PARTIEL,
        "c": SANS_REPONSE,
        "d": SANS_ACTION,
        "e": COMPLET,
        "f": COMPLET,
    }
    assert (
        table.loc["a", "taux"] == 20 and table.loc["b", "taux"] == 5 and table.loc["d", "taux"] == 0
    )
    assert table.loc["c", ["numerateur", "taux"]].isna().all(), (
        "actions that did not answer are unknown"
    )
    assert table.loc[["e", "f"], "taux"].isna().all(), "nobody, or nobody knows how many: no rate"


def test_a_territory_out_of_the_referentiel_is_kept_apart_and_counted():
    ailleurs = pd.concat([MESURES, MESURES.iloc[:1].assign(code="zz")])
    table = taux.rates(TERRITOIRES, ailleurs, "enfants_accompagnes", HABITANTS)
    assert table.iloc[-1][["code", "nom", "numerateur"]].tolist() == ["", "Commune inconnue", 20]
    total = taux.total(table, HABITANTS)
    assert total["numerateur"] == 60 and total["actions"] == 10 and total["territoires"] == 6


def test_the_total_is_unknown_where_nobody_answered():
    """Actions in one territory, no answer: the département has no rate; it is not 0."""
    muettes = MESURES.iloc[:1].assign(enfants_accompagnes=np.nan, enfants_accompagnes_repondants=0)
    muet = taux.total(taux.rates(TERRITOIRES, muettes, "enfants_accompagnes", HABITANTS), HABITANTS)
    assert (
        np.isnan(muet["numerateur"])
        and np.isnan(muet["taux"])
        and (muet["repondants"], muet["attendus"], muet["actions"]) == (0, 2, 2)
    )
    vide = taux.total(
        taux.rates(TERRITOIRES, MESURES.iloc[:0], "enfants_accompagnes", HABITANTS), HABITANTS
    )
    assert vide["numerateur"] == 0 and vide["taux"] == 0


def test_the_total_is_a_rate_of_sums():
    table = taux.rates(TERRITOIRES, MESURES, "enfants_accompagnes", HABITANTS)
    total = taux.total(table, HABITANTS)
    assert total["taux"] == pytest.approx(1000 * 40 / 3900) and total["taux"] != pytest.approx(
        table["taux"].mean()
    )


@pytest.mark.parametrize(
    "indicateur", ["enfants_accompagnes", "enfants_prevus", "actions_agreees", "collectifs_agrees"]
)
def test_territories_add_up_to_the_departement(lecture, indicateur):
    attendu = calcul.calculer(lecture[1], lecture[2], [indicateur], (), {"campagne": CAMPAGNE})[
        "valeur"
    ].iloc[0]
    for maille in communes.MAILLES:
        c = couverture.calculer(*lecture, CAMPAGNE, maille, indicateur)
        assert c.table["numerateur"].sum() == c.total["numerateur"] == attendu
        assert c.total["denominateur"] == 1_298_990


def test_the_published_figures_are_there(lecture):
    assert (
        couverture.calculer(*lecture, CAMPAGNE, "epci", "enfants_prevus").total["numerateur"]
        == 3052
    )
    assert (
        couverture.calculer(*lecture, CAMPAGNE, "commune", "actions_agreees").total["numerateur"]
        == 103
    )


def test_the_answer_carries_year_unit_and_source(par_commune):
    assert par_commune.denominateur.unite == "pour 1\u202f000\u00a0habitants"
    assert "2023" in par_commune.source and CAMPAGNE in par_commune.source
    lu = json.loads(json.dumps(par_commune.to_dict(), allow_nan=False))
    assert len(lu["lignes"]) == 512 and lu["denominateur"]["annee"] == 2023
    assert {l["statut"] for l in lu["lignes"]} <= set(taux.STATUTS)


def test_sentences(par_commune):
    table = par_commune.table.set_index("code")
    sans, avec = (
        table.index[table["statut"] == SANS_ACTION][0],
        table.index[table["statut"] == COMPLET][0],
    )
    assert "aucune action agréée" in couverture.phrase(par_commune, table.loc[sans].to_dict())
    phrase = couverture.phrase(par_commune, table.loc[avec].to_dict())
    assert (
        "pour 1\u202f000\u00a0habitants" in phrase
        and "(2023)" in phrase
        and "réponses reçues" in phrase
    )
    n = par_commune.total["territoires_avec_action"]
    assert couverture.titre(par_commune).startswith(
        f"En {CAMPAGNE}, {n} communes sur 512 ont au moins une action"
    )


def test_a_porteur_does_not_see_a_territory_that_would_look_empty(lecture):
    siret = (
        lecture[1]
        .lire(lecture[2], "valeurs_axe", {}, {"colonne": "porteur_siret", "table": "agrements"})[
            "valeur"
        ]
        .iloc[0]
    )
    sien = profil_demonstration("porteur", siret).perimetre((CAMPAGNE,))
    with pytest.raises(AccesRefuse, match="tous les porteurs"):
        couverture.calculer(lecture[0], lecture[1], sien, CAMPAGNE)


@pytest.mark.parametrize(
    ("mots", "message"),
    [
        ({"indicateur": "enfants_par_collectif"}, "n'est pas un effectif"),
        ({"maille": "canton"}, "maille"),
        ({"pour": "collège"}, "base-cc-diplomes-formation"),
        ({"pour": "chiens"}, "habitants, jeunes"),
        ({"campagne": "1999-2000"}, "1999-2000"),
    ],
)
def test_bad_questions(lecture, mots, message):
    with pytest.raises(UsageError, match=message):
        couverture.calculer(*lecture, **{"campagne": CAMPAGNE, **mots})


def test_per_hundred_of_school_age_once_imported(demonstration_copie):
    lignes = [f"{c};10;20;30" for c in referentiels.noms_communes(demonstration_copie)]
    demonstration_copie.referentiels.mkdir(exist_ok=True)
    (demonstration_copie.referentiels / "base-cc-diplomes-formation-2022.csv").write_text(
        "\n".join(["CODGEO;P22_POP0610;P22_POP1114;P22_POP1517", *lignes]), encoding="utf-8"
    )
    lecture = (
        demonstration_copie,
        base.ouvrir(demonstration_copie),
        ligne_de_commande().perimetre(()),
    )
    tous = couverture.calculer(*lecture, CAMPAGNE)
    assert (
        tous.denominateur.unite == "pour 100\u00a0jeunes de 6 à 17 ans"
        and tous.total["denominateur"] == 512 * 60
    )
    assert (
        couverture.calculer(*lecture, CAMPAGNE, pour="habitants").total["denominateur"] == 1_298_990
    )
    colleges = couverture.calculer(*lecture, CAMPAGNE, pour="collège")
    assert colleges.total["denominateur"] == 512 * 20 and "mixte" in colleges.reserve
    attendu = calcul.calculer(
        *lecture[1:], ["enfants_accompagnes"], (), {"campagne": CAMPAGNE, "niveau": "collège"}
    )["valeur"].iloc[0]
    assert colleges.total["numerateur"] == attendu
    assert (colleges.table["statut"] == tous.table["statut"]).all(), (
        "a commune that answered and has no collégien is a zero, not an unknown"
    )


def test_articulation_counts(lecture):
    mesures = offre.load(*lecture[1:], CAMPAGNE)
    assert (
        mesures["actions"].sum() == 103 and (mesures["questionnaires"] <= mesures["actions"]).all()
    )
    assert (mesures["actions_reaap"] <= mesures["questionnaires"]).all() and mesures[
        "actions_reaap"
    ].sum() > 0


# classes
# --------------------------------------------------------------------------------

TAUX = st.lists(
    st.one_of(st.floats(0, 500), st.just(0.0), st.just(float("nan"))), min_size=0, max_size=60
)


@settings(deadline=None)
@given(valeurs=TAUX, methode=st.sampled_from(sorted(classes.METHODES)), nombre=st.integers(1, 5))
def test_every_value_falls_in_the_class_that_its_label_says(valeurs, methode, nombre):
    serie = pd.Series(valeurs, dtype="float64")
    c = classes.classer(serie, methode, nombre)
    assert len(c.etiquettes) == len(c.effectifs) == max(len(c.bornes) - 1, 0) <= nombre
    assert sum(c.effectifs) + c.zeros + c.inconnus == len(serie) and all(n > 0 for n in c.effectifs)
    assert c.bornes == tuple(sorted(c.bornes))
    arrondies = classes._round(serie, 1)
    for valeur, indice in zip(arrondies, c.indices, strict=True):
        if np.isnan(valeur):
            assert indice is pd.NA
        elif valeur == 0:
            assert indice == 0
        else:
            bas, haut = c.bornes[indice - 1], c.bornes[indice]
            assert bas <= valeur < haut or (indice == len(c.etiquettes) and valeur == haut)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 60), min_size=3, max_size=12), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all(valeurs, nombre):
    from itertools import combinations

    tries = np.sort(np.array(valeurs, dtype=float))
    distinctes = np.unique(tries)
    if len(distinctes) < nombre:
        return

    def cout(coupes):
        rangs = np.searchsorted(coupes, tries, side="right")
        return sum(
            ((tries[rangs == k] - tries[rangs == k].mean()) ** 2).sum() for k in np.unique(rangs)
        )

    meilleur = min(cout(np.array(c)) for c in combinations(distinctes[1:], nombre - 1))
    assert cout(classes._natural(tries, nombre)) == pytest.approx(meilleur, abs=1e-6)


def test_labels_and_method():
    c = classes.classer(pd.Series([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, np.nan]))
    assert c.etiquettes == (
        "1,0 à moins de 2,8",
        "2,8 à moins de 4,6",
        "4,6 à moins de 6,4",
        "6,4 à moins de 8,2",
        "8,2 à 10,0",
    )
    assert c.effectifs == (2, 2, 2, 2, 2) and (c.zeros, c.inconnus) == (1, 1)
    assert c.phrase.startswith("5\u00a0classes, méthode des quantiles")
    assert classes.classer(pd.Series([3.0, 3.0])).etiquettes == ("3,0",)
    assert classes.classer(pd.Series([], dtype="float64")).etiquettes == ()
    with pytest.raises(UsageError, match="quantiles"):
        classes.classer(pd.Series([1.0]), "hasard")
    with pytest.raises(UsageError):
        classes.classer(pd.Series([1.0]), nombre=6)
    with pytest.raises(UsageError, match="négative"):
        classes.classer(pd.Series([-1.0]))


def test_need_against_offer(par_commune):
    croisee, besoin, offerte = classes.croiser(
        par_commune.table["denominateur"], par_commune.table["taux"]
    )
    assert len(besoin.etiquettes) == 3 and len(offerte.etiquettes) == 2
    assert set(croisee["besoin"].dropna()) == {1, 2, 3} and set(croisee["offre"].dropna()) <= {
        0,
        1,
        2,
    }
    inconnu, _, _ = classes.croiser(pd.Series([1.0, 2.0]), pd.Series([np.nan, 1.0]))
    assert inconnu.iloc[0].isna().all()
