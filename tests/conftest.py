"""What every test shares: demonstration files written once, installations thrown away."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from clas_data import exemples, secret
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.tables import base
from tests import repartition

CHROMIUM = (
    os.environ.get("CLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)


def pytest_collection_modifyitems(items):
    """The longest first."""
    items.sort(key=lambda test: repartition.rang(test.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """How the tests are dealt to the processes of a run."""
    config.option.loadscopereorder = False
    return repartition.Repartition(config, log)


@pytest.fixture(scope="session")
def commun(tmp_path_factory) -> Path:
    """A folder that all the processes of this run share."""
    sien = tmp_path_factory.getbasetemp()
    return sien.parent if os.environ.get("PYTEST_XDIST_WORKER") else sien


@pytest.fixture(scope="session")
def demonstration_modele(commun, tmp_path_factory, pytestconfig) -> Path:
    """An installation folder that holds the five demonstration campagnes and its protected figures;
    read it, never write it.

    Built once for all the processes of this run; each takes a copy, so that none disturbs another.
    """
    prete = commun / "demonstration"
    with FileLock(f"{prete}.verrou"):
        if not prete.is_dir():
            provisoire = commun / "demonstration-provisoire"
            provisoire.mkdir()
            _installer(Installation(provisoire), pytestconfig.cache.mkdir("masques"))
            provisoire.rename(prete)
    return shutil.copytree(prete, tmp_path_factory.mktemp("modele") / "demonstration")


def _installer(installation: Installation, gardees: Path) -> None:
    """The demonstration, protected as `proteger` does. What a former run protected is kept: its
    names say the rows, the rules and the code that it comes from, and the product reads no other.
    """
    exemples.installer(installation, ligne_de_commande())
    for f in gardees.iterdir():
        shutil.copy2(f, installation.base)
    publiees = campagnes.publiees(installation)
    secret.preparer(base.ouvrir(installation), ligne_de_commande().agregats(publiees), publiees)
    shutil.rmtree(gardees)
    gardees.mkdir()
    for motif in ("masques-*.json", "diffusion-*.json"):
        for f in installation.base.glob(motif):
            shutil.copy2(f, gardees)


@pytest.fixture(scope="session")
def demonstration(demonstration_modele) -> Installation:
    """The demonstration installation, shared by the tests that only read."""
    return Installation(demonstration_modele)


@pytest.fixture
def demonstration_copie(demonstration_modele, tmp_path) -> Installation:
    """A copy of the demonstration installation that a test may change."""
    racine = tmp_path / "installation"
    shutil.copytree(demonstration_modele, racine)
    return Installation(racine)


@pytest.fixture
def vide(tmp_path) -> Installation:
    """An installation that has received nothing yet."""
    racine = tmp_path / "vide"
    racine.mkdir()
    return Installation(racine)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium; without one the journeys are skipped, or fail where CI requires
    them.
    """
    if CHROMIUM:
        return CHROMIUM
    if os.environ.get("CLAS_NAVIGATEUR_OBLIGATOIRE"):
        pytest.fail("Chromium is required here (Debian package: chromium) and was not found.")
    pytest.skip("Chromium not found: install Debian's package chromium, or set CLAS_CHROMIUM.")


@pytest.fixture(scope="session")
def bureautique() -> str:
    """The path of a real LibreOffice; without one the checks of office files are skipped, or fail
    where CI requires them.
    """
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if programme:
        return programme
    if os.environ.get("CLAS_BUREAUTIQUE_OBLIGATOIRE"):
        pytest.fail("LibreOffice is required here (Debian: libreoffice-writer, -calc, -impress).")
    pytest.skip("LibreOffice not found: office files are opened by their libraries only.")
