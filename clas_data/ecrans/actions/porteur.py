"""The sheet of one porteur: its requests and figures across the campagnes."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.ecrans.actions import fiche
from clas_data.ui import carte, lecture, textes

TITRES = {
    "campagne": "Campagne",
    "code_action": "Code",
    "intitule": "Action",
    "commune_nom": "Commune",
    "niveau": "Niveau",
    "decision": "Décision",
    "collectifs_agrees": "Collectifs agréés",
    "enfants_prevus": "Enfants prévus",
    "enfants": "Enfants accompagnés",
    "qpv": "Quartier",
}
SOMMES = ("collectifs_agrees", "collectifs_declares", "enfants_prevus", "enfants")


def show(perimetre: Perimetre, siret: str, ouvrir_action: Callable[[str], None]) -> None:
    """The sheet of this porteur."""
    df = lecture.requete(perimetre, "ecran_porteur", siret=siret)
    if df.empty:
        st.warning(
            f"Aucun porteur « {textes.litteral(siret)} » dans ce que votre profil peut lire.",
            icon=":material/search_off:",
        )
        return
    dernier = df.iloc[-1]
    details = " · ".join(
        textes.ECHAPPE(str(m))
        for m in (dernier.porteur_type, dernier.commune_nom, f"SIRET {siret}")
        if m
    )
    st.html(
        f'<h2 class="clas-titre clas-grand">{textes.ECHAPPE(dernier.porteur_nom)}</h2>'
        f'<p class="clas-sous-titre">{details}</p>'
    )
    annees = _by_year(df)
    if len(annees):
        fiche.across(annees, "porteur")
    with st.container(key="carte_demandes"):
        _requests(df, siret, ouvrir_action)


def _by_year(df: pd.DataFrame) -> pd.DataFrame:
    """The agreed actions of each campagne added up; a sum stays unknown when nothing is known."""
    agreees = df[df["decision"] == "agréée"]
    sommes = {c: (c, lambda s: s.sum(min_count=1)) for c in SOMMES}
    return agreees.groupby("campagne", as_index=False).agg(
        actions=("code_action", "count"), **sommes
    )


def _requests(df: pd.DataFrame, siret: str, ouvrir_action: Callable[[str], None]) -> None:
    demandes, annees = (
        formats.pluriel(len(df), "demande"),
        formats.pluriel(df["campagne"].nunique(), "campagne"),
    )
    st.html(f'<h3 class="clas-titre">{demandes} en {annees}</h3>')
    vue = df[list(TITRES)].rename(columns=TITRES)
    codes = df["code_action"].tolist()
    carte.table(
        vue,
        {},
        alt=f"Demandes de {df.iloc[-1]['porteur_nom']}",
        cle=f"demandes_{siret}",
        ouvrir=lambda rang: ouvrir_action(codes[rang]),
        ouvre="Ouvrir la fiche",
    )
