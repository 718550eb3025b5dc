"""Actions and porteurs: the list to search and filter; a click opens a sheet."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.ecrans.actions import fiche, porteur
from clas_data.ui import carte, exports, filtres, lecture, tableaux, textes
from clas_data.ui.selection import Selection

ACTION, PORTEUR = "action", "porteur"
TOUTES = "Toutes"
TITRES = {
    "intitule": "Action",
    "porteur_nom": "Porteur",
    "commune_nom": "Commune",
    "niveau": "Niveau",
    "decision": "Décision",
    "enfants_prevus": "Enfants prévus",
    "enfants": "Accompagnés",
    "questionnaire_recu": "Questionnaire",
    "bilan_recu": "Bilan",
    "collectifs_agrees": "Collectifs agréés",
    "collectifs_declares": "Déclarés",
    "qpv": "Quartier",
    "code_action": "Code",
}
LARGEURS = {"Action": 210, "Porteur": 230, "Commune": 130}


def opened() -> tuple[str, str] | None:
    """The sheet that the URL asks for, if any: (kind, code or SIRET)."""
    for genre in (ACTION, PORTEUR):
        if st.query_params.get(genre):
            return genre, st.query_params[genre]
    return None


def open_sheet(genre: str, cle: str) -> None:
    close_sheet()
    st.query_params[genre] = cle


def close_sheet() -> None:
    for genre in (ACTION, PORTEUR):
        if genre in st.query_params:
            del st.query_params[genre]


def sheet(acteur: Acteur) -> bool:
    """Show the sheet that is open; False when none is."""
    acteur.exige("voir_actions")
    ouverte = opened()
    if ouverte is None:
        return False
    genre, cle = ouverte
    with st.container(horizontal=True, horizontal_alignment="distribute", key="mots"):
        retour = st.button(
            "Retour à la liste", icon=":material/arrow_back:", type="tertiary", key="retour"
        )
        filtres.copy_link(**{genre: cle})
    if retour:
        close_sheet()
        st.rerun()
    perimetre = lecture.perimetre(acteur)
    if genre == ACTION:
        fiche.show(perimetre, cle, lambda siret: open_sheet(PORTEUR, siret))
    else:
        porteur.show(perimetre, cle, lambda code: open_sheet(ACTION, code))
    return True


def listing(selection: Selection) -> None:
    """The requests of the campagne, narrowed by the filters, a search and a decision."""
    df = selection.garder(
        lecture.requete(selection.perimetre, "ecran_actions", campagne=selection.campagne)
    )
    gauche, droite = st.columns([3, 2], vertical_alignment="bottom")
    cherche = gauche.text_input(
        "Chercher une action, un porteur, une commune ou un code",
        key="q",
        bind="query-params",
        icon=":material/search:",
        placeholder="maison des habitants, Voiron, A38-0042…",
    )
    decisions = [TOUTES, *sorted(df["decision"].dropna().unique())]
    filtres.say_dropped("decision", "Décision", decisions)
    decision = droite.segmented_control(
        "Décision",
        decisions,
        key="decision",
        bind="query-params",
        default=TOUTES,
        required=True,
    )
    if cherche:
        texte = (
            df[["intitule", "porteur_nom", "commune_nom", "code_action", "porteur_siret"]]
            .fillna("")
            .agg(" ".join, axis=1)
            .map(textes.plain)
        )
        df = df[texte.map(lambda t: all(mot in t for mot in textes.plain(cherche).split()))]
    if decision != TOUTES:
        df = df[df["decision"] == decision]
    st.caption(
        f"{formats.pluriel(len(df), 'demande')} de "
        f"{formats.pluriel(df['porteur_siret'].nunique(), 'porteur')} dans cette liste. "
        "Cliquez sur une ligne pour ouvrir la fiche."
    )
    if df.empty:
        st.info(
            "Aucune demande ne répond à cette recherche. Effacez un mot, ou élargissez les "
            "filtres.",
            icon=":material/search_off:",
        )
        return
    champ = [
        selection.mots,
        f"Recherche : {cherche}" if cherche else "",
        f"Décision : {decision}" if decision != TOUTES else "",
    ]
    _table(df.reset_index(drop=True), selection, " · ".join(m for m in champ if m))


def _table(df: pd.DataFrame, selection: Selection, champ: str) -> None:
    vue = df[list(TITRES)].copy()
    vue["questionnaire_recu"] = (
        vue["questionnaire_recu"]
        .map({True: "✓ reçu", False: "✗ absent"})
        .where(df["decision"] == "agréée", "sans objet")
    )
    vue["bilan_recu"] = (
        vue["bilan_recu"]
        .map({True: "✓ reçu", False: "✗ absent"})
        .where(df["decision"] == "agréée", "sans objet")
    )
    vue = vue.rename(columns=TITRES)
    nombres = list(vue.select_dtypes("number").columns)
    genre = st.session_state.get("ouvrir", "L'action")
    choix = st.dataframe(
        tableaux.premieres(vue).style.format(formats.nombre, subset=nombres, na_rep=formats.ND),
        hide_index=True,
        height=560,
        on_select="rerun",
        selection_mode="single-row",
        key=f"liste_{selection.campagne}",
        column_config={
            nom: st.column_config.Column(width=largeur) for nom, largeur in LARGEURS.items()
        },
        placeholder=formats.ND,
        alt=f"Demandes de la campagne {selection.campagne}",
    )
    lignes = choix["selection"]["rows"]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control(
            "Un clic sur une ligne ouvre",
            ["L'action", "Le porteur"],
            key="ouvrir",
            default="L'action",
            required=True,
        )
        base = lecture.ouverte()
        propos = exports.context(
            None, "Demandes de la campagne", champ, base.empreinte, base.demonstration
        )
        propos |= {"Source": "Agréments, questionnaires et bilans reçus"}
        carte.downloads(vue, propos, exports.nom_fichier("actions", selection.campagne), "liste")
    if lignes:
        ligne = df.iloc[lignes[0]]
        open_sheet(ACTION, ligne["code_action"]) if genre == "L'action" else open_sheet(
            PORTEUR, ligne["porteur_siret"]
        )
        st.rerun()
