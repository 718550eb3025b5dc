"""Backwards: the largest value that stays within an envelope, exact to the cent; what is left; or
why there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.baremes import Bareme
from clas_data.errors import UsageError
from clas_data.simulateur import calcul, entrees
from clas_data.simulateur.effets import SANS_COUT, euros
from clas_data.simulateur.entrees import Donnees, cout_nouveau
from clas_data.simulateur.scenario import Levier, Scenario, leviers

LEVIERS = ("taux", "plafond", "bonus_enfants", "bonus_parents", "collectifs_plus")


def pas(levier: str) -> Decimal:
    """The smallest difference that a scenario may write for this lever: the step of the answer."""
    return Decimal(1).scaleb(-leviers()[levier].decimales)


@dataclass(frozen=True)
class Reponse:
    """The answer: `valeur` (None when nothing fits), what it costs, what is left, and the sentence
    that says it.
    """

    levier: str
    valeur: Decimal | None
    total_c: int
    reste_c: int
    phrase: str
    sans_limite: bool = False


def plus_grande(
    donnees: Donnees,
    bareme: Bareme,
    s: Scenario,
    levier: str,
    enveloppe_c: int,
    prepare: entrees.Prepare | None = None,
) -> Reponse:
    """The largest value of `levier` whose total stays within the envelope.

    The total never decreases when the value grows, so the answer is found by halving the interval
    of the values that can be written (to the cent, to the hundredth of a point, to the collectif):
    put forward again it fits, one step more does not. `prepare`: what `entrees.prepare` gave for
    the same scenario, when several questions are asked of it.
    """
    if levier not in LEVIERS:
        raise UsageError(
            f"« {levier} » ne se calcule pas à rebours. Possibles : {', '.join(LEVIERS)}."
        )
    if enveloppe_c < 0:
        raise UsageError("Une enveloppe est un montant positif, en euros.")
    sans = Scenario(
        s.nom,
        s.parent,
        {k: v for k, v in s.change.items() if k != "enveloppe"},
        s.auteur,
        s.date,
        s.note,
    )
    l, un = leviers()[levier], pas(levier)
    if levier == "collectifs_plus" and cout_nouveau(donnees, sans) is None:
        reste = enveloppe_c - (
            fixe := entrees.prepare(donnees, bareme, sans).total_c(calcul.regle_de(bareme, sans))
        )
        return Reponse(levier, None, fixe, reste, f"{SANS_COUT[0].upper()}{SANS_COUT[1:]}.")
    total = _total_selon(donnees, bareme, sans, levier, un, prepare)
    premier, dernier = (
        int((l.min / un).to_integral_value()) + int(l.strict),
        _dernier(donnees, sans, levier, l.max, un),
    )
    if total(premier) > enveloppe_c:
        manque = total(premier) - enveloppe_c
        return Reponse(
            levier,
            None,
            total(premier),
            -manque,
            f"Aucune valeur ne convient : même à {_dire(l, premier * un)}, il manque "
            f"{euros(manque)}.",
        )
    if total(dernier) <= enveloppe_c:
        reste = enveloppe_c - total(dernier)
        return Reponse(
            levier,
            dernier * un,
            total(dernier),
            reste,
            f"{_borne(l, dernier * un, total(premier) == total(dernier))} : il reste "
            f"{euros(reste)}.",
            sans_limite=dernier * un < l.max or total(premier) == total(dernier),
        )
    rang = _plus_grand(premier, dernier, lambda r: total(r) <= enveloppe_c)
    reste = enveloppe_c - total(rang)
    return Reponse(
        levier,
        rang * un,
        total(rang),
        reste,
        f"Il reste {euros(reste)} ; {_dire(l, un)} de plus dépasserait l'enveloppe de "
        f"{euros(total(rang + 1) - enveloppe_c)}.",
    )


def _dire(l: Levier, v: Decimal) -> str:
    if l.unite == "collectifs":
        return formats.pluriel(int(v), "collectif")
    return formats.valeur_unite(v, l.unite, max(0, -v.normalize().as_tuple().exponent))


def _borne(l: Levier, derniere: Decimal, plat: bool) -> str:
    """Why nothing larger is looked for."""
    if plat:
        return "Ce nombre ne change pas le total"
    if derniere < l.max:
        return "Au-delà de cette valeur, le total n'augmente plus"
    return f"C'est la plus grande valeur acceptée ({_dire(l, derniere)})"


def _total_selon(
    donnees: Donnees,
    bareme: Bareme,
    s: Scenario,
    levier: str,
    pas: Decimal,
    prepare: entrees.Prepare | None,
) -> Callable[[int], int]:
    """The total in cents as a function of the lever, counted in steps; what the lever does not
    touch is prepared once.
    """
    regle = calcul.regle_de(bareme, s)
    if levier != "collectifs_plus":
        pret = prepare or entrees.prepare(donnees, bareme, s)
        return lambda rang: pret.total_c(replace(regle, **{levier: rang * pas}))
    fixe = entrees.prepare(donnees, bareme, s.avec(collectifs_plus=0)).total_c(regle)
    return lambda n: (
        fixe + entrees.total_nouveaux(donnees, s.avec(collectifs_plus=n, collectifs_epci=""), regle)
    )


def _dernier(donnees: Donnees, s: Scenario, levier: str, maximum: Decimal, pas: Decimal) -> int:
    """The value beyond which the total cannot grow, or that may be written at most."""
    if levier == "plafond":
        a = donnees.actions
        couts = zip(
            a["charges"].fillna(0), a["charge_86"].fillna(0), a["collectifs"].fillna(1), strict=True
        )
        plus_cher = max(((float(c) + float(v)) / max(n, 1) for c, v, n in couts), default=0)
        plus_cher = max(
            plus_cher,
            (cout_nouveau(donnees, s) or 0) / 100,
            float(donnees.collectifs["depenses"].max() or 0),
        )
        hausse = 1 + float(s.nombre("inflation") or 0) / 100
        return min(int(plus_cher * max(hausse, 1) * 100) + 200, int(maximum / pas))
    return int(maximum / pas)


def _plus_grand(bon: int, mauvais: int, tient: Callable[[int], bool]) -> int:
    """The largest integer that fits, knowing that `bon` does and `mauvais` does not."""
    while mauvais - bon > 1:
        milieu = (bon + mauvais) // 2
        bon, mauvais = (milieu, mauvais) if tient(milieu) else (bon, milieu)
    return bon


def iso_budget(
    donnees: Donnees, bareme: Bareme, s: Scenario, cible_c: int, taux: Sequence[Decimal]
) -> pd.DataFrame:
    """For each rate, the largest ceiling whose total stays within `cible_c`: taux, plafond (euros,
    NaN where there is none).
    """
    plafonds, prepare = [], entrees.prepare(donnees, bareme, s)
    for t in taux:
        reponse = plus_grande(donnees, bareme, s.avec(taux=t), "plafond", cible_c, prepare)
        plafonds.append(
            {
                "taux": float(t),
                "plafond": float(reponse.valeur)
                if reponse.valeur is not None and not reponse.sans_limite
                else np.nan,
            }
        )
    return pd.DataFrame(plafonds)
