"""Received files are opened in processes apart, bounded in memory and in time: one that crashes,
swells or never ends there is a refusal here, and the server goes on.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from queue import Empty, LifoQueue

from clas_data import formats
from clas_data.config import DEPOT
from clas_data.errors import Anomalie
from clas_data.fichiers.feuilles import Depot, Feuille
from clas_data.fichiers.messages import anomalie

# Far above what a workbook of a campagne takes, and below what a server has to lose.
MEMOIRE_MO = 2048
DELAI_S = 60
ENSEMBLE = 2  # files opened at the same time, whatever the number of deposits
COUPE = (EOFError, OSError, pickle.UnpicklingError)

_places = threading.BoundedSemaphore(ENSEMBLE)
_oisifs: LifoQueue[_Ouvrier] = LifoQueue()
_du_parent: list[LifoQueue[_Ouvrier]] = []


class _Ouvrier:
    """One process apart, warm: it waits for a file, answers, waits again."""

    def __init__(self) -> None:
        self.processus = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.ouvrier", str(MEMOIRE_MO), str(DELAI_S)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=DEPOT,
            start_new_session=True,  # an interrupted command ends it through its closed pipe
        )

    def lire(self, depot: Depot) -> tuple[tuple[list[Feuille], list[Anomalie]], bool]:
        """What it answers and whether it may serve again, or one of COUPE where it died."""
        fin = threading.Timer(DELAI_S, self.processus.kill)
        fin.daemon = True
        fin.start()
        try:
            pickle.dump((depot.nom, depot.contenu), self.processus.stdin)
            self.processus.stdin.flush()
            return pickle.load(self.processus.stdout)
        finally:
            fin.cancel()

    def finir(self) -> None:
        self.processus.kill()
        self.processus.wait()
        self.processus.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.processus.stdin.close()


def faire_lire(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    """The sheets and the anomalies of a file, read apart."""
    with _places:
        ouvrier = None
        try:
            ouvrier = _prendre()
            lu, gonfle = ouvrier.lire(depot)
        except COUPE:
            if ouvrier:
                ouvrier.finir()
            mots = {"memoire": f"{formats.nombre(MEMOIRE_MO)}{formats.INSECABLE}Mo"}
            mots["delai"] = f"{DELAI_S}{formats.INSECABLE}s"
            return [], [anomalie("lecture_interrompue", fichier=depot.nom, **mots)]
        except BaseException:
            if ouvrier:
                ouvrier.finir()
            raise
        if gonfle:
            ouvrier.finir()
        else:
            _oisifs.put(ouvrier)
        return lu


def _prendre() -> _Ouvrier:
    """A process that waits and is alive, or a new one."""
    while True:
        try:
            ouvrier = _oisifs.get_nowait()
        except Empty:
            return _Ouvrier()
        if ouvrier.processus.poll() is None:
            return ouvrier
        ouvrier.finir()


def fermer() -> None:
    """End the processes that wait."""
    while not _oisifs.empty():
        _oisifs.get_nowait().finir()


def _oublier() -> None:
    """A forked process has none: those of its parent are not its own, nor its to end."""
    global _oisifs, _places
    _du_parent.append(_oisifs)
    _oisifs, _places = LifoQueue(), threading.BoundedSemaphore(ENSEMBLE)


atexit.register(fermer)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_oublier)
