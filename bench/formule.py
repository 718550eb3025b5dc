"""The formula on one million collectifs, against the same arithmetic in plain NumPy, and against
the same rules in OpenFisca-core.

Three ratios with OpenFisca, because it can be asked three things: the amounts of a table that is
handed over, with their steps; the same when its data are already in its memory; and, its data still
in its memory, the total alone under another rule, which is what moving a lever asks.
"""

from __future__ import annotations

from decimal import Decimal
from importlib.util import find_spec

import numpy as np
import pandas as pd

from bench.mesure import comparer, dire
from clas_data.simulateur.formule import Regle, droits, read, total_c

N = 1_000_000
REGLE = Regle(Decimal("32.5"), Decimal(7885), Decimal(305), Decimal(305))


def lignes(n: int = N) -> pd.DataFrame:
    """One row per collectif, costs around the ceiling; always the same."""
    tirage = np.random.default_rng(38)
    return pd.DataFrame(
        {
            "depenses_c": tirage.integers(100_000, 1_500_000, n),
            "parts": 1,
            "collectifs": 1,
            "bonus_enfants": tirage.integers(0, 2, n),
            "bonus_parents": tirage.integers(0, 2, n),
            "ville": 0,
            "semaines": 1,
        }
    )


def actions(n: int = N) -> pd.DataFrame:
    """The same number of collectifs in actions of one to five, as the product reads them: expenses
    of the action, shared equally.
    """
    tirage = np.random.default_rng(38)
    collectifs = tirage.integers(1, 6, n // 3)
    return pd.DataFrame(
        {
            "depenses_c": tirage.integers(100_000, 1_500_000, n // 3) * collectifs,
            "parts": collectifs,
            "collectifs": collectifs,
            "bonus_enfants": tirage.integers(0, 2, n // 3),
            "bonus_parents": tirage.integers(0, 2, n // 3),
            "ville": 0,
            "semaines": 1,
        }
    )


def plain(t: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """The same steps as a careful person would type them in floating point, without exactness,
    types or unknown amounts.
    """
    par = t["depenses_c"].to_numpy() / t["parts"].to_numpy() / 100
    plafonnees = np.minimum(par, float(REGLE.plafond))
    fois = plafonnees * (float(REGLE.taux) / 100) * (t["semaines"].to_numpy() / REGLE.semaines_base)
    ps = np.floor(fois + 0.5)
    ps_ligne = ps * t["collectifs"].to_numpy()
    enfants, parents = (
        t["bonus_enfants"].to_numpy() * float(REGLE.bonus_enfants),
        t["bonus_parents"].to_numpy() * float(REGLE.bonus_parents),
    )
    ville = t["ville"].to_numpy() * float(REGLE.bonification_ville)
    return (
        par,
        plafonnees,
        fois,
        ps,
        ps_ligne,
        enfants,
        parents,
        ville,
        ps_ligne + enfants + parents + ville,
    )


def plain_exact(t: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """The same steps on 64-bit integers, for one collectif a row."""
    depenses = np.minimum(t["depenses_c"].to_numpy(), 788_500)
    ps = (2 * depenses * 325 + 100_000) // 200_000 * 100 * t["collectifs"].to_numpy()
    enfants, parents = (
        t["bonus_enfants"].to_numpy() * 30_500,
        t["bonus_parents"].to_numpy() * 30_500,
    )
    return depenses, ps, enfants, parents, ps + enfants + parents


def mesurer() -> None:
    """Print one line per baseline."""
    t = lignes()
    total = int(droits(t, REGLE)["total_c"].sum())
    assert total == int(plain_exact(t)[-1].sum())
    comparer(
        "formule, un million de collectifs",
        lambda: droits(t, REGLE),
        "NumPy, virgule flottante, mêmes étapes",
        lambda: plain(t),
        fois=9,
        attendu="<= 4",
    )
    comparer(
        "formule, un million de collectifs",
        lambda: droits(t, REGLE),
        "NumPy, entiers de 64 bits, sans les étapes",
        lambda: plain_exact(t),
        fois=9,
    )
    if find_spec("openfisca_core") is None:
        dire(
            {
                "mesure": "formule, un million de collectifs",
                "base": "OpenFisca-core",
                "rapport": None,
                "note": "pip install -r requirements-dev.txt",
            }
        )
        return
    from bench import _openfisca

    t = actions()
    attendu = int(droits(t, REGLE)["total_c"].sum())
    systeme, pretes = _openfisca.systeme(REGLE), read(t)
    assert total_c(pretes, REGLE) == attendu
    chargee = _openfisca.charger(systeme, t)
    ecart = round(
        abs(float(_openfisca.recalculer(chargee).sum(dtype=np.float64)) - attendu / 100), 2
    )
    nom = f"un million de collectifs en {len(t)} actions"
    comparer(
        f"{nom} : de la table aux montants, avec les étapes",
        lambda: droits(t, REGLE),
        "OpenFisca-core, mêmes règles, de la table aux montants",
        lambda: _openfisca.recalculer(_openfisca.charger(systeme, t)),
        fois=5,
        attendu="<= 0.1",
    )
    comparer(
        f"{nom} : de la table aux montants, avec les étapes",
        lambda: droits(t, REGLE),
        "OpenFisca-core, mêmes règles, données déjà chargées",
        lambda: _openfisca.recalculer(chargee),
        fois=15,
        attendu="<= 3",
        ecart_eur=ecart,
    )
    comparer(
        f"{nom} : le total d'une autre règle, données déjà chargées",
        lambda: total_c(pretes, REGLE),
        "OpenFisca-core, mêmes règles, données déjà chargées",
        lambda: _openfisca.recalculer(chargee).sum(),
        fois=15,
        attendu="<= 1",
    )
