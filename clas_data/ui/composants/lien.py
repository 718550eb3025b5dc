"""« Copier le lien »: at the head of every screen, one click puts its address in the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

from clas_data.ui import session

HTML = (
    '<div class="clas-lien"><input type="text" readonly hidden aria-label="Adresse de cet écran">'
    '<button type="button" title="Ce lien ouvre cet écran avec les mêmes choix, pour qui a le '
    'droit de les lire."><span role="status">Copier le lien</span></button></div>'
)


@cache
def _composant() -> Callable:
    return st.components.v2.component(
        "clas_lien",
        html=HTML,
        js=Path(__file__).with_name("lien.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def montrer(**parametres: str | list[str]) -> None:
    """The address of this screen with all that was chosen on it, to copy: what it holds at the
    moment of the click, with these parameters in full.
    """
    dits = {n: [v] if isinstance(v, str) else list(v) for n, v in parametres.items()}
    with session.place_du_lien():
        _composant()(key="lien", data={"parametres": dits})
