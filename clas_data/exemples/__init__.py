"""Exemples: five fictional campagnes, written as the files that a Caf would receive, and packages
of four fictional départements; imported by the same paths.
"""

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.exemples import depots, ecriture
from clas_data.exemples.ecriture import write

__all__ = ["installer", "write"]


def installer(installation: Installation, acteur: Acteur) -> list[str]:
    """Import what the installation does not hold yet; returns the numbers of its imports."""
    numeros = ecriture.importer(installation, acteur)
    depots.deposer(installation, acteur)
    return numeros
