"""Dictionnaire : ce que veut dire chaque chiffre et chaque colonne."""

import streamlit as st

from clas_data.ui import page, vues_dictionnaire

acteur = page.enter("dictionnaire")

indicateurs, colonnes = st.tabs(["Indicateurs", "Colonnes des fichiers"], key="onglet", bind="query-params")
with indicateurs:
    vues_dictionnaire.indicators(acteur)
with colonnes:
    vues_dictionnaire.columns()
