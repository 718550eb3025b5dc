"""Columns of exact numbers: integers over integers, times one fraction; nothing is ever lost."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

LIMITE = 2**52  # below it floats hold integers exactly, and their quotients never cross one


@dataclass(frozen=True, slots=True)
class Entiers:
    """A column of integers from 0 to `plus`: floats below 2^52, else Python's own integers; one
    integer, where all are equal.
    """

    v: Any
    plus: int

    def __mul__(self, autre: Entiers) -> Entiers:
        return _faire(operator.mul, self.plus * autre.plus, self, autre)

    def __add__(self, autre: Entiers) -> Entiers:
        return _faire(operator.add, self.plus + autre.plus, self, autre)

    def __floordiv__(self, autre: Entiers) -> Entiers:
        return _faire(_quotient, self.plus, self, autre)

    def moindre(self, autre: Entiers) -> Entiers:
        """The smaller of the two, row by row."""
        return _faire(np.minimum, min(self.plus, autre.plus), self, autre)


def _faire(operation: Callable, plus: int, *colonnes: Entiers) -> Entiers:
    """One operation, on floats where nothing can be lost, else on Python's integers."""
    surs = plus < LIMITE and all(c.plus < LIMITE for c in colonnes)
    v = operation(*(c.v if surs else _python(c.v) for c in colonnes))
    return Entiers(v.astype(np.float64) if plus < LIMITE and not surs else v, plus)


def _un(c: Entiers) -> bool:
    return isinstance(c.v, int) and c.v == 1


def _seul(n: int) -> Entiers:
    return Entiers(n, n)


UN = _seul(1)


def _fois(a: Entiers, b: Entiers) -> Entiers:
    return a if _un(b) else b if _un(a) else a * b


def _python(v: Any) -> Any:
    return v if isinstance(v, int) or v.dtype == object else v.astype(np.int64).astype(object)


def _quotient(haut: Any, bas: Any) -> Any:
    return haut // bas if haut.dtype == object else np.floor(np.divide(haut, bas))


@dataclass(frozen=True, slots=True)
class Exact:
    """A column of exact numbers, none below zero: `haut` / `bas` × `facteur`."""

    haut: Entiers
    bas: Entiers = UN
    facteur: Fraction = Fraction(1)

    @classmethod
    def read(cls, v: np.ndarray) -> Exact:
        """A column of integers, none below zero."""
        plus = int(v.max(initial=0))
        return cls(Entiers(v.astype(np.float64 if plus < LIMITE else object), plus))

    @classmethod
    def same(cls, v: np.ndarray) -> Exact:
        """The same, in one number where all are equal."""
        if not len(v) or (v != v[0]).any():
            return cls.read(v)
        return cls(UN, UN, Fraction(int(v[0])))

    def __mul__(self, autre: Exact | Decimal | int) -> Exact:
        if isinstance(autre, Exact):
            return Exact(
                _fois(self.haut, autre.haut),
                _fois(self.bas, autre.bas),
                self.facteur * autre.facteur,
            )
        return Exact(self.haut, self.bas, self.facteur * Fraction(autre))

    def __truediv__(self, autre: Exact | Decimal | int) -> Exact:
        if isinstance(autre, Exact):
            return self * Exact(autre.bas, autre.haut, 1 / autre.facteur)
        return Exact(self.haut, self.bas, self.facteur / Fraction(autre))

    def __add__(self, autre: Exact) -> Exact:
        """The sum of two columns of whole parts of a euro."""
        assert _un(self.bas) and _un(autre.bas), "only amounts are added"
        parts = lcm(self.facteur.denominator, autre.facteur.denominator)
        hauts = (c.haut * _seul(int(c.facteur * parts)) for c in (self, autre))
        return Exact(next(hauts) + next(hauts), self.bas, Fraction(1, parts))

    def au_plus(self, borne: Decimal) -> Exact:
        """The same, where it is not above `borne`."""
        rang = Fraction(borne) / self.facteur
        haut, limite = self.haut * _seul(rang.denominator), self.bas * _seul(rang.numerator)
        return Exact(haut.moindre(limite), self.bas, self.facteur / rang.denominator)

    def arrondi(self) -> Exact:
        """To the nearest unit, the half up."""
        haut = self.haut * _seul(2 * self.facteur.numerator)
        bas = self.bas * _seul(self.facteur.denominator)
        return Exact((haut + bas) // (bas * _seul(2)))

    def centimes(self) -> np.ndarray:
        """Amounts in euros, as whole cents; a tenth of a cent is not an amount."""
        cents = self.facteur * 100
        if not _un(self.bas) or cents.denominator != 1:
            raise ValueError("an amount has more than two decimals")
        return (self.haut * _seul(int(cents))).v.astype(np.int64)

    def reels(self) -> np.ndarray:
        """The nearest floats: to be read, not to be counted with."""
        return np.asarray(self.haut.v, np.float64) * float(self.facteur) / self.bas.v

    def fraction(self, rang: int) -> Fraction:
        """The exact number of one row."""
        bas = self.bas.v if isinstance(self.bas.v, int) else int(self.bas.v[rang])
        return Fraction(int(self.haut.v[rang]), bas) * self.facteur

    def somme(self) -> Fraction:
        """The exact sum of a column of amounts."""
        assert _un(self.bas), "only amounts are added"
        v = self.haut.v
        surs = v.dtype != object and self.haut.plus * len(v) < LIMITE
        return int(v.sum() if surs else sum(_python(v).tolist())) * self.facteur
