"""Anomalies worded once, in `messages.yaml`, for the screen, the command and the marked
workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import Anomalie

OFFRE = "Vouliez-vous dire « {} » ?"
EXTENSION_MAX = 5
VALEUR_MAX = 80  # a cell may hold a novel; the message shows its beginning


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """code → {gravite, texte}."""
    return declarations.read(Path(__file__).parent / "messages.yaml")


def affichable(texte: Any) -> str:
    """A received text made safe to show: no control character, and not longer than a line."""
    propre = "".join(c if c.isprintable() else " " for c in str(texte)).strip()
    return propre if len(propre) <= VALEUR_MAX else propre[: VALEUR_MAX - 1] + "…"


def nom_de_fichier(nom: str) -> str:
    """The name under which a received file is known: safe to show, and still with its extension."""
    court = affichable(nom)
    tronc, point, extension = affichable(nom[-VALEUR_MAX:]).rpartition(".")
    if court == nom.strip() or not point or len(extension) > EXTENSION_MAX:
        return court
    return f"{court[: VALEUR_MAX - len(extension) - 2].rstrip('…')}….{extension}"


def lister(numeros: Iterable[int]) -> str:
    """« 3, 7, 12 … et 40 autres »: rows as a sentence names them."""
    tous = sorted(numeros)
    reste = f" … et {len(tous) - 12} autres" if len(tous) > 12 else ""
    return ", ".join(map(str, tous[:12])) + reste


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
    phrase: str = OFFRE,
    **noms: Any,
) -> Anomalie:
    """One anomaly of the catalogue, with the words of its message filled in; `phrase` offers the
    `proposition`.
    """
    modele = catalogue()[code]
    montre = affichable(valeur) if valeur is not None else ""
    texte = modele["texte"].format(
        fichier=affichable(fichier),
        feuille=affichable(feuille),
        colonne=affichable(colonne),
        valeur=montre,
        attendu=attendu,
        proposition=proposition and f" {phrase.format(proposition)}",
        **{"indice": "", **noms},
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
        proposition=proposition,
    )
