"""The funding formula, one column per step, exact: integers throughout, rounded half up to the euro
per collectif.

Source: note de cadrage Clas 2022-2023, Caf de l'Isère, §3: the rate applies to the running costs of
a collectif, up to the ceiling price; a bonus is added per collectif that was granted it.  Each
collectif's Ps is rounded to the nearest euro.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

MILLIONIEME = Decimal("0.0001")  # a rate of 32,5 % is held as 325 000 millionths
EXACT = 2**52
BLOC = 2**15

# What the function reads, one row per group of equal collectifs of an action:
ENTREES = {
    "depenses_c": (
        "expenses of the whole action (or of the one collectif), in cents; -1 when unknown"
    ),
    "parts": "how many collectifs share these expenses",
    "collectifs": "how many equal collectifs this row stands for",
    "bonus_enfants": "collectifs of this row granted the bonus enfants",
    "bonus_parents": "collectifs of this row granted the bonus parents",
    "ville": "collectifs of this row entitled to the bonification politique de la ville",
    "semaines": "weeks paid, out of `semaines_base` (equal when nothing is reduced)",
}
# Column of the result, column of the entries, amount of the rule.
BONUS = (
    ("bonus_enfants_c", "bonus_enfants", "bonus_enfants"),
    ("bonus_parents_c", "bonus_parents", "bonus_parents"),
    ("ville_c", "ville", "bonification_ville"),
)
LUES = ("par_collectif_c", "plafonnees_c", "fois_taux_c")
MONTANTS = ("ps_collectif_c", "ps_c", *(colonne for colonne, _, _ in BONUS), "total_c")
INCONNUS = ("ps_collectif_c", "ps_c", "total_c")  # what is unknown where the expenses are


@dataclass(frozen=True)
class Regle:
    """The parameters of the formula, as exact decimals: rate in percent, amounts in euros."""

    taux: Decimal
    plafond: Decimal
    bonus_enfants: Decimal = Decimal(0)
    bonus_parents: Decimal = Decimal(0)
    bonification_ville: Decimal = Decimal(0)
    semaines_base: int = 1


def centimes(montant: Decimal) -> int:
    """Euros → cents, exactly; a tenth of a cent is not an amount."""
    c = montant * 100
    if c != c.to_integral_value():
        raise ValueError(f"{montant} € has more than two decimals")
    return int(c)


def _taux(taux: Decimal) -> int:
    t = taux / MILLIONIEME
    if t != t.to_integral_value():
        raise ValueError(f"{taux} % has more than four decimals")
    return int(t)


def droits(lignes: pd.DataFrame, regle: Regle) -> pd.DataFrame:
    """Each step of the formula, in the order in which it is done; amounts in cents (int64), NA
    where the expenses are unknown.

    Columns: par_collectif_c, plafonnees_c, fois_taux_c (per collectif, floats, to read),
    ps_collectif_c (rounded to the euro), ps_c, bonus_enfants_c, bonus_parents_c, ville_c, total_c
    (exact, for the whole row).
    """
    e = entrees(lignes)
    inconnues = e["depenses_c"] < 0
    lues, facteur = (
        np.empty((len(LUES), len(inconnues))),
        float(regle.taux) / 100 / regle.semaines_base,
    )
    for b in _blocs(len(inconnues)):
        par_collectif, plafonnees, fois_taux = lues[:, b]
        np.divide(e["depenses_c"][b], np.maximum(e["parts"][b], 1), out=par_collectif)
        par_collectif[inconnues[b]] = np.nan
        np.minimum(par_collectif, centimes(regle.plafond), out=plafonnees)
        np.multiply(plafonnees, e["semaines"][b] * facteur, out=fois_taux)
    jamais = np.zeros(len(inconnues), dtype=bool)
    exactes = {
        n: pd.arrays.IntegerArray(v, (inconnues if n in INCONNUS else jamais).copy())
        for n, v in montants(e, regle).items()
    }
    return pd.DataFrame(
        dict(zip(LUES, lues, strict=True)) | exactes, index=lignes.index, copy=False
    )


def entrees(lignes: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns that the formula reads, as integers."""
    return {n: lignes[n].to_numpy(np.int64) for n in ENTREES}


def montants(e: Mapping[str, np.ndarray], regle: Regle) -> dict[str, np.ndarray]:
    """The exact amounts of each row, in cents; unknown expenses count here for nothing, and are the
    caller's to mark.
    """
    n, bonus = (
        len(e["depenses_c"]),
        [
            (colonne, entree, centimes(getattr(regle, montant)))
            for colonne, entree, montant in BONUS
        ],
    )
    m = dict(zip(MONTANTS, np.empty((len(MONTANTS), n), dtype=np.int64), strict=True))
    for b in _blocs(n):
        np.multiply(
            _ps_collectif(_bloc(e, b), regle), 100, out=m["ps_collectif_c"][b], casting="unsafe"
        )
        somme = np.multiply(m["ps_collectif_c"][b], e["collectifs"][b], out=m["ps_c"][b]).copy()
        for colonne, entree, cents in bonus:
            somme += np.multiply(e[entree][b], cents, out=m[colonne][b])
        m["total_c"][b] = somme
    return m


