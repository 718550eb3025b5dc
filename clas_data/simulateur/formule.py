"""The funding formula, written once: its steps, exact, in the order in which they are done.

The same steps are computed on the exact numbers of a campagne (`compute`), read as fractions by
the pay-slip (`fiche`), and written as live formulas on the cells of a workbook (`export`).

Source: note de cadrage Clas 2022-2023, Caf de l'Isère, §3: the rate applies to the running costs of
a collectif, up to the ceiling price; a bonus is added per collectif that was granted it.  Each
collectif's Ps is rounded to the nearest euro.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from clas_data.simulateur.exact import Exact

# What the formula reads, one row per group of equal collectifs of an action:
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


@dataclass(frozen=True)
class Regle:
    """The parameters of the formula, as exact decimals: rate in percent, amounts in euros."""

    taux: Decimal
    plafond: Decimal
    bonus_enfants: Decimal = Decimal(0)
    bonus_parents: Decimal = Decimal(0)
    bonification_ville: Decimal = Decimal(0)
    semaines_base: int = 1


@dataclass(frozen=True)
class Etape:
    """One step of the formula, in euros.

    `calcul` takes the entries, the rule and the steps already done, whatever they are made of:
    exact columns, or cells of a workbook.  `lue`: an intermediate number, read and not paid.
    `sure`: known even where the expenses are not.
    """

    nom: str
    titre: str
    court: str  # above a column
    calcul: Callable[[Any, Any, Any], Any]
    lue: bool = False
    sure: bool = False


ETAPES = (
    Etape(
        "par_collectif",
        "Dépenses par collectif",
        "Par collectif",
        lambda e, r, p: e.depenses / e.parts,
        lue=True,
    ),
    Etape(
        "plafonnees",
        "Dépenses plafonnées",
        "Plafonnées",
        lambda e, r, p: p.par_collectif.au_plus(r.plafond),
        lue=True,
    ),
    Etape(
        "fois_taux",
        "× taux",
        "× taux",
        lambda e, r, p: p.plafonnees * r.taux / 100 * e.semaines / r.semaines_base,
        lue=True,
    ),
    Etape(
        "ps_collectif",
        "Ps d'un collectif",
        "Ps d'un collectif",
        lambda e, r, p: p.fois_taux.arrondi(),
    ),
    Etape("ps", "Ps", "Ps", lambda e, r, p: p.ps_collectif * e.collectifs),
    Etape(
        "bonus_enfants",
        "Bonus « enfants »",
        "Bonus enfants",
        lambda e, r, p: e.bonus_enfants * r.bonus_enfants,
        sure=True,
    ),
    Etape(
        "bonus_parents",
        "Bonus « parents »",
        "Bonus parents",
        lambda e, r, p: e.bonus_parents * r.bonus_parents,
        sure=True,
    ),
    Etape(
        "ville",
        "Bonification politique de la ville",
        "Bonification ville",
        lambda e, r, p: e.ville * r.bonification_ville,
        sure=True,
    ),
    Etape(
        "total",
        "Total",
        "Total",
        lambda e, r, p: p.ps + p.bonus_enfants + p.bonus_parents + p.ville,
    ),
)
TITRES, COURTS = ({e.nom: getattr(e, n) for e in ETAPES} for n in ("titre", "court"))


def follow(e: Any, regle: Any, keep: Callable[[Etape, Any], Any]) -> dict[str, Any]:
    """Every step, in order; `keep` says what the next steps read of each."""
    pas = SimpleNamespace()
    for etape in ETAPES:
        setattr(pas, etape.nom, keep(etape, etape.calcul(e, regle, pas)))
    return vars(pas)


def compute(e: Any, regle: Regle) -> dict[str, Exact]:
    """Every step, exact; unknown expenses count here for nothing, and are the caller's to mark."""
    return follow(e, regle, lambda _, valeur: valeur)


def read(lignes: pd.DataFrame) -> SimpleNamespace:
    """The entries of these rows as exact columns, done once for any rule."""
    v = {n: lignes[n].to_numpy(np.int64) for n in ENTREES}
    depenses, parts = np.maximum(v.pop("depenses_c"), 0), np.maximum(v.pop("parts"), 1)
    return SimpleNamespace(
        depenses=Exact.read(depenses) / 100,
        parts=Exact.same(parts),
        semaines=Exact.same(v.pop("semaines")),
        **{n: Exact.read(comptes) for n, comptes in v.items()},
    )


def total_c(e: Any, regle: Regle) -> int:
    """The total of all the rows, in cents."""
    return int(compute(e, regle)["total"].somme() * 100)


def droits(lignes: pd.DataFrame, regle: Regle) -> pd.DataFrame:
    """One column per step, in cents: floats where a step is only read, exact integers (NA where the
    expenses are unknown) where it is paid.
    """
    pas, inconnues = compute(read(lignes), regle), lignes["depenses_c"].to_numpy(np.int64) < 0
    colonnes = {}
    for etape in ETAPES:
        masque = inconnues & (not etape.sure)
        colonnes[f"{etape.nom}_c"] = (
            np.where(masque, np.nan, (pas[etape.nom] * 100).reels())
            if etape.lue
            else pd.arrays.IntegerArray(pas[etape.nom].centimes(), masque)
        )
    return pd.DataFrame(colonnes, index=lignes.index, copy=False)


def pas_a_pas(lignes: pd.DataFrame, regle: Regle) -> list[dict[str, Fraction]]:
    """The exact steps of each row, in euros, to be written one by one."""
    pas = compute(read(lignes), regle)
    return [{n: colonne.fraction(i) for n, colonne in pas.items()} for i in range(len(lignes))]


def centimes(montant: Decimal) -> int:
    """Euros → cents, exactly; a tenth of a cent is not an amount."""
    c = montant * 100
    if c != c.to_integral_value():
        raise ValueError(f"{montant} € has more than two decimals")
    return int(c)


def au_plafond(collectifs: pd.Series, regle: Regle, **accordes: pd.Series) -> pd.DataFrame:
    """The entries of collectifs that cost the ceiling price, hence what each row may receive at
    most; `accordes`: the collectifs of each bonus, none where it is not named.
    """
    n = collectifs.astype("int64")
    return pd.DataFrame(
        {
            "depenses_c": n * centimes(regle.plafond),
            "parts": n,
            "collectifs": n,
            **{b: accordes.get(b, 0) for b in ("bonus_enfants", "bonus_parents", "ville")},
            "semaines": regle.semaines_base,
        },
        index=n.index,
    )


def ps_maximale_c(regle: Regle) -> int:
    """The most that one collectif may receive, bonuses apart, in cents."""
    return total_c(read(au_plafond(pd.Series([1]), regle)), regle)
