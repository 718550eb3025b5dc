"""The correspondances that an installation keeps: one YAML each, read strictly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, UsageError
from clas_data.fichiers.correspondances import ecrite
from clas_data.fichiers.correspondances.forme import Correspondance

EVENEMENT = "correspondance"
NOMBRE_MAX = 500
IDENTIFIANT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@lru_cache(maxsize=256)
def _lue(contenu: bytes, ou: str) -> Correspondance:
    return ecrite.lire(contenu, ou)


@lru_cache(maxsize=256)
def _empreinte(contenu: bytes, ou: str) -> str:
    """Of what it declares: a comment added by hand changes nothing."""
    return hashlib.sha256(ecrite.ecrire(_lue(contenu, ou)).encode("utf-8")).hexdigest()


def chemin(installation: Installation, identifiant: str) -> Path:
    """Where the correspondance of this name is kept."""
    if not IDENTIFIANT.fullmatch(identifiant):
        raise UsageError(
            f"« {identifiant} » n'est pas le nom d'une correspondance : des lettres sans accent et "
            "des chiffres, séparés par des traits d'union."
        )
    return installation.correspondances / f"{identifiant}.yaml"


def toutes(installation: Installation) -> dict[str, Correspondance]:
    """identifiant → correspondance, in the order of their names; UsageError where one cannot be
    read.
    """
    chemins = sorted(installation.correspondances.glob("[!.]*.yaml"))[:NOMBRE_MAX]
    lues = {p.stem: _lue(declarations.read_bytes(p) or b"", p.name) for p in chemins}
    for nom, c in lues.items():
        if c.identifiant != nom:
            raise UsageError(
                f"{nom}.yaml porte le nom « {c.nom} » : rangez-le sous {c.identifiant}.yaml, ou "
                "corrigez la ligne « nom »."
            )
    return lues


def lire(installation: Installation, identifiant: str) -> Correspondance:
    """The correspondance of this name, or a UsageError that lists those that are there."""
    contenu = declarations.read_bytes(chemin(installation, identifiant))
    if contenu is None:
        noms = ", ".join(p.stem for p in sorted(installation.correspondances.glob("*.yaml")))
        raise UsageError(
            f"La correspondance « {identifiant} » n'existe pas. Correspondances : "
            f"{noms or 'aucune'}."
        )
    return _lue(contenu, f"{identifiant}.yaml")


def empreintes(installation: Installation, identifiants: Iterable[str]) -> dict[str, str]:
    """identifiant → fingerprint of what it declares; what a base was read through."""
    trouvees = {}
    for identifiant in sorted(set(identifiants)):
        contenu = declarations.read_bytes(chemin(installation, identifiant))
        if contenu is None:
            raise BaseIndisponible(
                f"La correspondance « {identifiant} », par laquelle des fichiers acceptés sont "
                "lus, a disparu. Remettez-la d'une sauvegarde (dossier correspondances), ou "
                "annulez les imports qui l'utilisent."
            )
        trouvees[identifiant] = _empreinte(contenu, f"{identifiant}.yaml")
    return trouvees
