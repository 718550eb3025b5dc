"""Two fictional campagnes in which every action answers every question."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.exemples import tirage, write
from clas_data.fichiers.lecture import Depot
from clas_data.nation import controle
from clas_data.tables import construction, importation

AVANT, ICI = "2021-2022", "2022-2023"


def installer(racine: Path) -> Installation:
    """The demonstration drawn again, full rates and nothing forgotten; its last two campagnes."""
    installation, moi, p = Installation(racine), ligne_de_commande(), tirage.parametres()
    pleines = {c: {**d, "reponse": 1, "bilans": 1} for c, d in p["campagnes"].items()}
    with patch.dict(p, campagnes=pleines, taux_inconnu=0):
        ecrites = dict(write(racine / "exemples"))
    for campagne in (AVANT, ICI):
        depots = [Depot(c.name, c.read_bytes()) for c in ecrites[campagne]]
        lue = controle.proposer(installation, depots, campagne, moi)
        assert lue.acceptable, lue.anomalies
        importation.accepter(installation, lue, moi)
    construction.a_jour(installation)
    return installation
