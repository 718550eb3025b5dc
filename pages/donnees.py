"""Données : déposer, contrôler, accepter, annuler, corriger."""

import streamlit as st

from clas_data.ui import page, vues_depot, vues_journal

acteur = page.enter("donnees")

depot, journal, corrections, modeles = st.tabs(
    ["Déposer", "Journal", "Corrections", "Modèles et campagnes"], key="onglet", bind="query-params"
)
with depot:
    vues_depot.deposit(acteur)
with journal:
    vues_journal.history(acteur)
with corrections:
    vues_journal.fixes(acteur)
with modeles:
    vues_journal.templates()
