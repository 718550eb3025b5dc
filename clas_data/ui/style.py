"""The look: what the theme of `.streamlit/config.toml` cannot say.  Selectors are documented keys
and test ids.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

CLAIR = {
    "encre": "#1c2733",
    "gris": "#55626f",
    "filet": "#d9dfe5",
    "carte": "#ffffff",
    "fond": "#f3f5f7",
    "accent": "#00609a",
    "trace": "#0072b2",
    "alerte": "#a34700",
    "manque": "#b3261e",
    "bandeau": "#fff6e0",
    "bandeau-encre": "#5c4300",
}
SOMBRE = {
    "encre": "#e6eaef",
    "gris": "#a7b2be",
    "filet": "#323c48",
    "carte": "#161c23",
    "fond": "#1b222b",
    "accent": "#7cc0ea",
    "trace": "#4aa5dc",
    "alerte": "#f0a35c",
    "manque": "#ff9d94",
    "bandeau": "#332a12",
    "bandeau-encre": "#f3dca3",
}


def sombre() -> bool:
    """True while the reader's theme is dark."""
    return st.context.theme.type == "dark"


def couleurs() -> dict[str, str]:
    return SOMBRE if sombre() else CLAIR


def install() -> None:
    """Add the style sheet of the product to the screen."""
    variables = "".join(f"--clas-{n}:{v};" for n, v in couleurs().items())
    st.html(f"<style>:root{{{variables}}}{_sheet()}</style>")


@cache
def _sheet() -> str:
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")
