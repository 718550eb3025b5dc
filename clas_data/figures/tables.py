"""A table of plain values, each column written as a reader reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clas_data import formats
from clas_data.figures.figure import Tableau

Colonne = Iterable[Any] | tuple[Iterable[Any], Callable[[Any], str]]


def compose(cle: str, colonnes: Mapping[str, Colonne]) -> Tableau:
    """Columns of values, or of (values, how each is written); a number without a writer has two
    decimals, none where the whole column is made of whole numbers.
    """
    lues = {n: c if isinstance(c, tuple) and _ecrite(c) else (c, None) for n, c in colonnes.items()}
    brutes = {n: [plain(v) for v in valeurs] for n, (valeurs, _) in lues.items()}
    dites = {
        n: [(ecrire or _ecrire(brutes[n]))(v) for v in brutes[n]] for n, (_, ecrire) in lues.items()
    }
    return Tableau(
        cle,
        "",
        tuple(colonnes),
        tuple(zip(*dites.values(), strict=True)),
        tuple(zip(*brutes.values(), strict=True)),
    )


def _ecrite(c: tuple) -> bool:
    return len(c) == 2 and callable(c[1])


def plain(v: Any) -> Any:
    """A value of Python; None where it is unknown."""
    if isinstance(v, str):
        return v
    return None if formats.inconnu(v) else v.item() if hasattr(v, "item") else v


def centimes(valeurs: Iterable[Any], decimales: int = 2) -> list[float | None]:
    """Cents as euros; unknown stays unknown."""
    return [None if formats.inconnu(v) else round(float(v) / 100, decimales) for v in valeurs]


def _ecrire(valeurs: list[Any]) -> Callable[[Any], str]:
    nombres = [v for v in valeurs if isinstance(v, (int, float)) and not isinstance(v, bool)]
    decimales = 0 if all(v % 1 == 0 for v in nombres) else 2

    def ecrire(v: Any) -> str:
        return str(v) if isinstance(v, str) else formats.nombre(v, decimales)

    return ecrire
