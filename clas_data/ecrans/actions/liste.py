"""Actions and porteurs: the list to search and filter; a click opens a sheet."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.ecrans.actions import fiche, porteur
from clas_data.ui import carte, exports, filtres, lecture, textes
from clas_data.ui.composants import lien
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
SEULEMENT_EMPORTEES = ("Collectifs agréés", "Déclarés", "Quartier")  # in the files, not on screen
ACTIONS = "L'action"


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
    lien.montrer(**{genre: cle})
    retour = st.button(
        "Retour à la liste", icon=":material/arrow_back:", type="tertiary", key="retour"
    )
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
    df = df.reset_index(drop=True)

    def ecrire(_: Selection) -> tuple[pd.DataFrame, carte.Ecrite]:
        return _ecrire(df)

    # what is typed to search has no end: only what is chosen is kept
    vue, ecrite = ecrire(selection) if cherche else lecture.garder(selection, ecrire, decision)
    _table(df, vue, ecrite, selection, " · ".join(m for m in champ if m))


def _ecrire(df: pd.DataFrame) -> tuple[pd.DataFrame, carte.Ecrite]:
    """The requests as they are taken away, and as the screen writes them."""
    vue = df[list(TITRES)].copy()
    for piece in ("questionnaire_recu", "bilan_recu"):
        dits = vue[piece].map({True: "✓ reçu", False: "✗ absent"})
        vue[piece] = dits.where(df["decision"] == "agréée", "sans objet")
    vue = vue.rename(columns=TITRES)
    return vue, carte.ecrire(vue[[c for c in vue if c not in SEULEMENT_EMPORTEES]])


def _table(
    df: pd.DataFrame, vue: pd.DataFrame, ecrite: carte.Ecrite, selection: Selection, champ: str
) -> None:
    carte.table(
        ecrite,
        alt=f"Demandes de la campagne {selection.campagne}",
        cle=f"liste_{selection.campagne}",
        ouvrir=partial(_ouvrir, df["code_action"].tolist(), df["porteur_siret"].tolist()),
        ouvre="Ouvrir la fiche",
        cherche=False,
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control(
            "Un clic sur une ligne ouvre",
            [ACTIONS, "Le porteur"],
            key="ouvrir",
            default=ACTIONS,
            required=True,
        )
        base = lecture.ouverte()
        propos = exports.context(
            None, "Demandes de la campagne", champ, base.empreinte, base.demonstration
        )
        propos |= {"Source": "Agréments, questionnaires et bilans reçus"}
        carte.downloads(vue, propos, exports.nom_fichier("actions", selection.campagne), "liste")


def _ouvrir(codes: list[str], sirets: list[str], rang: int) -> None:
    """The sheet of the row that was clicked: its action, or its porteur."""
    if st.session_state.get("ouvrir", ACTIONS) == ACTIONS:
        open_sheet(ACTION, codes[rang])
    else:
        open_sheet(PORTEUR, sirets[rang])
