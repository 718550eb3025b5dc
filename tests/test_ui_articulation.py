"""The page « Articulation », tab by tab and role by role, without a browser."""

from __future__ import annotations

import re

import pytest

from clas_data.acces import roles
from clas_data.indicateurs import catalogue
from tests.test_ui_pages import deplier, html, lien, ouvrir, racine, tables  # noqa: F401

ONGLETS = [
    "Dispositifs",
    "Territoires et années",
    "Liens manquants",
    "École et parents",
    "Animation",
    "Repères",
    "Paroles",
]
CAMPAGNE = "2021-2022"
LECTEURS = [r for r, d in roles().items() if "articulation" in d.pages]


@pytest.mark.parametrize("role", LECTEURS)
@pytest.mark.parametrize("onglet", ONGLETS)
def test_every_tab_reads_for_every_role_that_has_the_page(racine, role, onglet):
    at = ouvrir(racine, role, "articulation", campagne=CAMPAGNE, onglet=onglet)
    assert not at.exception and not at.error
    assert all(w.icon == ":material/balance:" for w in at.warning), (
        "the guard may speak, nothing else"
    )
    assert "clas-titre" in html(at)


def test_a_porteur_has_no_articulation_page(racine):
    at = ouvrir(racine, "porteur", "articulation")
    assert "clas-titre" not in html(at) and at.error


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize(
    "filtre",
    [
        {"niveau": "lycée"},
        {"epci": "CC Bièvre Isère", "qpv": "QPV"},
        {"type": "autre", "niveau": "mixte"},
    ],
)
def test_a_narrow_selection_never_breaks_a_tab(racine, onglet, filtre):
    assert not ouvrir(
        racine, "comite", "articulation", campagne="2019-2020", onglet=onglet, **filtre
    ).exception


