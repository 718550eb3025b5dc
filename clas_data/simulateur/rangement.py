"""The saved scenarios of an installation: one YAML file each, named after the scenario."""

from __future__ import annotations

import re
from pathlib import Path

from clas_data import declarations
from clas_data.acces import Acteur, coffre, journal
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble
from clas_data.fichiers.disque import write_atomic
from clas_data.fichiers.valeurs import normalise
from clas_data.simulateur.scenario import Scenario
from clas_data.simulateur.scenario_ecrit import ecrire, en_une_ligne, lire


def fichier(installation: Installation, nom: str) -> Path:
    """Where a scenario of this name is kept; whatever the name, it stays inside the folder."""
    court = re.sub(r"[^a-z0-9]+", "-", normalise(nom)).strip("-")[:60]
    if not court:
        raise UsageError("Un scénario porte un nom, avec au moins une lettre ou un chiffre.")
    return installation.scenarios / f"{court}.yaml"


def enregistrer(installation: Installation, s: Scenario) -> Path:
    """Keep a scenario; the one of the same name and author is replaced, another's is not."""
    chemin = fichier(installation, s.nom)
    _terminer(installation)
    if chemin.exists():
        garde = lire(chemin.read_bytes(), chemin.name)
        if (garde.nom, garde.auteur) != (s.nom, s.auteur):
            raise UsageError(
                f"Un scénario « {garde.nom} » est déjà enregistré par "
                f"{garde.auteur or 'une autre personne'}. Choisissez un autre nom ; rien n'a été "
                "enregistré."
            )
    write_atomic(chemin, ecrire(s).encode("utf-8"))
    return chemin


def supprimer(installation: Installation, nom: str, acteur: Acteur) -> Scenario:
    """Forget a scenario that this acteur kept, for good; what it changed stays written in the
    journal of accesses.
    """
    acteur.exige("simuler")
    _terminer(installation)
    chemin = fichier(installation, nom)
    garde = lire(chemin.read_bytes(), chemin.name) if chemin.exists() else None
    if garde is None or garde.nom != nom:
        raise UsageError(
            f"Aucun scénario « {nom} » n'est enregistré ; il a peut-être été supprimé "
            "entre-temps. Rien n'a été supprimé."
        )
    if garde.auteur != acteur.nom:
        raise UsageError(
            f"« {nom} » a été enregistré par {garde.auteur or 'une autre personne'}, qui peut "
            "seule le supprimer. Rien n'a été supprimé."
        )
    dite = journal.ligne(
        "scenario_supprime",
        acteur.nom,
        cible=nom,
        detail=en_une_ligne(garde),
        demonstration=acteur.demonstration,
    )
    with coffre.verrou(installation):
        journal.ecrire(installation, [dite], {chemin: None})
    return garde


def _terminer(installation: Installation) -> None:
    """Finish a removal that a crash cut, before anything of the same name is kept again."""
    with coffre.verrou(installation):
        ensemble.terminer(installation, installation.scenarios)


def lister(installation: Installation) -> tuple[list[Scenario], list[str]]:
    """The saved scenarios, and the sentences about those that cannot be read."""
    lus, fautes = [], []
    for chemin in (
        sorted(installation.scenarios.glob("*.yaml")) if installation.scenarios.is_dir() else []
    ):
        try:
            lus.append(lire(declarations.read_bytes(chemin) or b"", chemin.name))
        except UsageError as e:
            fautes.append(e.message)
    return lus, fautes
