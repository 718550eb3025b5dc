"""The parts that cards are made of: the picture, the kind of its image, the definition, a table,
the files to take away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from clas_data import formats
from clas_data.dessin import commun
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import exports, gestes, tableaux, textes
from clas_data.ui.composants import grille

IMAGE = "image_des_figures"  # the choice of the session
IMAGES = ("PNG", "SVG")


def picture(
    dessiner: Callable[[], Any], nom: str, alternative: str, cle: str, **options: Any
) -> None:
    """The chart itself, its words for who does not see it, and the name and kind of its image."""
    cle += options.pop("suffixe", "")
    reglages = commun.config(nom, st.session_state.get(IMAGE, IMAGES[0]).lower())
    st.plotly_chart(
        dessiner(),
        theme=None,
        config=reglages,
        alt=textes.a_entendre(alternative),
        key=f"figure_{cle}",
        **options,
    )


def image(cle: str) -> None:
    """Which kind of image the camera of the figures gives."""
    choix = f"image_{cle}"
    st.segmented_control(
        "Image que donne l'appareil photo des figures",
        IMAGES,
        default=st.session_state.get(IMAGE, IMAGES[0]),
        required=True,
        key=choix,
        on_change=gestes.geste(_keep_image),
        args=(choix,),
    )


def _keep_image(choix: str) -> None:
    """One choice for all the figures of the session: it outlives the popover where it was made."""
    st.session_state[IMAGE] = st.session_state[choix]


def downloads(df: pd.DataFrame, propos: dict[str, str], nom: str, cle: str) -> None:
    """The same table as csv and xlsx, with what it is."""
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "csv",
            lambda: exports.to_csv(exports.with_context(df, propos)),
            f"{nom}.csv",
            "text/csv",
            key=f"csv_{cle}",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "xlsx",
            lambda: exports.to_xlsx(df, propos),
            f"{nom}.xlsx",
            key=f"xlsx_{cle}",
            on_click="ignore",
            icon=":material/download:",
        )


def define(ind: Indicateur) -> None:
    """What the indicator is, in full."""
    st.markdown(f"**{ind.titre}**")
    st.markdown(ind.definition)
    st.html(
        textes.notes([("Unité", ind.unite), ("Source", ind.source), ("Traitement", ind.traitement)])
    )


@dataclass(frozen=True)
class Ecrite:
    """A table as it is shown: its columns, its cells in words, the numbers that sort it."""

    colonnes: list[str]
    lignes: list[tuple[str, ...]]  # the first ones, where the list is longer than a screen is sent
    nombres: list[list[float | None] | None]
    toutes: int  # how many rows there are


def table(lue: pd.DataFrame | Ecrite, *ecrire_avec: Any, alt: str, cle: str, **options: Any):
    """A table to sort and search, written as `ecrire` says, already or now."""
    if not isinstance(lue, Ecrite):
        dites = {n: options.pop(n) for n in ("decimales", "ecritures") if n in options}
        lue = ecrire(lue, *ecrire_avec, **dites)
    tableaux.dire_premieres(lue.toutes)
    n = tableaux.LIGNES_MAX
    nombres = [v and v[:n] for v in lue.nombres]
    grille.montrer(cle, alt, lue.colonnes, lue.lignes[:n], nombres, **options)


def ecrire(
    df: pd.DataFrame,
    inds: Mapping[str, Indicateur] | None = None,
    *,
    decimales: int = 1,
    ecritures: Mapping[str, Callable[[Any], str]] | None = None,
) -> Ecrite:
    """Its cells in French, unknown is « n.d. ».

    `inds` says which columns hold the values of which indicator, `ecritures` how others are
    written; the other numbers have no decimals where all are whole, else `decimales`.
    """
    vues, lignes, nombres = df.head(tableaux.LIGNES_MAX), [], []
    for colonne in df.columns:
        lus = vues[colonne]
        nombre = is_numeric_dtype(lus) and not is_bool_dtype(lus)
        if inds and colonne in inds:
            ecrire = partial(textes.valeur, inds[colonne])
        elif ecritures and colonne in ecritures:
            ecrire = ecritures[colonne]
        elif nombre:
            entiers = (lus.dropna() % 1 == 0).all()
            ecrire = partial(formats.nombre, decimales=0 if entiers else decimales)
        else:
            ecrire = _mots
        lignes.append([formats.ND if formats.inconnu(v) else ecrire(v) for v in lus])
        nombres.append([None if formats.inconnu(v) else float(v) for v in lus] if nombre else None)
    return Ecrite(list(df.columns), list(zip(*lignes, strict=True)), nombres, len(df))


def _mots(v: Any) -> str:
    return formats.oui_non(v) if isinstance(v, (bool, np.bool_)) else str(v)
