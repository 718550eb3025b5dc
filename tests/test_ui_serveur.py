"""The application as a server: health, headers on every response, French page, unknown address, no
trace on screen.
"""

from __future__ import annotations

import importlib.util

import httpx
import pytest

from clas_data import config
from clas_data.errors import ClasError
from clas_data.serveur import francais, garde, menu
from clas_data.ui import erreurs, textes
from tests.outils import attendre


class Navigateur:
    """Asks the ASGI application itself, without a network."""

    def __init__(self, app):
        self.app = app

    def get(self, chemin: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app), base_url="http://test"
            ) as client:
                return await client.get(chemin, headers=headers)

        return attendre(ask())


@pytest.fixture(scope="module")
def client(demonstration):
    patch = pytest.MonkeyPatch()
    patch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    spec = importlib.util.spec_from_file_location("dashboard", config.DEPOT / "dashboard.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield Navigateur(module.app)
    patch.undo()


def test_health_gives_the_empreinte(client, demonstration):
    reponse = client.get("/sante")
    assert reponse.status_code == 200
    assert reponse.json() == {
        "etat": "ok",
        "empreinte": (demonstration.base / "CURRENT").read_text().strip(),
    }


def test_health_says_when_there_is_no_base(client, monkeypatch, tmp_path):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(tmp_path))
    reponse = client.get("/sante")
    assert reponse.status_code == 503 and "base" in reponse.json()["raison"]


@pytest.mark.parametrize("chemin", ["/", "/sante", "/enfants", "/nulle-part", "/favicon.png"])
def test_every_response_carries_the_security_headers(client, chemin):
    entetes = client.get(chemin).headers
    assert entetes["x-content-type-options"] == "nosniff"
    assert entetes["x-frame-options"] == "DENY"
    assert entetes["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in entetes["content-security-policy"]
    assert "http" not in entetes["content-security-policy"], "no outside source is allowed"


@pytest.mark.parametrize("chemin", ["/", *(f"/{nom}" for nom in menu.ecrans())])
@pytest.mark.parametrize("compression", ["gzip", "identity"])
def test_the_page_declares_french(client, chemin, compression):
    reponse = client.get(chemin, headers={"accept-encoding": compression})
    assert reponse.status_code == 200
    assert '<html lang="fr">' in reponse.text and '<html lang="en">' not in reponse.text
    assert int(reponse.headers["content-length"]) == len(reponse.content)


@pytest.mark.parametrize("chemin", ["/nulle-part", "/donnees/secret"])
def test_an_unknown_address_is_refused_in_french(client, chemin):
    reponse = client.get(chemin)
    assert (
        reponse.status_code == 404
        and "n'existe pas" in reponse.text
        and 'lang="fr"' in reponse.text
    )


def test_an_unknown_address_leads_to_the_dashboard_under_its_prefix(client, monkeypatch):
    monkeypatch.setattr(garde, "prefixe", lambda: "/clas")
    assert 'href="/clas/"' in client.get("/clas/nulle-part").text


@pytest.mark.parametrize(
    "chemin",
    [
        "/pages/donnees.py",
        "/dashboard.py",
        "/clas_data/config.py",
        "/data/imports/journal.jsonl",
        "/pyproject.toml",
    ],
)
def test_no_source_and_no_data_is_served(client, chemin):
    reponse = client.get(chemin)
    accueil = client.get("/").text
    du_cadre = accueil.replace('lang="fr"', 'lang="en"').replace("<title>Clas", "<title>Streamlit")
    du_cadre = du_cadre.replace(francais.script().decode(), "")
    assert reponse.status_code == 404 or reponse.text in (accueil, du_cadre), reponse.text[:200]


def test_an_error_of_ours_is_shown_as_it_is_and_another_without_its_trace(monkeypatch, caplog):
    vus = []
    monkeypatch.setattr(erreurs.st, "error", lambda texte, **_: vus.append(texte))
    assert erreurs.on_script_error(ClasError("Une phrase pour le lecteur.")) is True
    assert erreurs.on_script_error(ZeroDivisionError("secret interne")) is True
    assert vus[0] == textes.litteral("Une phrase pour le lecteur.")
    assert "secret interne" not in vus[1] and "repère" in vus[1]
    assert "secret interne" in caplog.text
