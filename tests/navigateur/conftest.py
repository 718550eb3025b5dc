"""A real server and a real Chromium; nothing may be fetched from outside while a page is read."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.attente import ATTENTE_MS
from tests.serveur import en_marche

LOCAL = (
    "http://127.0.0.1",
    "http://localhost",
    "ws://127.0.0.1",
    "ws://localhost",
    "data:",
    "blob:",
    "about:",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--lang=fr-FR",
]
expect.set_options(timeout=ATTENTE_MS)


def pytest_collection_modifyitems(items):
    """The journeys can be asked for, or left out, by their mark."""
    for item in items:
        if "navigateur" in str(item.path):
            item.add_marker(pytest.mark.navigateur)


@pytest.fixture(scope="session")
def serveur(demonstration_modele, tmp_path_factory):
    """One server for the journeys that only read."""
    racine = tmp_path_factory.mktemp("serveur") / "installation"
    shutil.copytree(demonstration_modele, racine)
    with en_marche(racine) as s:
        yield s


@pytest.fixture
def serveur_modifiable(demonstration_copie):
    """A server of its own for a journey that imports or undoes."""
    with en_marche(demonstration_copie.racine) as s:
        yield s


@pytest.fixture(scope="session")
def navigateur(chromium):
    """Chromium, with a log of every request."""
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield b
        b.close()


@pytest.fixture
def ecran(navigateur):
    """One page in its own session; asking anything of the outside fails the test."""
    contexte = navigateur.new_context(
        locale="fr-FR", viewport={"width": 1440, "height": 1000}, accept_downloads=True
    )
    page = contexte.new_page()
    dehors: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else dehors.append(r.url))
    page.set_default_timeout(ATTENTE_MS)
    yield page
    contexte.close()
    assert not dehors, f"Requests to the outside: {dehors}"
