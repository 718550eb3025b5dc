"""The page « Territoires »: what it draws, what it says, what it keeps in the URL, what it hands to
print and to the simulator.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
from datetime import date

import pandas as pd
import pytest
from pypdf import PdfReader
from starlette.requests import Request

from clas_data import config
from clas_data.acces import ligne_de_commande
from clas_data.config import REFERENTIELS, Installation
from clas_data.dessin import cartes, couleurs, images
from clas_data.ecrans.territoires import etat
from clas_data.figures.propres.lieux import (
    CERCLES,
    INCONNU,
    ZERO,
    Calque,
    Fond,
    Semis,
    Territoires,
)
from clas_data.restitutions import liste_zones
from clas_data.serveur import reponses
from clas_data.simulateur import rangement
from clas_data.tables import base, construction
from clas_data.territoires import contours, couverture, zones
from clas_data.ui import legendes, textes
from tests.outils import attendre
from tests.test_ui_pages import html, lien, ouvrir

CAMPAGNE = "2021-2022"
ONGLETS = [
    "Carte",
    "Tableau",
    "D'une année à l'autre",
    "Besoin et offre",
    "Côte à côte",
    "Zones blanches",
    "Où ouvrir ?",
]


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


def figure(at, rang: int = 0) -> dict:
    return json.loads(at.get("plotly_chart")[rang].proto.spec)


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize("maille", ["Communes", "Intercommunalités"])
def test_each_tab_at_each_level(racine, onglet, maille):
    at = ouvrir(racine, "comite", "territoires", onglet=onglet, maille=maille, campagne=CAMPAGNE)
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert "clas-titre" in html(at) and "Source" in html(at)


@pytest.mark.parametrize(
    "mesure, genre",
    [
        ("Enfants accompagnés, en proportion", "classes"),
        ("Enfants accompagnés", "cercles"),
        ("Les actions, une à une", "points"),
        ("Coût par enfant", "classes"),
    ],
)
def test_rates_are_classes_and_counts_are_circles(racine, mesure, genre):
    traces = figure(ouvrir(racine, "comite", "territoires", mesure=mesure, campagne=CAMPAGNE))[
        "data"
    ]
    territoires = next(t for t in traces if t["type"] == "choropleth" and t.get("hovertext"))
    couleurs_ = {c for _, c in territoires["colorscale"]}
    assert len(couleurs_) <= (7 if genre == "classes" else 3), (
        "at most five classes, zero and unknown"
    )
    tailles = [
        t
        for t in traces
        if t["type"] == "scattergeo" and isinstance(t.get("marker", {}).get("size"), (list, dict))
    ]
    assert bool(tailles) == (genre != "classes")


def test_the_sheet_of_every_territory_opens_even_where_nobody_was_expected_to_answer(racine):
    """The intercommunalités of all campagnes, in the first of them: some had no agreed action yet,
    and nobody to answer.
    """
    perimetre = ligne_de_commande().perimetre(())
    noms = sorted(set(base.ouvrir(racine).valeurs(perimetre, "epci_nom")))
    assert len(noms) > 5
    for nom in noms:
        at = ouvrir(
            racine,
            "comite",
            "territoires",
            territoire=nom,
            maille="Intercommunalités",
            mesure="Les actions, une à une",
            campagne="2018-2019",
        )
        assert not at.exception and not at.error, (
            nom,
            [e.value for e in [*at.exception, *at.error]],
        )
        assert "la même pour toutes les campagnes" in html(at), nom


def test_the_outlines_are_an_address_and_the_first_trace_places_no_territory(racine):
    spec = figure(ouvrir(racine, "comite", "territoires", campagne=CAMPAGNE))
    assert spec["data"][0]["type"] == "scattergeo" and "locations" not in spec["data"][0]
    adresses = {t["geojson"] for t in spec["data"] if t["type"] == "choropleth"}
    assert all(isinstance(a, str) and a.startswith("contours/") for a in adresses)
    assert len(json.dumps(spec)) < 250_000


def demander(maille: str, empreinte: str, encodage: str = ""):
    chemin = {"maille": maille, "empreinte": empreinte}
    return attendre(
        reponses.outlines(
            Request(
                {
                    "type": "http",
                    "headers": [(b"accept-encoding", encodage.encode())],
                    "path_params": chemin,
                }
            )
        )
    )


def test_the_outlines_are_served_once_and_as_checked(racine):
    texte, empreinte = contours.text(racine, "communes")
    reponse = demander("communes", empreinte)
    assert (
        reponse.status_code == 200
        and "immutable" in reponse.headers["cache-control"]
        and reponse.body == texte
    )
    comprimee = demander("communes", empreinte, "gzip, br")
    assert gzip.decompress(comprimee.body) == texte and len(comprimee.body) < len(texte) / 3
    assert demander("communes", "ancienne").headers["cache-control"] == "no-store"
    assert (
        demander("lune", empreinte).status_code == 404
        and demander("../communes", empreinte).status_code == 404
    )


def test_the_sheet_of_a_territory_and_its_link(racine):
    at = ouvrir(racine, "comite", "territoires", territoire="Grenoble", campagne=CAMPAGNE)
    assert "Commune de Grenoble-Alpes-Métropole" in html(at) and "Ses chiffres" in html(at)
    assert "Parmi les plus proches" in html(at)
    choix = lien(at)
    assert choix["territoire"] == ["Grenoble"] and choix["campagne"] == [CAMPAGNE]
    vide = ouvrir(racine, "comite", "territoires", territoire="Meylan", campagne=CAMPAGNE)
    assert (
        not vide.exception
        and "Aucune demande, dans aucune campagne" in html(vide)
        and "vrai zéro" in html(vide)
    )


@pytest.mark.parametrize("onglet", ["Où ouvrir ?", "Zones blanches"])
def test_a_number_of_the_link_that_a_handle_does_not_hold_is_said(racine, onglet):
    bons = {
        "Où ouvrir ?": {
            "ouvrir": "40",
            "portee": "1",
            "poids_qpv": "0.5",
            "poids_rep": "5",
            "deja": "0.75",
            "site_min": "2\u202f000",
        },
        "Zones blanches": {"distance": "30", "seuil": "10\u202f000"},
    }[onglet]
    at = ouvrir(racine, "comite", "territoires", onglet=onglet, campagne=CAMPAGNE, **bons)
    assert not at.exception and not at.warning, [w.value for w in at.warning]
    assert {k: str(v) for k, v in lien(at).items() if k in bons} == {
        k: str([v]) for k, v in bons.items()
    }
    for cle in bons:
        for valeur in ("41000", "-1", "beaucoup", "nan"):
            at = ouvrir(
                racine, "comite", "territoires", onglet=onglet, campagne=CAMPAGNE, **{cle: valeur}
            )
            assert not at.exception and [
                w for w in at.warning if textes.litteral(valeur) in w.value
            ], (cle, valeur)


@pytest.mark.parametrize("cle", ["enveloppe", "cout"])
def test_an_amount_of_the_link_that_its_field_does_not_hold_is_said(racine, cle):
    bon = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="Où ouvrir ?",
        campagne=CAMPAGNE,
        depuis="Une enveloppe",
        **{cle: "20000"},
    )
    assert not bon.exception and not bon.warning and bon.number_input(key=cle).value == 20_000
    at = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="Où ouvrir ?",
        campagne=CAMPAGNE,
        depuis="Une enveloppe",
        **{cle: "99000000"},
    )
    assert any("99000000" in w.value for w in at.warning)


@pytest.mark.parametrize("cle", ["campagne", "maille", "territoire", "mesure", "onglet", "cote"])
def test_a_choice_that_is_not_offered_is_said(racine, cle):
    onglet = {"onglet": "Côte à côte"} if cle == "cote" else {}
    at = ouvrir(racine, "comite", "territoires", **{**onglet, cle: "Atlantide"})
    assert not at.exception and any("Atlantide" in w.value for w in at.warning)


def test_a_qpv_list_that_is_not_known_is_said_not_drawn_as_none(racine):
    at = ouvrir(racine, "comite", "territoires", campagne=CAMPAGNE, maille="Communes")
    assert "QPV, génération 2015" in html(at)


def test_opening_feeds_the_simulator(racine):
    at = ouvrir(
        racine, "direction", "territoires", onglet="Où ouvrir ?", campagne=CAMPAGNE, ouvrir="3"
    )
    assert any(
        "Simuler 3" in l.proto.label for l in at.get("page_link")
    ) and "Le solveur a prouvé" in html(at)
    assert "Et combien cela coûterait-il" in html(at)


def test_the_list_to_print(demonstration):
    c = couverture.calculer(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), CAMPAGNE
    )
    z = zones.zones_blanches(c)
    contenu = liste_zones.write(
        z,
        CAMPAGNE,
        "0123456789abcdef",
        "Données fictives de démonstration",
        date(2026, 11, 25),
        "Communes",
    )
    assert contenu == liste_zones.write(
        z,
        CAMPAGNE,
        "0123456789abcdef",
        "Données fictives de démonstration",
        date(2026, 11, 25),
        "Communes",
    )
    texte = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(contenu)).pages)
    assert (
        "Charvieu-Chavagneux" in texte.replace("-\n", "-")
        and "0123456789abcdef" in texte
        and "Vos notes" in texte
        and "25/11/2026" in texte
    )


def test_from_one_year_to_the_next_every_territory_is_named(racine):
    at = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="D'une année à l'autre",
        ecart="Collectifs déclarés",
        maille="Communes",
    )
    page, dessin = html(at), figure(at)
    assert "à champ constant" in page.lower() and "Par intercommunalité" in page
    assert {trace["type"] for trace in dessin["data"]} == {"bar", "scatter"}
    noms = dessin["data"][0]["y"]
    assert len(noms) == len({*noms}) == 20 and "Grenoble" in noms


def test_circles_are_as_their_values():
    grand, petit = cartes.diametre(400, 400), cartes.diametre(100, 400)
    assert grand / petit == pytest.approx(2)
    ou = Semis((5, 5.5), (45, 45.5), (("<A>",), ("B",)), ("a", "b"))
    fond = Fond("contours/x/epci.geojson", ("a", "b"), (4, 44, 6, 46))
    cercles = Calque(CERCLES, (ou,), ((None, 4),), 4)
    carte = Territoires(fond, (0, 1), (INCONNU, ZERO), ou.survols, (), (), (cercles,))
    fig = images.dessiner(carte, sombre=False)
    assert "&lt;A&gt;" in fig.data[1]["hovertext"][0], "a received name stays text"
    assert list(fig.data[-1]["lat"]) == [45.5], "what is not known is not drawn"


@pytest.mark.parametrize("sombre", [False, True])
def test_the_classes_read_in_grey_and_against_the_card(sombre):
    clartes = [legendes.luminance(c) for c in couleurs.SUITE[sombre]]
    assert clartes == sorted(clartes, reverse=not sombre)
    assert all(
        max(a, b) + 0.05 >= 1.25 * (min(a, b) + 0.05)
        for a, b in zip(clartes, clartes[1:], strict=False)
    ), "two neighbours are told apart without colour"
    for teinte in [c for rang in couleurs.CROISEE[sombre] for c in rang]:
        encre, fond = (
            legendes.luminance(legendes.encre(teinte)) + 0.05,
            legendes.luminance(teinte) + 0.05,
        )
        assert max(encre, fond) / min(encre, fond) >= 4.5


def test_the_openings_are_kept_as_a_scenario_that_the_simulator_reads(
    demonstration_copie, monkeypatch
):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    at = ouvrir(
        demonstration_copie,
        "comite",
        "territoires",
        onglet="Où ouvrir ?",
        campagne=CAMPAGNE,
        ouvrir="2",
    )
    at.text_input(key="ouvrir_nom").set_value("Deux de plus")
    at.button(key="garder_ouvertures").click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    gardes, fautes = rangement.lister(demonstration_copie)
    assert not fautes and [(s.nom, int(s.change["collectifs_plus"])) for s in gardes] == [
        ("Deux de plus", 2)
    ]
    assert "à 5" in gardes[0].note and CAMPAGNE in gardes[0].note


@pytest.mark.parametrize("campagne", ["2020-2021", "2022-2023"])
def test_the_map_leads_to_the_simulator_with_its_number_on_its_campagne(racine, campagne):
    at = ouvrir(
        racine, "comite", "territoires", onglet="Où ouvrir ?", campagne=campagne, ouvrir="2"
    )
    lien = next(l.proto for l in at.get("page_link") if "Simuler" in l.proto.label)
    assert (
        lien.page == "simulateur"
        and lien.query_string == f"campagne_choisie={campagne}&a_collectifs_plus=2"
    )
    simulateur = ouvrir(
        racine, "comite", "simulateur", **dict(p.split("=") for p in lien.query_string.split("&"))
    )
    assert (
        not simulateur.exception
        and not simulateur.warning
        and simulateur.text_input(key="a_collectifs_plus").value == "2"
    )
    assert (
        simulateur.selectbox(key="campagne").value == campagne
        and "campagne_choisie" not in simulateur.query_params
    )


def test_an_intercommunality_frames_its_communes(racine):
    choix = {"campagne": CAMPAGNE, "maille": "Communes"}
    entier = figure(ouvrir(racine, "comite", "territoires", **choix))["layout"]["geo"]
    voironnais = {**choix, "territoire": "CA du Pays Voironnais"}
    cadre = figure(ouvrir(racine, "comite", "territoires", **voironnais))["layout"]["geo"]
    assert (
        cadre["lonaxis"]["range"][0] > entier["lonaxis"]["range"][0]
        and cadre["lonaxis"]["range"][1] < entier["lonaxis"]["range"][1]
    )


def test_two_territories_of_one_name_bear_their_codes(monkeypatch):
    monkeypatch.setattr(
        etat.lus,
        "noms",
        lambda maille: (
            {"1": "Saint-Jean", "2": "Saint-Jean", "3": "Vif"} if maille == "commune" else {}
        ),
    )
    assert list(etat.territoires()) == ["Saint-Jean (1)", "Saint-Jean (2)", "Vif"]


def test_side_by_side_without_an_action_counts_are_zero_and_ratios_have_no_value(racine):
    at = ouvrir(
        racine,
        "comite",
        "territoires",
        onglet="Côte à côte",
        campagne=CAMPAGNE,
        cote="CC du Trièves",
    )
    ecran = re.sub(r"<[^>]+>", "|", html(at))
    assert re.search(r"Enfants accompagnés\|+0\|", ecran) and re.search(
        r"Coût par enfant\|+n\.d\.\|", ecran
    )


def test_the_two_first_territories_may_bear_the_same_name(demonstration, tmp_path, monkeypatch):
    """Common as soon as there are several départements: each is then told by its code."""
    inst = Installation(tmp_path / "inst")
    shutil.copytree(demonstration.racine, inst.racine)
    monkeypatch.setenv(config.VARIABLE_RACINE, str(inst.racine))
    at = ouvrir(inst, "comite", "territoires", onglet="Côte à côte", campagne=CAMPAGNE)
    premiers = at.multiselect(key="cote").value
    communes = pd.read_csv(REFERENTIELS / "communes.csv", sep=";", dtype=str, keep_default_na=False)
    communes["epci_nom"] = communes["epci_nom"].replace(dict.fromkeys(premiers, "CC des Homonymes"))
    inst.referentiels.mkdir(exist_ok=True)
    communes.to_csv(inst.referentiels / "communes.csv", sep=";", index=False)
    construction.a_jour(inst)
    at = ouvrir(inst, "comite", "territoires", onglet="Côte à côte", campagne=CAMPAGNE)
    assert not at.exception and not at.error
    assert len(at.multiselect(key="cote").value) == 2 and all(
        n.startswith("CC des Homonymes (") for n in at.multiselect(key="cote").value
    )
