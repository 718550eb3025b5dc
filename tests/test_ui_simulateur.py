"""The simulator's screen: voices, answers, refusals, URL; the workbook; the kept scenarios."""
from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from python_calamine import CalamineWorkbook

from clas_data import baremes
from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.simulateur import calcul, export, rangement, scenario
from clas_data.tables import base
from tests.test_ui_pages import html, ouvrir, racine  # noqa: F401  (racine is the fixture of the screens)

ONGLETS = ["Qui gagne, qui perd", "Au plafond", "Leviers", "À rebours", "Pourquoi ?", "Plusieurs années", "Commission", "Scénarios"]


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize("url", [{}, {"a_plafond": "8 200 €", "b_taux": "35 %", "a_collectifs_plus": "5"}, {"campagne": "2021-2022"}], ids=["rien", "deux scénarios", "sans barème"])
def test_every_tab_draws(racine, onglet, url):  # noqa: F811
    at = ouvrir(racine, "direction", "simulateur", onglet=onglet, **url)
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert "clas-titre" in html(at)


def test_the_numbers_of_the_rule_are_edited_in_french(racine):  # noqa: F811
    at = ouvrir(racine, "direction", "simulateur", campagne="2022-2023")
    assert at.text_input(key="a_taux").value == "32,5\u202f%" and at.text_input(key="a_plafond").value == "7\u202f885\u00a0€"
    at.text_input(key="a_plafond").set_value("8200").run()
    assert not at.exception and "de plus" in html(at) and "<s>7\u202f885\u00a0€</s>" in html(at)


@pytest.mark.parametrize("cle, valeur, mots", [("a_plafond", "0", "plus de 0"), ("b_taux", "3250", "au plus 100"), ("a_bonus_enfants", "douze", "n'est pas accepté")])
def test_a_refused_number_is_said_and_not_applied(racine, cle, valeur, mots):  # noqa: F811
    at = ouvrir(racine, "direction", "simulateur", **{cle: valeur})
    assert len(at.error) == 1 and mots in at.error[0].value and not at.exception
    assert "ne change rien" in html(at)


def test_an_unknown_parameter_of_the_link_is_said(racine):  # noqa: F811
    at = ouvrir(racine, "direction", "simulateur", a_tuax="30", bareme="1999-2000")
    dits = " ".join(w.value for w in at.warning)
    assert "tuax" in dits and "1999-2000" in dits


def test_a_campagne_without_bareme_says_which_value_is_missing(racine):  # noqa: F811
    at = ouvrir(racine, "direction", "simulateur", campagne="2021-2022")
    assert any("Droits propres à 2021-2022" in i.value and "n.d." in i.value and "Taux" in i.value for i in at.info)
    assert "Les collectifs de 2021-2022 au barème de 2022-2023" in " ".join(c.value for c in at.caption)


CHANGES = [{}, {"plafond": "8200,50"}, {"taux": "33,33"}, {"bonus_portee": "tous", "bonification_ville": "150"}, {"hors_effectif": "exclure"}, {"semaines": "prorata"},
           {"repartition": "collectif"}, {"compte_86": "dans", "inflation": "3,7"}, {"enveloppe": "500000"}, {"collectifs_plus": "7"}]


@pytest.fixture(scope="module")
def tableur():
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if not programme:
        pytest.skip("LibreOffice is not installed: the workbook's formulas cannot be recalculated here.")
    return programme


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_workbook_recalculated_gives_the_total_to_the_cent(demonstration, tableur, tmp_path, change):
    donnees = calcul.lire(base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2022-2023")
    bareme = baremes.en_vigueur(demonstration, "2022-2023")
    s = scenario.construire("Essai", "2022-2023", change)
    (tmp_path / "scenario.xlsx").write_bytes(export.write_classeur(donnees, bareme, s, {"Base": "essai"}))
    subprocess.run([tableur, "--headless", f"-env:UserInstallation=file://{tmp_path}/profil", "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "scenario.xlsx")],
                   check=True, capture_output=True, timeout=180)
    with CalamineWorkbook.from_filelike(io.BytesIO((tmp_path / "scenario.ods").read_bytes())) as classeur:
        lignes = classeur.get_sheet_by_name("Hypothèses").to_python()
    totaux = {l[0]: l[1] for l in lignes if str(l[0]).startswith("Total")}
    r = calcul.simuler(donnees, bareme, s)
    assert round(totaux["Total des droits (€)"] * 100) == int(r.actions["sans_enveloppe_c"].sum())
    assert round(totaux["Total dans l'enveloppe (€, au plus)"] * 100) == r.total_c


def test_scenarios_are_kept_by_name_inside_their_folder(vide):
    s = scenario.construire("../../Plafond à 8 200 !", "2022-2023", {"plafond": 8200}, "Moi", "2026-11-24", "essai")
    chemin = rangement.enregistrer(vide, s)
    assert chemin.parent == vide.scenarios and rangement.lister(vide) == ([s], [])
    (vide.scenarios / "casse.yaml").write_text("version: 9\nparent: x\n", encoding="utf-8")
    assert len(rangement.lister(vide)[1]) == 1
    with pytest.raises(UsageError):
        rangement.fichier(vide, "…")
