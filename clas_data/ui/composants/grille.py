"""A table to read: columns that fit, names whole, sorted by a header, searched where it is long,
with its total; a row may open something.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from clas_data import formats
from clas_data.ui import gestes

LONGUE = 12  # rows beyond which a table is searched
HTML = '<div class="clas-grille"></div>'


@cache
def _composant() -> Callable:
    return st.components.v2.component(
        "clas_grille",
        html=HTML,
        js=Path(__file__).with_name("grille.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def montrer(
    cle: str,
    titre: str,
    colonnes: Sequence[str],
    lignes: Sequence[Sequence[str]],
    nombres: Sequence[Sequence[float | None] | None],
    *,
    total: Sequence[str] = (),
    ouvrir: Callable[[int], None] | None = None,
    ouvre: str = "",
    cherche: bool = True,
) -> None:
    """`lignes`: the cells in words; `nombres`: for each column, the numbers that sort it and align
    it right, None for a column of words; `ouvrir` receives the number of the row that was clicked,
    `ouvre` says what that does; `cherche`: the page has no search of its own.
    """
    dits = {
        "titre": titre,
        "colonnes": list(colonnes),
        "lignes": [list(l) for l in lignes],
        "nombres": [None if n is None else list(n) for n in nombres],
        "total": list(total),
        "cherche": cherche and len(lignes) > LONGUE,
        "combien": formats.nombre(len(lignes)),
        "ouvre": ouvre,
    }
    ecrit = json.dumps(dits, ensure_ascii=False, allow_nan=False)
    dits["empreinte"] = hashlib.sha256(ecrit.encode()).hexdigest()[:16]
    gestes_ = {}
    if ouvrir is not None and ouvre:
        gestes_["on_choix_change"] = gestes.geste(partial(_ouvrir, cle, len(lignes), ouvrir))
    _composant()(key=cle, data=dits, **gestes_)


def _ouvrir(cle: str, combien: int, ouvrir: Callable[[int], None]) -> None:
    """The row that the browser says, where it is one of those that were shown."""
    etat = st.session_state.get(cle)
    rang: Any = etat.get("choix") if isinstance(etat, Mapping) else None
    if isinstance(rang, int) and not isinstance(rang, bool) and 0 <= rang < combien:
        ouvrir(rang)
