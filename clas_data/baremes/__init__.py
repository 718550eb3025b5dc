"""Baremes: dated, sourced parameters of the funding formula; a value that was not published does not exist."""
from clas_data.baremes.lecture import Bareme, Valeur, connus, en_vigueur, parametres

__all__ = ["Bareme", "Valeur", "connus", "en_vigueur", "parametres"]
