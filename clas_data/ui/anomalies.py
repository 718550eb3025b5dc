"""Anomalies of a deposit on screen: counted, grouped by column and kind with their rows, none left out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.formats import INSECABLE, pluriel

GROUPES_OUVERTS = 3  # beyond, the reader opens what interests them


def counts(anomalies: Sequence[Anomalie]) -> tuple[int, int]:
    """How many refuse the deposit, how many are only shown."""
    bloquantes = sum(a.gravite == BLOQUANTE for a in anomalies)
    return bloquantes, len(anomalies) - bloquantes


def group(anomalies: Sequence[Anomalie]) -> list[tuple[str, list[Anomalie]]]:
    """Groups of (title, anomalies), those that refuse the deposit first, the largest first."""
    groupes: dict[tuple, list[Anomalie]] = {}
    for a in anomalies:
        groupes.setdefault((a.gravite != BLOQUANTE, a.fichier, a.feuille, a.colonne, a.code), []).append(a)
    ordre = sorted(groupes.items(), key=lambda paire: (paire[0][0], -len(paire[1]), paire[0]))
    return [(_title(membres), membres) for _, membres in ordre]


def _title(membres: list[Anomalie]) -> str:
    premiere = membres[0]
    ou = (
        f"colonne « {premiere.colonne} »"
        if premiere.colonne
        else (f"feuille « {premiere.feuille} »" if premiere.feuille else premiere.fichier)
    )
    quoi = (
        premiere.message
        if len({a.message for a in membres}) == 1
        else premiere.message.replace(f"« {premiere.valeur} »", "une valeur")
    )
    phrase = quoi.split(". ")[0].rstrip(".")
    return f"{pluriel(len(membres), 'fois')} · {ou} : {phrase}".replace("1\u00a0fois", "1\u00a0fois").replace(
        " : ", f"{INSECABLE}: "
    )


def table(membres: Sequence[Anomalie]) -> pd.DataFrame:
    """One row per place, located as the spreadsheet shows it."""
    return pd.DataFrame(
        [
            {
                "Fichier": a.fichier,
                "Feuille": a.feuille,
                "Ligne": a.ligne,
                "Colonne": a.colonne,
                "Valeur": a.valeur,
                "Attendu": a.attendu,
                "Message": a.message,
            }
            for a in membres
        ]
    )


def show(anomalies: Sequence[Anomalie]) -> None:
    """The whole report."""
    bloquantes, alertes = counts(anomalies)
    if not anomalies:
        st.success("Aucune anomalie : les fichiers sont conformes.", icon=":material/check_circle:")
        return
    if bloquantes:
        st.error(
            f"{pluriel(bloquantes, 'anomalie bloquante', 'anomalies bloquantes')} : tant qu'elles demeurent, "
            "rien ne peut être accepté. "
            "Corrigez le fichier, ou renvoyez le classeur annoté à qui l'a rempli.",
            icon=":material/block:",
        )
    if alertes:
        st.warning(
            f"{pluriel(alertes, 'alerte')} : les lignes sont gardées telles quelles ; à vérifier avec le porteur.",
            icon=":material/flag:",
        )
    for rang, (titre, membres) in enumerate(group(anomalies)):
        bloque = membres[0].gravite == BLOQUANTE
        with st.expander(
            titre,
            expanded=bloque and rang < GROUPES_OUVERTS,
            icon=":material/block:" if bloque else ":material/flag:",
            key=f"groupe_{rang}",
        ):
            st.markdown(membres[0].message if len(membres) == 1 else f"Par exemple : {membres[0].message}")
            st.dataframe(
                table(membres), hide_index=True, key=f"anomalies_{rang}", alt=titre, height=min(400, 60 + 36 * len(membres))
            )
