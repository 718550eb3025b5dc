"""What a PDF says to who listens to it or keeps it: its two norms, judged by a tool that is not
ours, and the headers of rows and columns.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import page
import pikepdf

PROFILS = page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A


def juger(pdf: bytes) -> list[str]:
    """What breaks a rule of PDF/UA-1 or of PDF/A-2a."""
    lus = (page.validate_pdf_bytes(pdf, profile=p) for p in PROFILS)
    return [f"{r.profile.value} : {f.rule_id}, {f.message}" for r in lus for f in r.failures]


def lire(pdf: bytes) -> tuple[int, list[str]]:
    """How many tables there are, and what is wrong with the tags of this document."""
    with pikepdf.open(io.BytesIO(pdf)) as lu:
        racine = lu.Root
        with lu.open_metadata() as m:
            normes = [m.get(f"pdf{x}") for x in ("uaid:part", "aid:part", "aid:conformance")]
        fautes = juger(pdf) + ([] if normes == ["1", "2", "A"] else [f"normes {normes}"])
        if "/Suspects" in racine.MarkInfo or not racine.MarkInfo.Marked:
            fautes.append("suspects")
        if str(racine.get("/Lang", ""))[:2] != "fr":
            fautes.append("langue")
        tables = [e for e in _elements(racine.StructTreeRoot) if e.S == "/Table"]
        return len(tables), fautes + [f for t in tables for f in _table(t)]


def _table(t: pikepdf.Dictionary) -> Iterator[str]:
    """Columns are headed, each row is named by its first cell, no other cell is a header."""
    for bloc in _enfants(t):
        for rang in (r for r in _enfants(bloc) if r.get("/S") == "/TR"):
            lus = [(str(c.S)[1:], *_portees(c)) for c in _enfants(rang)]
            if bloc.S == "/THead":
                attendus = [("TH", "/Column")] * len(lus)
            else:
                attendus = [("TH", "/Row"), *[("TD",)] * (len(lus) - 1)]
            if lus != attendus:
                yield f"rang {lus}"
            if any("/Headers" in a for c in _enfants(rang) for a in c.get("/A", ())):
                yield "en-têtes nommés cellule par cellule"


def _portees(cellule: pikepdf.Dictionary) -> list[str]:
    return [str(a.Scope) for a in cellule.get("/A", ()) if "/Scope" in a]


def _enfants(e: Any) -> list[pikepdf.Dictionary]:
    k = e.get("/K", ())
    lus = k if isinstance(k, pikepdf.Array) else [k]
    return [x for x in lus if isinstance(x, pikepdf.Dictionary) and "/S" in x]


def _elements(e: Any) -> Iterator[pikepdf.Dictionary]:
    for x in _enfants(e):
        yield x
        yield from _elements(x)
