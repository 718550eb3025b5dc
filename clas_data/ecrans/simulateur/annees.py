"""Where the money goes over several campagnes: the envelope, and the gap between the real cost and
the ceiling, frozen or indexed.
"""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.ecrans.simulateur.reponses import choisir_voix
from clas_data.figures.propres import projections
from clas_data.simulateur import temps
from clas_data.simulateur.scenario import Levier
from clas_data.ui import champs, figure, textes

ANNEES = Levier("annees", "Années", "campagnes", Decimal(1), Decimal(temps.ANNEES_MAX), decimales=0)
HAUTEUR = 230  # pixels of the first picture, whole above the fold


def annees(etat: Etat) -> None:
    """The envelope over several campagnes, with a frozen and with an indexed ceiling."""
    supposees = {
        cle: (Levier(cle, h["titre"], "%", Decimal(-50), Decimal(100), decimales=2), h)
        for cle, h in temps.hypotheses().items()
    }
    gauche, droite = st.columns([4, 1], gap="small")
    with droite:
        voix = choisir_voix("voix_annees")
        n = int(champs.nombre("annees", ANNEES, Decimal(5), "Années", largeur=190))
        hausses = {
            cle: champs.nombre(cle, levier, Decimal(h["defaut"]), levier.titre, largeur=190)
            for cle, (levier, h) in supposees.items()
        }
    args = (
        etat.donnees,
        etat.bareme,
        etat.resultats[voix],
        n,
        hausses["pct_collectifs"],
        hausses["pct_couts"],
    )
    gel, suivi = temps.projeter(*args, Decimal(0)), temps.projeter(*args, hausses["pct_plafond"])
    debut = int(etat.donnees.campagne[:4])
    noms = [f"{debut + a}-{debut + a + 1}" for a in gel["annee"]]
    champ = (
        f"{etat.champ}, scénario {voix} ; collectifs {_pct(hausses['pct_collectifs'])}, coûts "
        f"{_pct(hausses['pct_couts'])} par an"
    )
    with gauche:
        figure.show(projections.annees(gel, suivi, noms, voix, champ), hauteur=HAUTEUR)
    figure.show(projections.cout_moyen(gel, suivi, noms, champ))
    st.caption(
        textes.typographic(
            " ; ".join(
                f"{formats.pourcent(Decimal(h['defaut']), 2)} : {h['reference']}"
                for _, h in supposees.values()
                if Decimal(h["defaut"])
            )
            + ". Ces valeurs sont un point de départ : changez-les."
        )
    )


def _pct(v: Decimal) -> str:
    return formats.pourcent(v, max(0, -v.normalize().as_tuple().exponent), signe=True)
