"""The figures: every indicator on every axis, sums that add up, ratios of sums, unknown that is not
zero, rows behind.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import archive, journal
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue, libelles
from clas_data.tables import base, importation
from tests.outils import CAMPAGNE, classeur, petite, siret

TOUT = ligne_de_commande().perimetre(())
IDS = list(catalogue.load())
AXES = list(catalogue.AXES)
ADDITIFS = [i for i in IDS if catalogue.exiger(i).additif]


@pytest.fixture(scope="module")
def demo(demonstration):
    return base.ouvrir(demonstration)


# A1 works with four schemes out of eight, A2 with none that it says: it left two of the questions
# empty.
ARTICULEE = {
    "pre": "oui",
    "pre_nature": "orientation d'enfants | information",
    "reaap": "oui",
    "porte_action_reaap": "non",
    "pedt": "oui",
    "pel_cel": "non",
    "ctg": "non",
    "contrat_de_ville": "oui",
    "cite_educative": "non",
    "autre": "non",
    "ecoles_partenaires": "2",
    "rencontres_ecole": "0",
    "diagnostic_partage": "oui",
    "ori_parents": "oui",
    "ori_enseignants": "non",
    "enf_methodologie": "oui",
    "enf_culturel": "oui",
    "enf_sportif": "non",
    "par_convivialite": "oui",
    "par_codes_ecole": "non",
    "reunions_reseau_clas": "oui",
    "journee_departementale": "non",
    "accompagnement_demande": "non",
}
SEULE = {
    "pre": "non",
    "porte_action_reaap": "oui",
    "pedt": "non",
    "pel_cel": "non",
    "ctg": "non",
    "contrat_de_ville": "non",
    "cite_educative": "non",
    "ecoles_partenaires": "1",
    "rencontres_ecole": "3",
    "ori_parents": "non",
    "enf_methodologie": "oui",
    "enf_culturel": "non",
    "par_convivialite": "non",
    "reunions_reseau_clas": "non",
    "journee_departementale": "non",
    "formation_suivie": "non",
    "accompagnement_demande": "oui",
}


@pytest.fixture(scope="module")
def main(tmp_path_factory):
    """A base small enough to be computed by hand: A1 and A2 answered, A3 did not, A4 was
    refused.
    """
    t = petite()
    t["agrements"] += [
        {
            **t["agrements"][0],
            "code_action": "A3",
            "intitule": "Trois",
            "collectifs_demandes": "1",
            "collectifs_agrees": "1",
            "enfants_prevus": "12",
            "porteur_type": "CCAS",
            "niveau": "collège",
            "commune_insee": "38151",
            "commune_nom": "Échirolles",
            "qpv_code": "",
        },
        {
            **t["agrements"][1],
            "code_action": "A4",
            "intitule": "Quatre",
            "decision": "refusée",
            "collectifs_agrees": "0",
            "enfants_prevus": "40",
        },
    ]
    t["actions"][1] |= {"familles": "10", "parents_rencontres": "9", "parents_actifs": "3"}
    for action, reponses in zip(t["actions"], (ARTICULEE, SEULE), strict=True):
        action |= reponses
    t["collectifs"][1] |= {"enfants_qpv": "NC", "semaines": "30"}
    t["collectifs"][2] |= {"enfants_qpv": "5", "niveau": "collège"}
    installation = Installation(tmp_path_factory.mktemp("main"))
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    return installation


def une(b, id_, ou=None):
    return calcul.calculer(b, TOUT, [id_], (), ou).iloc[0]


# Each by hand: enfants 11 + 10 + 9, bilans of 9 000,50 € for 21 and 9 children, 2 and 1 collectifs.
A_LA_MAIN = {
    "actions_agreees": 3,
    "actions_refusees": 1,
    "actions_ajournees": 0,
    "demandes": 4,
    "porteurs": 2,
    "actions_par_porteur": 3 / 2,
    "collectifs_agrees": 2 + 1 + 1,
    "enfants_prevus": 21 + 9 + 12,
    "collectifs": 3,
    "enfants_accompagnes": 30,
    "filles": 15,
    "garcons": 15,
    "part_filles": 50,
    "enfants_qpv": 4 + 5,
    "part_qpv": 100 * 9 / (11 + 9),
    "enfants_rep": 9,
    "part_rep": 30,
    "allophones": 3,
    "part_allophones": 10,
    "enfants_par_action": 30 / 2,
    "enfants_par_collectif": 30 / 3,
    "presence": 100 * 30 / 30,
    "familles": 28,
    "parents_rencontres": 21,
    "parents_actifs": 7,
    "parents_rencontres_par_famille": 100 * 21 / 28,
    "part_parents_actifs": 100 * 7 / 21,
    "encadrants": 8,
    "salaries": 2,
    "vacataires": 0,
    "benevoles": 6,
    "services_civiques": 0,
    "part_benevoles": 75,
    "enfants_par_encadrant": 30 / 8,
    "part_encadrants_formes": np.nan,
    "heures_encadrement": np.nan,
    "accompagnateurs_par_seance": 2,
    "seances_par_semaine": 2,
    "semaines": (28 + 30 + 28) / 3,
    "heures_par_enfant": (11 * 2 * 1.5 * 28 + 10 * 2 * 1.5 * 30 + 9 * 2 * 1.5 * 28) / 30,
    "taux_reponse_questionnaire": 100 * 2 / 3,
    "taux_reponse_bilan": 100 * 2 / 3,
    "charges": 18001,
    "produits": 18001,
    "contributions_volontaires": 200,
    "ps_clas": 6001,
    "bonus_enfants": np.nan,
    "bonus_parents": np.nan,
    "bonification_politique_ville": np.nan,
    "aide_caf": 6001,
    "part_caf": 100 * 6001 / 18001,
    "produit_etat": 0,
    "produit_communes": 12000,
    "produit_epci": np.nan,
    "produit_departement": np.nan,
    "produit_region": np.nan,
    "produit_familles": np.nan,
    "produit_fonds_propres": np.nan,
    "produit_autres": np.nan,
    "cout_par_enfant": 18001 / 30,
    "cout_par_collectif": 18001 / 3,
    "aide_caf_par_enfant": 6001 / 30,
    "aide_caf_par_collectif": 6001 / 3,
    "produit_caf_autres": np.nan,
    "charge_achats": np.nan,
    "charge_services": np.nan,
    "charge_autres_services": np.nan,
    "charge_impots": np.nan,
    "charge_personnel": 18001,
    "charge_autres": np.nan,
    "contributions_volontaires_produits": 200,
    "part_caf_cout": 100 * 6001 / 18001,
    "heures_offertes": 2 * 1.5 * (28 + 30 + 28),
    "cout_par_heure": 18001 / (2 * 1.5 * (28 + 30 + 28)),
    "cout_par_heure_enfant": 18001 / (2 * 1.5 * (11 * 28 + 10 * 30 + 9 * 28)),
    "comptes_desequilibres": 0,
    "part_pre": 50,
    "part_reaap": 100,
    "part_porte_reaap": 50,
    "part_pedt": 50,
    "part_pel_cel": 0,
    "part_ctg": 0,
    "part_contrat_de_ville": 50,
    "part_cite_educative": 0,
    "part_autre_dispositif": 0,
    "part_articulees": 100,
    "dispositifs_par_action": (4 + 0) / 2,
    "part_pre_orientation": 100,
    "part_pre_actions_communes": 0,
    "part_pre_instances": 0,
    "part_pre_information": 100,
    "etablissements_par_action": (2 + 1) / 2,
    "rencontres_ecole_par_action": (0 + 3) / 2,
    "part_avec_rencontre_ecole": 50,
    "part_diagnostic_partage": 100,
    "part_avis_favorable": 100,
    "part_avis_reserve": 0,
    "part_avis_defavorable": 0,
    "part_avis_absent": 0,
    "part_ori_parents": 50,
    "part_ori_enseignants": 0,
    "part_enf_methodologie": 100,
    "part_enf_culturel": 50,
    "part_enf_sportif": 0,  # one of the two did not say
    "part_par_convivialite": 50,
    "part_par_codes_ecole": 0,
    "part_reunions_reseau": 50,
    "part_journee_departementale": 0,
    "part_formation_suivie": 0,
    "part_accompagnement_demande": 50,
    "part_animation": 50,
    "part_centres_sociaux": 100,
    "part_associations_locales": 0,
    "part_porteurs_reaap": 50,
    "part_porteurs_pedt": 50,
    "taux_reponse_porteurs": 100,
    "part_enfants_elementaire": 100 * 21 / 30,
    "part_enfants_college": 100 * 9 / 30,
    "part_enfants_lycee": 0,
    "ps_bonus_par_collectif": 6001 / 3,
    "ps_bonus_par_enfant": 6001 / 30,
}
# Questions that neither of the two actions answered.
A_LA_MAIN |= {
    i: np.nan for i in IDS if re.match(r"part_(enf|ori|par|reaap)_", i) and i not in A_LA_MAIN
}


@pytest.mark.parametrize("id_", IDS)
def test_each_indicator_equals_what_a_hand_computes(main, id_):
    assert une(base.ouvrir(main), id_)["valeur"] == pytest.approx(A_LA_MAIN[id_], nan_ok=True)


def test_a_ratio_is_a_ratio_of_sums_not_a_mean_of_means(main):
    b = base.ouvrir(main)
    par_action = calcul.calculer(b, TOUT, ["cout_par_enfant"], ["action"]).set_index("action")[
        "valeur"
    ]
    assert par_action[["A1", "A2"]].to_list() == pytest.approx([9000.5 / 21, 9000.5 / 9])
    assert (
        une(b, "cout_par_enfant")["valeur"]
        == pytest.approx(18001 / 30)
        != pytest.approx(par_action.mean())
    )


def test_the_children_of_an_action_are_known_when_every_collectif_said_them(tmp_path):
    """A1 has two collectifs, one of them silent: its eleven children are not those of twenty-one
    planned, nor of its four adults.
    """
    t = petite()
    t["collectifs"][1] |= {"filles": "NC", "garcons": "NC", "enfants": "NC"}
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    b = base.ouvrir(installation)
    for id_, attendu in (
        ("presence", 100 * 9 / 9),
        ("enfants_par_action", 9),
        ("enfants_par_encadrant", 9 / 4),
        ("enfants_accompagnes", 11 + 9),
    ):
        lu = une(b, id_)
        assert lu["valeur"] == pytest.approx(attendu) and lu["repondants"] == (
            2 if id_ == "enfants_accompagnes" else 1
        ), id_


def test_the_cost_of_an_hour_leaves_out_a_collectif_without_hours_with_its_share_of_the_cost(
    tmp_path,
):
    t = petite()
    # A1 keeps one collectif of two: 84 hours for half of 9 000,50 €
    t["collectifs"][1] |= {"semaines": "NC"}
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    b = base.ouvrir(installation)
    assert une(b, "cout_par_heure")["valeur"] == pytest.approx((9000.5 / 2 + 9000.5) / (84 + 84))
    assert une(b, "cout_par_heure_enfant")["valeur"] == pytest.approx(
        (9000.5 / 2 + 9000.5) / (84 * 11 + 84 * 9)
    )


def test_answers_are_counted_out_of_the_agreed_actions(main):
    b = base.ouvrir(main)
    ligne = une(b, "enfants_accompagnes")
    assert (ligne["repondants"], ligne["attendus"]) == (2, 3)
    assert (une(b, "part_qpv")["repondants"], une(b, "heures_encadrement")["repondants"]) == (2, 0)
    sans_objet = une(b, "actions_agreees")
    assert sans_objet["repondants"] is pd.NA and sans_objet["attendus"] is pd.NA


@pytest.mark.parametrize("dispositif", ["pre", "reaap"])
def test_a_share_of_a_part_of_the_actions_says_the_answers_of_that_part(demo, dispositif):
    """« 45,5 %, 87 réponses sur 103 » rested on 22 actions: those without this articulation have
    no form to say, and are neither expected nor counted among the answers.
    """
    for id_ in (i for i in IDS if i.startswith(f"part_{dispositif}_")):
        for campagne in calcul.valeurs_axe(demo, TOUT, "campagne"):
            ou = {"campagne": campagne}
            ici, tous = une(demo, id_, ou), une(demo, f"part_{dispositif}", ou)
            articulees = tous["valeur"] * tous["repondants"] / 100
            assert ici["attendus"] == pytest.approx(articulees)
            assert ici["repondants"] == len(calcul.lignes(demo, TOUT, id_, ou))


@pytest.mark.parametrize(
    "id_", ["collectifs", "enfants_accompagnes", "familles", "charges", "encadrants", "aide_caf"]
)
def test_where_nobody_answered_the_figure_is_unknown_and_the_place_is_still_there(main, id_):
    df = calcul.calculer(base.ouvrir(main), TOUT, [id_], ["commune"]).set_index("commune")
    assert np.isnan(df.loc["38151", "valeur"]) and (
        df.loc["38151", "repondants"],
        df.loc["38151", "attendus"],
    ) == (0, 1)
    assert np.isnan(une(base.ouvrir(main), id_, {"commune": "38151"})["valeur"])


def test_the_niveau_of_a_collectif_is_its_own_and_has_no_expected_answers(main):
    df = calcul.calculer(base.ouvrir(main), TOUT, ["enfants_accompagnes"], ["niveau"]).set_index(
        "niveau"
    )
    assert (
        df["valeur"].to_dict() == {"collège": 9, "élémentaire": 21} and df["attendus"].isna().all()
    )
    filtre = une(base.ouvrir(main), "enfants_accompagnes", {"niveau": "collège"})
    assert filtre["valeur"] == 9 and filtre["attendus"] is pd.NA


@pytest.mark.parametrize("axe", AXES)
def test_every_indicator_reads_by_every_axis(demo, axe):
    ids = [i for i in IDS if axe in catalogue.exiger(i).axes]
    df = calcul.calculer(demo, TOUT, ids, [axe])
    assert list(df.columns) == ["indicateur", axe, "valeur", "repondants", "attendus"]
    assert (
        list(dict.fromkeys(df["indicateur"])) == ids
        and not df.duplicated(["indicateur", axe]).any()
    )
    assert df["valeur"].dtype == "float64" and not np.isinf(df["valeur"]).any()
    assert (df["repondants"] <= df["attendus"]).fillna(True).all() and df[axe].notna().all()
    parts = df[
        df["indicateur"].map(
            lambda i: (
                catalogue.exiger(i).unite == "%" and "pour 100" not in catalogue.exiger(i).titre
            )
        )
    ]["valeur"].dropna()
    # one porteur's contradictions are flagged by the controls, and kept
    if axe not in ("action", "porteur", "commune"):
        assert parts.between(0, 100).all()


@pytest.mark.parametrize("axe", [a for a in AXES if a != "campagne"])
def test_the_values_of_an_axis_add_up_to_the_total(demo, axe):
    total = calcul.calculer(demo, TOUT, ADDITIFS, ["campagne"]).set_index(
        ["indicateur", "campagne"]
    )
    parts = calcul.calculer(demo, TOUT, ADDITIFS, ["campagne", axe])
    sommes = parts.groupby(["indicateur", "campagne"], sort=False)["valeur"].sum(min_count=1)
    for cle, valeur in total["valeur"].items():
        assert sommes[cle] == pytest.approx(valeur, nan_ok=True), (axe, cle)
    if axe != "niveau":
        comptes = parts.groupby(["indicateur", "campagne"])[["repondants", "attendus"]].sum(
            min_count=1
        )
        attendus = total[["repondants", "attendus"]]
        assert comptes.loc[attendus.index].astype("Float64").equals(attendus.astype("Float64"))


def test_the_published_figures_of_2021_2022(demo):
    publies = calcul.calculer(
        demo, TOUT, ["actions_agreees", "enfants_prevus"], (), {"campagne": "2021-2022"}
    ).set_index("indicateur")["valeur"]
    assert publies.to_dict() == {"actions_agreees": 103, "enfants_prevus": 3052}


def test_the_financers_add_up_to_the_products(demo):
    financeurs = [
        "aide_caf",
        "produit_etat",
        "produit_communes",
        "produit_epci",
        "produit_departement",
        "produit_region",
        "produit_familles",
        "produit_fonds_propres",
        "produit_autres",
    ]
    df = calcul.calculer(demo, TOUT, [*financeurs, "produits"], ["campagne"]).pivot(
        index="campagne", columns="indicateur", values="valeur"
    )
    assert df[financeurs].sum(axis=1).to_list() == pytest.approx(df["produits"].to_list())


def test_the_accounts_add_up_to_the_charges(demo):
    postes = [
        "charge_achats",
        "charge_services",
        "charge_autres_services",
        "charge_impots",
        "charge_personnel",
        "charge_autres",
    ]
    df = calcul.calculer(demo, TOUT, [*postes, "charges"], ["campagne"]).pivot(
        index="campagne", columns="indicateur", values="valeur"
    )
    assert df[postes].sum(axis=1).to_list() == pytest.approx(df["charges"].to_list())


def test_several_values_of_an_axis_are_one_or_the_other(demo):
    deux = une(demo, "enfants_prevus", {"campagne": ["2020-2021", "2021-2022"]})["valeur"]
    assert deux == sum(
        une(demo, "enfants_prevus", {"campagne": c})["valeur"] for c in ("2020-2021", "2021-2022")
    )


@pytest.mark.parametrize(
    "ids, par, ou, message",
    [
        (["inconnu"], [], {}, "n'existe pas"),
        (["filles"], ["departement"], {}, "ne se lit pas par"),
        (["filles"], [], {"departement": "38"}, "ne se lit pas par"),
        (["filles"], [], {"campagne": "2030-2031"}, "n'est pas une valeur de « campagne »"),
        (["filles"], [], {"campagne": "x' or 'x'='x"}, "n'est pas une valeur de « campagne »"),
        (["filles"], [], {"niveau": ["collège", "cm2"]}, "« cm2 » n'est pas une valeur"),
    ],
)
def test_a_question_badly_put_is_refused_with_a_sentence(demo, ids, par, ou, message):
    with pytest.raises(UsageError, match=message):
        calcul.calculer(demo, TOUT, ids, par, ou)


def test_a_porteur_reads_its_own_published_figures_only(demo):
    siren = calcul.calculer(
        demo, TOUT, ["enfants_prevus"], ["porteur"], {"campagne": "2021-2022"}
    ).iloc[0]
    sien = profil_demonstration("porteur", siren["porteur"]).perimetre(("2020-2021", "2021-2022"))
    df = calcul.calculer(demo, sien, ["enfants_prevus"], ["campagne", "porteur"])
    assert set(df["porteur"]) == {siren["porteur"]} and set(df["campagne"]) <= {
        "2020-2021",
        "2021-2022",
    }
    assert df.loc[df["campagne"] == "2021-2022", "valeur"].item() == siren["valeur"]
    with pytest.raises(UsageError) as e:
        calcul.calculer(demo, sien, ["enfants_prevus"], (), {"porteur": siret(999)})
    autres = set(calcul.valeurs_axe(demo, TOUT, "porteur")) - {siren["porteur"]}
    assert not any(a in e.value.message for a in autres)


@pytest.mark.parametrize("id_", IDS)
def test_the_rows_behind_a_figure_are_those_that_make_it(demo, id_):
    ind, ou = catalogue.exiger(id_), {"campagne": "2021-2022", "qpv": "QPV"}
    df, valeur = calcul.lignes(demo, TOUT, id_, ou), une(demo, id_, ou)["valeur"]
    assert (
        len(df)
        and set(df["campagne"]) == {"2021-2022"}
        and df[["fichier", "feuille", "ligne"]].notna().all(axis=None)
    )
    assert not df.duplicated(["fichier", "feuille", "ligne"]).any()
    somme = re.fullmatch(r"sum\((\w+)\)( filter \(where agreee\))?", ind.mesure)
    if somme:
        assert (
            df[somme[1]].astype(float).sum() == pytest.approx(valeur) and df[somme[1]].notna().all()
        )
    elif ind.mesure.startswith("count(*)") and "/" not in ind.mesure:
        assert len(df) == valeur
    elif ind.mesure.startswith("avg("):
        assert df[ind.mesure[4:-1]].astype(float).mean() == pytest.approx(valeur)


@pytest.mark.parametrize(
    "id_, feuille, colonne",
    [
        ("enfants_prevus", "Agréments", "enfants_prevus"),
        ("familles", "Actions", "familles"),
        ("filles", "Collectifs", "filles"),
        ("charges", "Bilans", "charge_64"),
        ("enfants_par_action", "Collectifs", "enfants"),
        ("semaines", "Collectifs", "semaines"),
    ],
)
def test_the_line_named_is_the_one_that_the_spreadsheet_shows(main, id_, feuille, colonne):
    evenement = journal.lire(main)[0]
    contenu = archive.lire(main, evenement.fichiers[0]["sha256"])
    chemin = main.racine / "original.xlsx"
    chemin.write_bytes(contenu)
    lignes = CalamineWorkbook.from_path(str(chemin)).get_sheet_by_name(feuille).to_python()
    df = calcul.lignes(base.ouvrir(main), TOUT, id_)
    for l in df.to_dict("records"):
        recue = dict(zip(lignes[0], lignes[l["ligne"] - 1], strict=True))
        assert l["feuille"] == feuille and recue["code_action"] == l["code_action"]
        if colonne in l:
            assert float(recue[colonne]) == float(l[colonne])


@pytest.mark.parametrize("id_", IDS)
def test_the_query_shown_is_run_and_gives_the_same_figures(demo, id_):
    axes = ["campagne", "porteur_type"]
    montree = (
        demo.controler(calcul.sql_texte(catalogue.exiger(id_), axes), {})
        .set_index(axes)[id_]
        .astype(float)
    )
    calculee = calcul.calculer(demo, TOUT, [id_], axes).set_index(axes)["valeur"]
    assert calculee.to_list() == pytest.approx(
        montree.reindex(calculee.index).to_list(), nan_ok=True
    )


def test_a_collectif_of_unknown_niveau_is_out_of_the_shares_by_niveau(tmp_path):
    """11 and 10 children of the élémentaire; 9 of whom nobody said the niveau: 100 %, not 70 %."""
    t = petite()
    t["collectifs"][2]["niveau"] = ""  # its action says « élémentaire »: not its own word
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    b = base.ouvrir(installation)
    dite = une(b, "part_enfants_elementaire")
    assert dite["valeur"] == 100 and (dite["repondants"], dite["attendus"]) == (1, 2)
    assert une(b, "part_enfants_college")["valeur"] == 0
    dits = calcul.calculer(b, TOUT, ["enfants_accompagnes"], ["niveau"])
    assert dict(zip(dits["niveau"], dits["valeur"], strict=True)) == {
        "élémentaire": 21,
        libelles.NIVEAU_INCONNU: 9,
    }
    assert une(b, "enfants_accompagnes", {"niveau": libelles.NIVEAU_INCONNU})["valeur"] == 9
    assert list(
        Valeurs(installation, b, TOUT, CAMPAGNE).par("collectifs", "niveau")["libelle"]
    ) == [
        "élémentaire",
        libelles.NIVEAU_INCONNU,
    ]
