"""The originals, kept exactly as they were received under the name of their sha256."""

from __future__ import annotations

import hashlib

from clas_data.config import Installation
from clas_data.errors import BaseIndisponible
from clas_data.fichiers.disque import write_atomic
from clas_data.fichiers.lecture import Depot


def archiver(installation: Installation, depot: Depot) -> str:
    """Keep a received file; its sha256 is returned. What is already there, whole, is not written
    again.
    """
    chemin = installation.imports / depot.sha256
    if not chemin.exists() or chemin.read_bytes() != depot.contenu:
        write_atomic(chemin, depot.contenu)
    return depot.sha256


def lire(installation: Installation, sha256: str) -> bytes:
    """The bytes received, or BaseIndisponible when the archive lost or altered them."""
    chemin = installation.imports / sha256
    try:
        contenu = chemin.read_bytes()
    except FileNotFoundError as e:
        raise BaseIndisponible(
            f"L'original {sha256[:12]}… manque dans le dossier des imports. Restaurez-le depuis "
            "une sauvegarde, ou annulez l'import qui l'utilise."
        ) from e
    except OSError as e:
        raise BaseIndisponible(
            f"L'original {sha256[:12]}… ne s'ouvre pas (droits du fichier, ou ce n'est pas un "
            "fichier). Restaurez-le depuis une sauvegarde, ou annulez l'import qui l'utilise."
        ) from e
    if hashlib.sha256(contenu).hexdigest() != sha256:
        raise BaseIndisponible(
            f"L'original {sha256[:12]}… a changé depuis sa réception (empreinte différente). "
            "Restaurez-le depuis une sauvegarde, ou annulez l'import qui l'utilise."
        )
    return contenu
