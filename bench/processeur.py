"""Processor time of a screen without a browser: every selection of *Enfants et jeunes* never seen,
beside the same page written by hand (`bench/_simple.py`); a rerun with everything in memory, beside
an empty page of the framework.

Time of all the threads of the process, requests included. CLAS_PROCESSEUR_FOIS: reruns (9).
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.ecrans import ATTENTE_S, VIDE, _script
from bench.mesure import dire
from bench.simple import BASE
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import DEPOT, Installation
from clas_data.tables import base

FOIS = int(os.environ.get("CLAS_PROCESSEUR_FOIS", 9))


def _processeur(faire: Callable[[], object]) -> float:
    debut = time.process_time()
    faire()
    return time.process_time() - debut


def _filtres(at: AppTest) -> list[float]:
    """Each intercommunalité, chosen for the first time."""
    at.run()
    epci = next(s for s in at.selectbox if s.key.endswith("epci"))
    temps = []
    for rang in range(1, len(epci.options)):
        next(s for s in at.selectbox if s.key.endswith("epci")).select_index(rang)
        temps.append(_processeur(at.run))
    return temps


def _relue(at: AppTest) -> float:
    return statistics.median(_processeur(at.run) for _ in range(FOIS))


def _dire(mesure: str, ici: float, nom: str, la: float, attendu: str) -> None:
    dire(
        {
            "mesure": mesure,
            "secondes": round(ici, 4),
            "base": nom,
            "base_secondes": round(la, 4),
            "rapport": round(ici / la, 2),
            "attendu": attendu,
        }
    )


def mesurer() -> None:
    with tempfile.TemporaryDirectory() as d:
        inst = Installation(Path(d) / "inst")
        exemples.installer(inst, ligne_de_commande())
        os.environ["CLAS_RACINE"] = str(inst.racine)
        os.environ["CLAS_SIMPLE_BASE"] = str(base.chemin(inst, base.courante(inst) or ""))
        (vide := Path(d) / "vide.py").write_text(VIDE, encoding="utf-8")
        ici = _script("enfants")
        simple = AppTest.from_file(str(DEPOT / "bench" / "_simple.py"), default_timeout=ATTENTE_S)
        rien = AppTest.from_file(str(vide), default_timeout=ATTENTE_S)
        rien.run()
        jamais_vu = [statistics.median(_filtres(at)) for at in (ici, simple)]
        nom = "processeur : un filtre jamais vu, Enfants et jeunes"
        _dire(nom, jamais_vu[0], BASE, jamais_vu[1], "<= 1")
        nom = "processeur : la même page relue, tout en mémoire"
        _dire(nom, _relue(ici), "page Streamlit vide", _relue(rien), "<= 2")
