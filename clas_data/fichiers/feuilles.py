"""What a received file is made of: the deposit, its sheets, their cells without a value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Depot:
    """A file as it was received: its name, and its bytes."""

    nom: str
    contenu: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.contenu).hexdigest()


@dataclass(frozen=True)
class Traduction:
    """What a sheet that was read through a correspondance was: `numeros[i]` is the number of its
    row i, `titres` their header of each of our columns, `rangs` the row of each column where the
    table lies on its side; `sous_totaux`: rows that are the sum of the others are no data.
    """

    correspondance: str
    numeros: list[int] = field(repr=False)
    titres: dict[str, str] = field(repr=False)
    rangs: dict[str, int] = field(repr=False, default_factory=dict)
    sous_totaux: bool = False


@dataclass
class Feuille:
    """One sheet: `lignes[i]` is the row that the spreadsheet numbers `i + 1`; a csv file is a sheet
    without a name. `fusions`: merged ranges, (top, left, bottom, right) from 0.
    """

    fichier: str
    sha256: str
    feuille: str
    lignes: list[list[Any]] = field(repr=False)
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list, repr=False)
    masquee: bool = False
    traduction: Traduction | None = field(default=None, repr=False)
    # what their look says of some cells, (row, column) from 0: struck out, shown as another number
    allures: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict, repr=False)

    def numero(self, rang: int) -> int:
        """The number that the spreadsheet shows for the row of this rank."""
        return self.traduction.numeros[rang] if self.traduction else rang + 1


class Nom(str):
    """The name of a commune whose code is not written."""


class Postal(str):
    """A code that is known to be a postcode, never the Insee code of the same figures."""


class Riche(str):
    """A text of which a part is struck out, raised or lowered: not one value."""


class Pourcent(float):
    """A number that its cell shows as a percentage: 0.45 for « 45 % »."""


class Fautive(str):
    """What a cell shows that holds no value: « #N/A », « =E2+F2 »; `code` is its anomaly."""

    code: str

    @classmethod
    def de(cls, code: str, texte: str) -> Fautive:
        fautive = cls(texte[:200])
        fautive.code = code
        return fautive


def vide(cellule: Any) -> bool:
    return cellule is None or (isinstance(cellule, str) and not cellule.strip())
