"""Workbooks that the product gives: nothing in them is executed when they are opened, and two
writings give the same bytes.
"""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from clas_data import formats

CREE_LE = datetime(
    2020, 1, 1
)  # a workbook carries a date of its own: fixed, so that the same content gives the same bytes
EXECUTABLES = ("=", "+", "-", "@", "\t", "\r")


def neutraliser(texte: str) -> str:
    """A text that a spreadsheet will show and not execute (for csv: in xlsx, texts are written as
    texts).
    """
    return f"'{texte}" if texte.startswith(EXECUTABLES) else texte


def nouveau(tampon: io.BytesIO, titre: str) -> xlsxwriter.Workbook:
    """An empty workbook that never turns a text into a formula, a number or a link."""
    classeur = xlsxwriter.Workbook(
        tampon,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "dd/mm/yyyy",
        },
    )
    classeur.set_properties({"title": titre, "created": CREE_LE})
    return classeur


def cellule(feuille, ligne: int, colonne: int, valeur: Any, style=None) -> None:
    """Write one value with its type; unknown is an empty cell."""
    if isinstance(valeur, bool):
        feuille.write_string(ligne, colonne, formats.oui_non(valeur), style)
    elif formats.inconnu(valeur) or valeur == "":
        feuille.write_blank(ligne, colonne, None, style)
    elif isinstance(valeur, (datetime, date)):
        feuille.write_datetime(ligne, colonne, valeur, style)
    elif isinstance(valeur, (int, float, Decimal)):
        feuille.write_number(ligne, colonne, float(valeur), style)
    else:
        feuille.write_string(ligne, colonne, str(valeur)[:32_000], style)
