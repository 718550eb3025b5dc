"""The handle under a number: it gives a stop at each gesture, and is moved from here only when the
number changed elsewhere.

The slider of the framework keeps its place twice in the browser; on a busy machine one copy writes
over the other, and presses of an arrow are lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from clas_data.ui import gestes

HTML = '<div class="clas-poignee"><input type="range" min="0" step="1"><output></output></div>'


@cache
def _composant() -> Callable:
    return st.components.v2.component(
        "clas_poignee",
        html=HTML,
        js=Path(__file__).with_name("poignee.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def montrer(
    cle: str, libelle: str, crans: Sequence[str], cran: str, donner: Callable[[str], None]
) -> None:
    """A handle on `crans`, standing at `cran`; `donner` receives the stop of each gesture."""
    la, signe = f"{cle}_cran", f"{cle}_signe"
    if st.session_state.get(la) != cran:
        st.session_state[la] = cran
        st.session_state[signe] = st.session_state.get(signe, 0) + 1

    def bouger() -> None:
        st.session_state[la] = _geste(cle)["cran"]
        donner(st.session_state[la])

    _composant()(
        key=cle,
        data={
            "libelle": libelle,
            "crans": list(crans),
            "place": crans.index(cran),
            "signe": st.session_state[signe],
            "vu": _geste(cle).get("rang", 0),
        },
        on_geste_change=gestes.geste(bouger),
    )


def _geste(cle: str) -> dict:
    """The last gesture that the browser sent."""
    return (st.session_state.get(cle) or {}).get("geste") or {}
