"""What the committee writes besides the sentences: what it asks for, what was done of what it had
asked, who signs. Kept with the bilan, offered the next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from clas_data.errors import UsageError

ETATS = ("réalisée", "en cours", "non engagée")
LONGUEUR_MAX = 600
PORTRAITS_MAX, PAROLES_MAX = 2, 6


@dataclass(frozen=True)
class Preconisation:
    """What the committee asks for: what was seen, what it proposes, who does it, when.

    `id` follows it from one year to the next.
    """

    id: str
    constat: str
    proposition: str
    qui: str = ""
    quand: str = ""

    def __post_init__(self) -> None:
        for f in fields(self):
            if len(getattr(self, f.name)) > LONGUEUR_MAX:
                raise UsageError(
                    f"Préconisation, « {f.name} » : {LONGUEUR_MAX} caractères au plus. "
                    "Raccourcissez ce texte ; rien n'est enregistré."
                )
        if not (self.constat.strip() and self.proposition.strip()):
            raise UsageError(
                "Une préconisation dit un constat et une proposition. Écrivez les deux ; rien "
                "n'est enregistré."
            )


@dataclass(frozen=True)
class Suite:
    """What was done of a préconisation of the year before."""

    etat: str
    texte: str = ""

    def __post_init__(self) -> None:
        if self.etat not in ETATS:
            raise UsageError(
                f"« {self.etat} » ne dit pas où en est une préconisation. Choisissez parmi : "
                f"{', '.join(ETATS)}."
            )


@dataclass(frozen=True)
class Signataire:
    """Who signs, and as what."""

    nom: str
    fonction: str = ""


def lire(brut: Mapping[str, Any]) -> dict[str, Any]:
    """The same, from what an edition kept; a bilan older than this has none."""
    visa = brut.get("visa")
    paroles = brut.get("paroles")
    return {
        "preconisations": tuple(Preconisation(**p) for p in brut.get("preconisations", ())),
        "suites": {i: Suite(**s) for i, s in brut.get("suites", {}).items()},
        "portraits": tuple(brut.get("portraits", ())),
        "paroles": None if paroles is None else tuple(paroles),
        "visa": None if visa is None else tuple(Signataire(**s) for s in visa),
    }
