"""Protect the figures of several campagnes ahead of their readers, in other processes: seconds of
computing that would hold up everyone else of this one.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from clas_data.acces import Perimetre, ligne_de_commande
from clas_data.config import DEPOT, VARIABLE_RACINE, Installation
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import campagnes as declarees
from clas_data.secret import conservation
from clas_data.secret import regles as declaration
from clas_data.secret.diffusion import exiger_agregats
from clas_data.tables import base as bases
from clas_data.tables.base import Base

JOURNAL = logging.getLogger(__name__)
# What is being made now, by the file that it will be: asked for twice, it is made once.
_EN_COURS: dict[Path, Future] = {}
_VERROU = threading.Lock()
_ENSEMBLE = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="proteger")


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
    wait(_commencer(base, campagnes))


def avant_de_servir(installation: Installation, empreinte: str, attendre: bool) -> None:
    """The published campagnes whose rows this base changes are protected before anyone reads them
    in it: a prealable of a base in force (`tables.prealables`).
    """
    if not bases.chemin(installation, empreinte).exists():
        return  # swept since its deposit was examined: it is built again, then asked for again
    nouvelle = bases.ouvrir(installation, empreinte)
    try:
        ancienne = bases.ouvrir(installation)
    except BaseIndisponible:  # the first one, or one that is put in the place of a damaged one
        ancienne = None
    agregats = ligne_de_commande().agregats(declarees.publiees(installation))
    changees = [
        c
        for c in declarees.publiees(installation)
        if c in _valeurs(nouvelle)
        and (
            ancienne is None
            or ancienne.seuil_secret != nouvelle.seuil_secret
            or ancienne.empreinte_de(c) != nouvelle.empreinte_de(c)
        )
    ]
    if attendre:
        preparer(nouvelle, agregats, changees)
    else:
        _commencer(nouvelle, changees)


def _valeurs(base: Base) -> tuple[str, ...]:
    return base.valeurs(ligne_de_commande().perimetre(()), "campagne")


def _commencer(base: Base, campagnes: Sequence[str]) -> list[Future]:
    """What is missing of these campagnes, begun unless it is already."""
    regles = declaration.load().avec_seuil(base.seuil_secret)
    faits = []
    for c in manquantes(base, campagnes):
        fichier = conservation.chemin(base, c, regles)
        with _VERROU:
            if fichier not in _EN_COURS:
                _EN_COURS[fichier] = _ENSEMBLE.submit(_ailleurs, base, c, fichier)
            faits.append(_EN_COURS[fichier])
    return faits


def _ailleurs(base: Base, campagne: str, fichier: Path) -> None:
    commande = [sys.executable, "-m", "clas_data", "proteger", "--campagne", campagne]
    commande += ["--base", base.empreinte]
    racine = {VARIABLE_RACINE: str(base.chemin.parent.parent)}
    try:
        fait = subprocess.run(
            commande, cwd=DEPOT, env={**os.environ, **racine}, capture_output=True, text=True
        )
        faute = fait.stderr.strip() if fait.returncode else ""
    except OSError as e:
        faute = str(e)
    finally:
        with _VERROU:
            _EN_COURS.pop(fichier, None)
    if faute:
        JOURNAL.warning("Les figures de %s n'ont pas été protégées d'avance : %s", campagne, faute)
