"""What one browser session remembers: who is there, one message to show, one import under examination.  Nothing else."""

from __future__ import annotations

from typing import Any

import streamlit as st

from clas_data.acces import Acteur

_ACTEUR = "acteur"
_ANNONCE = "annonce"
_PROPOSITION = "proposition"


def acteur() -> Acteur | None:
    """Who is identified in this session, if anyone."""
    return st.session_state.get(_ACTEUR)


def entrer(qui: Acteur) -> None:
    st.session_state[_ACTEUR] = qui


def sortir() -> None:
    """Forget everything of this session."""
    st.session_state.clear()


def annoncer(message: str) -> None:
    """Show this sentence at the top of the next run."""
    st.session_state[_ANNONCE] = message


def annonce() -> str | None:
    """The sentence left by the previous run, once."""
    return st.session_state.pop(_ANNONCE, None)


def proposition() -> Any:
    """The import being examined on the page « Données », None outside of it."""
    return st.session_state.get(_PROPOSITION)


def retenir_proposition(valeur: Any) -> None:
    st.session_state[_PROPOSITION] = valeur
