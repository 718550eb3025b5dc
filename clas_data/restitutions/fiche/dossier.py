"""What the fiches of a campagne read, read once, and their settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from clas_data import declarations
from clas_data.baremes import Bareme
from clas_data.conformite import matrice
from clas_data.conformite.regles import Regle

HISTOIRE = {
    "collectifs": "Collectifs déclarés",
    "enfants_accompagnes": "Enfants accompagnés",
    "charges": "Charges",
    "ps_clas": "Ps versée",
}


@cache
def reglages() -> dict[str, Any]:
    """What the fiche shows, as `instruction.yaml` declares it; thresholds reduced to their
    value.
    """
    brut = declarations.read(Path(__file__).with_name("instruction.yaml"))
    return {n: v["valeur"] if isinstance(v, dict) else v for n, v in brut.items()}


@dataclass(frozen=True)
class Dossier:
    """All that the fiches of a campagne read, read once."""

    campagne: str
    demandes: pd.DataFrame  # every request up to this campagne
    jugements: pd.DataFrame  # of all these campagnes
    figures: pd.DataFrame  # indicateur, campagne, action, valeur
    recevabilite: pd.DataFrame
    bareme: Bareme
    regles: dict[str, Regle]
    mentions: dict[str, str]

    @property
    def codes(self) -> list[str]:
        return list(self.demandes.loc[self.demandes["campagne"] == self.campagne, "code_action"])

    @cached_property
    def valeurs(self) -> dict[tuple[str, str, str], float]:
        """(indicateur, campagne, action) → value."""
        f = self.figures
        return dict(
            zip(
                zip(f["indicateur"], f["campagne"], f["action"], strict=True),
                f["valeur"].astype(float),
                strict=True,
            )
        )

    @cached_property
    def etats(self) -> pd.DataFrame:
        """The state of each rule, by campagne and action."""
        return matrice.par_action(self.jugements, self.demandes).set_index(matrice.CLES)

    @cached_property
    def par_code(self) -> dict[str, pd.DataFrame]:
        """The judgements of each action."""
        return dict(list(self.jugements.groupby("code_action")))

    @cached_property
    def recevables(self) -> dict[str, dict]:
        return self.recevabilite.set_index("code_action").to_dict("index")

    @cached_property
    def pairs(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        """(indicateur, campagne, niveau) → the known values, each with its porteur."""
        f = self.figures.dropna(subset=["valeur"]).merge(
            self.demandes[["campagne", "code_action", "porteur_siret", "niveau"]],
            left_on=["campagne", "action"],
            right_on=["campagne", "code_action"],
        )
        return dict(list(f.groupby(["indicateur", "campagne", "niveau"])))
