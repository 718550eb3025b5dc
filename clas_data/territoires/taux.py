"""Rates of coverage: who is accompanied, among whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.formats import FINE
from clas_data.territoires import population, recensement
from clas_data.territoires.population import Denominateur

COMPLET, PARTIEL, SANS_REPONSE, SANS_ACTION = "complet", "partiel", "sans_reponse", "sans_action"
STATUTS = {
    COMPLET: "Toutes les actions ont répondu",
    PARTIEL: "Une partie des actions a répondu : le taux est un minimum",
    SANS_REPONSE: "Des actions, aucune réponse : taux inconnu",
    SANS_ACTION: "Aucune action agréée : zéro",
}
COURTS = {
    COMPLET: "toutes",
    PARTIEL: "une partie",
    SANS_REPONSE: "aucune",
    SANS_ACTION: "sans action",
}
HORS = ("", "Commune inconnue")
NIVEAUX = tuple(n for _, n, _ in recensement.AGES.values())


def of_level(mesures: pd.DataFrame, du_niveau: pd.DataFrame, indicateur: str) -> pd.DataFrame:
    """The same table, its numerator being that of one level: zero where the territory answered and
    has none of that level.
    """
    valeurs = mesures["code"].map(du_niveau.set_index("code")[indicateur])
    return mesures.assign(**{indicateur: valeurs.fillna(0.0).where(mesures[indicateur].notna())})


def choisir(installation: Installation, connues: pd.DataFrame, pour: str = "") -> Denominateur:
    """The denominator asked for; by default, young people of school age where Insee's file is
    there.
    """
    lus = population.load(installation)
    if pour not in ("", "habitants", "jeunes", *NIVEAUX):
        raise UsageError(
            f"« {pour} » n'est pas une population connue. Choisissez habitants, jeunes, "
            f"{', '.join(NIVEAUX)}."
        )
    if lus is None and pour not in ("", "habitants"):
        raise UsageError(
            "La population d'âge scolaire par commune n'est pas importée : placez le fichier « "
            "base-cc-diplomes-formation » de l'Insee, tel quel, dans "
            f"{installation.referentiels.name}. En attendant, les taux sont pour 1{FINE}000 "
            "habitants."
        )
    if lus is None or pour == "habitants":
        return population.habitants(connues)
    return population.jeunes(lus, pour if pour in NIVEAUX else None)


def rates(
    territoires: pd.DataFrame, mesures: pd.DataFrame, indicateur: str, denominateur: Denominateur
) -> pd.DataFrame:
    """One row per territory: its own columns, then actions, numerateur, denominateur, taux,
    repondants, attendus, statut.

    Actions whose territory is unknown make a last row without denominator, so that numerators add
    up to the département.
    """
    reponses = {f"{indicateur}_repondants": "repondants", f"{indicateur}_attendus": "attendus"}
    utiles = mesures.rename(columns={indicateur: "numerateur", **reponses}).reindex(
        columns=[
            "code",
            "actions",
            "numerateur",
            "repondants",
            "attendus",
            "questionnaires",
            "actions_reaap",
            "actions_pre",
        ]
    )
    if indicateur == "actions_agreees":
        utiles["numerateur"] = utiles["actions"]
    connus = utiles["code"].isin(territoires["code"])
    table = territoires.merge(utiles[connus], on="code", how="left", validate="one_to_one")
    if not connus.all():
        perdues = (
            utiles[~connus]
            .drop(columns="code")
            .sum(min_count=1)
            .to_frame()
            .T.assign(code=HORS[0], nom=HORS[1])
        )
        table = pd.concat([table, perdues], ignore_index=True)
    for colonne in ("actions", "questionnaires", "actions_reaap", "actions_pre"):
        table[colonne] = table[colonne].fillna(0).astype("int64")
    for colonne in ("repondants", "attendus"):
        table[colonne] = table[colonne].astype("Int64")
    table["statut"] = _statuts(table)
    table["numerateur"] = (
        table["numerateur"]
        .astype("float64")
        .mask(table["statut"] == SANS_ACTION, 0.0)
        .mask(table["statut"] == SANS_REPONSE)
    )
    table["denominateur"] = table[denominateur.colonne].astype("float64")
    table["taux"] = (
        denominateur.pour
        * table["numerateur"]
        / table["denominateur"].where(table["denominateur"] > 0)
    )
    return table


def _statuts(table: pd.DataFrame) -> pd.Series:
    statut = pd.Series(COMPLET, index=table.index, dtype="str")
    attendus, repondants = table["attendus"].fillna(0), table["repondants"].fillna(0)
    statut = statut.mask((attendus > 0) & (repondants < attendus), PARTIEL)
    inconnu = ((attendus > 0) & (repondants == 0)) | (
        (table["actions"] > 0) & table["numerateur"].isna()
    )
    return statut.mask(inconnu, SANS_REPONSE).mask(table["actions"] == 0, SANS_ACTION)


def total(table: pd.DataFrame, denominateur: Denominateur) -> dict[str, Any]:
    """The département: a rate of sums, never a mean of rates; unknown where there are actions and
    none answered.
    """
    couvertes = table["actions"] > 0
    population_ = table["denominateur"].sum(min_count=1)
    numerateur = table.loc[couvertes, "numerateur"].sum(min_count=1) if couvertes.any() else 0.0
    connue = bool(population_ and population_ > 0)
    return {
        "numerateur": float(numerateur),
        "denominateur": float(population_),
        "taux": float(denominateur.pour * numerateur / population_) if connue else float("nan"),
        "repondants": int(table["repondants"].sum()),
        "attendus": int(table["attendus"].sum()),
        "actions": int(table["actions"].sum()),
        "territoires": int((table["code"] != HORS[0]).sum()),
        "territoires_avec_action": int((couvertes & (table["code"] != HORS[0])).sum()),
        "part_population_avec_action_pct": float(
            100 * table.loc[couvertes, "denominateur"].sum() / population_
        )
        if connue
        else float("nan"),
    }
