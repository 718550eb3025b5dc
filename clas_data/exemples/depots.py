"""The shipped packages of four fictional départements, deposited beside the demonstration."""

from __future__ import annotations

from pathlib import Path

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.paquets import etat
from clas_data.partage import depot, gestes

DOSSIER = Path(__file__).parent / "partages"


def deposer(installation: Installation, acteur: Acteur) -> bool:
    """Deposit the shipped packages, once; a test attacks their secrecy, not each start."""
    if etat.evenements(installation):
        return False
    recus = [Depot(p.name, p.read_bytes()) for p in sorted(DOSSIER.glob("*.zip"))]
    p = depot.proposer(installation, recus, acteur, attaquer=False)
    gestes.accepter(installation, p, acteur)
    return True
