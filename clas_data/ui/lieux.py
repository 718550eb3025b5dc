"""Where figures are read: a page, its tab, filters of the same axes."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from clas_data.memoire import Habitude, Memoire
from clas_data.ui.selection import Selection

LIEUX_MAX = 400
LIEUX = Memoire(LIEUX_MAX)


def habitude(selection: Selection) -> Habitude:
    """What was seen to be read where the reader now is."""
    contexte = get_script_run_ctx()
    page = contexte.page_script_hash if contexte else ""
    axes = tuple(sorted(f.axe for f in selection.filtres))
    return LIEUX.lire((page, st.session_state.get("onglet"), axes), Habitude)
