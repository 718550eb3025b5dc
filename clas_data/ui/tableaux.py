"""Small tables to read and print, as HTML with a caption and headers; large sortable ones are in
`carte.table`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ui import textes

LIGNES_MAX = (
    5_000  # what a screen is sent of a list: the framework refuses a page past 262 144 cells
)


def premieres(df: pd.DataFrame) -> pd.DataFrame:
    """What of this list the screen shows: the whole, or its first rows with a sentence that says
    where the others are.
    """
    dire_premieres(len(df))
    return df.head(LIGNES_MAX)


def dire_premieres(lignes: int) -> None:
    """Where a list of so many rows is not shown whole, say where the others are."""
    if lignes > LIGNES_MAX:
        st.caption(
            textes.typographic(
                f"Les {formats.nombre(LIGNES_MAX)} premières lignes sur "
                f"{formats.nombre(lignes)}. Les fichiers à télécharger les contiennent toutes ; "
                "là où l'écran a des filtres, resserrez-les pour en voir d'autres."
            )
        )


def show(
    titre: str,
    colonnes: Sequence[str],
    lignes: Sequence[Sequence[str]],
    *,
    cachee: bool = True,
    alignees: int = 1,
) -> None:
    """A table of texts already formatted; the first column heads its row, the columns from
    `alignees` on are aligned right.
    """
    tetes = "".join(
        f'<th scope="col"{_classe(j, alignees)}>{textes.ECHAPPE(c)}</th>' if c else "<td></td>"
        for j, c in enumerate(colonnes)
    )
    corps = "".join(f"<tr>{_row(ligne, colonnes, alignees)}</tr>" for ligne in lignes)
    legende = (
        f'<caption class="{"clas-lecteur" if cachee else ""}">{textes.ECHAPPE(titre)}</caption>'
    )
    st.html(
        frame(
            titre,
            f'<table class="clas-table">{legende}<thead><tr>{tetes}</tr></thead><tbody>{corps}'
            "</tbody></table>",
        )
    )


def frame(titre: str, table: str) -> str:
    """The frame that scrolls where a table is wider than the screen: the keyboard reaches it, and
    it says what it holds.
    """
    return (
        '<div class="clas-defile" tabindex="0" role="group" '
        f'aria-label="{textes.ECHAPPE(titre)}">{table}</div>'
    )


def _row(ligne: Sequence[str], colonnes: Sequence[str], alignees: int) -> str:
    tete = f'<th scope="row">{textes.ECHAPPE(str(ligne[0]))}</th>'
    return tete + "".join(
        f"<td{_classe(j, alignees)}{titre_etroit(colonnes[j])}>{textes.ECHAPPE(str(v))}</td>"
        for j, v in enumerate(ligne[1:], start=1)
    )


def titre_etroit(colonne: str) -> str:
    """What a cell says of its column on a narrow screen, where a row becomes a list."""
    return f' data-titre="{textes.ECHAPPE(colonne)}"' if colonne else ""


def _classe(j: int, alignees: int) -> str:
    return ' class="nombre"' if j >= alignees else ""
