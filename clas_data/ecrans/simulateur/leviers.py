"""What moves the total of a scenario: each lever alone, backwards from an envelope, and why two
totals differ.
"""

from __future__ import annotations

import streamlit as st

from clas_data import baremes, config
from clas_data.ecrans.simulateur import figures
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.ecrans.simulateur.reponses import choisir_voix
from clas_data.ui import figure, filtres, listes

HAUTEUR = 215  # pixels of the picture under two lines of choices, whole above the fold


def leviers_(etat: Etat) -> None:
    """How the total answers to each amount, changed alone."""
    figure.show(figures.leviers(etat), bloc=figures.bloc(etat))


def pourquoi(etat: Etat) -> None:
    """The difference between two campagnes, cut into volume, costs and rule."""
    campagnes, connus = list(etat.selection.campagnes), baremes.connus(config.installation())
    filtres.say_dropped("depuis", "Depuis la campagne", campagnes)
    filtres.say_dropped("depuis_bareme", "Barème d'alors", connus)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rang = campagnes.index(etat.donnees.campagne)
        avant = listes.choisir(
            "Depuis la campagne",
            campagnes,
            index=max(rang - 1, 0),
            key="depuis",
            bind="query-params",
            width=220,
        )
        ancien = listes.choisir(
            "au barème de",
            connus,
            index=connus.index(etat.bareme.campagne),
            key="depuis_bareme",
            bind="query-params",
            width=220,
        )
        voix = choisir_voix("voix_pourquoi")
    dits = {"voix": voix, "depuis": avant, "ancien": ancien}
    f = figures.pourquoi(etat, **dits)
    figure.show(f, hauteur=HAUTEUR, bloc=figures.bloc(etat, **dits))
