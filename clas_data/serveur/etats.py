"""The state of a widget comes from the browser: one that the framework cannot read is set aside,
and the widget shows what it shows first.

Read before any of our code, such a state would otherwise stop the session without a word and put a
traceback in the log. What is known of the framework's insides is here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.runtime.state.common import is_element_id
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import Serialized, Value, WStates, _is_internal_key

JOURNAL = logging.getLogger("clas_data.serveur")
ILLISIBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_lire = WStates.__getitem__
_tous = SafeSessionState.filtered_state.fget


def poser() -> None:
    """Read states with care, once, when the server starts."""
    WStates.__getitem__ = lire
    SafeSessionState.filtered_state = property(Etats)


class Etats(Mapping):
    """The state of a session by the keys of its widgets, in the place of
    `SafeSessionState.filtered_state`: the framework makes that whole dictionary for each field that
    it draws, to look one key up in it.
    """

    def __init__(self, etats: SafeSessionState):
        self._etats = etats

    def __getitem__(self, cle: str) -> Any:
        if is_element_id(cle) or _is_internal_key(cle):
            return self._tout()[cle]
        return self._etats[cle]

    def __contains__(self, cle: object) -> bool:
        return isinstance(cle, str) and cle in self._etats and not _is_internal_key(cle)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tout())

    def __len__(self) -> int:
        return len(self._tout())

    def __repr__(self) -> str:
        return repr(self._tout())

    def _tout(self) -> dict[str, Any]:
        return _tous(self._etats)


def lire(etats: WStates, cle: str) -> Any:
    """The value of a widget; its first one where what was sent is none."""
    ecrit = etats.states.get(cle)
    connu = etats.widget_metadata.get(cle)
    if not isinstance(ecrit, Serialized) or connu is None:
        return _lire(etats, cle)
    try:
        if ecrit.value.WhichOneof("value") not in (connu.value_type, None):
            raise TypeError("a state of another kind")
        if ecrit.value.WhichOneof("value") == "json_value":
            # Where it is none, or holds a text, the framework reads it again and logs a traceback.
            if isinstance(json.loads(ecrit.value.json_value), str):
                raise TypeError("a text in the place of a state")
        valeur = _lire(etats, cle)
        if not _de_la_forme(valeur, connu.deserializer(None)):
            raise TypeError("a selection of another shape")
        return valeur
    except ILLISIBLES as faute:
        JOURNAL.info("état refusé : %s", type(faute).__name__)
        valeur = connu.deserializer(None)
        etats.states[cle] = Value(valeur)
        return valeur


def _de_la_forme(valeur: Any, premiere: Any) -> bool:
    """True unless one of the two is a selection that has not the parts of the other."""
    if isinstance(premiere, Mapping):
        return isinstance(valeur, Mapping) and all(
            c in valeur and _de_la_forme(valeur[c], premiere[c]) for c in premiere
        )
    return not isinstance(premiere, list) or isinstance(valeur, list)
