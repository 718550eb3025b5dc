"""The private folder of an installation: what only the owner of the process may read, written whole
or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock

from clas_data.config import Installation
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import disque

ATTENTE_S = 20
CLE = re.compile(rb"[0-9a-f]{64}|[0-9a-f]{96}")  # the first one in earlier versions
# how sessions were ended before an account had its epoch
ANCIENS = ("sessions_depuis", disque.SOMME)
Ligne = TypeVar("Ligne")  # what a file of this folder holds many of


def dossier(installation: Installation) -> Path:
    """The folder of the accounts, closed to others."""
    installation.comptes.mkdir(parents=True, exist_ok=True, mode=0o700)
    return installation.comptes


def verrou(installation: Installation) -> FileLock:
    """One writer at a time, apart from the lock of the imports: a sign-in does not wait for a
    build.
    """
    return FileLock(dossier(installation) / ".verrou", timeout=ATTENTE_S, mode=0o600)


def lire(chemin: Path) -> Any:
    """The content of a json file, read again only when it has changed; do not modify it. None where
    there is no file.
    """
    try:
        etat = chemin.stat()
    except FileNotFoundError:
        return None
    return _lire(chemin, etat.st_mtime_ns, etat.st_size, etat.st_ino)


def lire_tous(chemin: Path, type_: type[Ligne]) -> list[Ligne]:
    """The rows of a file of this folder, each of its type, without what only earlier versions
    wrote; BaseIndisponible where it is cut, altered, or of another kind.
    """
    try:
        brut = lire(chemin)
        lus = [
            type_(**{n: v for n, v in {**ligne}.items() if n not in ANCIENS})
            for ligne in brut or []
        ]
        textes = [f.name for f in fields(type_) if f.type == "str"]
        bons = all(isinstance(getattr(lu, t), str) for lu in lus for t in textes)
        if bons and isinstance(brut, list | None):
            return lus
    except (ValueError, TypeError, RecursionError, OSError) as e:
        raise _abime(chemin) from e
    raise _abime(chemin)


def _abime(chemin: Path) -> BaseIndisponible:
    return BaseIndisponible(
        f"{chemin.name} ne se lit pas (fichier coupé, abîmé ou d'une autre version) : personne ne "
        "peut entrer. Remettez-le d'une sauvegarde ; le journal des accès dit ce qui a été fait "
        "depuis."
    )


@lru_cache(maxsize=32)
def _lire(chemin: Path, *_etat: int) -> Any:
    return json.loads(chemin.read_text(encoding="utf-8"))


def ecrire(chemin: Path, contenu: bytes) -> None:
    """Write, readable by its owner only (the file that replaces is made 0600)."""
    disque.write_atomic(chemin, contenu)


def en_json(lignes: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows of a file of this folder, one a line, each with its sum."""
    return ("[\n" + ",\n".join(map(disque.sceller, lignes)) + "\n]\n").encode("utf-8")


def alterees(chemin: Path) -> int:
    """How many rows of this file say something else than what was written."""
    return disque.alterees(json.dumps(ligne) for ligne in lire(chemin) or ())


def lire_signe(chemin: Path) -> Any:
    """What `write_signed` kept as json, read again only when it has changed; None where it is not
    there, or not whole.
    """
    try:
        etat = chemin.stat()
    except OSError:
        return None
    return _lire_signe(chemin, etat.st_mtime_ns, etat.st_size, etat.st_ino)


@lru_cache(maxsize=8)
def _lire_signe(chemin: Path, *_etat: int) -> Any:
    contenu = disque.read_signed(chemin)
    return None if contenu is None else json.loads(contenu)


def cle(installation: Installation) -> bytes:
    """The secret of this installation, drawn the first time; it signs the sessions and never leaves
    the folder, not even in a backup.
    """
    chemin = installation.comptes / ".cle"
    if not chemin.exists():
        with verrou(installation):
            if not chemin.exists():
                disque.write_signed(chemin, secrets.token_hex(48).encode("ascii"))
    etat = chemin.stat()
    return _cle(chemin, etat.st_mtime_ns, etat.st_size, etat.st_ino)


@lru_cache(maxsize=8)
def _cle(chemin: Path, *_etat: int) -> bytes:
    lue = disque.read_signed(chemin)
    if lue is None:  # as earlier versions wrote it, without its sum
        lue = chemin.read_bytes() if chemin.is_file() else b""
    if not CLE.fullmatch(lue):  # an empty key would sign for anybody
        raise BaseIndisponible(
            "La clé qui signe les sessions est abîmée : personne ne peut entrer. Lancez « python "
            "-m clas_data diagnostic --reparer » : une autre est tirée, chacun se reconnecte."
        )
    return lue


def empreinte(jeton: str) -> str:
    """What is kept of a token: enough to know it again, not to use it."""
    return hashlib.sha256(jeton.encode("utf-8")).hexdigest()


def prive(chemin: Path) -> None:
    """Close a file to others, if it is there."""
    if chemin.exists():
        os.chmod(chemin, 0o600)
