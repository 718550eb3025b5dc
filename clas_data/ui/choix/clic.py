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


def marques(cle: str, faire: Callable[[int, int], None]) -> dict[str, Any]:
    """The options of a chart whose marks do something else: `faire` receives the number of the
    series and of the mark, as the browser says them: it answers for what lies beyond its own.
    """
    rang = st.session_state.get(RANG, 0)
    suffixe = f"_{rang}" if rang else ""

    def pris() -> None:
        for point in points(f"figure_{cle}{suffixe}")[:1]:
            serie, marque = (_rang(point.get(n)) for n in ("curve_number", "point_index"))
            if serie is not None and marque is not None:
                st.session_state[RANG] = st.session_state.get(RANG, 0) + 1
                faire(serie, marque)

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
    lus = points(cle)
    rang = _rang(lus[0].get("point_index")) if lus else None
    if rang is not None and rang < len(codes):
        st.session_state[RANG] = st.session_state.get(RANG, 0) + 1
        _filtrer(axe, codes[rang], selection)


def points(cle: str) -> list[Mapping]:
    """The marks of a chart that the browser says were clicked; nothing of what is not one."""
    etat = st.session_state.get(cle)
    choix = etat.get("selection") if isinstance(etat, Mapping) else None
    dits = choix.get("points") if isinstance(choix, Mapping) else None
    return [p for p in dits if isinstance(p, Mapping)] if isinstance(dits, list) else []


def _rang(dit: Any) -> int | None:
    """The number of a mark, where the browser says one."""
    return dit if isinstance(dit, int) and not isinstance(dit, bool) and dit >= 0 else None


def _filtrer(axe: str, code: str, selection: Selection) -> None:
    """Choose in the bar of filters, as a hand would: only what it offers to this reader."""
    offerts = axes.offerts(axe, selection)
    if code in offerts:
        st.session_state[axes.cle(axe)] = offerts[code]
