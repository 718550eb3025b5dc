"""Writing so that a crash leaves the old file or the new one, never a half."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from clas_data.config import Installation
from clas_data.errors import BaseIndisponible

ATTENTE_VERROU_S = 60
SOMME = "somme"
SYSTEME = {  # what the system says in English, in words that say what to do
    errno.ENOENT: "introuvable. Vérifiez le chemin",
    errno.EISDIR: "c'est un dossier, non un fichier. Indiquez le fichier",
    errno.ENOTDIR: "un élément du chemin n'est pas un dossier. Vérifiez le chemin",
    errno.EEXIST: "existe déjà, et n'est pas ce qui est attendu. Vérifiez le chemin",
    errno.EACCES: "accès refusé. Vérifiez les droits sur ce fichier ou ce dossier",
    errno.EPERM: "accès refusé. Vérifiez les droits sur ce fichier ou ce dossier",
    errno.EROFS: "le dossier est en lecture seule. Choisissez-en un autre avec --racine",
    errno.ENOSPC: "le disque est plein. Libérez de la place",
}


def verrou(installation: Installation) -> FileLock:
    """The lock of those who write into an installation; readers never take it."""
    installation.racine.mkdir(parents=True, exist_ok=True)
    return FileLock(installation.verrou, timeout=ATTENTE_VERROU_S)


def write_atomic(chemin: Path, contenu: bytes, durable: bool = True) -> None:
    """Write aside in the same folder, flush to the disk, then rename over `chemin`; what can be
    made again need not be durable.
    """
    chemin.parent.mkdir(parents=True, exist_ok=True)
    poignee, provisoire = tempfile.mkstemp(prefix=f".{chemin.name}.", dir=chemin.parent)
    try:
        with os.fdopen(poignee, "wb") as f:
            f.write(contenu)
            f.flush()
            if durable:
                os.fsync(f.fileno())
        os.replace(provisoire, chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
    if durable:
        sync_dossier(chemin.parent)


def append_line(chemin: Path, ligne: str) -> None:
    """Add one line and flush it to the disk; a line left unfinished by a crash is first closed, so
    that it stays alone.
    """
    chemin.parent.mkdir(parents=True, exist_ok=True)
    with chemin.open("a+b", buffering=0) as f:
        avant = f.seek(0, os.SEEK_END)
        if avant:
            f.seek(-1, os.SEEK_END)
        debut = b"\n" if avant and f.read(1) != b"\n" else b""
        contenu = debut + ligne.encode("utf-8") + b"\n"
        try:  # in one go; what a full disk lets in part is taken back
            if f.write(contenu) != len(contenu):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(chemin))
            os.fsync(f.fileno())
        except BaseException:
            os.ftruncate(f.fileno(), avant)
            raise
    sync_dossier(chemin.parent)


def lignes(chemin: Path) -> list[str]:
    """The lines that `append_line` wrote, oldest first; none where there is no file.

    Cut at « \\n » alone: a name may hold other separators (U+2028, U+0085), which would break its
    line in two that say nothing.
    """
    try:
        texte = chemin.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return []
    except OSError as e:
        raise BaseIndisponible(
            f"{chemin.name} ne s'ouvre pas (droits du fichier, ou ce n'est pas un fichier) : ce "
            "qui a été fait ici n'est plus connu. Remettez-le d'une sauvegarde."
        ) from e
    return [l for l in texte.split("\n") if l.strip()]


def sceller(ligne: Mapping[str, Any]) -> str:
    """The json of one line, with the sum of what it says: `alterees` then knows it changed."""
    return json.dumps({**ligne, SOMME: _sceau(ligne)}, ensure_ascii=False)


def alterees(dites: Iterable[str]) -> int:
    """How many of these lines say something else than what was written; earlier versions wrote no
    sum.
    """
    return sum(1 for d in dites if isinstance(lu := _objet(d), dict) and not _scelle(lu))


def _objet(ligne: str) -> Any:
    try:
        return json.loads(ligne)
    except (ValueError, RecursionError):
        return None


def _scelle(lu: Mapping[str, Any]) -> bool:
    return SOMME not in lu or lu[SOMME] == _sceau({k: v for k, v in lu.items() if k != SOMME})


def _sceau(ligne: Mapping[str, Any]) -> str:
    texte = json.dumps(ligne, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(texte.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write_signed(chemin: Path, contenu: bytes, durable: bool = True) -> None:
    """Keep what was computed, under a sum that also holds its name: a file cut, altered or renamed
    is known as such.
    """
    write_atomic(chemin, f"{_somme(chemin, contenu)}\n".encode("ascii") + contenu, durable)


def read_signed(chemin: Path) -> bytes | None:
    """What `write_signed` kept; None where it is not there, or not whole."""
    try:
        somme, _, contenu = chemin.read_bytes().partition(b"\n")
    except OSError:
        return None
    return contenu if somme == _somme(chemin, contenu).encode("ascii") else None


def retirer(chemin: Path) -> None:
    """Remove what can be made again, even where a folder took the place of a file."""
    if chemin.is_dir() and not chemin.is_symlink():
        shutil.rmtree(chemin)
    else:
        chemin.unlink(missing_ok=True)


def _somme(chemin: Path, contenu: bytes) -> str:
    return hashlib.sha256(chemin.name.encode() + b"\0" + contenu).hexdigest()


def sync_dossier(dossier: Path) -> None:
    """Make a rename durable, where the system lets a folder be flushed."""
    if hasattr(os, "O_DIRECTORY"):
        poignee = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(poignee)
        finally:
            os.close(poignee)


def panne(e: OSError) -> str:
    """What the system refused, as a sentence."""
    if isinstance(e, TimeoutError):
        return (
            "Une autre commande ou un autre écran écrit dans cette installation depuis trop "
            "longtemps. Attendez qu'il ait fini, puis recommencez."
        )
    mots = SYSTEME.get(e.errno or 0, f"{e.strerror or e}. Vérifiez le chemin et les droits")
    return f"{e.filename or 'Fichier'} : {mots}, puis recommencez."
