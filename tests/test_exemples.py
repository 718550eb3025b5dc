"""The demonstration data: the same bytes every time, the two published figures, and plausible in
what a reader would look at.
"""

from __future__ import annotations

import hashlib
import re

import pytest

from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.exemples.tirage import parametres
from clas_data.fichiers import referentiels
from clas_data.indicateurs import calcul
from clas_data.tables import base

TOUT = ligne_de_commande().perimetre(())
CAMPAGNES = list(parametres()["campagnes"])


@pytest.fixture(scope="module")
def par_campagne(demonstration):
    ids = [
        "actions_agreees",
        "enfants_prevus",
        "taux_reponse_questionnaire",
        "taux_reponse_bilan",
        "enfants_par_collectif",
        "semaines",
        "heures_par_enfant",
        "part_filles",
        "part_qpv",
        "part_rep",
        "part_allophones",
        "enfants_par_action",
        "part_benevoles",
        "cout_par_enfant",
        "cout_par_collectif",
        "part_caf",
        "comptes_desequilibres",
    ]
    return calcul.calculer(base.ouvrir(demonstration), TOUT, ids, ["campagne"]).pivot(
        index="campagne", columns="indicateur", values="valeur"
    )


def test_two_writings_give_the_same_bytes(tmp_path):
    empreintes = []
    for essai in ("un", "deux"):
        fichiers = [c for _, chemins in exemples.write(tmp_path / essai) for c in chemins]
        empreintes.append([(c.name, hashlib.sha256(c.read_bytes()).hexdigest()) for c in fichiers])
    assert empreintes[0] == empreintes[1] and len(empreintes[0]) == 4 + 4 + 4 + 1 + 1 + 5


def test_five_campagnes_and_the_published_figures(par_campagne):
    assert list(par_campagne.index) == CAMPAGNES and len(CAMPAGNES) == 5
    assert (
        par_campagne.loc["2021-2022", "actions_agreees"],
        par_campagne.loc["2021-2022", "enfants_prevus"],
    ) == (103, 3052)


@pytest.mark.parametrize(
    "id_, bas, haut",
    [
        ("taux_reponse_questionnaire", 80, 95),
        ("taux_reponse_bilan", 80, 95),
        ("enfants_par_collectif", 8, 12),
        ("part_filles", 45, 55),
        ("part_qpv", 30, 50),
        ("part_rep", 30, 50),
        ("part_allophones", 3, 10),
        ("enfants_par_action", 20, 40),
        ("part_benevoles", 40, 70),
        ("cout_par_enfant", 600, 1200),
        ("part_caf", 20, 40),
        ("comptes_desequilibres", 1, 8),
    ],
)
def test_each_campagne_is_plausible(par_campagne, id_, bas, haut):
    assert par_campagne[id_].between(bas, haut).all(), par_campagne[id_].to_dict()


def test_covid_is_seen_where_it_was(par_campagne):
    semaines, enfants = par_campagne["semaines"], par_campagne["enfants_par_collectif"]
    assert (
        semaines["2019-2020"] < 22
        and semaines["2020-2021"] < 27.5
        and (semaines[["2018-2019", "2021-2022", "2022-2023"]] > 28).all()
    )
    assert (
        enfants["2020-2021"] == enfants.min() and enfants["2020-2021"] < 0.93 * enfants["2021-2022"]
    )


def test_it_is_fiction_on_real_communes_denser_in_priority_neighbourhoods(demonstration):
    b = base.ouvrir(demonstration)
    a = b.lire(TOUT, "financement_actions", {"campagne": "2021-2022"})
    connues = set(referentiels.load(demonstration, "communes")["nom"])
    assert b.demonstration and set(a["commune_nom"]) <= connues
    qpv = set(referentiels.load(demonstration, "qpv_communes")["commune"])
    part = (a["qpv"] == "QPV").mean()
    assert 0.3 < part < 0.7 and set(a.loc[a["qpv"] == "QPV", "commune_nom"]) <= qpv


def test_invented_names_are_french(demonstration):
    lus = set()
    for c in parametres()["campagnes"]:
        t = base.ouvrir(demonstration).lire(TOUT, "financement_actions", {"campagne": c})
        lus |= {*t["porteur_nom"], *t["intitule"]}
    mal = re.compile(
        r"\b(de|à) (Le|Les) |\bde [AEÉÈIOUYaeéèiouy]|(Clas|collège|soir) (?!de|du|\(|l'|Saint)"
    )
    assert len(lus) > 100 and not sorted(n for n in lus if mal.search(n))


def test_most_collectifs_have_8_to_12_children_and_a_few_do_not(demonstration):
    tailles = (
        base.ouvrir(demonstration)
        .lire(TOUT, "simulateur_collectifs", {"campagne": "2021-2022"})["enfants"]
        .dropna()
    )
    assert 0.8 < tailles.between(8, 12).mean() < 0.97 and tailles.min() < 8 and tailles.max() > 12
