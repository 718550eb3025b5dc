"""A file that a person is showing, kept on the server for them alone until it is read or given up:
its originals, the guess as they corrected it, what they said yes to. Never in a backup.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clas_data.config import Installation
from clas_data.fichiers import disque
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.devinette import Devinee
from clas_data.fichiers.correspondances.ebauche import Ebauche, commencer
from clas_data.fichiers.correspondances.forme import (
    Apport,
    Champ,
    Correspondance,
    Ecartee,
    Renvoi,
    Tableau,
)
from clas_data.fichiers.feuilles import Depot

GARDEES_J = 30  # days after which what nobody took up again is removed
ETAT = "etat.json"
FORMAT = 1


@dataclass(frozen=True)
class Laissee:
    """What was left: the campagne, the files, where the tables stand, the rest as written."""

    campagne: str
    depots: tuple[Depot, ...]
    assises: list[tuple[str, Assise]]
    corrigee: str
    brut: dict[str, Any]


def _dossier(installation: Installation, qui: str) -> Path:
    return installation.ebauches / hashlib.sha256(qui.encode("utf-8")).hexdigest()[:32]


def garder(
    installation: Installation,
    qui: str,
    campagne: str,
    depots: tuple[Depot, ...],
    e: Ebauche,
    corrigee: str,
) -> None:
    """Keep it as it stands now; only the account of the process may read it."""
    ici = _dossier(installation, qui)
    installation.ebauches.mkdir(parents=True, exist_ok=True, mode=0o700)
    ici.mkdir(exist_ok=True, mode=0o700)
    for d in depots:
        if not (ici / d.sha256).exists():
            disque.write_atomic(ici / d.sha256, d.contenu, durable=False)
    etat = {
        "format": FORMAT,
        "campagne": campagne,
        "fichiers": [[d.nom, d.sha256] for d in depots],
        "assises": [[nom, asdict(a)] for nom, a in e.devinee.assises],
        "corrigee": corrigee,
        "correspondance": asdict(e.correspondance),
        "vues": sorted(e.vues),
        "mots_vus": sorted(e.mots_vus),
        "etape": e.etape,
    }
    disque.write_signed(ici / ETAT, json.dumps(etat).encode("utf-8"), durable=False)
    _balayer(installation)


def reprendre(installation: Installation, qui: str) -> Laissee | None:
    """What this person left, whole; None where there is nothing, or where it cannot be read."""
    ici = _dossier(installation, qui)
    brut = disque.read_signed(ici / ETAT)
    if brut is None:
        return None
    lu = json.loads(brut)
    depots = []
    for nom, sha256 in lu["fichiers"] if lu.get("format") == FORMAT else ():
        original = ici / sha256
        depots.append(Depot(nom, original.read_bytes()) if original.is_file() else None)
    entiers = tuple(d for d in depots if d)
    if not entiers or len(entiers) < len(depots):
        effacer(installation, qui)
        return None
    assises = [(nom, Assise(**a)) for nom, a in lu["assises"]]
    return Laissee(lu["campagne"], entiers, assises, lu["corrigee"], lu)


def effacer(installation: Installation, qui: str) -> None:
    """It was read, or given up: nothing of it stays."""
    disque.retirer(_dossier(installation, qui))


def _balayer(installation: Installation) -> None:
    limite = time.time() - GARDEES_J * 24 * 3600
    for ici in installation.ebauches.iterdir():
        if ici.stat().st_mtime < limite:
            disque.retirer(ici)


def ebauche(l: Laissee, devinee: Devinee) -> Ebauche:
    """As it was left, on the same guess made again; from its beginning where the guess changed."""
    c = _correspondance(l.brut["correspondance"])
    if len(c.tableaux) != len(devinee.correspondance.tableaux):
        return commencer(devinee)
    vues = frozenset((t, e) for t, e in l.brut["vues"])
    mots = frozenset(tuple(m) for m in l.brut["mots_vus"])
    return Ebauche(devinee, c, vues, mots, l.brut["etape"])


def _correspondance(brut: dict[str, Any]) -> Correspondance:
    return Correspondance(**brut | {"tableaux": tuple(map(_tableau, brut["tableaux"]))})


def _tableau(brut: dict[str, Any]) -> Tableau:
    apports = tuple(
        Apport(a["table"], {n: _champ(c) for n, c in a["champs"].items()}) for a in brut["apports"]
    )
    ecartees = tuple(Ecartee(**e) for e in brut["ecartees"])
    suite = {"apports": apports, "ecartees": ecartees, "de_cote": tuple(brut["de_cote"])}
    return Tableau(**brut | suite)


def _champ(brut: dict[str, Any]) -> Champ:
    return Champ(**brut | {"par": brut["par"] and Renvoi(**brut["par"])})
