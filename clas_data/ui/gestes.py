"""What a reader does once a page is drawn: each gesture asks again who is there.

The framework runs a callback before the page and its guard, and a fragment without them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from clas_data.ui import session


def geste(action: Callable[..., None]) -> Callable[..., None]:
    """What a widget does when it changes, unless who was reading is gone: the page that follows
    says so.
    """

    @wraps(action)
    def demande(*args: Any, **options: Any) -> None:
        if session.toujours():
            action(*args, **options)

    return demande


def fragment(contenu: Callable[..., None]) -> Callable[..., None]:
    """A part of a page that is drawn again alone."""
    return st.fragment(_demande(contenu))


def dialogue(titre: str, **options: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A window over the page, drawn again alone."""
    return lambda contenu: st.dialog(titre, **options)(_demande(contenu))


def _demande(contenu: Callable[..., None]) -> Callable[..., None]:
    @wraps(contenu)
    def demande(*args: Any, **options: Any) -> None:
        if not session.toujours():
            st.rerun()  # the whole screen says why, in the words of its guard
        contenu(*args, **options)

    return demande
