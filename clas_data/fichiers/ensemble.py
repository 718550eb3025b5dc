"""Data and trail together, or not at all: what an operation changes is written aside, its line of
the journal decides, the files then take their place.

Killed before the line, nothing happened; killed after it, `terminer` puts the files in place.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from clas_data.config import Installation
from clas_data.fichiers.disque import append_line, sync_dossier, write_atomic

POSE, RETIRE = ".pose", ".retrait"


def write(trace: Path, ligne: Callable[[str], str], fichiers: Mapping[Path, bytes | None]) -> str:
    """Write these files (None: remove it) and the line of `trace` that tells it; the caller holds
    the lock. `ligne` receives the name of this writing, which it must hold, and which is returned.
    """
    nom = secrets.token_hex(8)
    prets = []
    try:
        for chemin, contenu in fichiers.items():
            suffixe = RETIRE if contenu is None else POSE
            pret = chemin.with_name(f".{chemin.name}.{nom}{suffixe}")
            prets.append(pret)
            write_atomic(pret, contenu or b"")
        append_line(trace, ligne(nom))
    except BaseException:
        for pret in prets:
            pret.unlink(missing_ok=True)
        raise
    for pret in prets:
        _poser(pret)
    return nom


def en_suspens(installation: Installation) -> Iterator[Path]:
    """What a crash left prepared, whether or not its line was written."""
    for dossier in _dossiers(installation):
        for suffixe in (POSE, RETIRE):
            yield from sorted(dossier.glob(f".*{suffixe}"))


def terminer(installation: Installation, *dossiers: Path) -> list[str]:
    """Finish what its line announced, forget what no line tells; the caller holds the lock of these
    folders (all of them by default). The names of the files put in place.
    """
    prets = [p for p in en_suspens(installation) if not dossiers or p.parent in dossiers]
    if not prets:
        return []
    dites = b"".join(
        t.read_bytes()
        for t in (installation.journal, installation.comptes / "acces.jsonl")
        if t.is_file()
    )
    finis = []
    for pret in prets:
        nom = pret.stem.rpartition(".")[2]
        if f'"{nom}"'.encode("ascii") in dites:
            finis.append(_poser(pret).name)
        else:
            pret.unlink(missing_ok=True)
    return finis


def _poser(pret: Path) -> Path:
    cible = pret.with_name(pret.stem.rpartition(".")[0][1:])
    if pret.suffix == RETIRE:
        cible.unlink(missing_ok=True)
        pret.unlink()
    else:
        os.replace(pret, cible)
    sync_dossier(cible.parent)
    return cible


def _dossiers(installation: Installation) -> tuple[Path, ...]:
    return (
        installation.racine,
        installation.baremes,
        installation.scenarios,
        installation.bilans,
        installation.correspondances,
        installation.comptes,
        installation.base,
    )
