"""Where words go: data on stdout, messages on stderr."""
from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

from clas_data import formats
from clas_data.errors import UsageError

SYSTEME = {   # what the system says in English, in words that say what to do
    errno.ENOENT: "introuvable. Vérifiez le chemin",
    errno.EISDIR: "c'est un dossier, non un fichier. Indiquez le fichier",
    errno.ENOTDIR: "un élément du chemin n'est pas un dossier. Vérifiez le chemin",
    errno.EEXIST: "existe déjà, et n'est pas ce qui est attendu. Vérifiez le chemin",
    errno.EACCES: "accès refusé. Vérifiez les droits sur ce fichier ou ce dossier",
    errno.EPERM: "accès refusé. Vérifiez les droits sur ce fichier ou ce dossier",
    errno.EROFS: "le dossier est en lecture seule. Choisissez-en un autre avec --racine",
    errno.ENOSPC: "le disque est plein. Libérez de la place",
}


def dire(message: str) -> None:
    """A message for the person."""
    print(message, file=sys.stderr)


def ecrire_json(donnees: Any) -> None:
    """Machine-readable output, and nothing else, on stdout."""
    print(json.dumps(donnees, ensure_ascii=False, indent=2, default=str))


def panne(e: OSError) -> str:
    """What the system refused, as a sentence."""
    if isinstance(e, TimeoutError):
        return "Une autre commande ou un autre écran écrit dans cette installation depuis trop longtemps. Attendez qu'il ait fini, puis recommencez."
    mots = SYSTEME.get(e.errno or 0, f"{e.strerror or e}. Vérifiez le chemin et les droits")
    return f"{e.filename or 'Fichier'} : {mots}, puis recommencez."


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
