"""What one browser session remembers: who is there, one message to show, one import under
examination, links just made.  Nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from clas_data import config
from clas_data.acces import Acteur, journal, profils, sessions
from clas_data.acces.registre import Compte
from clas_data.ui import lecture

_COMPTE = "compte"
_ACTEUR = "acteur"
_ANNONCE = "annonce"
_PROPOSITION = "proposition"
_INVITATIONS = "invitations"
_DITS = "avertissements_dits"
_GARDER = "profil_a_garder"  # the profile to keep in the browser; « » to forget it
_PLACE = "place_du_lien"
_DEMANDE = "ecran_demande"
_PAGE = "page_ouverte"
_DOSSIER = "dossier_en_cours"
_ENTRANT = "entrant"


def acteur() -> Acteur | None:
    """Who is identified in this session, if anyone; asked again at each run, so that what ended has
    ended.

    An account comes from its cookie; a profile was chosen on the first screen, here or in another
    tab of this browser, and lasts while the demonstration is open.
    """
    identite, avant = identifie(), st.session_state.get(_COMPTE)
    if avant != identite:
        # somebody else, or nobody any more: nothing is left of who was here
        st.session_state.clear()
        st.session_state[_COMPTE] = identite
        if avant is not None:  # an account is gone: no profile takes its place by itself
            st.session_state[_GARDER] = ""
    if identite is not None:
        return identite
    if _ACTEUR not in st.session_state and _GARDER not in st.session_state:
        cookie = st.context.cookies.get(profils.COOKIE)
        st.session_state[_ACTEUR] = profils.lire(config.installation(), cookie)
    qui = st.session_state.get(_ACTEUR)
    return qui if qui is None or not qui.demonstration or lecture.demonstration() else None


def identifie() -> Acteur | None:
    """The account of this session's cookie, in its role of now."""
    compte = _compte()
    return compte.acteur() if compte else None


def reconnu() -> Acteur | None:
    """The account that `acteur` has recognised in this session."""
    return st.session_state.get(_COMPTE)


def faire_entrer(qui: Acteur) -> None:
    """The frame has just asked who is there: the page that it opens need not ask again."""
    st.session_state[_ENTRANT] = qui


def entrant() -> Acteur | None:
    """Who enters a page: as the frame has just said it, once; else asked here."""
    qui = st.session_state.pop(_ENTRANT, None)
    return acteur() if qui is None else qui


def toujours() -> bool:
    """Is who drew this screen still there, in the same role?"""
    return st.session_state.get(_COMPTE) == identifie() and acteur() is not None


def _compte() -> Compte | None:
    compte = sessions.lire(config.installation(), st.context.cookies.get(sessions.COOKIE))
    return compte if compte is None or not compte.demonstration or lecture.demonstration() else None


def choisi() -> bool:
    """Is who reads a profile chosen on the first screen, rather than an account?"""
    return reconnu() is None


def numero() -> str:
    """The name that the framework gives to this session, which its upload address carries."""
    contexte = get_script_run_ctx()
    return contexte.session_id if contexte else ""


def entrer(qui: Acteur) -> None:
    st.session_state[_ACTEUR] = qui
    st.session_state[_GARDER] = profils.signer(config.installation(), qui)


def profil_a_garder() -> str | None:
    """The signed profile that the browser has to keep, « » to forget it, None where nothing was
    chosen in this session.
    """
    return st.session_state.get(_GARDER)


def sortir() -> None:
    """Forget everything of this session; its cookie opens nothing any more, in any window."""
    compte = _compte()
    if compte is not None:
        sessions.fermer(config.installation(), st.context.cookies.get(sessions.COOKIE))
        journal.ajouter(
            config.installation(),
            "deconnexion",
            compte.acteur().nom,
            demonstration=compte.demonstration,
        )
    st.session_state.clear()
    st.session_state[_GARDER] = ""


def annoncer(message: str) -> None:
    """Show this sentence at the top of the next run."""
    st.session_state[_ANNONCE] = message


def annonce() -> str | None:
    """The sentence left by the previous run, once."""
    return st.session_state.pop(_ANNONCE, None)


def proposition() -> Any:
    """The import being examined on the page « Données », None outside of it."""
    return st.session_state.get(_PROPOSITION)


def retenir_proposition(valeur: Any) -> None:
    st.session_state[_PROPOSITION] = valeur


def invitations() -> Any:
    """The invitation links just made on the page « Comptes »: nowhere else, and gone with the
    session.
    """
    return st.session_state.get(_INVITATIONS)


def retenir_invitations(valeur: Any) -> None:
    st.session_state[_INVITATIONS] = valeur


def retour() -> bool:
    """Is this screen asked for by the browser's own back or forward button?"""
    contexte = get_script_run_ctx()
    return contexte is not None and contexte.is_history_navigation


def commencer_page(nom: str) -> None:
    """A page begins: nothing has been said on it yet."""
    st.session_state[_DITS] = {}
    st.session_state[_PAGE] = nom


def page_ouverte() -> str:
    """The page being drawn, by its name in the URL."""
    return st.session_state.get(_PAGE, "")


def dossier() -> str | None:
    """The dossier into which this session pins; None where it has not chosen yet."""
    return st.session_state.get(_DOSSIER)


def retenir_dossier(nom: str) -> None:
    st.session_state[_DOSSIER] = nom


def demander(ecran: str, parametres: dict[str, str]) -> None:
    """Another screen was asked for by a gesture: the run that follows opens it."""
    st.session_state[_DEMANDE] = (ecran, parametres)


def demande() -> tuple[str, dict[str, str]] | None:
    """The screen that a gesture asked for, once."""
    return st.session_state.pop(_DEMANDE, None)


def garder_place_du_lien(place: Any) -> None:
    """Where the head of the page leaves room for its address."""
    st.session_state[_PLACE] = place


def place_du_lien() -> Any:
    """The room for the address of this page, at its head."""
    return st.session_state.get(_PLACE) or st.container()


def pas_encore_dits(avertissements: Iterable[str], cle: str) -> list[str]:
    """Those that no other card of this page says already; a card drawn again says its own again."""
    dits = st.session_state.setdefault(_DITS, {})
    return [a for a in avertissements if dits.setdefault(a, cle) == cle]
