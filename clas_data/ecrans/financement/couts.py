"""What a collectif, a child, an hour costs: distributions, territories and porteurs, and the
accounts that do not balance.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from clas_data.figures.figure import Figure
from clas_data.figures.propres import financements
from clas_data.figures.valeur import reponses
from clas_data.indicateurs.catalogue import AXES
from clas_data.restitutions.dossiers.epingle import PROPRE
from clas_data.ui import blocs, figure, filtres, lecture, listes
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

LIRE_PAR = {
    "epci": "Intercommunalité",
    "porteur_type": "Type de porteur",
    "niveau": "Niveau",
    "qpv": "Quartier",
}
MESURES = [
    "cout_par_enfant",
    "cout_par_collectif",
    "cout_par_heure",
    "cout_par_heure_enfant",
    "part_caf_cout",
    "aide_caf_par_enfant",
    "aide_caf",
    "ps_clas",
    "charges",
]
TABLEAU = [
    "charges",
    "aide_caf",
    "part_caf_cout",
    "cout_par_enfant",
    "cout_par_collectif",
    "cout_par_heure",
]


@dataclass(frozen=True)
class Cout:
    """One unit cost: the indicator that is its mean, how it reads, and what it divides the charges
    of an action by.
    """

    nom: str
    ind: str
    nombre: str
    part: tuple[str, str] | None = None  # collectifs whose hours are known, out of those declared
    poids: str = ""


COUTS = {
    "collectif": Cout(
        "par collectif", "cout_par_collectif", "collectifs_realises", poids="collectifs_realises"
    ),
    "enfant": Cout("par enfant", "cout_par_enfant", "enfants_realises"),
    "heure": Cout(
        "par heure de séance",
        "cout_par_heure",
        "heures_collectifs",
        ("collectifs_avec_heures", "collectifs_declares"),
    ),
    "heure_enfant": Cout(
        "par heure offerte à un enfant",
        "cout_par_heure_enfant",
        "heures_enfants",
        ("collectifs_avec_heures_enfants", "collectifs_declares"),
    ),
}


def actions(selection: Selection) -> pd.DataFrame:
    """One row per agreed action of the campagne, under the filters of the screen."""
    return selection.garder(
        lecture.requete(selection.perimetre, "financement_actions", campagne=selection.campagne)
    )


def couts(selection: Selection) -> None:
    """The distribution of one unit cost over the actions, then its territories and porteurs."""
    filtres.say_dropped("cout", "Coût", [c.nom for c in COUTS.values()])
    choisi = (
        st.segmented_control(
            "Coût",
            list(COUTS),
            format_func=lambda c: COUTS[c].nom,
            default="collectif",
            required=True,
            label_visibility="collapsed",
            key="cout",
            bind="query-params",
        )
        or "collectif"
    )
    bloc = Bloc(PROPRE, {}, selection)
    figure.show(distribution(selection, COUTS[choisi]), bloc=bloc)
    blocs.evolution(COUTS[choisi].ind, selection)


def unitaires(df: pd.DataFrame, cout: Cout) -> pd.DataFrame:
    """code_action, cout, poids of the actions whose charges and divisor are known: the terms whose
    ratio of sums is the indicator.
    """
    nombre = pd.to_numeric(df[cout.nombre], errors="coerce").astype(float)
    charges = pd.to_numeric(df["charges"], errors="coerce").astype(float)
    if cout.part:
        charges = charges * df[cout.part[0]].astype(float) / df[cout.part[1]].astype(float)
    connues = charges.notna() & (nombre > 0)
    t = df.loc[connues, ["code_action", "intitule", "porteur_nom", "commune_nom"]].assign(
        charges=charges[connues],
        nombre=nombre[connues],
        cout=(charges / nombre)[connues],
        poids=nombre[connues] if cout.poids else 1.0,
    )
    return t.sort_values("cout", kind="stable").reset_index(drop=True)


def distribution(selection: Selection, cout: Cout) -> Figure:
    """How the actions (or collectifs) spread around the mean."""
    ligne = lecture.calculer(selection, [cout.ind]).iloc[0]
    return financements.distribution(
        lecture.indicateur(cout.ind),
        unitaires(actions(selection), cout),
        cout.nom,
        "collectif" if cout.poids else "action",
        ligne.valeur,
        reponses(ligne.repondants, ligne.attendus),
        selection.mots,
    )


def territoires(selection: Selection) -> None:
    """One measure by EPCI, type of porteur, niveau or QPV, then all of them in a table."""
    filtres.say_dropped("par", "Lire par", LIRE_PAR.values())
    filtres.say_dropped("mesure", "Mesure", [lecture.indicateur(i).titre for i in MESURES])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        par = (
            st.segmented_control(
                "Lire par",
                list(LIRE_PAR),
                format_func=LIRE_PAR.get,
                default="epci",
                required=True,
                label_visibility="collapsed",
                key="par",
                bind="query-params",
            )
            or "epci"
        )
        mesure = listes.choisir(
            "Mesure",
            MESURES,
            format_func=lambda i: lecture.indicateur(i).titre,
            key="mesure",
            bind="query-params",
            width=320,
            label_visibility="collapsed",
        )
    blocs.repartition(mesure, par, selection, limite=6)
    blocs.tableau(TABLEAU, par, selection, titre=f"Le détail par {AXES[par].lower()}")
