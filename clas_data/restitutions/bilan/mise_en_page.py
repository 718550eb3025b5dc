"""What the writers share: captions in order, the small print under a figure, French breaks that must not happen."""

from __future__ import annotations

import re
from typing import Any

from clas_data.restitutions.modele import Document, Figure, Tableau
from clas_data.restitutions.typographie import soigner

LIGNES_IMPRIMEES = 24  # rows of a figure's table on paper; the workbook has them all
TIRET = "\u2011"  # hyphen that no line break takes
CAMPAGNE = re.compile(r"\b(\d{4})-(\d{4})\b")


def legendes(d: Document) -> dict[str, str]:
    """« Figure 3. Produits des actions selon le financeur (en euros) », by key."""
    return {f.cle: f"Figure {i}. {f.sous_titre}" for i, f in enumerate(d.figures(), 1)}


def notes(b: Figure | Tableau) -> list[list[str]]:
    """Lecture, Champ, Source, Note: those that exist."""
    paires = [("Lecture", getattr(b, "lecture", "")), ("Champ", b.champ), ("Source", b.source), ("Note", b.note)]
    return [[n, t] for n, t in paires if t]


def sans_coupure(x: Any) -> Any:
    """The words as they are printed, where the format cannot keep a campagne whole by itself: its hyphen takes no line break."""
    if isinstance(x, str):
        return CAMPAGNE.sub(rf"\1{TIRET}\2", soigner(x))
    return type(x)(sans_coupure(v) for v in x) if isinstance(x, (list, tuple)) else x


def iso(d: Document) -> str:
    """The date of edition as machines write it."""
    return "-".join(reversed(d.date.split("/")))
