"""Ask the chart: a click on a mark, or on a row, filters the page by what it stands for, as its
figure declares. The filter is the one of the bar of filters: pinned, named, in the address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from clas_data.ui import gestes
from clas_data.ui.choix import axes
from clas_data.ui.selection import Selection

RANG = "clics"  # how many marks were clicked: the picture that follows shows none as selected
AIDE = "Filtrer la page sur cette ligne"


def options(cle: str, axe: str, codes: Sequence[str], selection: Selection | None) -> dict:
    """The options of a chart whose marks filter the page; none where it has no such filter."""
    if selection is None or not _filtrable(axe, selection):
        return {}
    rang = st.session_state.get(RANG, 0)
    suffixe = f"_{rang}" if rang else ""
    pris = partial(_pris, f"figure_{cle}{suffixe}", axe, tuple(codes), selection)
    return {"on_select": gestes.geste(pris), "selection_mode": "points", "suffixe": suffixe}


def ligne(
    axe: str, codes: Sequence[str], selection: Selection | None
) -> dict[str, Callable[[int], None] | str]:
    """The same for the rows of a table."""
    if selection is None or not _filtrable(axe, selection):
        return {}
    return {"ouvrir": lambda rang: _filtrer(axe, codes[rang], selection), "ouvre": AIDE}


def _filtrable(axe: str, selection: Selection) -> bool:
    return len(axes.offerts(axe, selection)) > 1


def _pris(cle: str, axe: str, codes: tuple[str, ...], selection: Selection) -> None:
    """The mark under the click, where it is one of those that were drawn."""
    points = _lus(st.session_state.get(cle))
    rang = points[0].get("point_index") if points else None
    if isinstance(rang, int) and not isinstance(rang, bool) and 0 <= rang < len(codes):
        st.session_state[RANG] = st.session_state.get(RANG, 0) + 1
        _filtrer(axe, codes[rang], selection)


def _lus(etat: Any) -> list[dict]:
    """The marks that the browser says; nothing of what is not one."""
    choix = etat.get("selection") if isinstance(etat, Mapping) else None
    points = choix.get("points") if isinstance(choix, Mapping) else None
    return [p for p in points or () if isinstance(p, Mapping)] if isinstance(points, list) else []


def _filtrer(axe: str, code: str, selection: Selection) -> None:
    """Choose in the bar of filters, as a hand would: only what it offers to this reader."""
    offerts = axes.offerts(axe, selection)
    if code in offerts:
        st.session_state[axes.cle(axe)] = offerts[code]
