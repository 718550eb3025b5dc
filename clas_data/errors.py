"""The few errors of the product; each carries a French sentence written for the person who reads
it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

BLOQUANTE = "bloquante"
ALERTE = "alerte"


class ClasError(Exception):
    """An error whose text can be shown as it is: where, what, why it matters, what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class UsageError(ClasError):
    """The question is badly put: unknown indicator, axis, campagne, import, parameter."""


class AccesRefuse(ClasError):
    """This acteur may not do this here; the text says why."""


class BaseIndisponible(ClasError):
    """There is no base to read, or it cannot be built; the text says what to do."""


class BaremeManquant(ClasError):
    """No published value is in force: the amount is « n.d. »."""


@dataclass(frozen=True)
class Anomalie:
    """One thing to look at in a received file, located as the spreadsheet shows it.

    `ligne` counts from 1, the header included; 0 or None where the whole sheet or file is meant.
    `code` groups the same kind of anomaly; `code_action` names the action where there is one;
    `message` says what is wrong and what to do; `connue` is true where the base in force holds it
    already; `proposition` is the right reading, where it can be guessed, as it would be written.
    """

    gravite: str
    code: str
    message: str
    fichier: str = ""
    feuille: str = ""
    ligne: int | None = None
    colonne: str = ""
    valeur: str = ""
    attendu: str = ""
    code_action: str = ""
    connue: bool = False
    proposition: str = ""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class FichierRefuse(ClasError):
    """The files cannot be accepted; `anomalies` holds all the reasons at once."""

    def __init__(self, anomalies: list[Anomalie], message: str | None = None):
        bloquantes = [a for a in anomalies if a.gravite == BLOQUANTE]
        super().__init__(
            message or (bloquantes[0].message if bloquantes else "Le dépôt est refusé.")
        )
        self.anomalies = anomalies
