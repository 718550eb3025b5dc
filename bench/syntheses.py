"""How long it takes to choose the masked cells of a campagne, and to write the synthèses of all its
porteurs: seconds and processor seconds.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.restitutions.synthese import lot
from clas_data.secret import diffuser
from clas_data.tables import base

CAMPAGNE = "2021-2022"
PROMESSE_S = 120


def mesurer() -> None:
    """Protection from nothing beside protection already chosen, then every PDF beside the
    promise.
    """
    with tempfile.TemporaryDirectory() as dossier:
        inst, acteur = Installation(Path(dossier)), ligne_de_commande()
        exemples.installer(inst, acteur)
        ouverte, ecrites = base.ouvrir(inst), []

        def proteger() -> None:
            diffuser(ouverte, acteur.agregats(()), CAMPAGNE)

        choisir, relire = _temps(proteger), _temps(proteger)
        _dire("protéger une campagne", choisir, "relire ce qui est déjà choisi", relire[0])
        secondes = _temps(
            lambda: ecrites.extend(1 for _ in lot.toutes(inst, ouverte, acteur, CAMPAGNE))
        )
        _dire(
            "toutes les synthèses",
            secondes,
            "la promesse",
            PROMESSE_S,
            nombre=len(ecrites),
            attendu="< 1",
        )


def _temps(faire: Callable[[], None]) -> tuple[float, float]:
    """Seconds, and processor seconds."""
    horloge, processeur = time.perf_counter(), time.process_time()
    faire()
    return time.perf_counter() - horloge, time.process_time() - processeur


def _dire(
    nom: str, temps: tuple[float, float], base_: str, base_s: float, **autres: object
) -> None:
    ici = {"mesure": nom, "secondes": round(temps[0], 2), "processeur_secondes": round(temps[1], 1)}
    dire(
        {
            **ici,
            "base": base_,
            "base_secondes": round(base_s, 3),
            "rapport": round(temps[0] / base_s, 2),
            **autres,
        }
    )
