"""Someone who wanders through the screens: opens pages and tabs, moves whatever is offered, and
notes each screen that breaks.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.flux import Flux

EMPREINTE = re.compile(r'clas-pied"><span>Base ([0-9a-f]+)')
PANNE = "n'a pas pu s'afficher"
SANS_EFFET = ("suivre_",)  # buttons that change nothing of the installation
Etat = dict[str, Any]


@dataclass
class Passage:
    """What one session lived: its gestures (kind, sent at, seconds, empreinte shown) and its
    faults.
    """

    gestes: list[tuple[str, float, float, str]] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)


class Promeneur:
    """One person before the screen; `textes` says what may be typed in the fields of these keys,
    `genres` which kinds of widgets are moved.
    """

    def __init__(
        self,
        flux: Flux,
        alea: random.Random,
        lieux: Sequence[tuple[str, str]],
        textes: dict[str, Sequence[str]],
        genres: Sequence[str] = (),
    ):
        self.flux, self.alea, self.lieux, self.textes, self.genres, self.passage = (
            flux,
            alea,
            lieux,
            textes,
            genres,
            Passage(),
        )
        self.lieu, self.etats, self.offres = lieux[0], {}, {}

    def aller(self, lieu: tuple[str, str]) -> None:
        """Another page: nothing is kept of the widgets of the one before."""
        self.lieu, self.etats, self.offres = lieu, {}, {}
        self._courir("page")

    def geste(self) -> None:
        """Something that this page offers, one time in four another page."""
        if not self.offres or self.alea.random() < 0.25:
            return self.aller(
                self.alea.choice([l for l in self.lieux if l != self.lieu] or self.lieux)
            )
        genre = self.alea.choice(sorted({g for g, _ in self.offres.values()}))
        id_ = self.alea.choice([i for i, (g, _) in self.offres.items() if g == genre])
        valeurs = self.offres[id_][1]
        self.poser(
            id_, self.alea.choice([v for v in valeurs if v != self.etats.get(id_)] or valeurs)
        )

    def poser(self, id_: str, etat: Etat) -> None:
        """Give this state to a widget that the screen offers."""
        self.etats[id_] = etat
        self._courir(self.offres[id_][0])

    def _courir(self, genre: str) -> None:
        envoye, url = time.monotonic(), {"onglet": self.lieu[1]} if self.lieu[1] else {}
        self.flux.messages.clear()
        self.flux.recu = b""
        try:
            recus = self.flux.lancer(self.lieu[0], self.etats, **url)
        except Exception as e:  # noqa: BLE001 - whatever breaks a session is what is counted here
            self.passage.fautes.append(f"{self.lieu} {genre} : {type(e).__name__} {e}")
            return
        self.etats = {i: e for i, e in self.etats.items() if "trigger_value" not in e}
        deltas = [m for m in recus if m.WhichOneof("type") == "delta"]
        elements = [
            m.delta.new_element for m in deltas if m.delta.WhichOneof("type") == "new_element"
        ]
        vues = [
            m[1]
            for e in elements
            if e.WhichOneof("type") == "html"
            for m in [EMPREINTE.search(e.html.body)]
            if m
        ]
        self.passage.gestes.append((genre, envoye, self.flux.duree_s, vues[-1] if vues else ""))
        fautes = [
            e.alert.body
            for e in elements
            if e.WhichOneof("type") == "alert" and PANNE in e.alert.body
        ]
        fautes += [e.exception.message for e in elements if e.WhichOneof("type") == "exception"] + (
            [] if vues else ["page sans pied"]
        )
        self.passage.fautes += [f"{self.lieu} {genre} {self.etats} : {f}" for f in fautes]
        self.offres = {
            id_: offre
            for id_, offre in _offres(deltas, self.textes).items()
            if not self.genres or offre[0] in self.genres
        }


def _offres(
    deltas: Sequence[Any], textes: dict[str, Sequence[str]]
) -> dict[str, tuple[str, list[Etat]]]:
    """What the widgets of a screen let one choose: kind, and the states that its browser would
    send.
    """
    offres: dict[str, tuple[str, list[Etat]]] = {}
    onglets: dict[tuple[int, ...], str] = {}
    for m in deltas:
        chemin = tuple(m.metadata.delta_path)
        if m.delta.WhichOneof("type") == "add_block":
            bloc = m.delta.add_block
            if bloc.popover.id:
                offres[bloc.popover.id] = ("volet", [{"bool_value": True}, {"bool_value": False}])
            elif bloc.tab_container.id:
                onglets[chemin] = bloc.tab_container.id
                offres[bloc.tab_container.id] = ("onglet", [])
            elif chemin[:-1] in onglets and bloc.tab.label:
                offres[onglets[chemin[:-1]]][1].append({"string_value": bloc.tab.label})
        elif m.delta.WhichOneof("type") == "new_element":
            id_, genre, etats = _offre(m.delta.new_element, textes)
            if etats:
                offres[id_] = (genre, etats)
    return offres


def _offre(e: Any, textes: dict[str, Sequence[str]]) -> tuple[str, str, list[Etat]]:
    """The identity of a widget, its kind, and the states that it can take; none where it is not to
    be moved.
    """
    genre = e.WhichOneof("type")
    w = getattr(e, genre) if genre else None
    if w is None or getattr(w, "disabled", False):
        return "", "", []
    if genre == "selectbox" and len(w.options) > 1:
        return w.id, "filtre", [{"string_value": o} for o in w.options]
    if genre == "multiselect":
        return (
            w.id,
            "filtre",
            [{"string_array_value": list(w.options[i : i + 2])} for i in range(len(w.options))],
        )
    if genre == "button_group":
        return w.id, "filtre", [{"string_array_value": [o.content]} for o in w.options]
    if genre == "radio" and len(w.options) > 1:
        return w.id, "filtre", [{"string_value": o} for o in w.options]
    if genre == "checkbox":
        return w.id, "filtre", [{"bool_value": True}, {"bool_value": False}]
    if genre == "slider" and w.options:
        return w.id, "curseur", [{"string_array_value": [o]} for o in w.options]
    if genre == "slider":
        pas = range(int(w.min), int(w.max) + 1, max(1, int(w.max - w.min) // 50))
        return w.id, "curseur", [{"double_array_value": [float(v)]} for v in pas]
    if genre == "bidi_component":  # the handle under a number: a stop, and the rank of the gesture
        dit = json.loads(w.json)
        if "crans" not in dit:  # the link of the page: it sends nothing
            return "", "", []
        geste = {"rang": dit["vu"] + 1}
        return (
            w.id,
            "curseur",
            [{"json_value": json.dumps({"geste": {**geste, "cran": c}})} for c in dit["crans"]],
        )
    if genre == "text_input":
        return (
            w.id,
            "curseur",
            [
                {"string_value": v}
                for v in next((v for cle, v in textes.items() if w.id.endswith(f"-{cle}")), ())
            ],
        )
    if genre == "button" and any(f"-{d}" in w.id for d in SANS_EFFET):
        return w.id, "suivre", [{"trigger_value": True}]
    return "", "", []
