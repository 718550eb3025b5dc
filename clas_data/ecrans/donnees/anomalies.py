"""Anomalies of a deposit on screen: counted, grouped by column and kind with their rows, none left
out.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data.errors import BLOQUANTE, Anomalie
from clas_data.fichiers.rapport import grouper, lignes_en_mots
from clas_data.formats import INSECABLE, pluriel
from clas_data.ui import carte, textes

TITRE_MAX = 110  # characters
GROUPES_OUVERTS = 3  # beyond, the reader opens what interests them


def counts(anomalies: Sequence[Anomalie]) -> tuple[int, int]:
    """How many refuse the deposit, how many are only shown."""
    bloquantes = sum(a.gravite == BLOQUANTE for a in anomalies)
    return bloquantes, len(anomalies) - bloquantes


def title(premiere: Anomalie, membres: Sequence[Anomalie]) -> str:
    """« Filles », 3 fois : « douze » n'est pas un nombre."""
    fois = f"{len(membres)}{INSECABLE}fois" if len(membres) > 1 else ""
    ou = (
        ", ".join(m for m in (premiere.colonne and f"« {premiere.colonne} »", fois) if m)
        or premiere.fichier
    )
    quoi = premiere.message.split(". ")[0].rstrip(".")
    return textes.litteral(
        f"{ou}{INSECABLE}: {quoi if len(quoi) <= TITRE_MAX else quoi[: TITRE_MAX - 1] + '…'}"
    )


def place(premiere: Anomalie, membres: Sequence[Anomalie]) -> str:
    """« collectifs.csv · lignes 4, 7, 12 »."""
    return " · ".join(m for m in (premiere.fichier, premiere.feuille, lignes_en_mots(membres)) if m)


def table(membres: Sequence[Anomalie]) -> pd.DataFrame:
    """One row per place, located as the spreadsheet shows it."""
    colonnes = {"Ligne": "ligne", "Valeur": "valeur", "Attendu": "attendu"}
    colonnes |= {"Proposition": "proposition", "Message": "message"}
    df = pd.DataFrame(
        [{nom: getattr(a, champ) for nom, champ in colonnes.items()} for a in membres]
    )
    return df[[c for c in df if df[c].notna().any() and (df[c] != "").any()]]


def show(anomalies: Sequence[Anomalie], *, offertes: bool = False) -> None:
    """The whole report; `offertes`: what has a right reading is said above, beside its button."""
    bloquantes, alertes = counts(anomalies)
    if not anomalies:
        st.success("Aucune anomalie : les fichiers sont conformes.", icon=":material/check_circle:")
        return
    if bloquantes:
        st.error(
            f"**{pluriel(bloquantes, 'anomalie bloquante', 'anomalies bloquantes')}** : rien ne "
            "peut être accepté en l'état. Corrigez le fichier, ou renvoyez le classeur annoté à "
            "qui l'a rempli.",
            icon=":material/block:",
        )
    if alertes:
        connues = sum(a.connue for a in anomalies)
        dont = f", dont {pluriel(connues, 'déjà connue', 'déjà connues')}" if connues else ""
        st.warning(
            f"**{pluriel(alertes, 'alerte')}**{dont} : ces lignes sont gardées telles quelles ; à "
            "vérifier avec le porteur.",
            icon=":material/flag:",
        )
    for rang, (premiere, membres) in enumerate(grouper(anomalies)):
        dite = offertes and all(a.proposition for a in membres)
        _group(rang, premiere, membres, ouvert=rang < GROUPES_OUVERTS and not dite)


def _group(rang: int, premiere: Anomalie, membres: Sequence[Anomalie], *, ouvert: bool) -> None:
    bloque = premiere.gravite == BLOQUANTE
    icone, titre = ":material/block:" if bloque else ":material/flag:", title(premiere, membres)
    with st.expander(
        f"{premiere.gravite.capitalize()}{' déjà connue' * premiere.connue} · {titre}",
        expanded=bloque and ouvert,
        icon=icone,
    ):
        st.caption(textes.litteral(place(premiere, membres)))
        st.markdown(
            ("Par exemple : " if len({a.message for a in membres}) > 1 else "")
            + textes.litteral(premiere.message)
        )
        if len(membres) > 1:
            carte.table(
                table(membres), alt=titre, cle=f"anomalies_{rang}", ecritures={"Ligne": str}
            )
