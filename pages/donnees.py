"""Données : déposer, contrôler, accepter, annuler, corriger."""

import streamlit as st

from clas_data.ui import page, vues_continuite, vues_depot, vues_journal

acteur = page.enter("donnees")

NOMS = ["Déposer", "Journal", "Corrections", "D'une campagne à l'autre", "Modèles et campagnes"]
depot, journal, corrections, continuite, modeles = st.tabs(NOMS, key="onglet", bind="query-params")
with depot:
    vues_depot.deposit(acteur)
with journal:
    vues_journal.history(acteur)
with corrections:
    vues_journal.fixes(acteur)
with continuite:
    vues_continuite.show(acteur)
with modeles:
    vues_journal.templates()
