"""A sitting of the commission: what the requests kept cost, what remains of the envelope, which
territories they cover. It changes no data.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from clas_data.simulateur import formule
from clas_data.simulateur.formule import Regle

AGREEE = "agréée"


def demandes(brutes: pd.DataFrame, regle: Regle) -> pd.DataFrame:
    """Each request with its collectifs and what it costs at most, in cents: the highest Ps, and the
    bonuses asked on as many collectifs at most.
    """
    n = brutes["collectifs_demandes"].fillna(brutes["collectifs_agrees"]).fillna(0).astype("int64")
    bonus = {
        b: brutes[f"{b}_collectifs"].fillna(0).astype("int64").clip(upper=n)
        for b in ("bonus_enfants", "bonus_parents")
    }
    ville = n.where(brutes["qpv"] == "QPV", 0)
    cout = formule.droits(formule.au_plafond(n, regle, ville=ville, **bonus), regle)["total_c"]
    return brutes.assign(
        collectifs=n,
        bonus_enfants=bonus["bonus_enfants"],
        bonus_parents=bonus["bonus_parents"],
        cout_c=cout.astype("int64"),
    )


@dataclass(frozen=True)
class Seance:
    """Where the envelope stands: amounts in cents, `reste_c` negative when it is exceeded."""

    enveloppe_c: int
    consomme_c: int
    retenues: int
    collectifs: int
    enfants: int
    communes: int

    @property
    def reste_c(self) -> int:
        return self.enveloppe_c - self.consomme_c


def tenir(t: pd.DataFrame, retenues: Collection[str], enveloppe_c: int) -> Seance:
    """What the requests kept consume."""
    r = t[t["code_action"].isin(retenues)]
    return Seance(
        enveloppe_c,
        int(r["cout_c"].sum()),
        len(r),
        int(r["collectifs"].sum()),
        int(r["enfants_prevus"].fillna(0).sum()),
        int(r["commune_nom"].nunique()),
    )


def couverture(t: pd.DataFrame, retenues: Collection[str]) -> pd.DataFrame:
    """One row per intercommunalité: requests, kept, collectifs asked and kept, children foreseen,
    communes, cost (cents); the least covered first.
    """
    gardee = t["code_action"].isin(retenues)
    d = t.assign(
        gardee=gardee.astype("int64"),
        epci_nom=t["epci_nom"].fillna("non renseignée"),
        commune=t["commune_nom"].where(gardee),
    )
    for c in ("collectifs", "cout_c", "enfants_prevus"):
        d[f"{c}_gardes"] = d[c].fillna(0).astype("int64").where(gardee, 0)
    par = d.groupby("epci_nom", as_index=False).agg(
        demandes=("code_action", "size"),
        retenues=("gardee", "sum"),
        collectifs=("collectifs", "sum"),
        collectifs_retenus=("collectifs_gardes", "sum"),
        enfants=("enfants_prevus_gardes", "sum"),
        communes=("commune", "nunique"),
        cout_c=("cout_c_gardes", "sum"),
    )
    part = par["collectifs_retenus"] / par["collectifs"].where(par["collectifs"] > 0)
    return par.assign(part_pct=100 * part).sort_values(
        ["part_pct", "collectifs"], ascending=[True, False], ignore_index=True
    )


def depart(t: pd.DataFrame) -> set[str]:
    """The requests that the campagne's own decisions keep."""
    return set(t.loc[t["decision"] == AGREEE, "code_action"])


def ecrire(t: pd.DataFrame, retenues: Collection[str]) -> str:
    """The choices of a sitting as its difference with the decisions: « A38-0001,A38-0007 » were
    changed.
    """
    return ",".join(sorted(depart(t) ^ set(retenues)))


def lire(t: pd.DataFrame, ecrit: str) -> tuple[set[str], list[str]]:
    """The requests kept, and the codes that the campagne does not hold."""
    changees, connues = {c for c in ecrit.split(",") if c}, set(t["code_action"])
    return depart(t) ^ (changees & connues), sorted(changees - connues)
