"""One line of a synthèse: an indicator of the porteur, before, in the département, its place among
the porteurs, and what the référentiel asks of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.conformite.regles import Regle
from clas_data.formats import ponctuer
from clas_data.indicateurs import catalogue
from clas_data.nation.chiffres import ChiffreExterieur
from clas_data.nation.regards import Regard, faveur
from clas_data.secret.repartition import Repartition

MINUTES = 60  # in an hour


@cache
def reglages() -> dict[str, Any]:
    return declarations.read(Path(__file__).parent / "synthese.yaml")


@dataclass(frozen=True)
class Ligne:
    """One indicator of the porteur, before, in the département, and its place among the porteurs
    (haut, milieu, bas, inconnue).
    """

    id: str
    moi: float
    avant: float
    departement: float
    masque: bool
    repartition: Repartition
    place: str
    france: Regard | None = None
    partages: ChiffreExterieur | None = None  # all the départements that share, together
    exige: float = float("nan")  # what the référentiel asks at least, where it asks something

    @property
    def indicateur(self) -> catalogue.Indicateur:
        return catalogue.exiger(self.id)

    @property
    def ensemble(self) -> str:
        """« 4 départements : 61 % », under the figure of ours; empty where none is known."""
        c = self.partages
        return ponctuer(f"{c.territoire.court} : {c.ecrit}") if c else ""

    def ecrire(self, v: float) -> str:
        return formats.valeur_unite(v, self.indicateur.unite, self.indicateur.decimales)

    @property
    def faveur(self) -> str:
        """favorable, à regarder, or neutre where the indicator has no better side; under what the
        référentiel asks is to be looked at, whatever the others do.
        """
        if self.manque:
            return "à regarder"
        if self.place not in ("haut", "bas"):
            return "neutre"
        return faveur(self.indicateur, self.place == "haut")

    @property
    def manque(self) -> bool:
        """Is it under what the référentiel asks, as it is written?"""
        return self.moi < self.exige and self.ecrire(self.moi) != self.ecrire(self.exige)

    @property
    def mots(self) -> str:
        """The place in words."""
        mots = reglages()["positions"][self.place]["mots"]
        if self.manque:
            return f"{mots} (à regarder : {self.ecrire(self.exige)} au référentiel)"
        return mots if self.faveur == "neutre" else f"{mots} ({self.faveur})"

    @property
    def signe(self) -> str:
        return reglages()["positions"][self.place]["signe"]


def exigence(indicateur: str, regles: Mapping[str, Regle]) -> float:
    """What the référentiel asks at least of a figure; NaN where it asks nothing of it."""
    noms = [n.split(".") for n in reglages()["exigences"].get(indicateur, ())]
    if not noms or any(r not in regles for r, _ in noms):
        return float("nan")
    produit = prod(float(regles[r].parametres[p].valeur) for r, p in noms)
    return produit / MINUTES if ["duree", "duree_min"] in noms else produit
