"""One change of a scenario, in words."""

from __future__ import annotations

from decimal import Decimal

from clas_data.simulateur.scenario import hypotheses, leviers
from clas_data.ui import champs, textes


def ecrire(nom: str, v: Decimal) -> str:
    """The number of a lever with its unit."""
    return champs.ecrire(leviers()[nom], v)


def dire(n: str, v: Decimal | str) -> str:
    """One change of a scenario, in words."""
    return (
        hypotheses()[n]["choix"][str(v)]
        if n in hypotheses()
        else ecrire(n, v)
        if isinstance(v, Decimal)
        else textes.typographic(v)
    )
