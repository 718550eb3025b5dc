"""Every screen, its widgets and its address set by hand to what it does not offer: a sentence or
its first values, never a traceback, nothing of the others.
"""

from __future__ import annotations

import os

import pytest

from clas_data.acces import roles
from clas_data.serveur import menu
from tests import assaut, flux, reelle
from tests.flux import Flux
from tests.reelle import MOT_DE_PASSE
from tests.serveur import en_marche

# Forged states of each widget; the values turn from one widget to the next. More: CLAS_ASSAUT=10
TOURS = int(os.environ.get("CLAS_ASSAUT", 2))
CLES = (  # every key that a screen reads in its address, on top of those of its lists
    "campagne annee action porteur q type decision epci commune maille indicateur niveau onglet "
    "seance retenues compares groupe empiles ouvrir bareme sorte origine chiffre p_plafond"
).split()


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    racine = tmp_path_factory.mktemp("assaut") / "installation"
    reelle.installer(racine)
    with en_marche(racine) as s:  # a traceback in its log fails
        yield s


@pytest.fixture(scope="module")
def jetons(serveur):
    return {r: flux.cookie(serveur.url, r, MOT_DE_PASSE) for r in ("administration", "porteur")}


def vues() -> list[tuple[str, str]]:
    """(role, page) of each screen that the two roles open."""
    return [
        (role, page)
        for role in ("administration", "porteur")
        for page in sorted(roles()[role].pages & set(menu.ecrans()))
    ]


@pytest.mark.parametrize("role, page", vues())
def test_widgets_set_to_what_they_do_not_offer(serveur, jetons, role, page):
    with Flux(serveur.url, jetons[role]) as f:
        f.lancer(page)
        onglets = list(dict.fromkeys(assaut.onglets(f))) or [""]
    for onglet in onglets:
        url = {"onglet": onglet} if onglet else {}
        with Flux(serveur.url, jetons[role]) as f:
            f.lancer(page, **url)
            widgets = assaut.vus(f)
            for tour in range(TOURS):
                f.lancer(page, assaut.etats(widgets, tour), **url)
                assert not list(assaut.fautes(f)), (onglet, tour)
            if role == "porteur":
                assert not [m for m in reelle.INTERDITS if m.encode() in f.recu]


@pytest.mark.parametrize("role, page", vues())
def test_each_choice_of_an_address_that_is_dropped_is_said(serveur, jetons, role, page):
    """All at once; what is not said then may have been hidden by another, and is asked alone."""
    with Flux(serveur.url, jetons[role]) as f:
        f.lancer(page)
        onglets = list(dict.fromkeys(assaut.onglets(f))) or [""]
    vus: set[str] = {"onglet"}
    for onglet in onglets:
        url = {"onglet": onglet} if onglet else {}
        with Flux(serveur.url, jetons[role]) as f:
            f.lancer(page, **url)
            lus = {c: g for c, g in assaut.lus_dans_l_adresse(f).items() if c not in vus}
            vus |= {*lus}
            voulues = {c: assaut.inconnue(c, g) for c, g in lus.items()}
        with Flux(serveur.url, jetons[role]) as f:
            f.lancer(page, **{**url, **voulues})
            tues = assaut.tues(f, voulues)
        for cle in tues:
            with Flux(serveur.url, jetons[role]) as f:
                f.lancer(page, **{**url, cle: voulues[cle]})
                assert not assaut.tues(f, {cle: voulues[cle]}), (onglet, cle)


@pytest.mark.parametrize("role, page", vues())
def test_an_address_that_asks_for_what_is_not_there(serveur, jetons, role, page):
    with Flux(serveur.url, jetons[role]) as f:
        for tour in range(len(assaut.TEXTES)):
            valeurs = {
                c: assaut.TEXTES[(tour + i) % len(assaut.TEXTES)] for i, c in enumerate(CLES)
            }
            f.lancer(page, **valeurs)
            assert not list(assaut.fautes(f)), valeurs
        if role == "porteur":
            assert not [m for m in reelle.INTERDITS if m.encode() in f.recu]


@pytest.mark.parametrize("etat", assaut.JSONS)
def test_a_component_says_nothing_of_a_state_that_is_none(serveur, jetons, etat):
    """Its own test: which of the values above a component meets depends on the order of its id."""
    with Flux(serveur.url, jetons["administration"]) as f:
        f.lancer("simulateur")
        composants = [id_ for id_, sorte in assaut.vus(f).items() if sorte == "bidi_component"]
        assert composants
        dits = serveur.lire_journal()
        f.lancer("simulateur", {id_: {"json_value": etat} for id_ in composants})
        assert not list(assaut.fautes(f))
        assert "Traceback" not in serveur.lire_journal().removeprefix(dits)


def test_a_state_of_another_kind_is_the_first_value(serveur, jetons):
    """Beside it, an honest choice is kept: the guard does not cost who uses the screen."""
    with Flux(serveur.url, jetons["administration"]) as f:
        f.lancer("actions")
        widgets = assaut.vus(f)
        champs = [id_ for id_, sorte in widgets.items() if sorte == "text_input"]
        f.lancer("actions", {i: {"double_value": 1.0} for i in widgets})
        assert not list(assaut.fautes(f))
        f.messages.clear()
        f.lancer("actions", {champs[0]: {"string_value": reelle.MIEN}})
        assert any(t.id == champs[0] for t in f.deltas("text_input"))
        assert not any(m.encode() in f.messages[-1].SerializeToString() for m in reelle.INTERDITS)
