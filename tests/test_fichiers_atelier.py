"""A file that kills, swells or holds the process that opens it is a refusal in French here."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from clas_data.fichiers import lecture
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.ouverture import atelier
from tests.attente import ATTENTE_S
from tests.outils import classeur, en_xlsx, petite

pytest.importorskip("resource", reason="memory is bounded where the system has limits")


@pytest.fixture
def neuf(monkeypatch):
    """Processes of this test alone, ended before and after."""
    atelier.fermer()
    yield monkeypatch
    monkeypatch.undo()
    atelier.fermer()


def grand(lignes: int) -> Depot:
    grille = [[f"c{i}" for i in range(30)]] + [
        [n * 31 + i for i in range(30)] for n in range(lignes)
    ]
    return Depot("grand.xlsx", en_xlsx({"Feuil1": grille}))


def lit(depot: Depot) -> str:
    """The code of the first anomaly, or « lu »."""
    feuilles, anomalies = lecture.read(depot)
    return "lu" if feuilles and not anomalies else anomalies[0].code


def test_a_file_that_swells_is_refused_and_the_next_one_is_read(neuf):
    gros = grand(40_000)
    neuf.setattr(atelier, "MEMOIRE_MO", 120)
    _, anomalies = lecture.read(gros)
    assert [a.code for a in anomalies] == ["lecture_interrompue"]
    assert "120" in anomalies[0].message and "Mo" in anomalies[0].message
    neuf.undo()
    assert lit(classeur(petite())) == "lu"


def test_a_file_that_never_ends_is_refused_and_the_next_one_is_read(neuf):
    gros = grand(40_000)
    neuf.setattr(atelier, "DELAI_S", 0)
    assert lit(gros) == "lecture_interrompue"
    neuf.undo()
    assert lit(classeur(petite())) == "lu"


def test_a_process_killed_while_it_waits_costs_nothing(neuf):
    assert lit(classeur(petite())) == "lu"
    ouvrier = atelier._oisifs.queue[-1]
    os.kill(ouvrier.processus.pid, signal.SIGKILL)
    ouvrier.processus.wait()
    assert lit(classeur(petite())) == "lu"


def test_the_same_process_serves_again(neuf):
    lit(classeur(petite()))
    premier = atelier._oisifs.queue[-1].processus.pid
    lit(classeur(petite()))
    assert atelier._oisifs.queue[-1].processus.pid == premier


def test_a_process_that_never_answers_is_ended(neuf):
    """Stopped, it answers nothing more; were it not ended, it would go on later and answer."""
    petit = classeur(petite())
    assert lit(petit) == "lu"
    arrete = atelier._oisifs.queue[-1].processus
    os.kill(arrete.pid, signal.SIGSTOP)
    reprise = threading.Timer(ATTENTE_S, os.kill, (arrete.pid, signal.SIGCONT))
    reprise.daemon = True
    reprise.start()
    neuf.setattr(atelier, "DELAI_S", 1)
    assert lit(petit) == "lecture_interrompue"
    reprise.cancel()
    neuf.undo()
    assert lit(petit) == "lu"
