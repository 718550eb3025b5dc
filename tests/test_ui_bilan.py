"""The page « Bilan annuel »: every tab and part draws, words are kept at once, flags, undo, parts,
documents; who may not write does not enter.
"""

from __future__ import annotations

import re

import pytest

from clas_data import baremes, config
from clas_data.acces import Acteur, comptes, ligne_de_commande
from clas_data.ecrans.bilan_annuel import etat
from clas_data.restitutions.bilan import edition, plan
from clas_data.restitutions.bilan.edition import Edition
from clas_data.simulateur import rangement, scenario
from clas_data.tables import base
from tests.flux import Flux, cookie
from tests.serveur import en_marche
from tests.test_ui_pages import html, ouvrir


@pytest.fixture
def racine(demonstration_copie, monkeypatch):
    """An installation that the page may write."""
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    return demonstration_copie


URL = {"campagne": "2021-2022"}


@pytest.mark.parametrize("onglet", ["Rédiger", "Plan", "Aperçu", "Produire"])
def test_every_tab_draws(racine, onglet):
    at = ouvrir(racine, "comite", "bilan_annuel", onglet=onglet, **URL)
    assert not at.exception and not at.error, [e.value for e in [*at.exception, *at.error]]
    assert not racine.bilans.exists(), "reading keeps nothing"
    assert {
        "Rédiger": "103",
        "Plan": "Écartez",
        "Aperçu": "essentiel",
        "Produire": "Diapositives",
    }[onglet] in html(at)


def test_a_sentence_is_written_flagged_reread_and_undone(racine):
    at = ouvrir(racine, "comite", "bilan_annuel", partie="Financement", **URL)
    champ = next(t for t in at.text_area if "financement_cout" in t.key)
    champ.set_value("Le coût par enfant est en hausse : {cout_par_enfant}.").run()
    assert (
        edition.lire(racine, "2021-2022")
        .textes["financement.cout"]
        .texte.startswith("Le coût par enfant est en hausse")
    )
    avertissements = " ".join(w.value for w in at.warning)
    assert "se contredisent" in avertissements and "à relire" in avertissements
    assert re.search(r"est en hausse\s*: \d", html(at))
    at.button(key="bilan_annuler").click().run()
    assert "financement.cout" not in edition.lire(racine, "2021-2022").textes and not at.warning
    at.button(key="bilan_refaire").click().run()
    at.button(key="revenir_financement_cout").click().run()
    assert not at.warning and "financement.cout" not in edition.lire(racine, "2021-2022").textes


def test_what_a_browser_still_holds_of_an_old_field_does_not_do_again_what_was_undone(
    demonstration_copie,
):
    """Undone while the page is still drawn, the browser sends the words of the field with the
    click: both are heard by the same run.
    """
    moi, mot_de_passe = ligne_de_commande(), "trois petits chats bleus"
    comptes.creer(demonstration_copie, moi, "comite", "Comité", "comite")
    comptes.changer_mot_de_passe(demonstration_copie, moi, "comite", mot_de_passe)
    with (
        en_marche(demonstration_copie.racine) as s,
        Flux(s.url, cookie(s.url, "comite", mot_de_passe)) as f,
    ):
        f.lancer("bilan_annuel", partie="Parents", **URL)
        libre = next(t.id for t in f.deltas("text_area") if "parents_libre" in t.id)
        f.messages.clear()
        f.lancer("bilan_annuel", {libre: {"string_value": "Un mot."}}, partie="Parents", **URL)
        assert (
            edition.lire(demonstration_copie, "2021-2022").textes["parents.libre"].texte
            == "Un mot."
        )
        annuler = next(b.id for b in f.deltas("button") if "bilan_annuler" in b.id)
        f.lancer(
            "bilan_annuel",
            {libre: {"string_value": "Un mot."}, annuler: {"trigger_value": True}},
            partie="Parents",
            **URL,
        )
    assert "parents.libre" not in edition.lire(demonstration_copie, "2021-2022").textes


def test_a_sentence_whose_figure_moved_waits_for_a_reader(racine):
    edition.ouvrir(racine, "2021-2022", "2020-2021", "Anne")
    edition.changer(
        racine,
        "2021-2022",
        "parents.libre",
        "Il y a {porteurs}.",
        {"porteurs": "99 porteurs"},
        "Anne",
    )
    at = ouvrir(racine, "comite", "bilan_annuel", partie="Parents", **URL)
    assert any("99" in w.value for w in at.warning)
    at.button(key="relu_parents_libre").click().run()
    assert (
        not at.warning
        and edition.lire(racine, "2021-2022").textes["parents.libre"].texte == "Il y a {porteurs}."
    )


