"""The journal of accesses: who came in, was refused, took a file away, changed an account; only
ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from clas_data.acces import coffre
from clas_data.acces.acteurs import Acteur
from clas_data.config import Installation
from clas_data.fichiers import ensemble
from clas_data.fichiers.disque import SOMME, lignes, sceller

TYPES = {
    "connexion": "Connexion",
    "echec": "Connexion refusée",
    "deconnexion": "Déconnexion",
    "invitation": "Invitation",
    "invitation_utilisee": "Invitation utilisée",
    "creation": "Compte créé",
    "revocation": "Compte révoqué",
    "retablissement": "Compte rétabli",
    "mot_de_passe": "Mot de passe changé",
    "export": "Téléchargement",
    "scenario_supprime": "Scénario supprimé",
    "refus": "Accès refusé",
}


@dataclass(frozen=True)
class Acces:
    """One line: `qui` did `type` to `cible` from `adresse`; `demonstration` marks what a profile
    open to all did.
    """

    date: str
    type: str
    qui: str
    cible: str = ""
    adresse: str = ""
    detail: str = ""
    demonstration: bool = False
    ecriture: str = ""  # the name of the writing that this line decides (see `ensemble`)


def ligne(type_: str, qui: str, **champs: str | bool) -> Acces:
    """One line, of now; nothing is written."""
    return Acces(
        date=datetime.now(UTC).isoformat(timespec="seconds"), type=type_, qui=qui, **champs
    )


def ajouter(installation: Installation, type_: str, qui: str, **champs: str | bool) -> Acces:
    """Write one line, flushed to the disk."""
    acces = ligne(type_, qui, **champs)
    ecrire(installation, [acces], {})
    return acces


def ecrire(
    installation: Installation, dites: Sequence[Acces], avec: Mapping[Path, bytes | None]
) -> None:
    """Write these lines and the files that they tell of, together or not at all."""
    chemin = coffre.dossier(installation) / "acces.jsonl"
    nouveau = not chemin.exists()
    ensemble.write(
        chemin,
        lambda nom: "\n".join(sceller(asdict(replace(a, ecriture=nom))) for a in dites),
        avec,
    )
    if nouveau:
        coffre.prive(chemin)


def lire(installation: Installation, acteur: Acteur) -> list[Acces]:
    """All the lines, oldest first; a demonstration profile, which anyone can take, reads what
    demonstration profiles did.
    """
    acteur.exige("gerer_comptes")
    lus = []
    for ligne in lignes(installation.comptes / "acces.jsonl"):
        try:
            brut = json.loads(ligne)
            brut.pop(SOMME, None)
            lus.append(Acces(**brut))
        # no line of ours, or a crash while writing: what it announced did not happen
        except (ValueError, TypeError, AttributeError, RecursionError):
            continue
    return [a for a in lus if a.demonstration or not acteur.demonstration]
