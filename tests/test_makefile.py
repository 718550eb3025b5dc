"""`make run` and `make test-vite`, as a person types them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from clas_data.config import DEPOT
from tests.attente import ATTENTE_S
from tests.serveur import port_libre, repond

DEHORS = ("DISPLAY", "WAYLAND_DISPLAY", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")  # not a make in a make
MAKEFILE = (DEPOT / "Makefile").read_text(encoding="utf-8")


def test_make_run_says_what_a_person_needs_and_nothing_else(demonstration_copie):
    if not shutil.which("make"):
        pytest.skip("make is not installed here.")
    port, sortie = port_libre(), demonstration_copie.racine / "sortie.txt"
    fait = f"{sys.prefix}/.installe"  # the environment that runs this test, as it is
    with sortie.open("wb") as f:
        processus = subprocess.Popen(
            ["make", "run", f"VENV={sys.prefix}", f"PORT={port}", "-o", fait],
            cwd=DEPOT,
            env={k: v for k, v in os.environ.items() if k not in DEHORS}
            | {"CLAS_RACINE": str(demonstration_copie.racine)},
            stdout=f,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        fin = time.monotonic() + ATTENTE_S
        while not repond(f"http://127.0.0.1:{port}"):
            assert processus.poll() is None and time.monotonic() < fin, sortie.read_text("utf-8")
            time.sleep(0.2)
    finally:
        os.killpg(processus.pid, signal.SIGTERM)
        processus.wait(timeout=ATTENTE_S)
    dites = sortie.read_text(encoding="utf-8").split("make: ***")[0].split("\n  Stopping")[0]
    assert dites.strip().splitlines() == [
        "Les campagnes de démonstration sont déjà là : rien à refaire.",
        f"Le tableau de bord s'ouvre à l'adresse http://localhost:{port} (Ctrl+C pour l'arrêter).",
    ]


def test_what_is_tested_quickly_is_there():
    vite = re.search(r"^VITE := (.+?)\n\n", MAKEFILE, re.S | re.M)[1].replace("\\\n", " ").split()
    assert vite and not [n for n in vite if not (DEPOT / "tests" / f"test_{n}.py").is_file()]
