"""Anomalies worded once, in `messages.yaml`, for the screen, the command and the marked
workbook.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import Anomalie

VALEUR_MAX = 80  # a cell may hold a novel; the message shows its beginning


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """code → {gravite, texte}."""
    return declarations.read(Path(__file__).parent / "messages.yaml")


def affichable(texte: Any) -> str:
    """A received text made safe to show: no control character, and not longer than a line."""
    propre = "".join(c if c.isprintable() else " " for c in str(texte)).strip()
    return propre if len(propre) <= VALEUR_MAX else propre[: VALEUR_MAX - 1] + "…"


def anomalie(
    code: str,
    *,
    fichier: str = "",
    feuille: str = "",
    ligne: int | None = None,
    colonne: str = "",
    valeur: Any = "",
    attendu: str = "",
    proposition: str = "",
    **noms: Any,
) -> Anomalie:
    """One anomaly of the catalogue, with the words of its message filled in."""
    modele = catalogue()[code]
    montre = affichable(valeur) if valeur is not None else ""
    texte = modele["texte"].format(
        fichier=affichable(fichier),
        feuille=affichable(feuille),
        colonne=affichable(colonne),
        valeur=montre,
        attendu=attendu,
        proposition=proposition and f" {proposition}",
        **noms,
    )
    return Anomalie(
        gravite=modele["gravite"],
        code=code,
        message=texte,
        fichier=affichable(fichier),
        feuille=affichable(feuille),
        ligne=ligne,
        colonne=affichable(colonne),
        valeur=montre,
        attendu=attendu,
    )
