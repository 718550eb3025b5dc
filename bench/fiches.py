"""Promise: the fiches d'instruction of the 103 actions of 2021-2022 in one document, in under a
minute, reading the base included.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.mesure import chronometre, dire
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.restitutions.fiche import instruction
from clas_data.tables import base

CAMPAGNE = "2021-2022"
PROMESSE_S = 60


def mesurer() -> None:
    """One line: seconds from the base to the bytes of the pdf, for every agreed action of the
    campagne.
    """
    with tempfile.TemporaryDirectory() as dossier:
        inst, moi = Installation(Path(dossier)), ligne_de_commande()
        exemples.installer(inst, moi)
        ouverte, pdf = base.ouvrir(inst), []

        def faire() -> None:
            d = instruction.lire(inst, ouverte, moi.perimetre(()), CAMPAGNE)
            agreees = d.demandes[
                (d.demandes["campagne"] == CAMPAGNE) & (d.demandes["decision"] == "agréée")
            ]
            pdf.append((len(agreees), instruction.document(d, list(agreees["code_action"]))))

        secondes = chronometre(faire)
        dire(
            {
                "mesure": "fiches d'instruction, un document",
                "secondes": round(secondes, 2),
                "base": "la promesse",
                "base_secondes": PROMESSE_S,
                "rapport": round(secondes / PROMESSE_S, 2),
                "attendu": "< 1",
                "fiches": pdf[0][0],
                "octets": len(pdf[0][1]),
            }
        )
