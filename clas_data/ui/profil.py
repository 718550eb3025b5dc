"""The profile chosen on the first screen, brought back to the server to be kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from clas_data.acces import profils
from clas_data.serveur import garde
from clas_data.ui import session


@cache
def _composant() -> Callable:
    return st.components.v2.component(
        "clas_profil",
        html="<i></i>",
        js=Path(__file__).with_name("profil.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def garder() -> None:
    """Keep what has just been chosen, or forget it, where this session has done either."""
    jeton = session.profil_a_garder()
    if jeton is not None:
        with st.container(key="profil_garde"):
            _composant()(
                key="profil_garde_envoi",
                data={"jeton": jeton, "adresse": f"{garde.prefixe()}/{profils.CHEMIN}"},
            )
