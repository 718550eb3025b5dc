"""Whom a file of the server's memory is for: whoever it was placed for, and nobody who only wrote
its address.
"""

from __future__ import annotations

import re

import httpx
import pytest

from clas_data.acces import sessions
from clas_data.serveur import messages
from tests import flux, reelle
from tests.flux import Flux
from tests.reelle import MOT_DE_PASSE, PUBLIEE
from tests.serveur import en_marche


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    racine = tmp_path_factory.mktemp("fichiers") / "installation"
    reelle.installer(racine)
    with en_marche(racine) as s:
        yield s


def prepare(f: Flux) -> tuple[str, str]:
    """The address of a file prepared for this session, and the name under which it asks for it."""
    f.lancer("actions", campagne=PUBLIEE)
    differe = next(b.deferred_file_id for b in f.deltas("download_button") if b.deferred_file_id)
    f.differe(differe)
    return f.attendre("backend_operation_response").deferred_file.url, differe


def statut(url: str, chemin: str, cookie: str) -> int:
    return httpx.get(url + chemin, cookies={sessions.COOKIE: cookie}).status_code


# Every text that a page may say again: a filter, a choice that it drops, a search.
ECHOS = ("campagne", "decision", "action", "porteur", "q", "onglet", "mot")


@pytest.mark.parametrize("role", ["porteur", "comite"])
def test_an_address_that_the_screen_repeats_opens_nothing(serveur, role):
    """« comite » reads the same pages as who the file was placed for: an account is no key to the
    files of its other sessions.
    """
    proprietaire = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    intrus = flux.cookie(serveur.url, role, MOT_DE_PASSE)
    with Flux(serveur.url, proprietaire) as f:
        adresse, differe = prepare(f)
        assert statut(serveur.url, adresse, proprietaire) == 200
        repetee = 0
        for texte in (adresse, f"{serveur.url}{adresse}", f"![x]({adresse})"):
            with Flux(serveur.url, intrus) as g:
                for cle in ECHOS:
                    g.lancer("actions", **{cle: texte})
                etats = {d.id: {"string_value": texte} for d in g.deltas("text_input")}
                g.lancer("actions", etats)
                repetee += adresse.encode() in g.recu
                assert statut(serveur.url, adresse, intrus) == 403
                g.differe(differe)
                g.lancer("actions", action=differe)
                assert "backend_operation_response" not in {
                    m.WhichOneof("type") for m in g.messages
                }
        assert repetee, "the address was never said again: this test would see nothing"


def test_every_tab_of_one_entry_opens_its_own_files(serveur):
    cookie = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f, Flux(serveur.url, cookie) as g:
        adresses = [prepare(f)[0], prepare(g)[0]]
        assert [statut(serveur.url, a, cookie) for a in adresses] == [200, 200]


def test_the_icon_of_the_page_is_placed_for_everyone(serveur):
    cookie = flux.cookie(serveur.url, "porteur", MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f:
        f.lancer("actions")
        icones = [m.page_config_changed.favicon for m in f.messages]
    icone = next(i for i in icones if i)
    assert statut(serveur.url, icone, cookie) == 200 if icone.startswith("/media") else True


@pytest.mark.parametrize(
    "chemin", ["{fichier}", "/sante", "/connexion", "/contours/x/communes.geojson"]
)
def test_private_answers_are_not_kept(serveur, chemin):
    cookie = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f:
        chemin = chemin.format(fichier=prepare(f)[0])
        reponse = httpx.get(serveur.url + chemin, cookies={sessions.COOKIE: cookie})
    assert reponse.headers["cache-control"] == "no-store", chemin


def test_a_file_of_the_framework_may_be_kept(serveur):
    page = httpx.get(f"{serveur.url}/connexion")
    assert page.headers["cache-control"] == "no-store"
    cookie = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    accueil = httpx.get(serveur.url, cookies={sessions.COOKIE: cookie})
    script = re.search(r'src="\.?/?(static/[^"]+\.js)"', accueil.text)[1]
    assert "no-store" not in httpx.get(f"{serveur.url}/{script}").headers.get("cache-control", "")


def test_only_whole_addresses_in_the_fields_of_the_framework_place_a_file():
    nom = "0" * 32
    message = flux.ForwardMsg()
    message.delta.new_element.alert.body = f"/media/{nom}.csv"
    assert messages.fichiers(message) == []
    message.delta.new_element.download_button.url = f"/clas/media/{nom}.csv"
    message.delta.new_element.download_button.label = f"/media/{'1' * 32}.csv"
    assert messages.fichiers(message) == [nom]
    message.delta.new_element.download_button.url = f"x /media/{nom}.csv"
    assert messages.fichiers(message) == []
