"""What the journal says of the files beside it: each writing leaves their sums there, so that a
file lost, cut or changed by hand is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from clas_data.config import Installation

REGLAGES = "reglages"  # the event that tells what was set by hand
RETIRE = ""  # the sum of what is not there
REMETTRE = "Vérifiez-le, ou remettez-le d'une sauvegarde."


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
    a_part = [*_dans(i.scenarios), *_dans(i.bilans)]
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
    return seuls + [p for d in dossiers for p in _dans(d)]


def _dans(dossier: Path) -> list[Path]:
    return sorted(dossier.glob("[!.]*")) if dossier.is_dir() else []


def _presents(i: Installation, chemins: Iterable[Path]) -> dict[str, str]:
    fichiers = (p for p in chemins if p.is_file())
    return {p.relative_to(i.racine).as_posix(): _somme(p.read_bytes()) for p in fichiers}


def _somme(contenu: bytes | None) -> str:
    return RETIRE if contenu is None else hashlib.sha256(contenu).hexdigest()
