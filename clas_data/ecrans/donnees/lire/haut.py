"""The top of a step of a long screen: who goes on from its bottom begins the next one at its top,
with the mouse, the keyboard or a screen reader.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st

HTML = '<div data-ancre tabindex="-1" class="clas-lecteur"></div>'


@cache
def _composant() -> Callable:
    return st.components.v2.component(
        "clas_haut",
        html=HTML,
        js=Path(__file__).with_name("haut.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def montrer(cle: str, etape: str) -> None:
    """Bring this place into view when `etape`, in words, is another one than before."""
    _composant()(key=cle, data={"ou": etape, "mots": etape})
