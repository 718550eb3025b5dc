"""A folder that is being restored serves nothing: half of it would look like a whole one."""

from __future__ import annotations

from pathlib import Path

from clas_data.config import Installation
from clas_data.errors import BaseIndisponible

EXTRAITE, VERIFIEE = ".restauration", ".restauree"  # being read; whole, taking its place


def extraite(installation: Installation) -> Path:
    """Where a backup is read and checked, beside what it will replace."""
    return installation.racine / EXTRAITE


def verifiee(installation: Installation) -> Path:
    """What was checked whole, and is taking its place."""
    return installation.racine / VERIFIEE


def en_cours(installation: Installation) -> str:
    """Why nothing of this folder may be read now; empty most of the time."""
    if not (extraite(installation).exists() or verifiee(installation).exists()):
        return ""
    return (
        "Une restauration de ce dossier est en cours, ou a été interrompue : rien n'y "
        "est lu avant qu'elle soit complète. Si elle ne tourne plus, relancez la même commande "
        "« python -m clas_data restaurer » : elle reprend."
    )


def exiger_finie(installation: Installation) -> None:
    """Raise BaseIndisponible while a restoration is not whole."""
    raison = en_cours(installation)
    if raison:
        raise BaseIndisponible(raison)
