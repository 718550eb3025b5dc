"""Baremes: dated, sourced parameters of the funding formula; a value that was not published does
not exist.
"""

from clas_data.baremes.ajout import DROIT, ajouter, retirer
from clas_data.baremes.bareme import LIVRE, Bareme, Valeur
from clas_data.baremes.lecture import (
    applicable,
    connus,
    en_vigueur,
    jour_de,
    livrees,
    parametres,
)

__all__ = [
    "DROIT",
    "LIVRE",
    "Bareme",
    "Valeur",
    "ajouter",
    "applicable",
    "connus",
    "en_vigueur",
    "jour_de",
    "livrees",
    "parametres",
    "retirer",
]
