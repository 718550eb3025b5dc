"""What is asked of the openings, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from clas_data.territoires import parametres
from clas_data.territoires.couverture import Couverture

PARAMETRES = {
    "distance_km": "distance_max_km",
    "habitants_min": "habitants_min_site",
    "poids_qpv": "poids_qpv",
    "poids_rep": "poids_rep",
    "part_deja_couverts": "part_deja_couverts",
}
STATU_QUO, GLOUTON, OPTIMUM = "statu_quo", "glouton", "optimum"
VOIES = {
    STATU_QUO: "Aujourd'hui",
    GLOUTON: "En ouvrant à chaque fois là où l'apport est le plus grand",
    OPTIMUM: "Par le meilleur choix d'ensemble",
}


@dataclass(frozen=True)
class Reglage:
    """The hypotheses of one answer; each defaults to `parametres.yaml` and is checked against its
    bounds.
    """

    distance_km: float | None = None
    habitants_min: float | None = None
    poids_qpv: float | None = None
    poids_rep: float | None = None
    part_deja_couverts: float | None = None

    def __post_init__(self) -> None:
        for f in fields(self):
            object.__setattr__(
                self, f.name, parametres.valeur(PARAMETRES[f.name], getattr(self, f.name))
            )


@dataclass(frozen=True)
class Implantation:
    """The communes to open in, in the order of what each adds, and what is gained over the status
    quo and over the greedy choice.
    """

    couverture: Couverture
    reglage: Reglage
    demandes: int
    # rang, code, nom, epci, epci_nom, gain (people newly near), lieux, qpv, rep, raison
    ouvertures: pd.DataFrame
    # voie, titre, collectifs, communes, population, part_pct, objectif (weighted gain)
    bilan: pd.DataFrame
    reste: float  # weighted gain that a longer search could still find at most; 0: proven best
    reserves: tuple[str, ...]

    @property
    def optimal(self) -> bool:
        return self.reste == 0
