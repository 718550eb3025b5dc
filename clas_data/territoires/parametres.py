"""The hypotheses of the territorial analyses: value, bounds and origin of each, from
`parametres.yaml`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.errors import UsageError


@dataclass(frozen=True)
class Parametre:
    """One hypothesis as it is declared, with the bounds within which a user may change it."""

    nom: str
    titre: str
    valeur: Any
    unite: str
    minimum: float
    maximum: float
    origine: str


@cache
def load() -> dict[str, Parametre]:
    """All the parameters, in the order of the declaration."""
    brut = declarations.read(Path(__file__).parent / "parametres.yaml")
    return {nom: Parametre(nom, **valeurs) for nom, valeurs in brut.items()}


def valeur(nom: str, choisie: float | None = None) -> Any:
    """The value chosen, once checked against its bounds, else the declared one."""
    p = load()[nom]
    if choisie is None:
        return p.valeur
    if (
        not isinstance(choisie, (int, float))
        or isinstance(choisie, bool)
        or math.isnan(choisie)
        or not p.minimum <= choisie <= p.maximum
    ):
        bornes = (
            f"entre {_texte(p.minimum)} et "
            f"{_texte(p.maximum)}{formats.INSECABLE + p.unite if p.unite else ''}"
        )
        raise UsageError(
            f"{p.titre}{formats.INSECABLE}: « {choisie} » n'est pas accepté. Choisissez une "
            f"valeur {bornes}."
        )
    return choisie


def _texte(nombre: float) -> str:
    return formats.nombre(nombre, 0 if float(nombre).is_integer() else 1)
