"""A list to choose from, whose own words are French: the framework would invite in English whoever
clears it to search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

INVITE, VIDE = "Choisissez", "Aucun choix possible"


def choisir(libelle: str, options: Sequence[Any], *, dans: Any = st, **reglages: Any) -> Any:
    """`st.selectbox`, in a column or where the script is, with words of ours where nothing is
    chosen yet or nothing can be.
    """
    return dans.selectbox(
        libelle, options, **{"placeholder": INVITE if len(options) else VIDE, **reglages}
    )
