"""The dashboard as `make run` starts it, on an installation of its own: for the browser journeys,
the intruder's tests and the benches.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.attente import ATTENTE_S

DEPOT = Path(__file__).parent.parent


PORTS = range(10_000, 32_000)  # below those that a system gives to who connects


def port_libre() -> int:
    """A port that nobody holds, nor will take by chance before the server is there."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as s, contextlib.suppress(OSError):
            s.bind(("127.0.0.1", port))
            return port


def repond(url: str) -> bool:
    """Does a server of ours answer there?"""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=ATTENTE_S) as r:
            return r.status == 200
    except (urllib.error.URLError, OSError):
        return False


class Serveur:
    """The dashboard as `make run` starts it, on an installation of its own."""

    def __init__(
        self,
        racine: Path,
        port: int | None = None,
        script: Path = DEPOT / "dashboard.py",
        environnement: dict[str, str] | None = None,
        prealable: Callable[[], None] | None = None,
    ):
        self.racine, self.port = racine, port or port_libre()
        self.url = f"http://127.0.0.1:{self.port}"
        self.journal = (racine / "serveur.log").open("w", encoding="utf-8")
        self.processus = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(script),
                "--server.port",
                str(self.port),
                "--server.address",
                "127.0.0.1",
                "--server.headless",
                "true",
            ],
            cwd=DEPOT,
            env={**os.environ, "CLAS_RACINE": str(racine), **(environnement or {})},
            preexec_fn=prealable,
            stdout=self.journal,
            stderr=subprocess.STDOUT,
        )
        self._attendre()

    def _attendre(self) -> None:
        fin = time.monotonic() + ATTENTE_S
        while time.monotonic() < fin:
            if self.processus.poll() is not None:
                raise RuntimeError(f"The server stopped: {self.lire_journal()}")
            if repond(self.url):
                return
            time.sleep(0.1)
        raise RuntimeError(f"The server did not answer: {self.lire_journal()}")

    def lire_journal(self) -> str:
        if not self.journal.closed:
            self.journal.flush()
        return (self.racine / "serveur.log").read_text(encoding="utf-8")

    def arreter(self) -> None:
        self.processus.terminate()
        self.processus.wait(timeout=ATTENTE_S)
        self.journal.close()


@contextmanager
def en_marche(racine: Path) -> Iterator[Serveur]:
    """A server on this installation, stopped at the end; a traceback in its log fails the test."""
    s = Serveur(racine)
    yield s
    s.arreter()
    assert "Traceback" not in s.lire_journal(), s.lire_journal()
