"""Workbooks that the product gives: nothing in them is executed when they are opened, and two
writings give the same bytes.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from clas_data import formats

# a workbook carries a date of its own: fixed, so that the same content gives the same bytes
CREE_LE = datetime(2020, 1, 1)
A4 = 9  # as a spreadsheet numbers the sizes of paper
EXECUTABLES = (*"=+-@\t\r\n", *"＝＋－＠")  # the last: as wide as a Chinese sign, executed too


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


def imprimer(feuille, tete: int = 0) -> None:
    """A4, as wide as the page, the head row in sight on screen and repeated on paper."""
    feuille.set_landscape()
    feuille.set_paper(A4)
    feuille.fit_to_pages(1, 0)
    feuille.freeze_panes(tete + 1, 0)
    feuille.repeat_rows(tete)
    feuille.set_footer("&R&8&P / &N")


def tableau(
    feuille, ligne: int, colonne: int, entetes: Sequence[str], lignes: int, nom: str, style=None
) -> bool:
    """Make these cells, written already, a table of the spreadsheet: named, sorted, filtered; False
    where its heads are not each their own, which a spreadsheet refuses.
    """
    dits = [e.casefold() for e in entetes]
    if not lignes or not all(dits) or len(set(dits)) < len(dits):
        return False
    plat = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    colonnes = [{"header": e, **({"header_format": style} if style else {})} for e in entetes]
    feuille.add_table(
        *(ligne, colonne, ligne + lignes, colonne + len(entetes) - 1),
        {
            "name": "T_" + re.sub(r"\W+", "_", plat).strip("_")[:200],
            "columns": colonnes,
            "style": "Table Style Light 1",
        },
    )
    return True


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
