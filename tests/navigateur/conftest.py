"""A real server and a real Chromium; nothing may be fetched from outside while a page is read."""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

DEPOT = Path(__file__).parent.parent.parent
LOCAL = ("http://127.0.0.1", "http://localhost", "ws://127.0.0.1", "ws://localhost", "data:", "blob:", "about:")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--lang=fr-FR"]


def pytest_collection_modifyitems(items):
    """The journeys share one server: they run in one worker, one after the other."""
    for item in items:
        if "navigateur" in str(item.path):
            item.add_marker(pytest.mark.navigateur)
            item.add_marker(pytest.mark.xdist_group("navigateur"))


def _port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Serveur:
    """The dashboard as `make run` starts it, on an installation of its own."""

    def __init__(self, racine: Path, port: int | None = None):
        self.racine, self.port = racine, port or _port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.journal = (racine / "serveur.log").open("w", encoding="utf-8")
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(self.port),
             "--server.address", "127.0.0.1", "--server.headless", "true"],
            cwd=DEPOT, env={**os.environ, "CLAS_RACINE": str(racine)}, stdout=self.journal, stderr=subprocess.STDOUT,
        )
        self._attendre()

    def _attendre(self) -> None:
        for _ in range(240):
            if self.processus.poll() is not None:
                raise RuntimeError(f"The server stopped: {self.lire_journal()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as r:
                    if r.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        raise RuntimeError(f"The server did not answer: {self.lire_journal()}")

    def lire_journal(self) -> str:
        if not self.journal.closed:
            self.journal.flush()
        return (self.racine / "serveur.log").read_text(encoding="utf-8")

    def arreter(self) -> None:
        self.processus.terminate()
        self.processus.wait(timeout=20)
        self.journal.close()


@pytest.fixture(scope="session")
def serveur(demonstration_modele, tmp_path_factory):
    """One server for the journeys that only read."""
    racine = tmp_path_factory.mktemp("serveur") / "installation"
    shutil.copytree(demonstration_modele, racine)
    s = Serveur(racine)
    yield s
    s.arreter()
    assert "Traceback" not in s.lire_journal(), s.lire_journal()


@pytest.fixture
def serveur_modifiable(demonstration_copie):
    """A server of its own for a journey that imports or undoes."""
    s = Serveur(demonstration_copie.racine)
    yield s
    s.arreter()
    assert "Traceback" not in s.lire_journal(), s.lire_journal()


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
    contexte = navigateur.new_context(locale="fr-FR", viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    page = contexte.new_page()
    dehors: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(LOCAL) else dehors.append(r.url))
    page.set_default_timeout(30_000)
    yield page
    contexte.close()
    assert not dehors, f"Requests to the outside: {dehors}"
