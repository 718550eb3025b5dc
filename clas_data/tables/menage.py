"""What an installation may throw away: the oldest bases, and what crashes left behind."""

from __future__ import annotations

import time
from pathlib import Path

from clas_data.config import Installation
from clas_data.fichiers.controle import Source
from clas_data.tables import base, lectures

BASES_GARDEES = 6  # the current one, and enough older ones that an undo is immediate


def balayer(installation: Installation, gardee: str) -> None:
    """Remove the oldest bases and what crashes left behind; a base is disposable, it can be built
    again.
    """
    bases = sorted(
        installation.base.glob("*.duckdb"), key=lambda p: p.stat().st_mtime, reverse=True
    )
    for ancienne in [p for p in bases if p.stem != gardee][BASES_GARDEES - 1 :]:
        base.oublier(ancienne)
        ancienne.unlink(missing_ok=True)
    anciennete = min((p.stat().st_mtime for p in installation.base.glob("*.duckdb")), default=0)
    for protege in [
        *installation.base.glob("diffusion-*.json"),
        *installation.base.glob("masques-*.json"),
        *installation.base.glob("secret-*.json"),  # their name in earlier versions
    ]:
        # touched at each use: what was last used before the oldest base kept serves none
        if protege.stat().st_mtime < anciennete:
            protege.unlink(missing_ok=True)
    limite = time.time() - 3600
    for reste in [*installation.base.glob(".*.tmp*"), *installation.imports.glob(".*")]:
        if reste.is_file() and reste.stat().st_mtime < limite:
            reste.unlink(missing_ok=True)


def oublier(
    installation: Installation, construite: Path, campagne: str, sources: tuple[Source, ...]
) -> None:
    """Leave nothing of a candidate that may not even be examined: neither its base, nor the rows
    read from its files.
    """
    base.oublier(construite)
    construite.unlink(missing_ok=True)
    for s in sources:
        lectures.chemin(installation, s, campagne).unlink(missing_ok=True)
