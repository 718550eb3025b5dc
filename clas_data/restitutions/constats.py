"""What is known of the accessibility of the screens: what was measured, judged, and excepted."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import config, declarations

DOSSIER = config.DEPOT / "docs" / "accessibilite"
ETATS = {"non": "non conforme", "partiel": "partiellement conforme", "total": "totalement conforme"}


def exceptions() -> list[dict[str, Any]]:
    """What the framework gets wrong, each with its issue, or with what is nearest to it."""
    return _lire(DOSSIER / "exceptions.yaml")


def jugements() -> list[dict[str, Any]]:
    """What the tool leaves to a human, each with what was concluded."""
    return _lire(DOSSIER / "jugements.yaml")


def resultats() -> dict[str, Any]:
    """What the browser tests measured the last time that they wrote it down; nothing before the
    first.
    """
    chemin = DOSSIER / "resultats.json"
    return _lire(chemin) if chemin.exists() else {}


@cache
def _lire(chemin: Path) -> Any:
    return (
        json.loads(chemin.read_text(encoding="utf-8"))
        if chemin.suffix == ".json"
        else declarations.read(chemin)
    )
