"""What a base needs before its first reader is made when it is put in force, not by its readers."""

from __future__ import annotations

import pytest

from clas_data import secret
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.secret import preparation
from clas_data.tables import base, importation, prealables

CAMPAGNE = "2021-2022"
CODE = "clas_data.secret.diffusion.proteger"


@pytest.fixture
def exige(monkeypatch):
    """The prealables of this test alone."""
    monkeypatch.setattr(prealables, "_exiges", [])
    prealables.exiger(secret.avant_de_servir)


def test_a_campagne_is_protected_before_the_base_that_changes_it_is_read(
    demonstration_copie, exige, monkeypatch
):
    moi, vus = ligne_de_commande(), []
    dernier = next(
        e for e in journal.actifs(journal.lire(demonstration_copie)) if e.campagne == CAMPAGNE
    )
    importation.annuler(demonstration_copie, dernier.id, moi)
    for gardee in demonstration_copie.base.glob("diffusion-*"):
        gardee.unlink()

    def regarder(installation: Installation, empreinte: str, attendre: bool) -> None:
        nouvelle = base.ouvrir(installation, empreinte)
        vus.append((preparation.manquantes(nouvelle, [CAMPAGNE]), base.courante(installation)))

    prealables.exiger(regarder)
    avant = base.courante(demonstration_copie)
    importation.retablir(demonstration_copie, dernier.id, moi)
    assert vus == [([], avant)], "protected, while the base of before is still in force"
    monkeypatch.setattr(CODE, None)  # would raise if a reader had anything left to make
    ouverte = base.ouvrir(demonstration_copie)
    assert ouverte.empreinte != avant
    assert len(secret.diffuser(ouverte, moi.agregats(()), CAMPAGNE).cellules)
    # the others are as they were: an import makes what it changes, and nothing else
    assert preparation.manquantes(ouverte, ["2018-2019"]) == ["2018-2019"]


def test_what_is_asked_for_twice_at_once_is_made_once(demonstration_copie, monkeypatch):
    ouverte, faits = base.ouvrir(demonstration_copie), []
    for gardee in demonstration_copie.base.glob("diffusion-*"):
        gardee.unlink()
    demandees = []

    def ailleurs(base_, campagne, fichier):
        faits.append(campagne)
        demandees.extend(preparation._commencer(base_, [campagne]))
        preparation._EN_COURS.pop(fichier, None)

    monkeypatch.setattr(preparation, "_ailleurs", ailleurs)
    secret.preparer(ouverte, ligne_de_commande().agregats(()), [CAMPAGNE])
    assert faits == [CAMPAGNE] and len(demandees) == 1


def test_a_process_that_cannot_start_costs_time_only(demonstration_copie, monkeypatch, caplog):
    ouverte = base.ouvrir(demonstration_copie)
    for gardee in demonstration_copie.base.glob("diffusion-*"):
        gardee.unlink()

    def plus_de_place(*_args, **_options):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr(preparation.subprocess, "run", plus_de_place)
    secret.preparer(ouverte, ligne_de_commande().agregats(()), [CAMPAGNE])
    assert "n'ont pas été protégées d'avance : Cannot allocate memory" in caplog.text
    assert not preparation._EN_COURS
