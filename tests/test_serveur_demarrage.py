"""What the server does before its first reader."""

from __future__ import annotations

import gc
import pkgutil
import sys

from clas_data import ecrans
from clas_data.config import Installation
from clas_data.serveur import reponses
from clas_data.tables import base
from tests.outils import attendre


def test_a_start_leaves_nothing_to_the_first_reader(vide: Installation, monkeypatch):
    monkeypatch.setenv("CLAS_RACINE", str(vide.racine))
    seuils, faits = gc.get_threshold(), []

    async def servir() -> None:
        async with reponses.prepare(lambda: faits.append(ecrans.charger()))(None):
            faits.append((base.ouvrir(vide).empreinte, gc.get_freeze_count(), gc.get_threshold()))

    try:
        attendre(servir())
    finally:
        gc.unfreeze()
        gc.set_threshold(*seuils)
    charge, (empreinte, geles, poses) = faits
    assert charge is None and len(empreinte) == 16
    assert geles > 10_000 and poses == reponses.RAMASSER
    tous = [m.name for m in pkgutil.walk_packages(ecrans.__path__, "clas_data.ecrans.")]
    assert not [n for n in tous if n not in sys.modules]
