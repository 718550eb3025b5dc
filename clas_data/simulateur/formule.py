"""The funding formula, one column per step, exact: integers throughout, rounded half up to the euro per collectif.

Source: note de cadrage Clas 2022-2023, Caf de l'Isère, §3: the rate applies to the running costs of a collectif, up to the ceiling
price; a bonus is added per collectif that was granted it.  Each collectif's Ps is rounded to the nearest euro.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

MILLIONIEME = Decimal("0.0001")      # a rate of 32,5 % is held as 325 000 millionths
INT64_SUR = 2**62

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
    e = {n: lignes[n].to_numpy(np.int64) for n in ENTREES}
    plafond, taux = centimes(regle.plafond), _taux(regle.taux)
    connues = e["depenses_c"] >= 0
    numerateur, denominateur = _fraction(e, plafond, taux, regle.semaines_base)
    ps_euros = (2 * numerateur + denominateur) // (2 * denominateur)     # half up, on non-negative integers
    ps_collectif = np.asarray(ps_euros, dtype=np.int64) * 100
    montants = {
        "ps_c": ps_collectif * e["collectifs"], "bonus_enfants_c": e["bonus_enfants"] * centimes(regle.bonus_enfants),
        "bonus_parents_c": e["bonus_parents"] * centimes(regle.bonus_parents), "ville_c": e["ville"] * centimes(regle.bonification_ville),
    }
    montants["total_c"] = montants["ps_c"] + montants["bonus_enfants_c"] + montants["bonus_parents_c"] + montants["ville_c"]
    par_collectif = np.where(connues, e["depenses_c"] / np.maximum(e["parts"], 1), np.nan)
    plafonnees = np.minimum(par_collectif, plafond)
    lues = {"par_collectif_c": par_collectif, "plafonnees_c": plafonnees, "fois_taux_c": plafonnees * (taux / 1e6) * (e["semaines"] / regle.semaines_base)}
    exactes = {"ps_collectif_c": ps_collectif, **montants}
    return pd.DataFrame({**lues, **{n: pd.array(v, dtype="Int64") for n, v in exactes.items()}}, index=lignes.index).assign(
        **{n: lambda d, n=n: d[n].mask(~connues) for n in exactes if n not in ("bonus_enfants_c", "bonus_parents_c", "ville_c")})


def _fraction(e: Mapping[str, np.ndarray], plafond: int, taux: int, base: int) -> tuple[np.ndarray, np.ndarray]:
    """The Ps of one collectif before rounding, in euros, as a fraction of integers: min(depenses, plafond × parts) × taux × semaines.

    Where 64 bits might not hold the product, the same lines run on Python's own integers.
    """
    parts = np.maximum(e["parts"], 1)
    plus_grand = max(int(np.max(e["depenses_c"], initial=0)), 1)
    borne = min(plus_grand, plafond * int(np.max(parts, initial=1))) * taux * max(int(np.max(e["semaines"], initial=1)), 1)
    sure = 4 * borne < INT64_SUR and plafond * int(np.max(parts, initial=1)) < INT64_SUR and int(np.max(parts, initial=1)) * base * 4 * 10**8 < INT64_SUR
    sorte = np.int64 if sure else object
    depenses, parts, semaines = (x.astype(sorte) for x in (np.maximum(e["depenses_c"], 0), parts, e["semaines"]))
    return np.minimum(depenses, parts * plafond) * taux * semaines, parts * (100 * 10**6 * base)