@dataclass(frozen=True)
class Bloc:
    """Rows ready for any rule: expenses × weeks, parts × weeks, parts, collectifs, and the largest
    of each.

    Floats that hold integers below 2^52, else Python's own integers.
    """

    depenses: np.ndarray
    parts_semaines: np.ndarray
    parts: np.ndarray
    collectifs: np.ndarray
    plus: tuple[int, int, int, int]


@dataclass(frozen=True)
class Pretes:
    """Entries ready for a question that is asked hundreds of times: only the total is wanted, no
    step is written down.
    """

    blocs: tuple[Bloc, ...]
    bonus: tuple[int, ...]

    def total_c(self, regle: Regle) -> int:
        """The sum of `total_c` of `montants`, in cents."""
        ps = sum(_somme(b, _ps_collectif(b, regle), regle) for b in self.blocs)
        return 100 * ps + sum(
            n * centimes(getattr(regle, montant))
            for n, (_, _, montant) in zip(self.bonus, BONUS, strict=True)
        )


def preparer(e: Mapping[str, np.ndarray]) -> Pretes:
    """What no rule changes, done once."""
    return Pretes(
        tuple(_bloc(e, b) for b in _blocs(len(e["depenses_c"]))),
        tuple(int(e[entree].sum()) for _, entree, _ in BONUS),
    )


def _blocs(n: int) -> Iterator[slice]:
    """Rows taken by so many that the columns of one computation stay in the cache of the processor:
    half the time of whole columns.
    """
    return (slice(i, i + BLOC) for i in range(0, n, BLOC))


def _bloc(e: Mapping[str, np.ndarray], b: slice) -> Bloc:
    valeurs = (
        np.maximum(e["depenses_c"][b], 0),
        np.maximum(e["parts"][b], 1),
        e["semaines"][b],
        e["collectifs"][b],
    )
    d, p, s, c = (int(np.max(v, initial=1)) for v in valeurs)
    genre = object if max(d * s, p * s, c) >= EXACT else np.float64
    depenses, parts, semaines, collectifs = (v.astype(genre) for v in valeurs)
    parts_semaines = (
        parts if (semaines == 1).all() else parts * semaines
    )  # one array where they are equal: memory is what takes time
    return Bloc(
        depenses * semaines,
        parts_semaines,
        parts,
        parts if np.array_equal(parts, collectifs) else collectifs,
        (d * s, p * s, p, c),
    )


def _entiers(v: np.ndarray) -> np.ndarray:
    return v if v.dtype == object else v.astype(np.int64).astype(object)


def _ps_collectif(bloc: Bloc, regle: Regle) -> np.ndarray:
    """The Ps of one collectif: min(depenses, plafond × parts) × taux × semaines / parts, to the
    nearest euro, half up, in euros.

    Everything is a fraction of integers. Below 2^52 a floating quotient of two integers cannot
    cross the integer next to it, hence its floor is exact; above, the same line runs on Python's
    own integers.
    """
    part = Fraction(
        _taux(regle.taux), 100 * 10**6 * regle.semaines_base
    )  # euros of Ps for one cent of expenses and one week
    plafond, entier, (d, ps, p, _) = centimes(regle.plafond), 2 * part.denominator, bloc.plus
    borne = max(
        2 * min(d, plafond * ps) * part.numerator + p * part.denominator, p * entier, plafond * ps
    )
    exactes = borne < EXACT and bloc.parts.dtype != object
    depenses, parts_semaines, parts = (
        v if exactes else _entiers(v) for v in (bloc.depenses, bloc.parts_semaines, bloc.parts)
    )
    numerateur, diviseur = parts_semaines * plafond, parts * part.denominator
    np.minimum(depenses, numerateur, out=numerateur)
    numerateur *= 2 * part.numerator
    numerateur += diviseur
    diviseur *= 2
    return (
        np.floor(np.divide(numerateur, diviseur, out=numerateur), out=numerateur)
        if exactes
        else numerateur // diviseur
    )


def _somme(bloc: Bloc, ps: np.ndarray, regle: Regle) -> int:
    """Euros of Ps times collectifs, added up exactly: the Ps of one is never above the ceiling
    times its weeks.
    """
    d, ps_, _, c = bloc.plus
    if ps.dtype != object and min(d, ps_ * centimes(regle.plafond)) * c * BLOC < EXACT:
        return int(
            np.einsum("i,i->", ps, bloc.collectifs)
        )  # not np.dot: its threads wait for one another on a busy machine
    return sum(int(x) * int(n) for x, n in zip(ps, bloc.collectifs, strict=True))
