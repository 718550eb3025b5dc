"""A number typed the French way, « 8 200 € » or « 8200 », or moved by the handle under it; what is
not accepted is said, and never applied.
"""

from __future__ import annotations

from contextlib import nullcontext
from decimal import Decimal
from functools import cache

import streamlit as st

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.simulateur.scenario import Levier
from clas_data.ui import gestes, textes


def nombre(
    cle: str,
    levier: Levier,
    defaut: Decimal | None,
    libelle: str = "",
    *,
    largeur: int | str = "stretch",
    cache: bool = False,
) -> Decimal | None:
    """One number, its state in the URL. `defaut`: shown and returned where nothing else is given;
    None: the field may stay empty.

    A lever that declares a step has a handle under its number. The number alone is the state: the
    handle writes it, and shows the nearest stop.
    """
    initial = ecrire(levier, defaut) if defaut is not None else ""
    libelle = libelle or f"{levier.titre} ({levier.unite})"
    crans = {} if defaut is None else _crans(levier, defaut)
    _reformer(cle, levier)
    with st.container(key=f"saisie_{cle}", gap=None, width=largeur) if crans else nullcontext():
        ecrit = st.text_input(
            libelle,
            value=initial,
            key=cle,
            bind="query-params",
            width=largeur,
            label_visibility="collapsed" if cache else "visible",
            placeholder=initial or "inchangé",
        )
        _arriver(cle, ecrit, levier)
        valeur, refus = _lire(ecrit, levier, defaut)
        if crans:
            _curseur(cle, libelle, crans, valeur)
    if refus:
        st.error(textes.litteral(textes.typographic(refus)), icon=":material/error:")
    return valeur


def ecrire(levier: Levier, v: Decimal) -> str:
    """A value with its unit, and only the decimals that it has: 32,5 % and not 32,5000 %."""
    decimales = max(0, -v.normalize().as_tuple().exponent)
    return formats.valeur_unite(
        v, levier.unite, max(decimales, 2) if levier.unite == "€" and decimales else decimales
    )


def nu(ecrit: str | None) -> str:
    """What was typed, without the signs of its unit."""
    return (ecrit or "").replace("€", "").replace("%", "").strip()


def _lire(ecrit: str | None, levier: Levier, defaut: Decimal | None) -> tuple[Decimal | None, str]:
    """The number to use, and why what was typed is not it."""
    if not nu(ecrit):
        return defaut, ""
    try:
        return levier.lire(nu(ecrit)), ""
    except UsageError as erreur:
        return defaut, f"{erreur.message} " + (
            f"{ecrire(levier, defaut)} est gardé." if defaut is not None else "Rien n'est changé."
        )


def _curseur(cle: str, libelle: str, crans: dict[str, Decimal], valeur: Decimal) -> None:
    """The handle under a number; it is moved from here only when the number was typed, so that a
    hand which drags it is never contradicted.
    """
    proche = min(crans, key=lambda ecrit: abs(crans[ecrit] - valeur))
    ici = f"{cle}_curseur"
    if st.session_state.get(ici) != proche:
        st.session_state[ici] = proche
    st.select_slider(
        f"{libelle}, curseur",
        list(crans),
        key=ici,
        label_visibility="collapsed",
        on_change=gestes.geste(_glisser),
        args=(cle,),
    )


@cache
def _crans(levier: Levier, depart: Decimal) -> dict[str, Decimal]:
    """The stops of the handle of a lever, as the screen writes them."""
    return {ecrire(levier, v): v for v in levier.crans(depart)}


def _glisser(cle: str) -> None:
    """The handle was moved: the number says it."""
    st.session_state[cle] = st.session_state[f"{cle}_curseur"]


def _en_forme(ecrit: str, levier: Levier) -> str:
    try:
        return ecrire(levier, levier.lire(nu(ecrit)))
    except UsageError:
        return ecrit


def _reformer(cle: str, levier: Levier) -> None:
    """Write what was just typed as it is read everywhere; leave what is not accepted as it was
    typed.
    """
    ecrit = st.session_state.get(cle)
    if ecrit and (forme := _en_forme(ecrit, levier)) != ecrit:
        st.session_state[cle] = forme


def _arriver(cle: str, ecrit: str | None, levier: Levier) -> None:
    """A link edited by hand gives its number (8200.5) once the field is drawn: draw again, once, to
    write it as the screen does.
    """
    vu = f"{cle}_arrive"
    if ecrit and _en_forme(ecrit, levier) != ecrit != st.session_state.get(vu):
        st.session_state[vu] = ecrit
        st.rerun()