def test_last_year_s_sentence_is_taken_up(racine):
    edition.ouvrir(racine, "2020-2021", None, "Anne")
    edition.changer(racine, "2020-2021", "parents.libre", "{porteurs} en 2020-2021.", {}, "Anne")
    at = ouvrir(racine, "comite", "bilan_annuel", partie="Parents", **URL)
    at.button(key="reprendre_parents_libre").click().run()
    assert (
        edition.lire(racine, "2021-2022").textes["parents.libre"].texte
        == "{porteurs} en {campagne}."
    )


def test_parts_are_left_out_and_moved(racine):
    at = ouvrir(racine, "comite", "bilan_annuel", onglet="Plan", **URL)
    at.button(key="descendre_chiffres_cles").click().run()
    assert edition.lire(racine, "2021-2022").parties[2:4] == ("porteurs_actions", "chiffres_cles")
    next(t for t in at.toggle if t.key.startswith("garder_methode")).set_value(False).run()
    assert (
        "methode" not in edition.lire(racine, "2021-2022").parties
        and len(edition.lire(racine, "2021-2022").parties) == len(plan.load().parties) - 1
    )


def test_the_scenarios_that_the_bilan_cites_are_chosen_and_undone(racine):
    for nom in ("Plafond relevé", "Taux relevé"):
        rangement.enregistrer(racine, scenario.construire(nom, "2022-2023", {"plafond": "8200"}))
    at = ouvrir(racine, "comite", "bilan_annuel", onglet="Plan", **URL)
    assert at.multiselect[0].value == ["Plafond relevé", "Taux relevé"], (
        "all of them until a choice is made"
    )
    at.multiselect[0].unselect("Taux relevé").run()
    assert not at.exception and edition.lire(racine, "2021-2022").scenarios == ("Plafond relevé",)
    cite = html(
        ouvrir(
            racine,
            "comite",
            "bilan_annuel",
            onglet="Aperçu",
            partie="Perspectives et scénarios",
            **URL,
        )
    )
    assert "Plafond relevé" in cite and "Taux relevé" not in cite
    at.button(key="bilan_annuler").click().run()
    assert at.multiselect[0].value == ["Plafond relevé", "Taux relevé"]


def test_a_document_asked_for_again_holds_the_scenario_kept_and_the_bareme_added_since(racine):
    perimetre, e = Acteur("x", "comite").perimetre(()), Edition("2021-2022", "2023-03-01")

    def lu() -> bytes:
        return etat._octets(
            str(racine.racine),
            base.courante(racine),
            perimetre,
            etat._regles(),
            e,
            None,
            "xlsx",
        )

    ecrits = [lu(), lu()]
    rangement.enregistrer(
        racine, scenario.construire("Plafond relevé", "2022-2023", {"plafond": "8200"})
    )
    ecrits.append(lu())
    baremes.ajouter(racine, "taux", "40", "2021-09-01", "Circulaire", Acteur("x", "comite"))
    baremes.ajouter(racine, "plafond", "8000", "2021-09-01", "Circulaire", Acteur("x", "comite"))
    ecrits.append(lu())
    assert ecrits[0] == ecrits[1] and len(set(ecrits)) == 3


@pytest.mark.parametrize("role", ["partenaire", "porteur"])
def test_who_may_not_write_does_not_enter(racine, role):
    at = ouvrir(racine, role)
    with pytest.raises(ValueError):
        at.switch_page(str(config.DEPOT / "pages" / "bilan_annuel.py"))
    assert not edition.fichier(racine, "2021-2022").exists()


@pytest.mark.parametrize("cle", ["campagne", "version", "partie", "onglet"])
def test_a_choice_of_the_link_that_is_not_offered_is_said(racine, cle):
    at = ouvrir(racine, "comite", "bilan_annuel", **{cle: "Atlantide"})
    assert not at.exception and any("Atlantide" in w.value for w in at.warning)


def test_the_direction_reads_the_diffused_version_and_writes_nothing(racine):
    at = ouvrir(racine, "direction", "bilan_annuel", version="Comité", campagne="2021-2022")
    assert not at.exception and [t.label for t in at.tabs] == ["Aperçu", "Produire"]
    assert any("Comité" in w.value for w in at.warning), "a version that is not offered is said"
    assert not [b for b in at.button if b.label in ("Annuler", "Rétablir", "Modifier")]
    at = ouvrir(racine, "direction", "bilan_annuel", onglet="Produire", campagne="2021-2022")
    assert not at.exception and "Version de diffusion" in at.info[0].value
