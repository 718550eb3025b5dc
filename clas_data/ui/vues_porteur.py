"""The sheet of one porteur: its requests and figures across the campagnes."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.ui import lecture, textes, vues_fiche


def show(perimetre: Perimetre, siret: str, ouvrir_action: Callable[[str], None]) -> None:
    """The sheet of this porteur."""
    df = lecture.requete(perimetre, "ecran_porteur", siret=siret)
    if df.empty:
        st.warning(f"Aucun porteur « {siret} » dans ce que votre profil peut lire.", icon=":material/search_off:")
        return
    dernier = df.iloc[-1]
    st.html(
        f'<h2 class="clas-titre clas-grand">{textes.ECHAPPE(dernier.porteur_nom)}</h2><p class="clas-sous-titre">'
        f"{textes.ECHAPPE(dernier.porteur_type)} · {textes.ECHAPPE(dernier.commune_nom or '')} · SIRET {siret}</p>"
    )
    annees = (
        df[df["decision"] == "agréée"]
        .groupby("campagne", as_index=False)
        .agg(
            actions=("code_action", "count"),
            collectifs_agrees=("collectifs_agrees", _somme),
            collectifs_declares=("collectifs_declares", _somme),
            enfants_prevus=("enfants_prevus", _somme),
            enfants=("enfants", _somme),
        )
    )
    if len(annees):
        vues_fiche.across(annees, "porteur")
    with st.container(key="carte_demandes"):
        st.html(
            f'<h3 class="clas-titre">{formats.pluriel(len(df), "demande")} en '
            f'{formats.pluriel(df["campagne"].nunique(), "campagne")}</h3>'
        )
        vue = df[
            [
                "campagne",
                "code_action",
                "intitule",
                "commune_nom",
                "niveau",
                "qpv",
                "decision",
                "collectifs_agrees",
                "enfants_prevus",
                "enfants",
            ]
        ].rename(
            columns={
                "campagne": "Campagne",
                "code_action": "Code",
                "intitule": "Action",
                "commune_nom": "Commune",
                "niveau": "Niveau",
                "qpv": "Quartier",
                "decision": "Décision",
                "collectifs_agrees": "Collectifs agréés",
                "enfants_prevus": "Enfants prévus",
                "enfants": "Enfants accompagnés",
            }
        )
        choix = st.dataframe(
            vue.style.format(formats.nombre, subset=list(vue.select_dtypes("number").columns), na_rep=formats.ND),
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            key=f"demandes_{siret}",
            placeholder=formats.ND,
            alt=f"Demandes de {dernier.porteur_nom}",
        )
        if choix["selection"]["rows"]:
            ouvrir_action(df.iloc[choix["selection"]["rows"][0]]["code_action"])
            st.rerun()


def _somme(serie):
    """A sum that stays unknown when nothing is known."""
    return serie.sum(min_count=1)
