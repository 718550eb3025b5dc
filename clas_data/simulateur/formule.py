"""The funding formula, one column per step, exact: integers throughout, rounded half up to the euro per collectif.

Source: note de cadrage Clas 2022-2023, Caf de l'Isère, §3: the rate applies to the running costs of a collectif, up to the ceiling
price; a bonus is added per collectif that was granted it.  Each collectif's Ps is rounded to the nearest euro.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

MILLIONIEME = Decimal("0.0001")  # a rate of 32,5 % is held as 325 000 millionths
EXACT = 2**52

# What the function reads, one row per group of equal collectifs of an action:
ENTREES = {
    "depenses_c": "expenses of the whole action (or of the one collectif), in cents; -1 when unknown",
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
    """Each step of the formula, in the order in which it is done; amounts in cents (int64), NA where the expenses are unknown.

    Columns: par_collectif_c, plafonnees_c, fois_taux_c (per collectif, floats, to read), ps_collectif_c (rounded to the euro),
    ps_c, bonus_enfants_c, bonus_parents_c, ville_c, total_c (exact, for the whole row).
    """
    e = entrees(lignes)
    inconnues = e["depenses_c"] < 0
    par_collectif = e["depenses_c"] / np.maximum(e["parts"], 1)
    par_collectif[inconnues] = np.nan
    plafonnees = np.minimum(par_collectif, centimes(regle.plafond))
    lues = {
        "par_collectif_c": par_collectif,
        "plafonnees_c": plafonnees,
        "fois_taux_c": plafonnees * (e["semaines"] * (float(regle.taux) / 100 / regle.semaines_base)),
    }
    jamais = np.zeros(len(inconnues), dtype=bool)
    exactes = {n: pd.arrays.IntegerArray(v, (inconnues if n in INCONNUS else jamais).copy()) for n, v in montants(e, regle).items()}
    return pd.DataFrame(lues | exactes, index=lignes.index, copy=False)


def entrees(lignes: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns that the formula reads, as integers."""
    return {n: lignes[n].to_numpy(np.int64) for n in ENTREES}


def montants(e: Mapping[str, np.ndarray], regle: Regle) -> dict[str, np.ndarray]:
    """The exact amounts of each row, in cents; unknown expenses count here for nothing, and are the caller's to mark."""
    ps_collectif = _ps_collectif(e, regle)
    m = {"ps_collectif_c": ps_collectif, "ps_c": ps_collectif * e["collectifs"]}
    total = m["ps_c"].copy()
    for colonne, entree, montant in BONUS:
        m[colonne] = e[entree] * centimes(getattr(regle, montant))
        total += m[colonne]
    return m | {"total_c": total}


def _ps_collectif(e: Mapping[str, np.ndarray], regle: Regle) -> np.ndarray:
    """The Ps of one collectif: min(depenses, plafond × parts) × taux × semaines / parts, to the nearest euro, half up, in cents.

    Everything is a fraction of integers. Below 2^52 a floating quotient of two integers cannot cross the integer next to it, hence its floor is
    exact; above, the same line runs on Python's own integers.
    """
    part = Fraction(_taux(regle.taux), 100 * 10**6 * regle.semaines_base)  # euros of Ps for one cent of expenses and one week
    plafond, parts, semaines = centimes(regle.plafond), np.maximum(e["parts"], 1), e["semaines"]
    depenses = np.maximum(e["depenses_c"], 0)
    plus = {n: int(np.max(v, initial=1)) for n, v in (("depenses", depenses), ("parts", parts), ("semaines", semaines))}
    borne = max(
        2 * min(plus["depenses"], plafond * plus["parts"]) * plus["semaines"] * part.numerator + plus["parts"] * part.denominator,
        2 * plus["parts"] * part.denominator,
        plafond * plus["parts"],
        plus["depenses"],
    )
    if borne >= EXACT:
        depenses, parts, semaines = (x.astype(object) for x in (depenses, parts, semaines))
    numerateur, moitie = np.minimum(depenses, parts * plafond), parts * part.denominator
    numerateur *= semaines * (2 * part.numerator)
    numerateur += moitie
    moitie *= 2
    quotient = numerateur // moitie if borne >= EXACT else np.floor(numerateur / moitie)
    return quotient.astype(np.int64) * 100
