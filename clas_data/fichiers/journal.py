"""The journal: who did what and when, one line each, only ever added to; what is accepted is a fold
over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble
from clas_data.fichiers.controle import Source
from clas_data.fichiers.disque import SOMME, lignes, sceller
from clas_data.fichiers.restauration import exiger_finie

IMPORT, ANNULATION, RETABLISSEMENT = "import", "annulation", "retablissement"
COMPLETER, REMPLACER = "completer", "remplacer"
Couche = tuple[Source, ...]
Etat = dict[tuple[str, str], tuple[Couche, ...]]


@dataclass(frozen=True)
class Evenement:
    """One line of the journal. `sources` and `fichiers` are filled for an import, `cible` for what
    is undone or restored.
    """

    id: str
    type: str
    date: str
    acteur: str
    campagne: str = ""
    fichiers: tuple[dict[str, Any], ...] = ()
    sources: tuple[Source, ...] = ()
    cible: str = ""
    details: dict[str, Any] = field(default_factory=dict, hash=False)
    ecriture: str = ""  # the name of the writing that this line decides (see `ensemble`)
    ecrits: dict[str, str] = field(default_factory=dict, hash=False)  # file → sum, "" once gone


def lire(installation: Installation) -> list[Evenement]:
    """All the events, oldest first; an unfinished line (a crash while writing) is an event that did
    not happen.
    """
    exiger_finie(installation)
    evenements = []
    for ligne in lignes(installation.journal):
        evenement = _evenement(ligne)
        if evenement is not None:
            evenements.append(evenement)
    return evenements


def _evenement(ligne: str) -> Evenement | None:
    """The event of a line; None when the line does not hold one, which `diagnostic` says."""
    try:
        brut = json.loads(ligne)
        brut.pop(SOMME, None)
        e = Evenement(
            **brut
            | {
                "sources": tuple(Source(**s) for s in brut.get("sources", ())),
                "fichiers": tuple(brut.get("fichiers", ())),
            }
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    textes = (e.id, e.type, e.date, e.acteur, e.campagne, e.cible, e.ecriture)
    textes += tuple(v for s in e.sources for c, v in asdict(s).items() if c != "lignes")
    fichiers = all(
        isinstance(f, dict) and all(isinstance(f.get(c), str) for c in ("nom", "sha256"))
        for f in e.fichiers
    )
    dicts = isinstance(e.details, dict) and isinstance(e.ecrits, dict)
    if not (dicts and fichiers):
        return None
    textes += (*e.ecrits, *e.ecrits.values())
    return e if all(isinstance(t, str) for t in textes) else None


def ajouter(
    installation: Installation,
    type_: str,
    acteur: str,
    avec: Mapping[Path, bytes | None] | None = None,
    **champs: Any,
) -> Evenement:
    """Write one event, and the files that it changes (`avec`), together or not at all; the caller
    holds the lock. Numbers follow each other: imp-0001, evt-0002…
    """
    rang = len(lignes(installation.journal)) + 1
    prefixe = "imp" if type_ == IMPORT else "evt"
    evenement = Evenement(
        id=f"{prefixe}-{rang:04d}",
        type=type_,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        acteur=acteur,
        **{"ecrits": ensemble.sommes(installation, avec or {}), **champs},
    )
    nom = ensemble.write(
        installation.journal,
        lambda nom: sceller(asdict(replace(evenement, ecriture=nom))),
        avec or {},
    )
    return replace(evenement, ecriture=nom)


def actifs(evenements: Iterable[Evenement]) -> list[Evenement]:
    """The imports that stand: neither undone, nor undone again after having been restored."""
    imports: dict[str, Evenement] = {}
    debout: set[str] = set()
    for e in evenements:
        if e.type == IMPORT:
            imports[e.id] = e
            debout.add(e.id)
        elif e.type == ANNULATION:
            debout.discard(e.cible)
        elif e.type == RETABLISSEMENT and e.cible in imports:
            debout.add(e.cible)
    return [e for i, e in imports.items() if i in debout]


def mode(evenement: Evenement) -> str:
    """How an import met what the campagne held; the oldest lines say nothing, and replaced it."""
    return evenement.details.get("mode", REMPLACER)


def etat(evenements: Iterable[Evenement]) -> Etat:
    """(campagne, table) → its layers, oldest first: a row of a later layer stands for the row of
    the same key below it.
    """
    resultat: Etat = {}
    for e in actifs(evenements):
        resultat = poser(resultat, e.campagne, e.sources, mode(e))
    return resultat


def poser(avant: Etat, campagne: str, sources: Iterable[Source], mode: str) -> Etat:
    """The state once these sources are accepted: one more layer, or the only one."""
    resultat = dict(avant)
    par_table: dict[str, list[Source]] = {}
    for s in sources:
        par_table.setdefault(s.table, []).append(s)
    for table, siennes in par_table.items():
        couche = tuple(siennes)
        dessous = () if mode == REMPLACER else resultat.get((campagne, table), ())
        if dessous[-1:] != (couche,):  # the same files again are the same layer
            resultat[campagne, table] = (*dessous, couche)
    return resultat


def trouver(evenements: Iterable[Evenement], import_id: str) -> Evenement:
    """The import of that name, or a UsageError that lists the last ones."""
    imports = {e.id: e for e in evenements if e.type == IMPORT}
    if import_id not in imports:
        raise UsageError(
            f"L'import « {import_id} » n'existe pas. Derniers imports : "
            f"{', '.join(list(imports)[-5:]) or 'aucun'}."
        )
    return imports[import_id]
