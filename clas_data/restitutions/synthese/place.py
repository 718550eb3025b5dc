"""Where a value stands among the porteurs."""

from __future__ import annotations

from clas_data import formats
from clas_data.indicateurs import catalogue
from clas_data.secret.repartition import Repartition


def comme_ecrit(id_: str, valeur: float) -> float:
    """A value rounded as it is written: the exact one would give the counts of a ratio back."""
    return formats.arrondir(valeur, catalogue.exiger(id_).decimales)


def place(moi: float, r: Repartition) -> str:
    """In which part of the porteurs a value stands; the edge is within the middle half."""
    if formats.inconnu(moi) or formats.inconnu(r.mediane):
        return "inconnue"
    if formats.inconnu(r.bas):
        return "dessus" if moi > r.mediane else "dessous" if moi < r.mediane else "milieu"
    return "haut" if moi > r.haut else "bas" if moi < r.bas else "milieu"
