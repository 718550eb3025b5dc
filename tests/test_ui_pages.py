"""Screens, driven without a browser: the frame, the guard, each page for each role, filters in the
URL, French numbers.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from clas_data import config
from clas_data.acces import comptes, ligne_de_commande, profil_demonstration, roles
from clas_data.formats import FINE
from clas_data.serveur import menu
from clas_data.ui import tableaux
from tests import attente

CADRE = str(config.PAQUET / "ui" / "cadre.py")
SIRET = "00000001600019"


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


def _siret(installation) -> str:
    from clas_data.fichiers import campagnes
    from clas_data.tables import base

    perimetre = profil_demonstration("comite").perimetre(campagnes.publiees(installation))
    return base.ouvrir(installation).lire(perimetre, "ecran_porteurs")["porteur_siret"].iloc[0]


def ouvrir(racine, role: str | None, page: str | None = None, **url: str | list[str]) -> AppTest:
    at = attente.ecran(CADRE)
    for cle, valeur in url.items():
        at.query_params[cle] = valeur
    if role:
        at.session_state["acteur"] = profil_demonstration(
            role, _siret(racine) if role == "porteur" else None
        )
    if page:
        at.switch_page(str(menu.ecrans()[page].fichier))
    at.run()
    for figure in at.get("plotly_chart"):  # drawn as plain values: the library checks them here
        lue = json.loads(figure.proto.spec)
        go.Figure({**lue, "layout": {**lue["layout"], "template": None}})
    return at


def deplier(at: AppTest) -> AppTest:
    """The same screen with what is read on demand of each figure open: it is prepared only then."""
    for figure in at.get("plotly_chart"):
        for volet in ("lire_", "donnees_"):
            at.session_state[volet + figure.proto.id.split("figure_", 1)[1]] = True
    for volet in at.get("expandable"):
        if (cle := volet.proto.id.rsplit("-", 1)[-1]).startswith("plus_"):
            at.session_state[cle] = True
    return at.run()


def lien(at: AppTest) -> dict[str, list[str]]:
    """The choices that are in the link to copy: the address, and what the page says in full."""
    (composant,) = [c for c in at.get("bidi_component") if "parametres" in c.proto.json]
    ici = {n: v if isinstance(v, list) else [v] for n, v in at.query_params.items()}
    return {**ici, **json.loads(composant.proto.json)["parametres"]}


@dataclass(frozen=True)
class Table:
    """A table of a screen, as it is read: `value` its cells, numbers where a column has some."""

    value: pd.DataFrame
    titre: str


def tables(at: AppTest) -> list[Table]:
    """Every table of this screen to sort and search, then those of the framework."""
    lues = []
    for c in at.get("bidi_component"):
        dit = json.loads(c.proto.json)
        if "lignes" not in dit:
            continue
        colonnes = {
            nom: [l[j] for l in dit["lignes"]] if nombres is None else nombres
            for j, (nom, nombres) in enumerate(zip(dit["colonnes"], dit["nombres"], strict=True))
        }
        lues.append(Table(pd.DataFrame(colonnes), dit["titre"]))
    return lues + [Table(d.value, d.proto.alt) for d in at.dataframe]


def html(at: AppTest) -> str:
    """What is written as HTML, the style sheet apart."""
    return "\n".join(e.proto.body for e in at.get("html") if not e.proto.body.startswith("<style>"))


def test_without_a_session_the_first_screen_asks_for_a_profile_and_shows_no_figure(racine):
    at = ouvrir(racine, None)
    assert not at.exception
    assert {b.key for b in at.button} >= {f"profil_{r}" for r in roles()}
    assert "clas-chiffre" not in html(at)
    assert "Données fictives de démonstration" in html(at)


def test_choosing_a_profile_opens_the_first_page_of_that_profile(racine):
    at = ouvrir(racine, None)
    at.button(key="profil_comite").click().run()
    assert not at.exception
    assert at.session_state["acteur"].role == "comite"


@pytest.mark.parametrize("page", list(menu.ecrans()))
def test_a_page_file_run_alone_shows_nothing_but_the_refusal(racine, page):
    at = attente.ecran(menu.ecrans()[page].fichier).run()
    assert not at.exception
    assert len(at.error) == 1 and "identification" in at.error[0].value
    assert (
        not at.title
        and not at.get("html")
        and not tables(at)
        and not at.selectbox
        and not at.button
    )


def test_the_first_screen_leaves_at_once_when_a_page_takes_its_place(racine):
    """It is one block, and the page puts something empty in its place first: nothing of it waits,
    greyed, under a page that is slow to come.
    """
    at = ouvrir(racine, None)
    (place,) = [n for n, enfant in at.main.children.items() if "profil_comite" in str(enfant)]
    at.button(key="profil_comite").click().run()
    autres = [n for n, enfant in at.main.children.items() if enfant.type not in ("html", "empty")]
    assert at.main.children[place].type == "empty" and place < min(autres)


CAS = [(role, page) for role in roles() for page in menu.ecrans()]


@pytest.mark.parametrize("role, page", CAS)
def test_each_page_for_each_role(racine, role, page):
    if page not in roles()[role].pages:
        at = ouvrir(racine, role)
        # the file is not even registered: the menu of the role does not hold it
        with pytest.raises(ValueError):
            at.switch_page(str(menu.ecrans()[page].fichier))
        return
    at = ouvrir(racine, role, page)
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert at.title[0].value == menu.ecrans()[page].titre
    assert "Données fictives de démonstration" in html(at) and "clas-pied" in html(at)
    assert menu.ecrans()[page].utilite.split(".")[0].strip()[:40] in "\n".join(
        m.value for m in at.markdown
    )


def test_an_empty_installation_says_what_to_do_is_not_called_fictional_and_keeps_its_footer(
    vide, monkeypatch
):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(vide.racine))
    at = ouvrir(vide, "administration", "vue_ensemble")
    assert not at.exception and any("Aucune campagne à montrer" in i.value for i in at.info)
    assert "fictives" not in html(at) and "clas-pied" in html(at) and at.get("page_link")


def test_the_guard_refuses_even_when_the_menu_is_bypassed(racine):
    at = attente.ecran(menu.ecrans()["donnees"].fichier)
    at.session_state["acteur"] = profil_demonstration("partenaire")
    at.run()
    assert len(at.error) == 1 and "n'a pas accès" in at.error[0].value
    (pied,) = at.get("html")
    assert pied.proto.body.startswith('<footer class="clas-pied">') and not tables(at)


@pytest.mark.parametrize("page", ["vue_ensemble", "enfants"])
def test_every_figure_has_its_sentence_its_words_and_its_ways_out(racine, page):
    at = ouvrir(racine, "comite", page, campagne="2021-2022")
    cles = {f.proto.id.split("figure_", 1)[1] for f in at.get("plotly_chart")}
    assert not [b for b in at.get("download_button") if b.proto.id.split("csv_")[-1] in cles], (
        "nothing is prepared before it is asked for"
    )
    texte = html(deplier(at))
    figures = at.get("plotly_chart")
    assert figures
    titres = re.findall(r'class="clas-titre">([^<]*(?:<span[^>]*>[^<]*</span>[^<]*)*)</h3>', texte)
    assert len(titres) >= len(figures)
    for mot in ("Lecture", "Champ", "Source"):
        assert texte.count(f"<b>{mot}") >= len(figures)
    for prefixe in ("csv_", "xlsx_"):
        assert sum(1 for b in at.get("download_button") if b.proto.id.find(prefixe) >= 0) >= len(
            figures
        )
    assert sum(1 for b in at.button if b.key.startswith("suivre_")) >= len(figures)
    assert all(f.proto.alt for f in figures)


def test_figures_are_written_in_french(racine):
    at = ouvrir(racine, "comite", "vue_ensemble", campagne="2021-2022")
    valeurs = re.findall(r'class="valeur">([^<]+)<', html(at))
    assert "103" in valeurs
    assert any(re.fullmatch(rf"\d{FINE}\d{{3}}", v) for v in valeurs), valeurs
    assert any(re.fullmatch(rf"\d+,\d{FINE}%", v) for v in valeurs), valeurs
    assert any(v.endswith("\u00a0€") for v in valeurs), valeurs


@pytest.mark.parametrize(
    "cle, libelle",
    [("campagne", "2020-2021"), ("niveau", "collège"), ("type", "centre social"), ("qpv", "QPV")],
)
def test_a_filter_is_in_the_url_and_a_link_gives_it_back(racine, cle, libelle):
    at = ouvrir(racine, "comite", "enfants")
    at.selectbox(key=cle).select(libelle).run()
    assert lien(at)[cle] == [libelle]
    autre = ouvrir(racine, "comite", "enfants", **{cle: libelle})
    assert autre.selectbox(key=cle).value == libelle
    assert libelle in next(h for h in re.findall(r'class="clas-mots">(.*?)</p>', html(autre)))
    assert re.findall(r'class="valeur">([^<]+)<', html(autre)) == re.findall(
        r'class="valeur">([^<]+)<', html(at)
    )


@pytest.mark.parametrize("cle", ["campagne", "epci", "niveau", "type", "qpv"])
def test_a_value_that_the_base_does_not_hold_is_said(racine, cle):
    at = ouvrir(racine, "comite", "enfants", **{cle: "Atlantide"})
    assert any("Atlantide" in w.value for w in at.warning)


def test_a_porteur_reads_its_own_and_published_campagnes_only(racine):
    at = ouvrir(racine, "porteur", "vue_ensemble")
    assert "2022-2023" not in at.selectbox(key="campagne").options
    complet = ouvrir(racine, "comite", "vue_ensemble", campagne="2021-2022")
    assert (
        re.findall(r'class="valeur">([^<]+)<', html(at))[0]
        != re.findall(r'class="valeur">([^<]+)<', html(complet))[0]
    )


def test_no_other_porteur_is_named_in_the_session_of_a_porteur(racine):
    from clas_data.fichiers import campagnes
    from clas_data.tables import base

    sien = _siret(racine)
    tous = base.ouvrir(racine).lire(
        profil_demonstration("comite").perimetre(campagnes.publiees(racine)), "ecran_porteurs"
    )
    autres = set(tous.loc[tous["porteur_siret"] != sien, "porteur_nom"]) - set(
        tous.loc[tous["porteur_siret"] == sien, "porteur_nom"]
    )
    at = ouvrir(racine, "porteur", "actions")
    contenu = (
        html(at)
        + "".join(d.value.to_csv() for d in tables(at))
        + "".join(str(s.options) for s in at.selectbox)
    )
    assert not [nom for nom in autres if nom in contenu]


def test_the_list_of_actions_is_searched_without_accents_or_case(racine):
    at = ouvrir(racine, "comite", "actions", campagne="2021-2022")
    total = len(tables(at)[0].value)
    at.text_input(key="q").set_value("GRENOBLE").run()
    trouvees = tables(at)[0].value
    assert 0 < len(trouvees) < total
    assert all("Grenoble" in " ".join(map(str, ligne)) for ligne in trouvees.itertuples())
    at.text_input(key="q").set_value("xyzzy").run()
    assert not tables(at) and any("Aucune demande" in i.value for i in at.info)


def test_the_sheet_of_an_action_goes_from_files_to_figures(racine):
    at = ouvrir(racine, "comite", "actions", campagne="2021-2022")
    code = tables(at)[0].value["Code"].iloc[0]
    fiche = ouvrir(racine, "comite", "actions", action=code)
    assert not fiche.exception and code in html(fiche)
    fichiers = next(d.value for d in tables(fiche) if "Pièce" in d.value)
    assert {"Fichier", "Feuille", "Ligne"} <= set(fichiers) and (fichiers["Ligne"] > 1).all()


def test_an_action_that_does_not_exist_is_said(racine):
    at = ouvrir(racine, "comite", "actions", action="A38-9999")
    assert any("A38-9999" in w.value for w in at.warning)


def test_following_a_figure_leads_to_files_and_lines(racine):
    at = ouvrir(racine, "comite", "vue_ensemble", campagne="2021-2022")
    at.session_state["comprendre_enfants_accompagnes"] = True
    at.run().button(key="suivre_chiffre_enfants_accompagnes").click().run()
    assert not at.exception
    lignes = next(d.value for d in tables(at) if "Ligne" in d.value)
    assert {"Fichier", "Feuille", "Ligne"} <= set(lignes) and len(lignes) > 100


def test_the_dictionary_shows_every_indicator_and_its_query(racine):
    from clas_data.indicateurs import catalogue

    at = ouvrir(racine, "comite", "dictionnaire")
    assert set(at.selectbox(key="indicateur").options) == {
        i.titre for i in catalogue.load().values()
    }
    assert "marts." in at.code[0].value


def test_an_empty_installation_invites_to_deposit(vide, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(vide.racine))
    at = attente.ecran(CADRE)
    at.session_state["acteur"] = profil_demonstration("comite")
    at.run()
    assert not at.exception and any("déposez" in i.value.lower() for i in at.info)


def test_an_account_is_found_without_its_accents(vide, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(vide.racine))
    for identifiant, nom in (("chloe", "Chloé Périer"), ("jean", "Jean Dupont")):
        comptes.creer(vide, ligne_de_commande(), identifiant, nom, "comite")
    at = attente.ecran(CADRE)
    at.session_state["acteur"] = ligne_de_commande()
    at.switch_page(str(menu.ecrans()["comptes"].fichier)).run()
    at.text_input(key="compte_q").set_value("perier").run()
    assert not at.exception and "Chloé Périer" in html(at) and "Jean Dupont" not in html(at)


def test_a_number_of_the_link_that_its_field_does_not_hold_is_said(racine):
    at = ouvrir(racine, "comite", "articulation", onglet="Liens manquants", empiles="99")
    assert not at.exception and any("99" in w.value for w in at.warning)


@pytest.mark.parametrize(
    "page, cle",
    [
        ("actions", "decision"),
        ("dictionnaire", "onglet"),
        ("dictionnaire", "indicateur"),
        ("donnees", "onglet"),
    ],
)
def test_a_choice_of_the_link_that_is_not_offered_is_said(racine, page, cle):
    at = ouvrir(racine, "comite", page, **{cle: "Atlantide"})
    assert not at.exception and any("Atlantide" in w.value for w in at.warning)


def test_the_link_of_the_list_holds_the_search_too(racine):
    at = ouvrir(racine, "comite", "actions", q="grenoble", campagne="2021-2022")
    assert at.text_input(key="q").value == "grenoble"
    assert lien(at) == {"q": ["grenoble"], "campagne": ["2021-2022"]}


def test_real_data_close_the_demonstration(racine, monkeypatch):
    monkeypatch.setattr("clas_data.ui.lecture.ouverte", lambda: _reelle(racine))
    at = ouvrir(racine, None)
    assert (
        not [b for b in at.button if b.key.startswith("profil_")] and "réelles" in at.error[0].value
    )
    at = ouvrir(racine, "comite", "enfants")
    assert any(
        "démonstration sont fermés" in e.value for e in at.error
    ) and "clas-chiffre" not in html(at)


def _reelle(installation):
    from types import SimpleNamespace

    from clas_data.tables import base

    ouverte = base.ouvrir(installation)
    return SimpleNamespace(
        empreinte=ouverte.empreinte, demonstration=False, construite_le=ouverte.construite_le
    )


def test_two_profiles_do_not_share_what_is_cached(racine):
    """The same screen for the committee, then for a porteur: the second does not see the figures of
    the first.
    """
    ecrans = [
        html(ouvrir(racine, role, "vue_ensemble", campagne="2021-2022"))
        for role in ("comite", "porteur", "comite")
    ]
    valeurs = [re.findall(r'class="valeur">([^<]+)<', ecran) for ecran in ecrans]
    assert valeurs[0] == valeurs[2] != valeurs[1]


def test_a_list_too_long_for_the_screen_shows_its_first_rows_and_says_where_the_others_are(
    racine, monkeypatch
):
    entiere = tables(ouvrir(racine, "comite", "actions"))[0].value
    assert len(entiere) > 5
    monkeypatch.setattr(tableaux, "LIGNES_MAX", 5)
    at = ouvrir(racine, "comite", "actions")
    assert not at.exception and list(tables(at)[0].value["Code"]) == list(entiere["Code"][:5])
    assert any(f"Les 5 premières lignes sur {len(entiere)}" in c.value for c in at.caption)


def test_no_table_is_longer_than_the_screen_may_be_sent(racine, monkeypatch):
    """Past 262 144 cells the framework refuses a table with French numbers: each list of each page
    stops before.
    """
    monkeypatch.setattr(tableaux, "LIGNES_MAX", 2)
    for page, onglet in [
        ("vue_ensemble", ""),
        ("articulation", "Liens manquants"),
        ("conformite", "Porteurs"),
        ("conformite", "Bonus"),
        ("conformite", "Recevabilité"),
        ("conformite", "Relances"),
        ("simulateur", "Qui gagne, qui perd"),
        ("simulateur", "Commission"),
    ]:
        at = ouvrir(
            racine, "comite", page, campagne="2022-2023", **({"onglet": onglet} if onglet else {})
        )
        assert not at.exception and tables(at), (page, onglet)
        assert all(len(d.value) <= 2 for d in tables(at)), (page, onglet)
        # said each time, also where the table was kept from the last time
        dits = [sum("2 premières lignes" in c.value for c in at.run().caption) for _ in range(2)]
        assert dits[0] == dits[1] > 0, (page, onglet, dits)
