"""The trail of what is set by hand: campagnes (their publication), threshold of secrecy,
identification, accessibility, référentiels, barèmes.
"""

from __future__ import annotations

import os

from clas_data.acces.seuil import seuil_secret
from clas_data.config import Installation
from clas_data.fichiers import campagnes, ensemble, journal
from clas_data.fichiers.disque import verrou

AUTEUR = "Fichier posé à la main, vu au démarrage"


def noter(installation: Installation) -> None:
    """Write in the journal what was set since it was last said, and what it decides; nothing where
    nothing changed, or where the folder is only read.
    """
    if not ensemble.nouveaux(installation, journal.lire(installation)):
        return
    if not os.access(installation.racine, os.W_OK):
        return
    decide = {
        "seuil_secret": seuil_secret(installation),
        "publiees": list(campagnes.publiees(installation)),
    }
    with verrou(installation):
        ecrits = ensemble.nouveaux(installation, journal.lire(installation))
        if ecrits:
            journal.ajouter(installation, ensemble.REGLAGES, AUTEUR, ecrits=ecrits, details=decide)
