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
from clas_data.ui import gestes, session, textes
from clas_data.ui.composants import poignee

SIGNE, SIGNATURES = "\u2060", 8  # a sign that is not seen, and how many follow one another


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

    The number has one owner, `poser`: the field, the handle of a lever that declares a step, the
    address and the gestures of other screens each give it a value, and none of them reads another.
    """
    _arriver(cle)
    initial = ecrire(levier, defaut) if defaut is not None else ""
    libelle = libelle or f"{levier.titre} ({levier.unite})"
    crans = {} if defaut is None else _crans(levier, defaut)
    dit = st.session_state.get(_dit(cle)) or ""
    valeur, refus = _lire(dit, levier, defaut)
    montre = dit if refus else "" if valeur is None else ecrire(levier, valeur)
    with st.container(key=f"saisie_{cle}", gap=None, width=largeur) if crans else nullcontext():
        _montrer(cle, montre)
        st.text_input(
            libelle,
            value=montre,
            key=cle,
            width=largeur,
            label_visibility="collapsed" if cache else "visible",
            placeholder=initial or "inchangé",
            on_change=gestes.geste(_taper),
            args=(cle,),
        )
        if crans:
            _curseur(cle, libelle, crans, valeur)
    _ecrire_adresse(cle, dit if refus else "" if valeur == defaut else f"{valeur.normalize():f}")
    if refus:
        st.error(textes.litteral(textes.typographic(refus)), icon=":material/error:")
    return valeur


def poser(cle: str, dit: str) -> None:
    """Give a number its value, as it may be typed; "": the one that it starts from."""
    st.session_state[_dit(cle)] = dit


def _dit(cle: str) -> str:
    return f"{cle}_dit"


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


def _taper(cle: str) -> None:
    """Something was typed, unless the browser sends back what it had not yet seen replaced."""
    ecrit = st.session_state[cle]
    signe = len(ecrit) - len(ecrit.rstrip(SIGNE))
    perime = (
        signe != st.session_state.get(f"{cle}_signe")
        if signe
        else ecrit == st.session_state.get(f"{cle}_tape")
    )
    if not perime:
        st.session_state[f"{cle}_tape"] = ecrit
        poser(cle, ecrit.rstrip(SIGNE))


def _montrer(cle: str, montre: str) -> None:
    """Write a number in its field where it is not what the field holds, signed, so that a browser
    which still sends a former writing is not taken for a hand.
    """
    ecrit = st.session_state.get(cle)
    if ecrit is None:
        st.session_state[f"{cle}_tape"] = montre
    elif ecrit.rstrip(SIGNE) != montre:
        st.session_state[cle] = montre + _signer(f"{cle}_signe")


def _signer(cle: str) -> str:
    """The next signature of what is written from here."""
    st.session_state[cle] = st.session_state.get(cle, 0) % SIGNATURES + 1
    return SIGNE * st.session_state[cle]


def _curseur(cle: str, libelle: str, crans: dict[str, Decimal], valeur: Decimal) -> None:
    """The handle under a number, at the nearest stop."""
    proche = min(crans, key=lambda ecrit: abs(crans[ecrit] - valeur))

    def bouger(dit: str) -> None:
        if (st.session_state.get(cle) or "").endswith(SIGNE):
            # The browser has seen what was written over the last number typed: typed again, that
            # number is a hand's.
            st.session_state[f"{cle}_tape"] = None
        poser(cle, dit)

    poignee.montrer(f"{cle}_curseur", f"{libelle}, curseur", list(crans), proche, bouger)


@cache
def _crans(levier: Levier, depart: Decimal) -> dict[str, Decimal]:
    """The stops of the handle of a lever, as the screen writes them."""
    return {ecrire(levier, v): v for v in levier.crans(depart)}


def _arriver(cle: str) -> None:
    """Another address was followed: the number is what it says. An address which differs before the
    browser has said the one that was written here is only late.
    """
    demande, ecrite = st.query_params.get(cle, ""), st.session_state.get(f"{cle}_adresse", "")
    if demande == ecrite:
        st.session_state[f"{cle}_adresse_vue"] = True
    elif session.retour() or st.session_state.get(f"{cle}_adresse_vue", True):
        poser(cle, demande)


def _ecrire_adresse(cle: str, dit: str) -> None:
    """Keep the number in the address, without signs that an address cannot write: « 8918.46 »."""
    if st.query_params.get(cle, "") == dit:
        st.session_state[f"{cle}_adresse"] = dit
        return
    st.session_state.update({f"{cle}_adresse": dit, f"{cle}_adresse_vue": False})
    if dit:
        st.query_params[cle] = dit
    else:
        del st.query_params[cle]
