"""A number typed the French way: « 8 200 € » and « 8200 » are the same; what is not accepted is said, and never applied."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.simulateur.scenario import Levier
from clas_data.ui import textes


def nombre(cle: str, levier: Levier, defaut: Decimal | None, libelle: str = "", *, largeur: int | str = "stretch", cache: bool = False) -> Decimal | None:
    """One number, its state in the URL. `defaut`: shown and returned where nothing else is given; None: the field may stay empty."""
    initial = ecrire(levier, defaut) if defaut is not None else ""
    ecrit = st.text_input(
        libelle or f"{levier.titre} ({levier.unite})",
        value=initial,
        key=cle,
        bind="query-params",
        width=largeur,
        label_visibility="collapsed" if cache else "visible",
        placeholder=initial or "inchangé",
        on_change=_reformer,
        args=(cle, levier),
    )
    if not nu(ecrit):
        return defaut
    try:
        return levier.lire(nu(ecrit))
    except UsageError as erreur:
        suite = f"{ecrire(levier, defaut)} est gardé." if defaut is not None else "Rien n'est changé."
        st.error(textes.typographic(f"{erreur.message} {suite}"), icon=":material/error:")
        return defaut


def ecrire(levier: Levier, v: Decimal) -> str:
    """A value with its unit, and only the decimals that it has: 32,5 % and not 32,5000 %."""
    decimales = max(0, -v.normalize().as_tuple().exponent)
    return formats.valeur_unite(v, levier.unite, max(decimales, 2) if levier.unite == "€" and decimales else decimales)


def nu(ecrit: str | None) -> str:
    """What was typed, without the signs of its unit."""
    return (ecrit or "").replace("€", "").replace("%", "").strip()


def _en_forme(ecrit: str, levier: Levier) -> str:
    try:
        return ecrire(levier, levier.lire(nu(ecrit)))
    except UsageError:
        return ecrit


def _reformer(cle: str, levier: Levier) -> None:
    """Write what was just typed as it is read everywhere; leave what is not accepted as it was typed."""
    st.session_state[cle] = _en_forme(st.session_state[cle], levier)
