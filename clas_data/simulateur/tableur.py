"""The formula on the cells of a workbook: the same steps, written instead of computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from clas_data import formats
from clas_data.simulateur.formule import ETAPES, Etape, Regle, follow

# The order of the cells that the formula reads, the expenses first.
LUES = ("depenses", "parts", "collectifs", "semaines", "bonus_enfants", "bonus_parents", "ville")
FIN = 10  # decimals: what a spreadsheet's own numbers hold of an amount, and no more


@dataclass(frozen=True)
class Cellule:
    """An expression of a workbook, and the cell that it needs to hold a number."""

    texte: str
    doute: str = ""

    def _avec(self, signe: str, autre: Any) -> Cellule:
        autre = autre if isinstance(autre, Cellule) else Cellule(str(autre))
        return Cellule(f"{self.texte}{signe}{autre.texte}", self.doute or autre.doute)

    def __mul__(self, autre: Any) -> Cellule:
        return self._avec("*", autre)

    def __truediv__(self, autre: Any) -> Cellule:
        return self._avec("/", autre)

    def __add__(self, autre: Any) -> Cellule:
        return self._avec("+", autre)

    def au_plus(self, borne: Cellule) -> Cellule:
        return Cellule(f"MIN({self.texte},{borne.texte})", self.doute)

    def arrondi(self) -> Cellule:
        """To the nearest unit, the half up; the inner ROUND takes away what a spreadsheet adds to a
        half in its last digits.
        """
        return Cellule(f"ROUND(ROUND({self.texte},{FIN}),0)", self.doute)


def formules(rang: int, premiere: int) -> Iterator[tuple[int, Etape, str]]:
    """(column, step, live formula) of one row; `premiere`: the column of the expenses."""

    def case(j: int) -> str:
        return f"{xl_col_to_name(premiere + j)}{rang + 1}"

    lues = {n: Cellule(case(j), case(j) if n == "depenses" else "") for j, n in enumerate(LUES)}
    regle = SimpleNamespace(**{n: Cellule(n) for n in Regle.__dataclass_fields__})
    ecrites: list[tuple[int, Etape, str]] = []

    def keep(etape: Etape, valeur: Cellule) -> Cellule:
        j = len(LUES) + len(ecrites)
        si = f'IF(ISNUMBER({valeur.doute}),{valeur.texte},"{formats.ND}")'
        ecrites.append((premiere + j, etape, f"={si if valeur.doute else valeur.texte}"))
        return Cellule(case(j), case(j) if valeur.doute else "")

    follow(SimpleNamespace(**lues), regle, keep)
    assert len(ecrites) == len(ETAPES)
    yield from ecrites
