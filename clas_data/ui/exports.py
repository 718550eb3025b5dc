"""The data of a figure as csv and xlsx: same values as on screen, with their definition, filters,
and the empreinte.
"""

from __future__ import annotations

import io
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from clas_data.fichiers.classeur import neutraliser
from clas_data.formats import ND, inconnu, oui_non
from clas_data.indicateurs.catalogue import Indicateur

BOM = "\ufeff"
DEMONSTRATION = "Données fictives de démonstration"


def nom_fichier(*morceaux: str) -> str:
    """A file name without spaces or accents that says what the file holds."""
    texte = "_".join(m for m in morceaux if m)
    ascii_ = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode()
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in ascii_).strip("-")


def _cellule(v: Any) -> str | float | int | None:
    """A value as both files hold it: a number, or words; None where it is not known."""
    if inconnu(v):
        return None
    if isinstance(v, str):
        return neutraliser(v)
    if isinstance(v, (bool, np.bool_)):
        return oui_non(v)
    if isinstance(v, date):
        return v.strftime("%d/%m/%Y")
    return float(v) if isinstance(v, Decimal) else v


def to_csv(df: pd.DataFrame) -> bytes:
    """csv for a French spreadsheet: UTF-8 with BOM, semicolons, decimal commas, unknown left
    empty.
    """
    propre = df.apply(
        lambda s: s if is_numeric_dtype(s) and not is_bool_dtype(s) else s.map(_cellule)
    ).rename(columns=neutraliser)  # a column of numbers keeps its whole ones whole
    return (BOM + propre.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")).encode(
        "utf-8"
    )


def with_context(df: pd.DataFrame, apropos: dict[str, str]) -> pd.DataFrame:
    """The same table with its context repeated on each row, so that a csv cut from its screen still
    says what it is.
    """
    return df.assign(
        **{
            nom: texte
            for nom, texte in apropos.items()
            if nom in ("Champ", "Source", "Base", "Avertissement")
        }
    )


def to_xlsx(df: pd.DataFrame, apropos: dict[str, str]) -> bytes:
    """A workbook: the data, and a sheet « À propos » with definition, unit, source, filters,
    empreinte.
    """
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(
        sortie, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as classeur:
        gras = classeur.add_format({"bold": True, "bottom": 1})
        ample = classeur.add_format({"text_wrap": True, "valign": "top"})
        feuille = classeur.add_worksheet("Données")
        for j, colonne in enumerate(df.columns):
            feuille.write_string(0, j, str(colonne), gras)
            for i, v in enumerate(map(_cellule, df[colonne]), start=1):
                if v is None or isinstance(v, str):
                    feuille.write_string(i, j, ND if v is None else v)
                else:
                    feuille.write_number(i, j, float(v))
        feuille.freeze_panes(1, 0)
        feuille.autofit()
        propos = classeur.add_worksheet("À propos")
        propos.set_column(0, 0, 22)
        propos.set_column(1, 1, 90, ample)
        for i, (nom, texte) in enumerate(apropos.items()):
            propos.write_string(i, 0, nom, gras)
            propos.write_string(i, 1, neutraliser(texte))
    return sortie.getvalue()


def context(
    ind: Indicateur | None, titre: str, mots: str, empreinte: str, demonstration: bool
) -> dict[str, str]:
    """What an export says of itself."""
    propos = {"Titre": titre}
    if ind is not None:
        propos |= {
            "Indicateur": ind.titre,
            "Définition": ind.definition,
            "Unité": ind.unite,
            "Source": ind.source,
            "Traitement": ind.traitement,
        }
    propos |= {"Champ": mots, "Base": empreinte, "Extrait le": date.today().strftime("%d/%m/%Y")}
    return propos | ({"Avertissement": DEMONSTRATION} if demonstration else {})
