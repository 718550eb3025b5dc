"""Conformité, the whole: how far each rule is kept; a click lists the actions that do not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from clas_data.conformite import matrice, regles
from clas_data.conformite.matrice import (
    NON_CONFORME,
)
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ecrans.conformite.croisee import MONTRER
from clas_data.ecrans.conformite.etat import Etat
from clas_data.figures.figure import Figure
from clas_data.figures.propres import conformites
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import figure
from clas_data.ui.choix import clic
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection


def par_regle(etat: Etat) -> None:
    """How many actions keep each rule; a click on a segment lists its actions."""
    f = conformite_etat.figures(etat, compose)
    au_clic = clic.marques(f.cle, partial(_lister, f.codes))
    figure.show(f, bloc=Bloc(PROPRE, {}, etat.selection), **au_clic)


def _lister(ids: Sequence[str], serie: int, rang: int) -> None:
    """Open the actions that are in this state for this rule."""
    etats = list(conformites.STYLES)
    if rang < len(ids) and serie < len(etats):
        st.session_state["onglet"] = "Actions × règles"
        st.session_state["nature"] = regles.load()[ids[rang]].titre
        voulus = {etat: nom for nom, etat in MONTRER.items()}
        st.session_state["montrer"] = voulus.get(etats[serie], voulus[None])


def compose(selection: Selection) -> Figure:
    """The rules, what fails first."""
    etat = Etat(selection)
    # what fails first
    df = matrice.par_regle(etat.matrice, etat.regles).sort_values(
        NON_CONFORME, ascending=False, kind="stable", ignore_index=True
    )
    return conformites.par_regle(df, etat.matrice, selection.mots, etat.source)
