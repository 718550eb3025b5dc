"""Data and trail together, or not at all: what an operation changes is written aside, its line of
the journal decides, the files then take their place.

Killed before the line, nothing happened; killed after it, `terminer` puts the files in place. The
line keeps the sum of each file: one lost, cut or changed by hand is known.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from clas_data.config import Installation
from clas_data.fichiers.disque import append_line, sync_dossier, write_atomic

POSE, RETRAIT = ".pose", ".retrait"
REGLAGES = "reglages"  # the event that tells what was set by hand
RETIRE = ""  # the sum of what is not there
REMETTRE = "Vérifiez-le, ou remettez-le d'une sauvegarde."


def write(trace: Path, ligne: Callable[[str], str], fichiers: Mapping[Path, bytes | None]) -> str:
    """Write these files (None: remove it) and the line of `trace` that tells it; the caller holds
    the lock. `ligne` receives the name of this writing, which it must hold, and which is returned.
    """
    nom = secrets.token_hex(8)
    prets = []
    try:
        for chemin, contenu in fichiers.items():
            suffixe = RETRAIT if contenu is None else POSE
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
        for suffixe in (POSE, RETRAIT):
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
    if pret.suffix == RETRAIT:
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
        installation.seances,
        installation.dossiers,
        installation.correspondances,
        installation.comptes,
        installation.base,
    )


class Dit(Protocol):
    """What is read of an event of the journal."""

    id: str
    type: str
    ecrits: dict[str, str]


def sommes(installation: Installation, avec: Mapping[Path, bytes | None]) -> dict[str, str]:
    """Relative path → sum of what is written ("" where it is removed); build products apart."""
    return {
        chemin.relative_to(installation.racine).as_posix(): _somme(contenu)
        for chemin, contenu in avec.items()
        if not chemin.is_relative_to(installation.base)
    }


def nouveaux(installation: Installation, evenements: Iterable[Dit]) -> dict[str, str]:
    """What is set by hand and is not as the journal last said it: path → sum of now. A file that a
    gesture wrote stays the gesture's.
    """
    dites, ici = _dits(evenements), _presents(installation, _reglages(installation))
    vus = {r: e for r, e in dites.items() if e.type == REGLAGES} | {
        r: None for r in ici if r not in dites
    }
    return {
        r: ici.get(r, RETIRE)
        for r, e in sorted(vus.items())
        if ici.get(r, RETIRE) != (e.ecrits[r] if e else RETIRE)
    }


def ecarts(installation: Installation, evenements: Iterable[Dit]) -> Iterator[tuple[str, str]]:
    """(path, sentence) of each file that is not as the journal last said it."""
    i, dites = installation, _dits(evenements)
    ecrits = (i.scenarios, i.bilans, i.seances, i.dossiers)  # by gestures alone
    a_part = [p for dossier in ecrits for p in _visibles(dossier)]
    ici = _presents(i, [*_reglages(i), i.corrections, i.suites, *a_part])
    for relatif, e in sorted(dites.items()):
        lue, attendue = ici.get(relatif, RETIRE), e.ecrits[relatif]
        if lue == attendue:
            continue
        if lue == RETIRE:
            yield relatif, f"n'est plus là, ou n'est plus un fichier, depuis {e.id}. {REMETTRE}"
        elif attendue == RETIRE:
            yield relatif, f"est revenu, alors que {e.id} l'a retiré. {REMETTRE}"
        else:
            yield relatif, f"a changé depuis {e.id}, sans que le journal le dise. {REMETTRE}"
    for chemin in a_part:
        relatif = chemin.relative_to(i.racine).as_posix()
        if relatif not in dites:
            yield relatif, "est sans trace au journal : à la main, ou par une version ancienne."


def _dits(evenements: Iterable[Dit]) -> dict[str, Dit]:
    """Relative path → the last event that says it."""
    return {relatif: e for e in evenements for relatif in e.ecrits}


def _reglages(i: Installation) -> list[Path]:
    dossiers = (i.referentiels, i.baremes, i.racine / "correspondances")
    seuls = [i.campagnes, i.identification, i.secret, i.accessibilite]
    seuls += [i.documents, i.destinataires, i.logo]
    return seuls + [p for d in dossiers for p in _visibles(d)]


def _visibles(dossier: Path) -> list[Path]:
    return sorted(dossier.glob("[!.]*")) if dossier.is_dir() else []


def _presents(i: Installation, chemins: Iterable[Path]) -> dict[str, str]:
    fichiers = (p for p in chemins if p.is_file())
    return {p.relative_to(i.racine).as_posix(): _somme(p.read_bytes()) for p in fichiers}


def _somme(contenu: bytes | None) -> str:
    return RETIRE if contenu is None else hashlib.sha256(contenu).hexdigest()