def test_the_screen_says_that_shares_may_exceed_a_hundred(racine):
    at = ouvrir(racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Dispositifs")
    texte = html(deplier(at))
    somme = re.search(r"leur somme \((\d+)\s?%\) peut dépasser 100", texte)
    assert somme and int(somme[1]) > 100


def test_crossing_other_schemes_is_in_the_url_and_changes_the_picture(racine):
    at = ouvrir(racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Dispositifs")
    assert "combinaison exacte de 5 dispositifs" in html(at)
    next(b for b in at.get("button_group") if b.key == "croiser").set_value(["PRE", "CTG"]).run()
    assert not at.exception and "combinaison exacte de 2 dispositifs" in html(at)


@pytest.mark.parametrize(
    "onglet, cle",
    [("Dispositifs", "croiser"), ("Paroles", "rubriques"), ("Territoires et années", "dispositif")],
)
def test_a_choice_among_several_that_is_not_offered_is_said(racine, onglet, cle):
    at = ouvrir(racine, "comite", "articulation", onglet=onglet, **{cle: "Atlantide"})
    assert not at.exception and any("Atlantide" in w.value for w in at.warning)


def test_the_link_keeps_every_choice(racine):
    at = ouvrir(
        racine,
        "comite",
        "articulation",
        campagne=CAMPAGNE,
        onglet="Dispositifs",
        croiser=["PRE", "CTG"],
    )
    assert next(b for b in at.get("button_group") if b.key == "croiser").value == ["PRE", "CTG"]
    assert lien(at)["croiser"] == ["PRE", "CTG"]


@pytest.mark.parametrize("onglet", ONGLETS)
def test_every_picture_has_words_and_every_list_can_be_taken_away(racine, onglet):
    at = deplier(ouvrir(racine, "comite", "articulation", campagne=CAMPAGNE, onglet=onglet))
    assert all(f.proto.alt for f in at.get("plotly_chart"))
    assert all(t.titre for t in tables(at))
    telechargements = [b.proto.id for b in at.get("download_button")]
    assert sum("csv_" in i for i in telechargements) >= len(at.get("plotly_chart"))


def test_gaps_say_where_they_are_and_one_lists_its_actions(racine):
    onglet = {"campagne": CAMPAGNE, "onglet": "Liens manquants"}
    (resume,) = tables(ouvrir(racine, "comite", "articulation", **onglet))
    nombres = dict(zip(resume.value["Ce qui manque"], resume.value["Actions"], strict=True))
    assert list(nombres.values()) == sorted(nombres.values(), reverse=True)
    for titre, n in nombres.items():
        lues = tables(ouvrir(racine, "comite", "articulation", **onglet, lacune=titre))
        assert (len(lues[1].value) if n else 0) == n, titre


def test_piling_up_follows_its_threshold(racine):
    at = ouvrir(
        racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Liens manquants", empiles="8"
    )
    assert at.number_input(key="empiles").value == 8 and not at.exception
    avant = ouvrir(
        racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Liens manquants", empiles="2"
    )
    assert html(avant) != html(at)


@pytest.mark.parametrize(
    "role", [r for r in LECTEURS if "citer_porteurs" not in roles()[r].actions]
)
def test_no_porteur_is_named_beside_a_text_outside_the_committee(racine, role):
    at = ouvrir(racine, role, "articulation", campagne=CAMPAGNE, onglet="Paroles")
    texte = html(at)
    assert (
        "clas-parole" in texte
        and not re.search(r"A38-\d{4}", texte)
        and "Association " not in texte
        and "Centre social" not in texte
    )
    assert any("sans le nom" in c.value for c in at.caption)
    filtre = ouvrir(
        racine, role, "articulation", campagne=CAMPAGNE, onglet="Paroles", niveau="élémentaire"
    )
    assert (
        "clas-parole" not in html(filtre)
        and any("toute la campagne" in i.value for i in filtre.info)
        and not filtre.exception
    )


@pytest.mark.parametrize("role", ["direction", "partenaire", "comite"])
def test_the_sheet_of_an_action_shows_its_texts_to_the_committee_only(racine, role):
    liste = tables(ouvrir(racine, "comite", "actions", campagne=CAMPAGNE))[0].value
    code = liste.loc[
        (liste["Questionnaire"] == "✓ reçu") & (liste["Bilan"] == "✓ reçu"), "Code"
    ].iloc[0]
    fiche = ouvrir(racine, role, "actions", action=code, annee=CAMPAGNE)
    assert not fiche.exception and ("Points forts (bilan)" in html(fiche)) is (role == "comite")


def test_words_and_theme_narrow_the_texts(racine):
    tout = html(ouvrir(racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Paroles"))
    at = ouvrir(
        racine,
        "comite",
        "articulation",
        campagne=CAMPAGNE,
        onglet="Paroles",
        mots_cherches="BENEVOLES college",
    )
    textes = re.findall(r'class="clas-parole"><p>(.*?)</p>', html(at))
    assert (
        textes
        and all("bénévole" in t.lower() and "collège" in t.lower() for t in textes)
        and len(textes) < tout.count("clas-parole")
    )
    at = ouvrir(
        racine,
        "comite",
        "articulation",
        campagne=CAMPAGNE,
        onglet="Paroles",
        theme="Numérique et matériel",
    )
    du_theme = re.findall(r'class="clas-parole"><p>(.*?)</p>', html(at))
    assert du_theme and all("<mark>" in t for t in du_theme)
    at = ouvrir(
        racine, "comite", "articulation", campagne=CAMPAGNE, onglet="Paroles", mots_cherches="xyzzy"
    )
    assert any("Aucun texte" in i.value for i in at.info)
    assert any(
        "Atlantide" in w.value
        for w in ouvrir(
            racine, "comite", "articulation", onglet="Paroles", theme="Atlantide"
        ).warning
    )


def test_every_indicator_of_the_page_is_in_the_catalogue():
    from clas_data.articulation.dispositifs import INDICATEURS
    from clas_data.ecrans.articulation import dispositifs, liens

    cites = [
        *INDICATEURS.values(),
        *(i for f in dispositifs.FORMES.values() for i in f),
        *liens.ORIENTE,
        *liens.AVIS,
        *liens.AVEC_PARENTS,
        *liens.ANIMATION,
    ]
    assert all(catalogue.exiger(i).court for i in cites)
