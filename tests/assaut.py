"""Every widget of a screen set by hand to what it does not offer: the state of a widget comes from
the browser, an intruder or an old tab writes what it wants in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from google.protobuf.message import Message

from tests.flux import Flux

TEXTES = (
    "",
    "\x00",
    "x" * 5_000,
    "QX'; drop table recu.actions; --",
    "<script>alert(1)</script>[a](javascript:alert(1))",
    "../../etc/passwd",
    "{nom}{0.__class__} %s %(x)s",
    "\ud7ff\u202e\u0000é",
    "1e999999",
    "2999-2998",
)
JSONS = (
    "{",
    "null",
    "[]",
    '"x"',
    json.dumps({"selection": {"rows": [-1, 10**9, "x"], "columns": ["x"], "cells": [[0, "x"]]}}),
    json.dumps({"selection": {"points": [{"customdata": ["'"], "point_index": -5}], "box": 3}}),
    json.dumps({"selection": None}),
    json.dumps({"edited_rows": {"99999": {"x": "y"}}, "added_rows": [{}], "deleted_rows": [-1]}),
)
NOMBRES = (float("nan"), float("inf"), -float("inf"), -1.0, 1e308, 10**19 / 3)
LISTES = ([], [""], ["x", "x"], ["x"] * 2_000, ["\x00", "<b>"])
INSTANTS = ([], ["0000-00-00"], ["9999-12-31", "0001-01-01"], ["x"])
# kind of element or block → (field of its state, what to write there)
VALEURS = {
    "selectbox": ("string_value", TEXTES),
    "radio": ("string_value", TEXTES),
    "text_input": ("string_value", TEXTES),
    "text_area": ("string_value", TEXTES),
    "tab_container": ("string_value", TEXTES),
    "button_group": ("string_array_value", LISTES),
    "multiselect": ("string_array_value", LISTES),
    "slider": ("double_array_value", tuple([n] for n in NOMBRES) + ([], [1.0, 2.0, 3.0])),
    "select_slider": ("string_array_value", LISTES),
    "number_input": ("double_value", NOMBRES),
    "date_input": ("string_array_value", INSTANTS),
    "checkbox": ("bool_value", (True,)),
    "popover": ("bool_value", (True,)),
    "expandable": ("bool_value", (True,)),
    "arrow_data_frame": ("string_value", JSONS),
    "plotly_chart": ("string_value", JSONS),
    "bidi_component": ("json_value", JSONS),
}


def vus(f: Flux) -> dict[str, str]:
    """id → kind of every widget that the last run showed."""
    trouves = {}
    for m in f.messages:
        if m.WhichOneof("type") != "delta":
            continue
        sorte = m.delta.WhichOneof("type")
        porteur = m.delta.new_element if sorte == "new_element" else m.delta.add_block
        if sorte not in ("new_element", "add_block"):
            continue
        nom = porteur.WhichOneof("type")
        corps = getattr(porteur, nom) if nom else None
        if isinstance(corps, Message) and "id" in corps.DESCRIPTOR.fields_by_name and corps.id:
            crans = nom == "slider" and corps.options  # a slider of words
            trouves[corps.id] = "select_slider" if crans else nom
    return trouves


def lus_dans_l_adresse(f: Flux) -> dict[str, str]:
    """key of the address → kind of widget that reads it, where it offers what may be chosen: a text
    that is looked for is applied, whatever it is.
    """
    lus = {}
    for m in f.messages:
        if m.WhichOneof("type") == "delta" and m.delta.WhichOneof("type") == "new_element":
            nom = m.delta.new_element.WhichOneof("type")
            corps = getattr(m.delta.new_element, nom) if nom else None
            cle = getattr(corps, "query_param_key", "")
            if cle and nom not in ("text_input", "text_area"):
                lus[cle] = nom
    return lus


def inconnue(cle: str, genre: str) -> str:
    """What no screen offers under this key, and could only be of it."""
    return (
        f"{777}{sum(map(ord, cle))}999"
        if genre in ("number_input", "slider")
        else f"zz{cle.replace('_', '')}"
    )


def tues(f: Flux, demandees: dict[str, str]) -> set[str]:
    """The keys of which no alert of the last run says that what was asked is not applied."""
    dits = " ".join(a.body for a in f.deltas("alert"))
    return {c for c, v in demandees.items() if v not in dits} if "Retirez" not in dits else set()


def etats(widgets: dict[str, str], tour: int) -> dict[str, dict]:
    """A forged state for each widget: its value number `tour`, turned by its place among them."""
    forges = {}
    for rang, (id_, sorte) in enumerate(sorted(widgets.items())):
        if sorte in VALEURS:
            champ, valeurs = VALEURS[sorte]
            forges[id_] = {champ: valeurs[(tour + rang) % len(valeurs)]}
    return forges


def fautes(f: Flux) -> Iterator[str]:
    """What no run may send: an exception of the framework, or our own « repère »."""
    for e in f.deltas("exception"):
        yield f"exception: {e.type} {e.message}"[:300]
    for a in f.deltas("alert"):
        if "repère" in a.body:
            yield a.body[:200]
    if "Traceback (most recent" in f.recu.decode("utf-8", "replace"):
        yield "a traceback on the screen"


def onglets(f: Flux) -> list[str]:
    """The tabs of the screen just shown."""
    return [
        m.delta.add_block.tab.label
        for m in f.messages
        if m.WhichOneof("type") == "delta" and m.delta.add_block.WhichOneof("type") == "tab"
    ]
