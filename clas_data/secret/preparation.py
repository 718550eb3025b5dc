"""Protect the figures of several campagnes ahead of their readers, in other processes: seconds of
computing that would hold up everyone else of this one.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from clas_data.acces import Perimetre
from clas_data.config import DEPOT, VARIABLE_RACINE
from clas_data.secret import conservation
from clas_data.secret import regles as declaration
from clas_data.secret.diffusion import exiger_agregats
from clas_data.tables.base import Base

JOURNAL = logging.getLogger(__name__)


def manquantes(base: Base, campagnes: Sequence[str]) -> list[str]:
    """Those of these campagnes whose protected figures are not kept beside the base yet."""
    regles = declaration.load().avec_seuil(base.seuil_secret)
    return [c for c in campagnes if conservation.lire(base, c, regles) is None]


def preparer(base: Base, perimetre: Perimetre, campagnes: Sequence[str]) -> None:
    """Make what is missing, one process for each campagne, as many at once as there are cores;
    `diffuser` then reads it.

    A process that fails is said in the log, and costs time only: `diffuser` makes by itself what it
    does not find.
    """
    for c in campagnes:
        exiger_agregats(perimetre, c)
    a_faire = manquantes(base, campagnes)
    if a_faire:
        with ThreadPoolExecutor(os.cpu_count() or 1) as ensemble:
            list(ensemble.map(lambda c: _ailleurs(base, c), a_faire))


def _ailleurs(base: Base, campagne: str) -> None:
    commande = [sys.executable, "-m", "clas_data", "proteger", "--campagne", campagne]
    racine = {VARIABLE_RACINE: str(base.chemin.parent.parent)}
    fait = subprocess.run(
        commande, cwd=DEPOT, env={**os.environ, **racine}, capture_output=True, text=True
    )
    if fait.returncode:
        JOURNAL.warning(
            "Les figures de %s n'ont pas été protégées d'avance : %s", campagne, fait.stderr.strip()
        )
