"""Nobody uses up the server: tabs, files sent, messages, lines of the log."""

from __future__ import annotations

import time
from contextlib import ExitStack

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from clas_data.acces import sessions
from clas_data.config import Installation
from clas_data.serveur import messages, places
from tests import flux, reelle
from tests.flux import Flux
from tests.reelle import MOT_DE_PASSE
from tests.serveur import en_marche


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    racine = tmp_path_factory.mktemp("places") / "installation"
    reelle.installer(racine)
    with en_marche(racine) as s:
        yield s


def page(url: str, cookie: str) -> httpx.Response:
    return httpx.get(f"{url}/actions", cookies={sessions.COOKIE: cookie})


def test_one_person_opens_ten_tabs_and_not_a_hundred(serveur):
    cookie = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    voisin = flux.cookie(serveur.url, "direction", MOT_DE_PASSE)
    with ExitStack() as pile:
        ouverts = [pile.enter_context(Flux(serveur.url, cookie)) for _ in range(10)]
        for f in ouverts:
            f.lancer("actions")
            assert f.tables()
        for _ in range(places.ONGLETS_COMPTE - 10):
            pile.enter_context(Flux(serveur.url, cookie))
        refus = page(serveur.url, cookie)
        assert refus.status_code == 503 and refus.headers["cache-control"] == "no-store"
        assert "Fermez-en un" in refus.text and 'lang="fr"' in refus.text
        with pytest.raises(InvalidStatus):
            Flux(serveur.url, cookie)
        with Flux(serveur.url, voisin) as g:
            g.lancer("actions")
            assert g.tables() and page(serveur.url, voisin).status_code == 200
        ouverts[0].__exit__()
        fin = time.monotonic() + 10
        while page(serveur.url, cookie).status_code != 200:
            assert time.monotonic() < fin, "a closed tab gives its place back"
        with Flux(serveur.url, cookie) as f:
            f.lancer("actions")


HOSTILES = {
    "octets": b"\xff" * 200,
    "texte": "x" * 200,
    "vide": b"",
    "vider le cache": BackMsg(clear_cache=True).SerializeToString(),
    "arrêter": BackMsg(debug_shutdown_runtime=True).SerializeToString(),
}


def adresse_longue() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = "q=" + "x" * messages.ADRESSE_MAX
    return message.SerializeToString()


def enorme() -> bytes:
    message = BackMsg()
    etat = message.rerun_script.widget_states.widgets.add(id="x")
    etat.string_value = "x" * 3_000_000
    return message.SerializeToString()


@pytest.mark.parametrize("genre", [*HOSTILES, "adresse longue", "énorme"])
def test_a_flood_of_messages_is_cut_and_does_not_fill_the_log(serveur, genre):
    faits = {"adresse longue": adresse_longue, "énorme": enorme}
    message = faits[genre]() if genre in faits else HOSTILES[genre]
    cookie, avant = (
        flux.cookie(serveur.url, "partenaire", MOT_DE_PASSE),
        len(serveur.lire_journal()),
    )
    with Flux(serveur.url, cookie) as f, pytest.raises(ConnectionClosed):
        for _ in range(500):
            f._ws.send(message)
        while True:
            f._ws.recv(timeout=10)
    assert len(serveur.lire_journal()) - avant < 20_000
    with Flux(serveur.url, cookie) as f:
        f.lancer("actions")
        assert f.tables()


def deposer(f: Flux, cookie: str, octets: int) -> httpx.Response:
    message = BackMsg()
    message.file_urls_request.request_id, message.file_urls_request.session_id = "r", "s"
    message.file_urls_request.file_names.append("x.csv")
    f.envoyer(message)
    chemin = f.attendre("file_urls_response").file_urls[0].upload_url
    sante = httpx.get(f"{f.url}/_stcore/health", cookies={sessions.COOKIE: cookie})
    xsrf = sante.cookies.get("_streamlit_xsrf", "")
    return httpx.put(
        f.url + chemin,
        files={"file": ("x.csv", b"a" * octets)},
        headers={"X-Xsrftoken": xsrf},
        cookies={sessions.COOKIE: cookie, "_streamlit_xsrf": xsrf},
        timeout=60,
    )


def test_the_files_that_a_session_sends_are_bounded_together(serveur):
    inst = Installation(serveur.racine)
    reelle.compte(inst, "deposante", "administration")
    cookie = flux.cookie(serveur.url, "deposante", MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f:
        f.lancer("donnees")
        assert deposer(f, cookie, 30_000).status_code == 204, "an ordinary workbook"
        statuts = [deposer(f, cookie, 48_000_000) for _ in range(5)]
        assert [r.status_code for r in statuts] == [204] * 4 + [413]
        assert "Trop de fichiers" in statuts[-1].text
        assert deposer(f, cookie, 30_000).status_code == 204, "there is room for a small one"
    with Flux(serveur.url, cookie) as f:
        f.lancer("donnees")
        assert deposer(f, cookie, 30_000).status_code == 204
