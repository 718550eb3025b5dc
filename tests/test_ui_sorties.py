"""What leaves a screen: a table taken away says every choice that narrowed it, and a copied link
gives the same screen back.
"""

from __future__ import annotations

import re

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.fichiers.paquets import sceau
from clas_data.formats import pluriel
from clas_data.paroles import themes
from clas_data.restitutions.ouvertes import dossier, echange
from clas_data.tables import base
from clas_data.ui import carte, textes
from tests.test_ui_pages import html, lien, ouvrir, racine, tables  # noqa: F401


@pytest.fixture
def sorties(monkeypatch):
    """What each pair of downloads of a screen is given: (table, what it says of itself)."""
    vues = []
    faite = carte.downloads
    monkeypatch.setattr(
        carte,
        "downloads",
        lambda df, propos, *reste: (vues.append((df, propos)), faite(df, propos, *reste)),
    )
    return vues


def test_the_list_of_actions_taken_away_says_its_search_and_its_decision(racine, sorties):
    at = ouvrir(
        racine,
        "comite",
        "actions",
        campagne="2021-2022",
        q="grenoble",
        decision="refusée",
        niveau="collège",
    )
    (df, propos) = sorties[-1]
    assert not at.exception and len(df) == len(tables(at)[0].value)
    for mot in ("2021-2022", "collège", "Recherche : grenoble", "Décision : refusée"):
        assert mot in propos["Champ"]
    assert propos["Base"] and propos["Source"] and propos["Avertissement"]


@pytest.mark.parametrize(
    "rubriques, theme",
    [(["Besoins"], themes.SANS_THEME.capitalize()), (["Besoins", "Difficultés"], None)],
)
def test_the_texts_taken_away_say_the_rubriques_and_the_theme(racine, sorties, rubriques, theme):
    at = ouvrir(
        racine,
        "comite",
        "articulation",
        onglet="Paroles",
        campagne="2021-2022",
        rubriques=rubriques,
        **({"theme": theme} if theme else {}),
    )
    assert not at.exception and sorties
    df, propos = sorties[-1]
    assert set(df["Rubrique"]) <= set(rubriques)
    assert all(r in propos["Champ"] for r in rubriques) and (not theme or theme in propos["Champ"])


@pytest.mark.parametrize(
    "onglet, cle, colonne",
    [("Bonus", "lecture", "Lecture"), ("Recevabilité", "verdict", "Lecture")],
)
def test_a_list_of_conformite_says_which_rows_it_keeps(racine, sorties, onglet, cle, colonne):
    at = ouvrir(racine, "comite", "conformite", onglet=onglet, campagne="2022-2023")
    tout = sorties[-1][0]
    voulue = tout[colonne].iloc[0].split(" ", 1)[1]
    at = ouvrir(
        racine, "comite", "conformite", onglet=onglet, campagne="2022-2023", **{cle: voulue}
    )
    df, propos = sorties[-1]
    assert set(df[colonne].str.split(" ", n=1).str[1]) == {voulue} and len(df) < len(tout)
    assert voulue in propos["Champ"] and textes.in_html(propos["Champ"]) in html(at)


@pytest.mark.parametrize("seuls", [True, False])
def test_the_table_of_the_territories_says_that_it_holds_only_those_with_an_action(
    racine, sorties, seuls
):
    at = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="Tableau",
        campagne="2021-2022",
        avec_action=str(seuls).lower(),
    )
    df, propos = sorties[-1]
    assert bool((df["Actions agréées"] > 0).all()) is seuls
    assert ("territoires qui ont une action" in propos["Champ"]) is seuls and textes.in_html(
        propos["Champ"]
    ) in html(at)


def test_the_link_of_the_export_gives_the_same_choices_back(racine):
    at = ouvrir(racine, "comite", "dictionnaire", onglet="Exporter")
    at.selectbox(key="export_format").select("parquet").run()
    at.selectbox(key="export_table").select("agrements").run()
    autre = ouvrir(racine, "comite", "dictionnaire", **lien(at))
    assert not autre.warning, [w.value for w in autre.warning]
    assert (
        autre.selectbox(key="export_format").value == "parquet"
        and autre.selectbox(key="export_table").value == "agrements"
    )
    assert any(
        "Atlantide" in w.value
        for w in ouvrir(
            racine, "comite", "dictionnaire", onglet="Exporter", export_format="Atlantide"
        ).warning
    )


def test_the_export_shows_the_sum_that_its_receiver_is_read(racine, demonstration):
    choix = {"export_campagne": "2021-2022", "export_table": "Actions agréées"}
    at = ouvrir(racine, "comite", "dictionnaire", onglet="Exporter", **choix)
    at.checkbox(key="export_nomme").check()
    at.selectbox(key="export_licence").select("Open Database License 1.0")
    at.button(key="preparer_export").click().run()
    dite = next(c.value for c in at.caption if c.value.startswith("Empreinte"))
    ecrits = {
        nom: contenu
        for _, _, nom, contenu in dossier.fichiers(
            demonstration,
            base.ouvrir(demonstration),
            ligne_de_commande(),
            "csv",
            "2021-2022",
            "agrements",
            False,
            echange.Accord("ODbL-1.0", True),
        )
    }
    assert sceau.a_voix_haute(sceau.sceau(ecrits[sceau.SOMMES])) in dite
    assert '"nomme": true' in ecrits[sceau.MANIFESTE].decode("utf-8")


def test_an_envelope_says_how_many_collectifs_it_pays_and_where_the_search_stops(racine):
    at = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="Où ouvrir ?",
        campagne="2021-2022",
        depuis="Une enveloppe",
        enveloppe="1000000",
        cout="10000",
    )
    (dit,) = [c.value for c in at.caption if "paient" in c.value]
    assert pluriel(100, "collectif") in dit and re.search(r"s'arrête à 40\.", dit)
