"""Writing so that a crash leaves the old file or the new one, never a half."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from filelock import FileLock

from clas_data.config import Installation

ATTENTE_VERROU_S = 60
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
    return (
        [l for l in chemin.read_text(encoding="utf-8", errors="replace").split("\n") if l.strip()]
        if chemin.exists()
        else []
    )


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
