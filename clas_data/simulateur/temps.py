"""Why did it change, and where does it go: a difference cut into volume, price and rule; an
envelope over several years.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from clas_data import declarations
from clas_data.baremes import Bareme
from clas_data.simulateur.calcul import Resultat, simuler
from clas_data.simulateur.entrees import Donnees

ANNEES_MAX = 10


@cache
def hypotheses() -> dict[str, dict[str, str]]:
    """The yearly rises that a projection supposes, each with where it comes from."""
    return declarations.read(Path(__file__).parent / "projection.yaml")


@dataclass(frozen=True)
class Decomposition:
    """Parts in cents, in this order: volume, then costs and bonuses granted, then the rule; they
    add up to the difference exactly.
    """

    depart_c: int
    volume_c: int
    prix_c: int
    regle_c: int
    arrivee_c: int


def decomposer(avant: Resultat, croise: Resultat, apres: Resultat) -> Decomposition:
    """`avant`: first campagne, first rule; `croise`: second campagne, first rule; `apres`: second
    campagne, second rule.

    Volume: the second number of collectifs at the first mean amount (rounded half up to the cent).
    Price: what the first rule gives to the second campagne, less that. Rule: the rest. On one
    campagne, volume and price are nil.
    """
    n0, n1 = avant.collectifs, croise.collectifs
    au_volume = (2 * avant.total_c * n1 + n0) // (2 * n0) if n0 else 0
    return Decomposition(
        avant.total_c,
        au_volume - avant.total_c,
        croise.total_c - au_volume,
        apres.total_c - croise.total_c,
        apres.total_c,
    )


def projeter(
    donnees: Donnees,
    bareme: Bareme,
    depart: Resultat,
    annees: int,
    collectifs_pct: Decimal,
    inflation_pct: Decimal,
    indexation_pct: Decimal,
) -> pd.DataFrame:
    """Year by year (0 is the campagne): annee, collectifs, cout_c (mean per collectif), plafond,
    total_c, cout_total_c, part_pct.

    Collectifs grow by `collectifs_pct` a year, costs by `inflation_pct` (over the rise that the
    scenario itself supposes), the ceiling by `indexation_pct` (0: frozen); bonuses stay as they
    are. Mean droits and cost per collectif are those of the formula on the year's costs, times the
    number of collectifs, within the envelope of the scenario.
    """
    s = depart.scenario
    hausse, enveloppe = (
        1 + (s.nombre("inflation") or Decimal(0)) / 100,
        s.nombre("enveloppe"),
    )
    lignes = []
    for annee in range(min(annees, ANNEES_MAX) + 1):
        prix = (hausse * (1 + inflation_pct / 100) ** annee - 1) * 100
        plafond = (depart.regle.plafond * (1 + indexation_pct / 100) ** annee).quantize(
            Decimal("0.01")
        )
        # beyond what may be typed
        r = simuler(
            donnees,
            bareme,
            replace(s, change={**s.change, "inflation": round(prix, 4), "plafond": plafond}),
        )
        connues = r.actions[r.actions["ps_c"].notna() & (r.actions["collectifs"] > 0)]
        n = float(depart.collectifs) * float((1 + collectifs_pct / 100) ** annee)
        moyen, cout = (
            int(r.actions["sans_enveloppe_c"].sum()) / max(r.collectifs, 1),
            float(connues["depenses_c"].sum()) / max(r.collectifs, 1),
        )
        if enveloppe is not None and n:
            moyen = min(moyen, float(enveloppe) * 100 / n)
        lignes.append(
            {
                "annee": annee,
                "collectifs": n,
                "cout_c": cout,
                "plafond": float(plafond),
                "total_c": moyen * n,
                "cout_total_c": cout * n,
                "part_pct": 100 * moyen / cout if cout else float("nan"),
            }
        )
    return pd.DataFrame(lignes)
