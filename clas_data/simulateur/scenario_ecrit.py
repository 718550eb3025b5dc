"""A scenario as a file: its YAML, and the line that the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from clas_data import declarations
from clas_data.errors import UsageError
from clas_data.simulateur.scenario import Scenario, construire

VERSION = 1
OCTETS_MAX = 32_000  # every lever and every intercommunalité hold in a tenth of it
ENTETE = ("version", "nom", "parent", "auteur", "date", "note", "change")


def lire(texte: str | bytes, fichier: str = "scénario") -> Scenario:
    """A scenario from its YAML."""
    brut = declarations.read_received(texte, fichier, "Attendu : nom, parent, change.", OCTETS_MAX)
    if not isinstance(brut, dict) or not isinstance(brut.get("change") or {}, dict):
        raise UsageError(
            f"{fichier} : un scénario est une liste de clés (nom, parent, change). Voir "
            "docs/guide.md."
        )
    if brut.get("version", VERSION) != VERSION:
        raise UsageError(
            f"{fichier} : version {brut['version']} ; cette application lit la version "
            f"{VERSION}. Enregistrez-le à nouveau depuis la page Simulateur."
        )
    inconnues = set(brut) - set(ENTETE)
    if inconnues or not brut.get("parent"):
        mal = (
            f"clé inconnue « {', '.join(sorted(map(str, inconnues)))} »"
            if inconnues
            else "il manque « parent » (la campagne du barème)"
        )
        raise UsageError(f"{fichier} : {mal}.")
    return construire(
        _mots(brut, "nom"),
        _parent(brut["parent"], fichier),
        brut.get("change") or {},
        *(_mots(brut, c) for c in ("auteur", "date", "note")),
    )


def _mots(brut: Mapping[str, Any], cle: str) -> Any:
    """A text of a file: a number or a day is read as it is written, a list is not a text."""
    valeur = brut.get(cle)
    return valeur if isinstance(valeur, list | dict) else str(valeur or "")


def ecrire(s: Scenario) -> str:
    """The YAML of a scenario, which `lire` reads back."""
    change = {k: str(v) for k, v in s.change.items()}
    return yaml.safe_dump(
        {
            "version": VERSION,
            "nom": s.nom,
            "parent": s.parent,
            "auteur": s.auteur,
            "date": s.date,
            "note": s.note,
            "change": change,
        },
        allow_unicode=True,
        sort_keys=False,
    )


def en_une_ligne(s: Scenario) -> str:
    """All that a scenario says, for the journal of what is deleted."""
    return "&".join(
        f"{k}={v}"
        for k, v in {"nom": s.nom, "parent": s.parent, **dict(sorted(s.change.items()))}.items()
    )


def _parent(brut: Any, ou: str) -> str:
    """The campagne whose barème a scenario starts from, as it is written everywhere."""
    annees = str(brut).split("-")
    if (
        len(annees) != 2
        or not all(a.isascii() and a.isdigit() and len(a) == 4 for a in annees)
        or int(annees[1]) != int(annees[0]) + 1
    ):
        raise UsageError(
            f"{ou} : « parent : {brut} » n'est pas une campagne. Écrivez deux années qui se "
            "suivent, comme 2022-2023."
        )
    return str(brut)
