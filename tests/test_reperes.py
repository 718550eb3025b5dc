"""Repères: beside ours only where they truly compare; as published; an installation's own are
refused with their line when wrong.
"""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.errors import FichierRefuse
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import calcul, catalogue, reperes
from clas_data.tables import base

TOUT = ligne_de_commande().perimetre(())
ENTETE = (
    "id;libelle;valeur;precision;unite;territoire;periode;champ;source;indicateur;comparable;note"
)
BONNE = (
    "savoie;Enfants par collectif;10.1;;enfants par collectif;Savoie;2023-2024;Clas;Caf, "
    "2024;enfants_par_collectif;oui;"
)


def _ecrire(installation, *lignes: str) -> None:
    installation.referentiels.mkdir(parents=True, exist_ok=True)
    (installation.referentiels / "reperes.csv").write_text(
        "\n".join([ENTETE, *lignes]) + "\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def regards(demonstration):
    tous = reperes.comparer(base.ouvrir(demonstration), TOUT, demonstration, "2021-2022")
    return {g.repere.id: g for g in tous}


def test_every_repere_is_there_with_its_source_its_field_and_its_date(regards, demonstration):
    assert len(regards) == len(reperes.load(demonstration)) >= 40
    assert all(
        g.repere.source and g.repere.champ and g.repere.periode and g.repere.territoire
        for g in regards.values()
    )


@pytest.mark.parametrize(
    "id_, indicateur",
    [
        ("rhone_2023_enfants_collectif", "enfants_par_collectif"),
        ("france_2010_cout_enfant", "cout_par_enfant"),
        ("deux_sevres_2022_part_benevoles", "part_benevoles"),
        ("france_2014_reaap", "part_porteurs_reaap"),
        ("var_2014_pedt", "part_porteurs_pedt"),
        ("france_2014_centres_sociaux", "part_centres_sociaux"),
        ("rhone_2023_montant_enfant", "ps_bonus_par_enfant"),
        ("hauts_de_seine_2020_college", "part_enfants_college"),
    ],
)
def test_ratios_and_shares_compare_with_ours(regards, demonstration, id_, indicateur):
    g = regards[id_]
    ici = calcul.calculer(
        base.ouvrir(demonstration), TOUT, [indicateur], (), {"campagne": "2021-2022"}
    ).iloc[0]["valeur"]
    assert g.compare and g.indicateur.id == indicateur and g.valeur == pytest.approx(ici)
    assert (
        g.ici in g.phrase
        and g.repere.ecrit in g.phrase
        and g.repere.periode in g.phrase
        and g.repere.source in g.phrase
    )


@pytest.mark.parametrize(
    "id_, raison",
    [
        ("france_2010_enfants", "Un total national"),
        ("rhone_2023_collectifs", "taille du département"),
        ("france_2010_part_prioritaire", "éducation prioritaire a changé"),
        ("france_2009_primaire", "ne dit pas si ces parts"),
        ("france_2020_projets", "seuls les rapports"),
        ("france_2021_pre_montant", "Autre dispositif"),
    ],
)
def test_totals_and_other_fields_get_a_sentence_instead(regards, id_, raison):
    g = regards[id_]
    assert not g.compare and raison in g.phrase and g.ecart == "" and " ici " not in g.phrase


def test_a_total_of_this_very_departement_compares_for_its_own_campagne_only(
    regards, demonstration
):
    assert regards["isere_2021_actions"].compare and regards["isere_2021_enfants"].ecart == "égal"
    assert regards["isere_2021_enfants"].ici == f"3{FINE}052{INSECABLE}enfants"
    b = base.ouvrir(demonstration)
    autre = {g.repere.id: g for g in reperes.comparer(b, TOUT, demonstration, "2020-2021")}
    assert (
        not autre["isere_2021_actions"].compare
        and "Un total dépend" in autre["isere_2021_actions"].phrase
    )
    filtre = {
        g.repere.id: g
        for g in reperes.comparer(b, TOUT, demonstration, "2021-2022", ou={"niveau": "collège"})
    }
    assert (
        not filtre["isere_2021_actions"].compare and filtre["rhone_2023_enfants_collectif"].compare
    )


def test_euros_of_another_year_are_said(regards):
    assert "sans correction de l'inflation" in regards["france_2010_cout_enfant"].phrase
    assert "inflation" not in regards["rhone_2023_enfants_collectif"].phrase


def test_a_repere_is_written_as_published(regards):
    ecrits = {i: g.repere.ecrit for i, g in regards.items()}
    assert ecrits["rhone_2023_enfants_collectif"] == f"10,36{INSECABLE}enfants par collectif"
    assert ecrits["france_2010_cout_enfant"] == f"environ{INSECABLE}448{INSECABLE}€"
    assert ecrits["france_2010_enfants"] == f"plus de{INSECABLE}123{FINE}000{INSECABLE}enfants"
    assert ecrits["rhone_2023_montant"] == f"1{FINE}279{FINE}329,11{INSECABLE}€"


def test_the_difference_is_in_the_sense_of_ours(regards):
    g = regards["france_2014_reaap"]
    assert g.ecart.endswith("de plus" if g.valeur > 46 else "de moins")
    assert reperes.resume(list(regards.values())).startswith("Sur 19")
    assert "ne se compare" in reperes.resume([])


def test_a_page_may_ask_for_its_own_indicators_only(demonstration):
    b = base.ouvrir(demonstration)
    assert {
        g.repere.indicateur
        for g in reperes.comparer(b, TOUT, demonstration, "2021-2022", ["cout_par_enfant"])
    } == {"cout_par_enfant"}
    assert reperes.comparer(b, TOUT, demonstration, "2021-2022", []) == []


def test_a_porteur_sees_its_own_figure_beside_and_no_total_of_the_departement(demonstration):
    b = base.ouvrir(demonstration)
    siret = (
        calcul.calculer(b, TOUT, ["enfants_par_collectif"], ["porteur"], {"campagne": "2021-2022"})
        .dropna()
        .iloc[0]["porteur"]
    )
    sien = profil_demonstration("porteur", siret).perimetre(("2021-2022",))
    vus = {g.repere.id: g for g in reperes.comparer(b, sien, demonstration, "2021-2022")}
    attendu = calcul.calculer(
        b, TOUT, ["enfants_par_collectif"], (), {"campagne": "2021-2022", "porteur": siret}
    ).iloc[0]["valeur"]
    assert (
        vus["rhone_2023_enfants_collectif"].valeur == pytest.approx(attendu)
        and not vus["isere_2021_actions"].compare
    )


def test_an_installation_adds_its_own(vide):
    _ecrire(vide, BONNE)
    assert reperes.load(vide)[0].territoire == "Savoie" and len(reperes.load(vide)) > 40


@pytest.mark.parametrize(
    "ligne, mots",
    [
        (BONNE.replace("10.1", "dix"), "« dix »"),
        (BONNE.replace(";Clas;", ";;"), "« champ » est vide"),
        (BONNE.replace("Caf, 2024", ""), "« source » est vide"),
        (BONNE.replace("enfants_par_collectif;oui", "enfants_par_colectif;oui"), "n'existe pas"),
        (BONNE.replace(";oui;", ";peut-être;"), "« peut-être »"),
        (BONNE.replace("enfants_par_collectif;oui", ";oui"), "sans nommer d'indicateur"),
        (BONNE.replace(";enfants par collectif;", ";%;"), "ne se comparent pas"),
        (BONNE.replace(";oui;", ";non;"), "sans dire pourquoi"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_a_sentence(vide, ligne, mots):
    _ecrire(vide, BONNE.replace("savoie;", "ain;"), ligne)
    with pytest.raises(FichierRefuse) as refus:
        reperes.load(vide)
    messages = [a.message.replace(INSECABLE, " ") for a in refus.value.anomalies]
    assert len(messages) == 1 and "reperes.csv, ligne 3" in messages[0] and mots in messages[0]
    assert messages[0].endswith(".") and refus.value.anomalies[0].ligne == 3


def test_shipped_reperes_that_compare_name_an_indicator_of_the_same_unit(demonstration):
    for r in reperes.load(demonstration):
        assert r.comparable != "oui" or catalogue.exiger(r.indicateur).unite == r.unite, r.id
