"""The saved scenarios of an installation: one YAML file each, named after the scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from clas_data import declarations
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble, journal
from clas_data.fichiers.disque import verrou
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.valeurs import normalise
from clas_data.simulateur.scenario import Scenario
from clas_data.simulateur.scenario_ecrit import ecrire, en_une_ligne, lire

CONTENU = "contenu"  # of its events: the whole file, from which it is kept again
ENREGISTRE, SUPPRIME = "scenario", "scenario_supprime"  # its events, in the journal


def fichier(installation: Installation, nom: str) -> Path:
    """Where a scenario of this name is kept; whatever the name, it stays inside the folder."""
    court = re.sub(r"[^a-z0-9]+", "-", normalise(nom)).strip("-")[:60]
    if not court:
        raise UsageError("Un scénario porte un nom, avec au moins une lettre ou un chiffre.")
    return installation.scenarios / f"{court}.yaml"


def enregistrer(installation: Installation, s: Scenario) -> Path:
    """Keep a scenario, and its line in the journal; the one of the same name and author is
    replaced, another's is not.
    """
    chemin = fichier(installation, s.nom)
    with verrou(installation):
        ensemble.terminer(installation, installation.scenarios)
        if chemin.exists():
            garde = lire(chemin.read_bytes(), chemin.name)
            if (garde.nom, garde.auteur) != (s.nom, s.auteur):
                raise UsageError(
                    f"Un scénario « {garde.nom} » est déjà enregistré par "
                    f"{garde.auteur or 'une autre personne'}. Choisissez un autre nom ; rien n'a "
                    "été enregistré."
                )
        _ecrire(installation, ENREGISTRE, s.auteur, s, {chemin: ecrire(s).encode("utf-8")})
    return chemin


def supprimer(installation: Installation, nom: str, acteur: Acteur) -> Scenario:
    """Forget a scenario that this acteur kept; all that it said stays written in the journal."""
    acteur.exige("simuler")
    chemin = fichier(installation, nom)
    with verrou(installation):
        ensemble.terminer(installation, installation.scenarios)
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
        _ecrire(installation, SUPPRIME, acteur.nom, garde, {chemin: None})
    return garde


def supprimes(evenements: Sequence[Evenement]) -> dict[str, Evenement]:
    """id → the event of each scenario that was deleted and is not kept again under its name."""
    derniers = {e.cible: e for e in evenements if e.type in (ENREGISTRE, SUPPRIME)}
    return {e.id: e for e in derniers.values() if e.type == SUPPRIME and CONTENU in e.details}


def retablir(installation: Installation, evenement_id: str, acteur: Acteur) -> Scenario:
    """Keep again a scenario that was deleted, as it was: for its author, or who may undo."""
    acteur.exige("simuler")
    with verrou(installation):
        ensemble.terminer(installation, installation.scenarios)
        perdus = supprimes(journal.lire(installation))
        if evenement_id not in perdus:
            raise UsageError(
                f"« {evenement_id} » n'est pas la suppression d'un scénario à rétablir. "
                f"Possibles : {', '.join(f'{i} ({e.cible})' for i, e in perdus.items()) or '—'}. "
                "Rien n'a changé."
            )
        s = lire(perdus[evenement_id].details[CONTENU].encode("utf-8"), evenement_id)
        if s.auteur != acteur.nom and not acteur.peut("annuler"):
            raise UsageError(
                f"« {s.nom} » a été enregistré par {s.auteur or 'une autre personne'} : cette "
                "personne, ou le comité, peut le rétablir. Rien n'a changé."
            )
        chemin = fichier(installation, s.nom)
        if chemin.exists():
            raise UsageError(
                f"Un scénario est déjà enregistré sous le nom « {s.nom} », ou un nom presque "
                "pareil. Rien n'a changé."
            )
        _ecrire(installation, ENREGISTRE, acteur.nom, s, {chemin: ecrire(s).encode("utf-8")})
    return s


def _ecrire(
    installation: Installation,
    type_: str,
    auteur: str,
    s: Scenario,
    fichiers: Mapping[Path, bytes | None],
) -> None:
    journal.ajouter(
        installation,
        type_,
        auteur,
        fichiers,
        cible=s.nom,
        details={"dit": en_une_ligne(s), CONTENU: ecrire(s)},
    )


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
