"""The image of the service: what it copies is enough to serve, and nothing that an installation
received can enter it.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request

import pytest

from clas_data.config import DEPOT
from tests.serveur import port_libre

INSTRUCTIONS = re.sub(r"\\\n\s*", "", (DEPOT / "Dockerfile").read_text(encoding="utf-8"))
ADMIS = [
    l[1:]
    for l in (DEPOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if l.startswith("!")
]


def lignes(instruction: str) -> list[str]:
    return re.findall(rf"^{instruction} (.+)$", INSTRUCTIONS, re.M)


COPIES = [tuple(l.split()) for l in lignes("COPY")]
COMMANDE = json.loads(lignes("CMD")[-1])


def test_what_is_copied_exists_and_is_let_in():
    for source, _ in COPIES:
        assert (DEPOT / source).exists() and source in ADMIS, source
    assert {s for s, _ in COPIES} == set(ADMIS), (
        ".dockerignore lets in what the image does not copy"
    )


def test_everything_else_is_kept_out():
    texte = (DEPOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in texte, "deny by default"
    recus = [
        l.strip("/")
        for l in (DEPOT / ".gitignore").read_text(encoding="utf-8").splitlines()
        if l.startswith("/data/") or "secrets" in l
    ]
    assert recus and not [
        r for r in recus for a in ADMIS if r == a or r.startswith(f"{a}/") or fnmatch.fnmatch(r, a)
    ]


def test_the_python_is_the_one_of_the_project():
    attendue = tomllib.loads((DEPOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "requires-python"
    ].removeprefix(">=")
    assert (
        re.search(rf"^ARG BASE=python:{re.escape(attendue)}-slim", INSTRUCTIONS, re.M)
        and f"python{attendue} -m venv .venv" in INSTRUCTIONS
    )


def test_it_runs_as_nobody_in_particular_and_keeps_its_data_outside():
    assert (
        lignes("USER") == ["clas"]
        and lignes("VOLUME") == ["/srv/clas"]
        and "CLAS_RACINE=/srv/clas" in INSTRUCTIONS
    )
    assert "/sante" in INSTRUCTIONS.split("HEALTHCHECK")[1].split("\n")[0]


def test_the_command_is_the_documented_one():
    document = (DEPOT / "docs" / "exploitation.md").read_text(encoding="utf-8")
    assert " ".join(COMMANDE).replace("0.0.0.0", "127.0.0.1") in re.findall(
        r"^ExecStart=(.+)$", document, re.M
    )


@pytest.fixture
def service(tmp_path):
    """The command of the image, on a port of its own, in a folder that holds what the image copies
    and nothing else.
    """
    for source, cible in COPIES:
        vers = tmp_path / "image" / (source if cible == "./" else cible)
        vers.parent.mkdir(parents=True, exist_ok=True)
        copier = shutil.copytree if (DEPOT / source).is_dir() else shutil.copy
        copier(DEPOT / source, vers)
    port = str(port_libre())
    commande = [
        sys.executable,
        *(port if a == "8501" else a for a in COMMANDE[1:]),
        "--server.headless",
        "true",
    ]
    with (tmp_path / "journal").open("w") as journal:
        p = subprocess.Popen(
            commande,
            cwd=tmp_path / "image",
            stdout=journal,
            stderr=journal,
            env={**os.environ, "CLAS_RACINE": str(tmp_path / "srv"), "PYTHONPATH": ""},
        )
        yield p, f"http://127.0.0.1:{port}", tmp_path / "journal"
        p.terminate()
        p.wait(timeout=20)


def test_what_is_copied_is_enough_to_serve(service):
    processus, url, journal = service
    for _ in range(120):
        assert processus.poll() is None, journal.read_text()
        try:
            with urllib.request.urlopen(f"{url}/sante", timeout=1) as r:
                assert json.load(r)["etat"] == "ok"
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    else:
        pytest.fail(journal.read_text())
    for chemin, dit in (
        ("/declaration-accessibilite", "Résultats des contrôles"),
        ("/connexion", "Clas"),
    ):
        with urllib.request.urlopen(url + chemin, timeout=10) as r:
            assert dit in r.read().decode()
