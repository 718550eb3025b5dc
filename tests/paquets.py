"""Packages of other départements, deposited here; and those that are traps."""

from __future__ import annotations

import io
import zipfile

from bench.paquets import Contenus, changer, de, dire, lignes, recu, table, zipper
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers.journal import Evenement
from clas_data.partage import depot, gestes

__all__ = ["MOI", "bombe", "changer", "de", "deposer", "dire", "lignes", "recu", "table", "zipper"]

MOI = ligne_de_commande()


def deposer(inst: Installation, *paquets: Contenus, remplacer: bool = False) -> Evenement:
    depots = [recu(c, f"{n}.zip") for n, c in enumerate(paquets)]
    return gestes.accepter(inst, depot.proposer(inst, depots, MOI, remplacer), MOI)


def bombe(nom: str = "departement.csv", octets: int = 200 * 2**20) -> bytes:
    """An archive of a few kilobytes that unfolds to this."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z, z.open(nom, "w") as f:
        for _ in range(octets // 2**20):
            f.write(bytes(2**20))
    return tampon.getvalue()
