"""The page « Conformité »: every tab for who may read it, the evidence by the URL, and one
declaration for screen, export, dictionary and relance.
"""

from __future__ import annotations

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.conformite import matrice, regles
from clas_data.conformite.matrice import NON_CONFORME
from clas_data.dessin import conformite
from clas_data.ecrans.conformite import etat
from clas_data.figures.propres.conformites import STYLES
from clas_data.restitutions import dictionnaire
from clas_data.tables import base
from tests.test_ui_pages import deplier, html, ouvrir, racine, tables  # noqa: F401

ONGLETS = [
    "Règles",
    "Actions × règles",
    "Collectifs",
    "Porteurs",
    "Bonus",
    "Recevabilité",
    "Fiches d'instruction",
    "Relances",
    "Ce que disent les règles",
]


def onglets(at) -> list[str]:
    return [t.label for t in at.tabs]


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize("campagne", ["2022-2023", "2018-2019"])
def test_each_tab_opens_without_a_failure(racine, onglet, campagne):
    at = ouvrir(racine, "comite", "conformite", onglet=onglet, campagne=campagne)
    assert not at.exception and not at.error and onglets(at) == ONGLETS


def test_who_may_not_import_is_not_offered_the_relances(racine):
    at = ouvrir(racine, "partenaire", "conformite")
    assert not at.exception and "Relances" not in onglets(at)
    at = ouvrir(racine, "partenaire", "conformite", onglet="Relances")
    assert not at.exception and not any(
        "Publipostage" in b.label for b in at.get("download_button")
    )


def test_the_evidence_of_an_action_is_opened_by_the_url(racine):
    b = base.ouvrir(racine)
    j = matrice.juger(b, ligne_de_commande().perimetre(()), "2022-2023")
    mauvaise = j[(j["regle"] == "effectif") & (j["etat"] == NON_CONFORME)].iloc[0]
    demande = (
        b.lire(ligne_de_commande().perimetre(()), "conformite_demandes", {"campagne": "2022-2023"})
        .set_index("code_action", drop=False)
        .loc[mauvaise["code_action"]]
    )
    at = ouvrir(
        racine,
        "comite",
        "conformite",
        onglet="Actions × règles",
        lue=etat.libelle(demande),
        campagne="2022-2023",
    )
    assert not at.exception
    # a campagne is never cut, even in the name of a file
    dit = re.sub(r"</?span[^>]*>", "", html(at))
    assert (
        mauvaise["code_action"] in dit
        and f"Collectif {int(mauvaise['numero'])}, Enfants accompagnés" in dit
    )
    assert (
        f"{mauvaise['feuille']}, ligne {int(mauvaise['ligne'])}".replace(" ", "\u00a0") in dit
        and mauvaise["fichier"] in dit
    )


def test_a_value_that_the_link_asks_and_the_page_does_not_know_is_said(racine):
    at = ouvrir(racine, "comite", "conformite", onglet="Actions × règles", lue="A38-9999")
    assert any("A38-9999" in w.value for w in at.warning)


@pytest.mark.parametrize("sombre", [False, True])
def test_a_state_is_said_by_its_sign_and_not_only_by_its_colour(sombre):
    cases = [list(STYLES)]
    fig = conformite.matrice(
        ["A"],
        ["w", "x", "y", "z"],
        cases,
        STYLES,
        matrice.SIGNES,
        cases,
        [[("A", r) for r in "wxyz"]],
        sombre=sombre,
    )
    signes = [trace.text[0] for trace in fig.data]
    assert signes == list(matrice.SIGNES.values()) and len(set(signes)) == 4
    barres = conformite.etats(["r"], [(e, [1], [e], s) for e, s in STYLES.items()], sombre=sombre)
    dessins = {(trace.marker.pattern.shape, trace.marker.color) for trace in barres.data}
    assert len(dessins) == 4


@pytest.fixture
def autre_regle(monkeypatch, tmp_path):
    """The declaration, with one value and one word of one rule changed."""
    texte = regles.FICHIER.read_text(encoding="utf-8")
    (tmp_path / "regles.yaml").write_text(
        texte.replace(
            "effectif_max: {bareme: effectif_max}", "effectif_max: {valeur: 9, origine: Essai}"
        ).replace('enfants par collectif"', 'élèves par collectif"'),
        encoding="utf-8",
    )
    avant = regles.version(config.installation("absent"))
    monkeypatch.setattr(regles, "FICHIER", tmp_path / "regles.yaml")
    regles.load.cache_clear()
    yield avant
    monkeypatch.undo()
    regles.load.cache_clear()


def test_a_rule_changed_in_its_declaration_changes_screen_export_dictionary_and_relance(
    racine, tmp_path, autre_regle
):
    nouveau = "De 8 à 9 élèves par collectif"
    assert regles.version(config.installation("absent")) != autre_regle
    b = base.ouvrir(racine)
    j = matrice.juger(b, ligne_de_commande().perimetre(()), "2022-2023")
    ecarts = j[(j["regle"] == "effectif") & (j["etat"] == NON_CONFORME)]
    assert all(x["enfants"] < 8 or x["enfants"] > 9 for x in ecarts["lu"]) and any(
        x["enfants"] == 10 for x in ecarts["lu"]
    )
    at = deplier(ouvrir(racine, "comite", "conformite", onglet="Règles", campagne="2022-2023"))
    assert nouveau in html(at) and "8 à 12" not in html(at)  # screen
    # what csv and xlsx are written from
    donnees = next(d.value for d in tables(at) if "Règle" in d.value.columns)
    assert nouveau in set(donnees["Règle"])
    assert f"### {nouveau}" in dictionnaire.markdown()  # dictionary
    assert (
        run(
            [
                "relances",
                "--campagne",
                "2022-2023",
                "-o",
                str(tmp_path / "r.xlsx"),
                "--racine",
                str(racine.racine),
            ]
        )
        == 0
    )
    questions = (
        CalamineWorkbook.from_filelike(io.BytesIO((tmp_path / "r.xlsx").read_bytes()))
        .get_sheet_by_name("Questions")
        .to_python()
    )
    # whatever spaces the document put there
    lues = {" ".join(str(c).split()) for q in questions for c in (q[5], q[6])}
    # relance
    assert (
        any("enfants déclarés : 10, pour un groupe de 8 à 9" in c for c in lues) and nouveau in lues
    )


def test_a_search_that_shortens_the_list_comes_back_to_its_first_page(racine):
    at = ouvrir(racine, "comite", "conformite", onglet="Actions × règles", campagne="2022-2023")
    at.selectbox(key="page").select("4").run()
    assert not at.exception and at.selectbox(key="page").value == "4"
    at.text_input(key="q").set_value("A38-0025").run()
    assert not at.exception and "A38-0025" in {
        c for d in tables(deplier(at)) if "Code" in d.value.columns for c in d.value["Code"]
    }
