"""Where the money goes over several campagnes: the envelope, and the gap between the real cost and
the ceiling, frozen or indexed.
"""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur import figures
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.ecrans.simulateur.reponses import choisir_voix
from clas_data.simulateur import temps
from clas_data.ui import champs, figure, textes

HAUTEUR = 230  # pixels of the first picture, whole above the fold


def annees(etat: Etat) -> None:
    """The envelope over several campagnes, with a frozen and with an indexed ceiling."""
    supposees = temps.hypotheses()
    gauche, droite = st.columns([4, 1], gap="small")
    with droite:
        voix = choisir_voix("voix_annees")
        n = champs.nombre("annees", figures.ANNEES, Decimal(5), "Années", largeur=190)
        hausses = {
            cle: str(
                champs.nombre(
                    cle, levier, Decimal(supposees[cle]["defaut"]), levier.titre, largeur=190
                )
            )
            for cle, levier in figures.rythmes().items()
        }
    dits = {"voix": voix, "annees": str(n), **hausses}
    enveloppe, cout = figures.annees(etat, **dits)
    bloc = figures.bloc(etat, **dits)
    with gauche:
        figure.show(enveloppe, hauteur=HAUTEUR, bloc=bloc)
    figure.show(cout, bloc=bloc)
    st.caption(
        textes.typographic(
            " ; ".join(
                f"{formats.pourcent(Decimal(h['defaut']), 2)} : {h['reference']}"
                for h in supposees.values()
                if Decimal(h["defaut"])
            )
            + ". Ces valeurs sont un point de départ : changez-les."
        )
    )
