"""What moves the total of a scenario: each lever alone, backwards from an envelope, and why two
totals differ.
"""

from __future__ import annotations

import streamlit as st

from clas_data import baremes, config
from clas_data.acces import Acteur
from clas_data.ecrans.simulateur.etat import Etat, vigueur
from clas_data.ecrans.simulateur.regle import etendue
from clas_data.ecrans.simulateur.reponses import choisir_voix
from clas_data.figures.propres import projections, simulations
from clas_data.simulateur import sensibilite, temps
from clas_data.ui import (
    figure,
    filtres,
    lecture,
    listes,
)

HAUTEUR = 215  # pixels of the picture under two lines of choices, whole above the fold


def leviers_(etat: Etat) -> None:
    """How the total answers to each amount, changed alone."""
    s = sensibilite.sensibilite(etat.donnees, etat.bareme, etat.scenarios["A"])
    f = simulations.leviers(s, etat.resultats["A"].total_c, etat.champ)
    figure.show(f)


def pourquoi(etat: Etat, acteur: Acteur) -> None:
    """The difference between two campagnes, cut into volume, costs and rule."""
    campagnes, connus = (
        lecture.valeurs_axe(lecture.perimetre(acteur), "campagne"),
        baremes.connus(config.installation()),
    )
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
    premier = baremes.en_vigueur(config.installation(), ancien)
    x, croise = (vigueur(acteur, campagne, premier) for campagne in (avant, etat.donnees.campagne))
    d = temps.decomposer(x, croise, etat.resultats[voix])
    figure.show(
        projections.pourquoi(
            d,
            avant,
            etat.donnees.campagne,
            (ancien, etat.bareme.campagne),
            voix,
            bool(etendue()),
        ),
        hauteur=HAUTEUR,
    )
