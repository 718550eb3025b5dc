"""Each recipe of CONTRIBUTING works as it is written: its text is what the test follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clas_data.conformite import regles
from tests import recettes


@pytest.fixture(scope="module")
def reponse(demonstration_modele, tmp_path_factory) -> dict:
    """All the recipes followed at once in a copy, and what the copy answers."""
    ou = tmp_path_factory.mktemp("recettes")
    racine = Path(shutil.copytree(demonstration_modele, ou / "installation"))
    (ou / "depot").mkdir()
    recettes.suivre(ou / "depot", racine)
    return recettes.demander(ou / "depot", racine)


def test_a_campagne_opens_and_a_barème_value_is_added_by_the_lines_to_type(reponse):
    assert [code for code, _ in reponse["tapees"]] == [0, 0], reponse["tapees"]


def test_a_column_of_a_file_goes_as_far_as_its_table_and_its_check(reponse):
    assert any("Sorties de l'année" in ligne for ligne in reponse["modele"])
    assert reponse["sorties"] == [50, 52, 54]
    assert len(reponse["alertes"]) == 1 and "54 sorties" in reponse["alertes"][0]


def test_a_rule_is_judged_and_its_fiches_keep_to_one_page(reponse):
    assert reponse["regles"] == len(regles.load()) + 1
    assert "conforme" in reponse["regle"]
    demandes, pages = reponse["fiches"]
    assert demandes == pages > 100


def test_a_page_shows_an_indicator_that_was_added(reponse):
    assert "Enfants prévus par collectif agréé" in reponse["page"]


def test_a_kind_of_figure_is_composed_and_drawn_on_a_page(reponse):
    dessin = reponse["dessins"][-1]["data"][0]
    campagnes = ["2018-2019", "2019-2020", "2020-2021", "2021-2022", "2022-2023"]
    assert dessin["type"] == "bar" and set(dessin["y"]) <= {*campagnes, "2023-2024"}
    assert len(dessin["y"]) == 5 and all(dessin["x"])


def test_a_bench_prints_one_line_a_measure(reponse):
    ligne, fin = reponse["banc"]
    assert ligne["mesure"] == "catalogue relu" and ligne["rapport"] > 1
    assert (fin["banc"], fin["faute"]) == ("essai", "")
