"""The words of the values of an axis: names of communes, EPCI and porteurs instead of their
codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.fichiers import referentiels
from clas_data.formats import inconnu
from clas_data.tables.base import Base

NIVEAU_INCONNU = "niveau non renseigné"  # as the marts write it
# the order in which an axis is read
RANGS = {"niveau": ("élémentaire", "collège", "lycée", "mixte", NIVEAU_INCONNU)}


def place(axe: str, valeur: str) -> int:
    """The place of a value on an axis that has an order; one that it does not know is last."""
    rangs = RANGS[axe]
    return rangs.index(valeur) if valeur in rangs else len(rangs)


def rang_lu(axe: str, code: str, valeur: float, dit: str) -> tuple:
    """What a row is sorted by: the place of its value on the axis, else the highest first."""
    if axe in RANGS:
        return (place(axe, code),)
    inconnue = inconnu(valeur)
    return (inconnue, 0 if inconnue else -valeur, dit)


def ordonner(t: pd.DataFrame, par: Sequence[str]) -> pd.DataFrame:
    """These rows in the order in which their axes are read."""
    if not par:
        return t
    cles = list(zip(*(_rangs(a, t[a].tolist()) for a in par), strict=True))
    ordre = sorted(range(len(t)), key=cles.__getitem__)
    return t.take(ordre).set_axis(range(len(t)))


def _rangs(axe: str, valeurs: Sequence) -> list[tuple]:
    """What rows are sorted by on one axis; those without a value come last."""
    if axe in RANGS:
        return [(False, place(axe, v)) for v in valeurs]
    return [(True, 0) if inconnu(v) else (False, v) for v in valeurs]


def noms(installation: Installation, axe: str) -> dict[str, str]:
    """code → words, for the axes of the territory; empty where the value says itself. Two
    territories of one name are told apart by their codes.
    """
    return referentiels.derivee(installation, "communes", NOMS[axe]) if axe in NOMS else {}


def _communes(communes: pd.DataFrame) -> dict[str, str]:
    return _distincts(communes, "code_insee", "nom")


def _epci(communes: pd.DataFrame) -> dict[str, str]:
    return _distincts(communes, "epci_siren", "epci_nom")


def _arrondissements(communes: pd.DataFrame) -> dict[str, str]:
    return _distincts(communes, "arrondissement_code", "arrondissement_nom")


NOMS = {"commune": _communes, "epci": _epci, "arrondissement": _arrondissements}


def _distincts(communes: pd.DataFrame, code: str, nom: str) -> dict[str, str]:
    return (
        distincts(dict(zip(communes[code], communes[nom], strict=True))) if nom in communes else {}
    )


def distincts(noms: dict[str, str]) -> dict[str, str]:
    """The same, those of one name told apart by their codes."""
    combien = Counter(noms.values())
    return {code: f"{nom} ({code})" if combien[nom] > 1 else nom for code, nom in noms.items()}


def porteurs(base: Base, perimetre: Perimetre, campagne: str = "") -> dict[str, str]:
    """SIRET → its name in this campagne (without one: its latest), of the porteurs of this
    perimetre.
    """
    lus = (
        base.lire(perimetre, "porteurs_campagne", {"campagne": campagne})
        if campagne
        else base.lire(perimetre, "ecran_porteurs")
    )
    return dict(zip(lus["porteur_siret"], lus["porteur_nom"], strict=True))
