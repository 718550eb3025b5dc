"""Campagnes as data: status, windows, publication."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError

LIVREES = Path(__file__).parent / "campagnes.yaml"
DEFINITIF = "definitif"
STATUTS = {"provisoire": "provisoire", DEFINITIF: "définitif"}
NOM = re.compile(r"(\d{4})-(\d{4})")
CONTACT_MAX = 200
JOURS = ("depot_debut", "depot_fin", "saisie_fin", "correction_fin", "publication")


@dataclass(frozen=True)
class Campagne:
    """One school year; a date that is not known is None."""

    nom: str
    statut: str
    generation_qpv: int
    depot_debut: date | None = None
    depot_fin: date | None = None
    saisie_fin: date | None = None
    correction_fin: date | None = None
    publication: date | None = None
    contact: str = ""  # whom a porteur calls or writes to, as the installation words it

    def publiee(self, jour: date | None = None) -> bool:
        """True once the committee's publication date has come: from then on porteurs see the
        figures.
        """
        return self.publication is not None and self.publication <= (jour or date.today())


def load(installation: Installation) -> dict[str, Campagne]:
    """The campagnes shipped with the product, changed and completed by those of the installation,
    oldest first.
    """
    propres = installation.campagnes
    cle = propres.stat().st_mtime_ns if propres.exists() else 0
    return dict(_load(propres, cle))


@cache
def _load(propres: Path, _modifie: int) -> tuple[tuple[str, Campagne], ...]:
    toutes: dict[str, dict] = {}
    for declarees in (declarations.read(LIVREES), declarations.read_installation(propres)):
        for nom, valeurs in declarees.items():
            toutes[str(nom)] = {**toutes.get(nom, {}), **_cles(nom, valeurs)}
    return tuple((nom, _verifier(nom, toutes[nom])) for nom in sorted(toutes))


def _cles(nom: str, valeurs: Any) -> dict:
    if not isinstance(valeurs, dict):
        raise UsageError(
            f"campagnes.yaml, campagne {nom} : écrivez une ligne « clé : valeur » par réglage, "
            "décalée sous le nom de la campagne."
        )
    return valeurs


def _verifier(nom: str, valeurs: dict) -> Campagne:
    ou, annees = f"campagnes.yaml, campagne {nom}", NOM.fullmatch(nom)
    if not annees or int(annees[2]) != int(annees[1]) + 1:
        raise UsageError(
            f"{ou} : une campagne se nomme par deux années qui se suivent, comme 2023-2024."
        )
    inconnues = {str(c) for c in valeurs} - {f.name for f in fields(Campagne) if f.name != "nom"}
    if inconnues:
        raise UsageError(f"{ou} : « {', '.join(sorted(inconnues))} » n'est pas attendu.")
    if valeurs.get("statut") not in STATUTS:
        raise UsageError(f"{ou} : le statut est « provisoire » ou « definitif ».")
    if type(valeurs.get("generation_qpv")) is not int:
        raise UsageError(
            f"{ou} : « generation_qpv » est l'année de la liste des quartiers prioritaires, 2015 "
            "ou 2024."
        )
    faux = [j for j in JOURS if valeurs.get(j) is not None and type(valeurs[j]) is not date]
    if faux:
        raise UsageError(f"{ou} : « {', '.join(faux)} » est une date (aaaa-mm-jj), ou null.")
    contact = valeurs.get("contact") or ""
    if not isinstance(contact, str) or len(contact) > CONTACT_MAX:
        raise UsageError(
            f"{ou} : « contact » dit qui appeler ou à qui écrire, en {CONTACT_MAX} caractères au "
            "plus. Mettez-le entre guillemets."
        )
    return Campagne(nom=nom, **{**valeurs, "contact": contact})


def exiger(installation: Installation, nom: str) -> Campagne:
    """The campagne of that name, or a UsageError that lists the known ones."""
    connues = load(installation)
    if nom not in connues:
        raise UsageError(
            f"La campagne « {nom} » n'est pas déclarée. Campagnes connues : {', '.join(connues)}. "
            "Pour en ouvrir une autre, ajoutez-la à campagnes.yaml dans le dossier de "
            "l'installation."
        )
    return connues[nom]


def publiees(installation: Installation, jour: date | None = None) -> tuple[str, ...]:
    """Names of the campagnes that porteurs may see."""
    return tuple(n for n, c in load(installation).items() if c.publiee(jour))
