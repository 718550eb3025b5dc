"""The organisation that publishes the dashboard, as its declaration of accessibility names it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.restitutions.constats import ETATS

A_REMPLIR = "à compléter par l'organisme (fichier accessibilite.yaml de l'installation)"


@dataclass(frozen=True)
class Organisme:
    """Who answers for this site, and the audit if there was one."""

    organisme: str = ""
    courriel: str = ""
    telephone: str = ""
    adresse: str = ""
    schema_pluriannuel: str = ""
    etat: str = "non"
    auditeur: str = ""
    date_audit: date | None = None
    taux_pct: float | None = None


def organisme(installation: Installation) -> Organisme:
    """What the installation declares; a mistake is refused, and a state of conformity without its
    audit too.
    """
    brut = declarations.read_installation(installation.accessibilite)
    connus = [f.name for f in fields(Organisme)]
    if set(brut) - set(connus):
        raise UsageError(
            f"accessibilite.yaml : rubrique inconnue. Rubriques possibles : {', '.join(connus)}. "
            "Corrigez le fichier, puis rechargez la page."
        )
    lu = Organisme(**brut)
    if lu.etat not in ETATS:
        raise UsageError(
            f"accessibilite.yaml, « etat » : « {lu.etat} » n'est pas connu. Écrivez "
            f"{', '.join(ETATS)}."
        )
    if lu.etat != "non" and not (lu.auditeur and lu.date_audit and lu.taux_pct is not None):
        raise UsageError(
            "accessibilite.yaml : un état autre que « non » demande l'audit qui le montre. "
            "Renseignez auditeur, date_audit et taux_pct."
        )
    return lu


def etat(installation: Installation) -> str:
    """« non conforme », as the footer says it."""
    return ETATS[organisme(installation).etat]
