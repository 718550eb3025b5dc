"""What a command reads: the base of what is accepted, and all that the command line may see of
it.
"""

from __future__ import annotations

from clas_data.acces import Perimetre, ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.tables import base, construction
from clas_data.tables.base import Base


def courante(inst: Installation) -> Base:
    """The base of what is accepted, built first if need be."""
    return base.ouvrir(inst, construction.a_jour(inst).empreinte)


def tout(inst: Installation) -> Perimetre:
    """Every row: who has the folder of the installation has its files."""
    return ligne_de_commande().perimetre(campagnes.publiees(inst))
