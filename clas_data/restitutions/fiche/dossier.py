"""What the fiches of a campagne read, read once, and their settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from clas_data import declarations
from clas_data.baremes import Bareme
from clas_data.conformite import matrice, parcours
from clas_data.conformite.regles import Regle
from clas_data.errors import Anomalie

SEPARE = "|"  # between an action and who carries it

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


def references(demandes: pd.DataFrame) -> dict[str, str]:
    """Action → the latest campagne whose questionnaire or bilan was received, « » where none."""
    connues = demandes[demandes["questionnaire_recu"] | demandes["bilan_recu"]]
    dernieres = connues.groupby("code_action")["campagne"].max().to_dict()
    return dict.fromkeys(demandes["code_action"], "") | dernieres


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
    alertes: dict[tuple[str, str], list[Anomalie]]  # (campagne, action) → what contradicts itself

    @property
    def codes(self) -> list[str]:
        return list(self.demandes.loc[self.demandes["campagne"] == self.campagne, "code_action"])

    @cached_property
    def _par_action(self) -> dict[str, pd.DataFrame]:
        return {
            code: t.sort_values("campagne")
            for code, t in self.demandes.groupby("code_action", sort=False)
        }

    def toutes(self, code: str) -> pd.DataFrame:
        """The requests of this action that a fiche shows, oldest first."""
        return self._par_action[code].tail(reglages()["campagnes_max"])

    @cached_property
    def references(self) -> dict[str, str]:
        """Action → the latest campagne whose activity is known."""
        return references(self.demandes)

    @cached_property
    def suites(self) -> dict[str, pd.DataFrame]:
        """Action → the écarts of its last known activity, those that come back first."""
        activite = [r.id for r in self.regles.values() if r.table != "demandes"]
        seules = self.demandes.assign(
            porteur_siret=self.demandes["code_action"] + SEPARE + self.demandes["porteur_siret"]
        )
        etats, trouvees = parcours.par_porteur(self.jugements, seules), {}
        etats["code_action"] = etats["porteur_siret"].map(_code)
        for reference in sorted({*self.references.values()} - {""}):
            siens = [c for c, r in self.references.items() if r == reference]
            s = parcours.suivre(etats[etats["code_action"].isin(siens)], reference)
            s = s[s["regle"].isin(activite) & (s["suite"] != parcours.REGLE)]
            s = s.sort_values("suite", key=lambda x: x != parcours.RECURRENT, kind="stable")
            codes = s["porteur_siret"].map(_code)
            trouvees |= dict(list(s.groupby(codes, sort=False)))
        return trouvees

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


def _code(seule: str) -> str:
    """The action of « action, porteur »: of no row as well as of many."""
    return seule.partition(SEPARE)[0]
