"""The rows that the formula reads: what a campagne declares, as the hypotheses of a scenario read
it; unknown stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace

import numpy as np
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.baremes import Bareme
from clas_data.simulateur import formule
from clas_data.simulateur.formule import Regle
from clas_data.simulateur.scenario import Scenario
from clas_data.tables.base import Base

NOUVEAUX = "Collectifs de plus"
A_CHOISIR = "à choisir"  # where the new collectifs of a scenario go, when it does not say


@dataclass(frozen=True)
class Donnees:
    """What a campagne gives to the formula: its agreed actions, and their declared collectifs."""

    campagne: str
    actions: pd.DataFrame
    collectifs: pd.DataFrame


def read(base: Base, perimetre: Perimetre, campagne: str) -> Donnees:
    """The data of a campagne, within a perimetre."""
    p = {"campagne": campagne}
    return Donnees(
        campagne,
        base.lire(perimetre, "simulateur_actions", p),
        base.lire(perimetre, "simulateur_collectifs", p),
    )


@dataclass(frozen=True)
class Prepare:
    """A campagne ready for the formula: the same lines serve any rate, ceiling and bonus, so that a
    question backwards asks them only once.
    """

    actions: pd.DataFrame
    lignes: pd.DataFrame

    @cached_property
    def connues(self) -> SimpleNamespace:
        """The entries of the actions whose amount is known."""
        inconnues = self.lignes.loc[self.lignes["depenses_c"] < 0, "code_action"].unique()
        return formule.read(self.lignes[~self.lignes["code_action"].isin(inconnues)])

    def total_c(self, regle: Regle) -> int:
        """The total under a rule, before any overall envelope."""
        return formule.total_c(self.connues, regle)


def prepare(donnees: Donnees, bareme: Bareme, s: Scenario) -> Prepare:
    """One row per action, or one per collectif where an hypothesis looks at each of them; then the
    new collectifs, always equal.
    """
    base = semaines_de_reference(bareme, s)
    a, plus = donnees.actions.assign(depenses_c=_retenues(donnees, s)), nouveaux(donnees, s)
    lignes = _lignes(a, s, base)
    if {s.hypothese("repartition"), s.hypothese("hors_effectif"), s.hypothese("semaines")} & {
        "collectif",
        "exclure",
        "prorata",
    }:
        lignes = _une_par_collectif(lignes, donnees, bareme, s, base)
    if len(plus):
        lignes, a = (
            pd.concat([lignes, _lignes(plus, s, base)], ignore_index=True),
            pd.concat([a, plus], ignore_index=True),
        )
    return Prepare(a, lignes)


def _retenues(donnees: Donnees, s: Scenario) -> pd.Series:
    """Expenses kept for each action, in cents; -1 when unknown. An inflation is rounded half up to
    the cent.
    """
    a = donnees.actions
    cents = _cents(a["charges"])
    if s.hypothese("compte_86") == "dans":
        cents = cents.where(cents < 0, cents + _cents(a["charge_86"]).clip(lower=0))
    if s.hypothese("sans_bilan") == "moyenne":
        connues = (cents >= 0) & (a["collectifs"] > 0)
        # without any known cost there is no mean to suppose
        if n := int(a.loc[connues, "collectifs"].sum()):
            cents = cents.where(
                cents >= 0,
                a["collectifs"].fillna(0).astype("int64") * (int(cents[connues].sum()) // n),
            )
    return _gonfler(cents, s)


def _gonfler(cents: pd.Series, s: Scenario) -> pd.Series:
    inflation = s.nombre("inflation")
    if not inflation:
        return cents
    facteur = 1_000_000 + int(inflation * 10_000)
    return cents.map(lambda c: c if c < 0 else (2 * c * facteur + 1_000_000) // 2_000_000).astype(
        "int64"
    )


def _cents(euros: pd.Series) -> pd.Series:
    return (pd.to_numeric(euros, errors="coerce") * 100).round().fillna(-1).astype("int64")


def nouveaux(donnees: Donnees, s: Scenario) -> pd.DataFrame:
    """The collectifs that a scenario adds, one row per intercommunalité that receives some: not in
    a QPV, no bonus already granted.

    Their expenses are unknown where nobody gives the cost of one and no bilan tells it.
    """
    combien = {A_CHOISIR: int(s.nombre("collectifs_plus") or 0)} | s.par_epci()
    cout = cout_nouveau(donnees, s) if any(combien.values()) else 0
    return pd.DataFrame(
        [
            {
                "code_action": NOUVEAUX if epci == A_CHOISIR else f"{NOUVEAUX}, {epci}",
                "intitule": NOUVEAUX,
                "porteur_nom": NOUVEAUX,
                "porteur_type": A_CHOISIR,
                "niveau": A_CHOISIR,
                "epci_nom": epci,
                "commune_nom": A_CHOISIR,
                "qpv": "hors QPV",
                "collectifs": n,
                "collectifs_agrees": n,
                "bonus_enfants_collectifs": 0,
                "bonus_parents_collectifs": 0,
                "depenses_c": -1 if cout is None else n * cout,
            }
            for epci, n in combien.items()
            if n
        ]
    )


def total_nouveaux(donnees: Donnees, s: Scenario, regle: Regle) -> int:
    """What the new collectifs of a scenario cost, in cents."""
    plus = nouveaux(donnees, s)
    if plus.empty:
        return 0
    return formule.total_c(formule.read(_lignes(plus, s, regle.semaines_base)), regle)


def cout_nouveau(donnees: Donnees, s: Scenario) -> int | None:
    """The cost of one more collectif, in cents: given, else the mean of the campagne (rounded down
    to the cent), inflation included; None: unknown.
    """
    donne = s.nombre("cout_nouveau")
    if donne is not None:
        return int(donne * 100)
    cents = _retenues(donnees, s)
    connues = (cents >= 0) & (donnees.actions["collectifs"] > 0)
    n = int(donnees.actions.loc[connues, "collectifs"].sum())
    return int(cents[connues].sum()) // n if n else None


def semaines_de_reference(bareme: Bareme, s: Scenario) -> int:
    """The weeks of a full year where the scenario reduces shorter ones, else 1: nothing is
    reduced.
    """
    return int(bareme.exiger("semaines_min")) if s.hypothese("semaines") == "prorata" else 1


def _lignes(a: pd.DataFrame, s: Scenario, base: int) -> pd.DataFrame:
    """What the formula reads, one row per action that has collectifs."""
    a = a[a["collectifs"].fillna(0) > 0].reset_index(drop=True)
    collectifs = a["collectifs"].astype("int64")
    return pd.DataFrame(
        {
            "code_action": a["code_action"],
            "depenses_c": a["depenses_c"],
            "parts": collectifs,
            "collectifs": collectifs,
            "semaines": base,
            **{
                b: _bonus(a[f"{b}_collectifs"], collectifs, s)
                for b in ("bonus_enfants", "bonus_parents")
            },
            "ville": np.where(a["qpv"] == "QPV", collectifs, 0),
        }
    )


def _bonus(accordes: pd.Series, collectifs: pd.Series, s: Scenario) -> pd.Series:
    portee = s.hypothese("bonus_portee")
    if portee == "tous":
        return collectifs
    if portee == "part":
        part = int((s.nombre("bonus_part") or Decimal(0)) * 10)
        return (2 * collectifs * part + 1000) // 2000
    return pd.to_numeric(accordes, errors="coerce").fillna(0).astype("int64").clip(upper=collectifs)


def _une_par_collectif(
    lignes: pd.DataFrame, donnees: Donnees, bareme: Bareme, s: Scenario, base: int
) -> pd.DataFrame:
    """The same rows cut into collectifs: each with its own size, weeks and expenses where the
    questionnaire gives them.
    """
    rangs = lignes.loc[lignes.index.repeat(lignes["collectifs"])].reset_index(drop=True)
    rangs["rang"] = rangs.groupby("code_action").cumcount()
    declares = donnees.collectifs.assign(rang=donnees.collectifs.groupby("code_action").cumcount())
    r = rangs.merge(declares, on=["code_action", "rang"], how="left", suffixes=("", "_declare"))
    hors = _hors_effectif(r, bareme, s)
    payes_devant = r.assign(hors=hors).sort_values("hors", kind="stable")
    servi = payes_devant.groupby("code_action").cumcount().sort_index()
    r["collectifs"] = 1
    for b in ("bonus_enfants", "bonus_parents"):  # those that are paid receive it first
        r[b] = (servi < r[b]).astype("int64")
    r["ville"] = (r["ville"] > 0).astype("int64")
    if s.hypothese("repartition") == "collectif":
        propres = _gonfler(_cents(r["depenses"]), s)
        r["parts"], r["depenses_c"] = (
            r["parts"].where(propres < 0, 1),
            r["depenses_c"].where(propres < 0, propres),
        )
    if s.hypothese("semaines") == "prorata":
        r["semaines"] = r["semaines_declare"].fillna(base).clip(upper=base).astype("int64")
    for c in ("collectifs", "bonus_enfants", "bonus_parents", "ville"):
        r[c] = r[c].where(~hors, 0)
    return r


def _hors_effectif(r: pd.DataFrame, bareme: Bareme, s: Scenario) -> pd.Series:
    """Which collectifs are left out for their size; an unknown size leaves none out."""
    if s.hypothese("hors_effectif") != "exclure":
        return pd.Series(False, index=r.index)
    trop_peu = r["enfants"] < int(bareme.exiger("effectif_min"))
    return (trop_peu | (r["enfants"] > int(bareme.exiger("effectif_max")))).fillna(False)
