"""Where words go: data on stdout, messages on stderr."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.fichiers.disque import panne


def dire(message: str) -> None:
    """A message for the person."""
    print(message, file=sys.stderr)


def ecrire_json(donnees: Any) -> None:
    """Machine-readable output, and nothing else, on stdout."""
    print(json.dumps(donnees, ensure_ascii=False, indent=2, default=str))


def lire_fichier(chemin: str) -> bytes:
    """The content of a file named by the user; a path that cannot be read is a wrong use."""
    try:
        return Path(chemin).read_bytes()
    except OSError as e:
        raise UsageError(panne(e)) from e


def ecrire_fichier(chemin: str, contenu: bytes) -> None:
    """Write a file named by the user, whole or not at all."""
    provisoire = Path(f"{chemin}.partiel")
    try:
        provisoire.write_bytes(contenu)
        os.replace(provisoire, chemin)
    except OSError as e:
        if provisoire.is_file():
            provisoire.unlink()
        raise UsageError(panne(OSError(e.errno, e.strerror, chemin))) from e


def creer_dossier(chemin: str) -> None:
    """A folder named by the user; one that cannot be made is a wrong use."""
    try:
        Path(chemin).mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise UsageError(panne(e)) from e


def avancer(fait: int, total: int, fini: bool | None = None) -> None:
    """« 12 / 103 », on one line of a terminal that is rewritten, closed once all is done; nothing
    elsewhere.
    """
    if sys.stderr.isatty():
        print(
            f"\r{fait} / {total}",
            end="\n" if (fait == total if fini is None else fini) else "",
            file=sys.stderr,
            flush=True,
        )


def valeur_json(v: Any, decimales: int | None = None) -> Any:
    """None for unknown, an integer where the figure has no decimals and is whole."""
    if formats.inconnu(v):
        return None
    v = float(v)
    return int(v) if v.is_integer() and decimales in (None, 0) else v


def tableau(entetes: list[str], lignes: list[list[str]]) -> None:
    """A table for the eye, on stdout."""
    largeurs = [max(len(l[j]) for l in [entetes, *lignes]) for j in range(len(entetes))]
    for ligne in [entetes, *lignes]:
        print("  ".join(c.ljust(w) for c, w in zip(ligne, largeurs, strict=True)).rstrip())
