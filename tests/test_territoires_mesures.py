"""What the map shows: the figures of the indicators and of the coverage; zero, unknown and without
meaning told apart.
"""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.errors import AccesRefuse, UsageError
from clas_data.indicateurs import calcul
from clas_data.tables import base
from clas_data.territoires import couverture, mesures
from clas_data.territoires.mesures import EFFECTIF, MESURES
from clas_data.territoires.taux import HORS, SANS_ACTION, SANS_REPONSE

CAMPAGNE = "2021-2022"


@pytest.fixture(scope="module")
def lire(demonstration):
    ouverte, perimetre = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    return lambda nom, maille="commune", campagne=CAMPAGNE: mesures.lire(
        demonstration, ouverte, perimetre, campagne, maille, nom
    )


@pytest.mark.parametrize("nom", list(MESURES))
@pytest.mark.parametrize("maille", ["commune", "epci"])
def test_a_measure_says_what_the_indicator_says(demonstration, lire, nom, maille):
    l, ouverte, perimetre = (
        lire(nom, maille),
        base.ouvrir(demonstration),
        ligne_de_commande().perimetre(()),
    )
    attendu = (
        calcul.calculer(ouverte, perimetre, [l.mesure.indicateur], [maille], {"campagne": CAMPAGNE})
        .set_index(maille)["valeur"]
        .dropna()
    )
    colonne = "numerateur" if nom == mesures.COUVERTURE else "valeur"
    lus = l.table.set_index("code")[colonne]
    communs = attendu[attendu.index.isin(lus.index)]
    assert len(communs) >= 5 and all(lus[code] == pytest.approx(v) for code, v in communs.items())
    assert len(l.table[l.table["code"] != HORS[0]]) == (512 if maille == "commune" else 18)
    if l.mesure.genre == EFFECTIF:
        assert lus.sum() == pytest.approx(l.total), "territories add up to the département"


def test_no_action_is_zero_for_a_count_and_nothing_for_a_cost(lire):
    enfants, cout = lire("enfants_accompagnes").table, lire("cout_par_enfant").table
    assert (enfants.loc[enfants["statut"] == SANS_ACTION, "valeur"] == 0).all() and (
        enfants["statut"] == SANS_ACTION
    ).sum() > 400
    assert cout.loc[cout["statut"] == SANS_ACTION, "valeur"].isna().all()
    muets = cout[cout["statut"] == SANS_REPONSE]
    assert len(muets) and muets["valeur"].isna().all() and (muets["actions"] > 0).all()


def test_sentences(lire):
    l = lire("cout_par_enfant")
    sans = l.table.loc[l.table["statut"] == SANS_ACTION, "code"].iloc[0]
    assert mesures.ligne(l, sans).endswith("aucune action agréée.")
    muet = l.table.loc[l.table["statut"] == SANS_REPONSE, "code"].iloc[0]
    assert "n.d." in mesures.ligne(l, muet) and "0 sur" in mesures.ligne(l, muet)
    c = lire(mesures.COUVERTURE).couverture
    assert mesures.ligne(lire(mesures.COUVERTURE), "38185") == couverture.phrase(
        c, next(t for t in c.table.to_dict("records") if t["code"] == "38185")
    )
    with pytest.raises(UsageError, match="99999"):
        mesures.ligne(l, "99999")


def test_refusals(demonstration, lire):
    with pytest.raises(UsageError, match="ne se met pas en carte"):
        lire("allophones")
    porteur = profil_demonstration("porteur", "00000001600019").perimetre((CAMPAGNE,))
    with pytest.raises(AccesRefuse):
        mesures.lire(
            demonstration,
            base.ouvrir(demonstration),
            porteur,
            CAMPAGNE,
            "commune",
            "actions_agreees",
        )
