"""How long it takes to choose the masked cells of a campagne, and to write the synthèses of all its porteurs: seconds and processor seconds."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.restitutions import synthese_pdf
from clas_data.secret import diffuser
from clas_data.tables import base

CAMPAGNE = "2021-2022"


def mesurer() -> None:
    """Protection from nothing, protection already chosen, then every PDF."""
    with tempfile.TemporaryDirectory() as dossier:
        inst, acteur = Installation(Path(dossier)), ligne_de_commande()
        exemples.installer(inst, acteur)
        ouverte = base.ouvrir(inst)
        for nom in ("choisir", "relire"):
            _dire(f"protéger une campagne : {nom}", lambda: diffuser(ouverte, acteur.agregats(()), CAMPAGNE))
        n = _dire("toutes les synthèses", lambda: sum(1 for _ in synthese_pdf.toutes(inst, ouverte, acteur, CAMPAGNE)))
        dire({"mesure": "synthèses écrites", "nombre": n, "attendu": "103 actions en moins de 120 s sur deux cœurs"})


def _dire(nom: str, faire):
    horloge, processeur = time.perf_counter(), time.process_time()
    resultat = faire()
    dire({"mesure": nom, "secondes": round(time.perf_counter() - horloge, 1), "processeur_secondes": round(time.process_time() - processeur, 1)})
    return resultat
