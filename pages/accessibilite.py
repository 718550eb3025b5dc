"""Déclaration d'accessibilité : ce que la loi demande de dire, et ce que les contrôles ont
mesuré.
"""

import streamlit as st

from clas_data import config
from clas_data.restitutions import accessibilite
from clas_data.ui import page

acteur = page.enter("accessibilite")

st.html(f'<div class="clas-texte">{accessibilite.declaration(config.installation())}</div>')
