"""The values of an action that their own cell says not to be exact (« env. 30 »)."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data.formats import ponctuer
from clas_data.ui import textes


def show(df: pd.DataFrame) -> None:
    """Each of them as it is written, and where; nothing where there is none."""
    dites = " ; ".join(
        f"{l['titre']} « {l['texte']} » ({l['campagne']}, {l['_fichier']}, ligne {l['_ligne']})"
        for l in df.to_dict("records")
    )
    if dites:
        mots = f"Valeurs approchées, gardées telles quelles : {textes.litteral(dites)}."
        st.caption(ponctuer(mots))
