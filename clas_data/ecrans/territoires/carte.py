"""Territories: the map of one measure."""

from __future__ import annotations

import streamlit as st

from clas_data.ecrans.territoires import fiche as vues_territoires_fiche
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable
from clas_data.figures.figure import Figure
from clas_data.figures.propres import cartes
from clas_data.territoires import fiche
from clas_data.territoires.mesures import EFFECTIF, MESURES
from clas_data.ui import figure, filtres, listes

ENFANTS = "enfants_accompagnes"
POINTS = "Les actions, une à une"
METHODES_COURTES = {
    "Quantiles": "quantiles",
    "Seuils naturels": "naturels",
    "Amplitudes égales": "amplitudes",
}


def carte_et_fiche(etat: Etat) -> None:
    """The map, the sheet of the chosen territory beside it, its details below."""
    choix = _choisir_mesure()
    gauche, droite = st.columns([3, 2], gap="small")
    with gauche:
        carte_principale(etat, *choix)
    with droite:
        vues_territoires_fiche.resume(etat)
    vues_territoires_fiche.details(etat)


def _choisir_mesure() -> tuple[str, str]:
    """What the map shows, and how its classes are cut."""
    titres = {m.titre: n for n, m in MESURES.items()}
    filtres.say_dropped("mesure", "Ce que montre la carte", [*titres, POINTS])
    filtres.say_dropped("methode", "Méthode des classes", METHODES_COURTES)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        choisie = listes.choisir(
            "Ce que montre la carte",
            [*titres, POINTS],
            key="mesure",
            bind="query-params",
            width=330,
            label_visibility="collapsed",
        )
        if choisie == POINTS or MESURES[titres[choisie]].genre == EFFECTIF:
            return titres.get(choisie, POINTS), "quantiles"
        methode = listes.choisir(
            "Méthode des classes",
            list(METHODES_COURTES),
            key="methode",
            bind="query-params",
            width=200,
            label_visibility="collapsed",
        )
    return titres[choisie], METHODES_COURTES[methode]


def carte_principale(etat: Etat, nom: str, methode: str) -> None:
    """The map of one measure: classes of colour for a rate, circles for a count, points for the
    actions themselves.
    """
    f = composer(etat, nom, methode)
    bloc = etat.bloc(nom=nom, methode=methode)
    figure.show(f, height="stretch", bloc=bloc, **cliquable(f.cle))


def composer(etat: Etat, nom: str, methode: str) -> Figure:
    """The map of one measure."""
    return lus.garder(
        lambda: _composer(etat, nom, methode), "carte", etat.selection(), etat.maille, nom, methode
    )


def _composer(etat: Etat, nom: str, methode: str) -> Figure:
    vue = etat.vue()
    l = lus.mesure(etat.perimetre, etat.campagne, etat.maille, nom if nom in MESURES else ENFANTS)
    if nom == POINTS:
        actions = lus.actions(etat.perimetre, etat.campagne)
        return cartes.points(vue, l, fiche.placer(actions, lus.habitees(etat.campagne)))
    if l.mesure.genre == EFFECTIF:
        return cartes.cercles(vue, l, _maximum(etat, nom))
    return cartes.classes(vue, l, methode)


def _maximum(etat: Etat, nom: str) -> float:
    """The largest value over all the campagnes: circles keep their scale when the year changes."""
    tables = [lus.mesure(etat.perimetre, c, etat.maille, nom).table for c in etat.campagnes]
    return max((float(t["valeur"].max()) for t in tables if t["valeur"].notna().any()), default=0.0)
