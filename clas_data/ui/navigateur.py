"""What the browser does beside the framework: bring the chosen profile back to the server, which
keeps it in a cookie; show a page as slides; print it whole.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from clas_data.acces import profils
from clas_data.serveur import garde
from clas_data.ui import gestes, session

REUNION, OUI = "reunion", "oui"  # a page shown as slides, in the address


@cache
def _composant(nom: str) -> Callable:
    return st.components.v2.component(
        f"clas_{nom}",
        html="<i></i>",
        js=Path(__file__).with_name(f"{nom}.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def garder() -> None:
    """Keep what has just been chosen, or forget it, where this session has done either."""
    jeton = session.profil_a_garder()
    if jeton is not None:
        with st.container(key="profil_garde"):
            _composant("profil")(
                key="profil_garde_envoi",
                data={"jeton": jeton, "adresse": f"{garde.prefixe()}/{profils.CHEMIN}"},
            )


def en_reunion() -> bool:
    """Is this page shown as slides?  What a meeting prints is then under each figure."""
    return st.query_params.get(REUNION) == OUI


def bouton() -> None:
    """Show this page as slides: one card at a time, with the keyboard."""
    if st.button("Présenter", icon=":material/slideshow:", type="tertiary", key="presenter"):
        st.query_params[REUNION] = OUI
        st.rerun()


def presenter() -> None:
    """The slides where they are asked for; on every page, a picture that is printed whole."""
    with st.container(key="profil_garde_reunion"):
        _composant("reunion")(
            key="reunion_diapos",
            data={"ouverte": en_reunion()},
            on_quitter_change=gestes.geste(_quitter),
        )


def _quitter() -> None:
    st.query_params.pop(REUNION, None)
