"""The one query builder: indicators by axes, with how many answered out of how many expected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.errors import UsageError
from clas_data.indicateurs.catalogue import COLONNES_AXES, Indicateur, exiger, exiger_axe
from clas_data.tables import modeles
from clas_data.tables.base import Base

Filtres = Mapping[str, str | Sequence[str]]
SANS_REPONSE = {"collectifs": {"niveau"}}  # the collectif's own level is not the action's: who should have answered is unknown
PROVENANCE = {"agrements": "", "actions": "questionnaire", "bilans": "bilan"}  # prefix of the columns that name the file, on marts.actions
MONTREES = ("campagne", "code_action", "porteur_siret")


def calculer(base: Base, perimetre: Perimetre, ids: Sequence[str], par: Sequence[str] = (), ou: Filtres | None = None) -> pd.DataFrame:
    """One row per indicator and group: indicateur, the axes, valeur (NaN when undefined), repondants, attendus (NA when without meaning).

    `ou` filters axes on one value or several; an unknown indicator, axis or value is a UsageError.
    """
    ou = ou or {}
    par_table: dict[str, list[Indicateur]] = defaultdict(list)
    for ind in (exiger(i) for i in ids):
        for axe in (*par, *ou):
            exiger_axe(ind, axe)
        par_table[ind.table].append(ind)
    _verifier_valeurs(base, perimetre, ou)
    morceaux = [_table(base, perimetre, table, inds, tuple(par), ou) for table, inds in par_table.items()]
    resultat = pd.concat(morceaux, ignore_index=True)
    rang = {i: n for n, i in enumerate(ids)}
    resultat = resultat.sort_values([*par], kind="stable").sort_values("indicateur", key=lambda s: s.map(rang), kind="stable")
    return resultat[["indicateur", *par, "valeur", "repondants", "attendus"]].reset_index(drop=True)


def _table(base: Base, perimetre: Perimetre, table: str, inds: list[Indicateur], par: tuple[str, ...], ou: Filtres) -> pd.DataFrame:
    conditions, valeurs = conditions_sql(ou)
    groupes = _groupes(par)
    mesures = ", ".join(f"cast({i.mesure} as double) as {i.id}" for i in inds)
    large = base.lire(perimetre, "indicateur", valeurs, {**groupes, "mesures": mesures, "table": table, "conditions": conditions})
    large = large.reset_index(drop=True)
    longue = large.melt(id_vars=list(par), value_vars=[i.id for i in inds], var_name="indicateur", value_name="valeur")
    # outer: a group where everyone was expected and nobody answered is shown as such, it does not vanish
    resultat = longue.merge(_reponses(base, perimetre, table, inds, par, ou), on=["indicateur", *par], how="outer")
    resultat = resultat.astype({"repondants": "Int64", "attendus": "Int64", "valeur": "float64"})
    muets = (resultat["attendus"] > 0) & (resultat["repondants"] == 0)
    return resultat.assign(valeur=resultat["valeur"].mask(muets.fillna(False).astype(bool)))  # counting no answers gives no zero


def _reponses(base: Base, perimetre: Perimetre, table: str, inds: list[Indicateur], par: tuple[str, ...], ou: Filtres) -> pd.DataFrame:
    """How many agreed actions answered, out of those expected, by the same axes; no row where the question has no meaning."""
    attendues = [i for i in inds if i.reponse]
    if not attendues or SANS_REPONSE.get(table, set()) & {*par, *ou}:
        return pd.DataFrame({c: pd.Series(dtype="str") for c in ("indicateur", *par)} | {c: pd.Series(dtype="Int64") for c in ("repondants", "attendus")})
    conditions, valeurs = conditions_sql(ou)
    mesures = ", ".join(f"count(*) filter (where {i.reponse}) as {i.id}" for i in attendues)
    large = base.lire(perimetre, "reponses", valeurs, {**_groupes(par), "mesures": mesures, "conditions": conditions})
    return large.melt(id_vars=[*par, "attendus"], value_vars=[i.id for i in attendues], var_name="indicateur", value_name="repondants")


def _groupes(par: tuple[str, ...]) -> dict[str, str]:
    colonnes = [COLONNES_AXES.get(a, a) for a in par]
    select = "".join(f"{c}, " if c == a else f"{c} as {a}, " for c, a in zip(colonnes, par, strict=True))
    return {"groupes_select": select, "groupes_par": f"group by {', '.join(colonnes)}" if par else ""}


def conditions_sql(ou: Filtres) -> tuple[str, dict[str, Any]]:
    """The filters as a condition whose values are bound; axes were checked against the catalogue."""
    conditions, valeurs = ["true"], {}
    for axe, voulu in ou.items():
        conditions.append(f"{COLONNES_AXES.get(axe, axe)} in (select unnest($ou_{axe}::varchar[]))")
        valeurs[f"ou_{axe}"] = [voulu] if isinstance(voulu, str) else list(voulu)
    return " and ".join(conditions), valeurs


def _verifier_valeurs(base: Base, perimetre: Perimetre, ou: Filtres) -> None:
    """A value that the base does not hold is an error to say, not an empty answer."""
    for axe, voulu in ou.items():
        connues = set(valeurs_axe(base, perimetre, axe))
        inconnues = [v for v in ([voulu] if isinstance(voulu, str) else voulu) if v not in connues]
        if inconnues and not connues:
            raise UsageError(f"« {', '.join(inconnues)} » ne se trouve pas dans cette base : elle ne contient encore aucune ligne lisible ici.")
        if inconnues:
            exemples = ", ".join(sorted(connues)[:12]) + ("…" if len(connues) > 12 else "")
            raise UsageError(f"« {', '.join(inconnues)} » n'est pas une valeur de « {axe} » dans cette base. Valeurs : {exemples}.")


def valeurs_axe(base: Base, perimetre: Perimetre, axe: str) -> list[str]:
    """The values of an axis within this perimetre, over requests and collectifs."""
    colonne = COLONNES_AXES.get(axe, axe)
    return list(base.lire(perimetre, "valeurs_axe", {}, {"colonne": colonne})["valeur"])


def lignes(base: Base, perimetre: Perimetre, id_: str, ou: Filtres | None = None) -> pd.DataFrame:
    """The rows received behind a figure, those that count: who, where, the columns that the measure reads, and file, sheet, line."""
    ind, ou = exiger(id_), ou or {}
    for axe in ou:
        exiger_axe(ind, axe)
    _verifier_valeurs(base, perimetre, ou)
    conditions, valeurs = conditions_sql(ou)
    table = "collectifs" if ind.derriere == "collectifs" else ind.table
    colonnes = _colonnes(base, perimetre, ind, table)
    return base.lire(
        perimetre,
        "derriere",
        valeurs,
        {
            "table": table,
            "conditions": conditions,
            "retenues": ind.retenues,
            "colonnes": "".join(f"{c}, " for c in colonnes),
            "tri": "campagne, code_action" + (", numero" if table == "collectifs" else ""),
            "provenance": PROVENANCE[ind.derriere] if table == "actions" else PROVENANCE["agrements"],
        },
    )


def _colonnes(base: Base, perimetre: Perimetre, ind: Indicateur, table: str) -> list[str]:
    """The columns that a measure names, besides those that every listing shows."""
    existantes = list(base.lire(perimetre, "colonnes", {}, {"table": table}).columns)
    citees = [c for c in existantes if re.search(rf"\b{c}\b", f"{ind.mesure} {ind.retenues}") and c not in MONTREES]
    citees = ["decision" if c == "agreee" else c for c in citees if c != "numero"]  # the decision in words says more than its boolean
    return list(dict.fromkeys([*(["numero"] if table == "collectifs" else []), *citees]))


def sql_texte(ind: Indicateur, par: Sequence[str] = ("campagne",)) -> str:
    """The query that computes an indicator, as text to read and to run on a base file: what `calculer` sends, without a perimetre."""
    mots = {**_groupes(tuple(par)), "mesures": f"\n  {ind.mesure} as {ind.id}", "table": f"marts.{ind.table}", "conditions": "true"}
    texte = modeles.read("requetes", "indicateur").format(**mots)
    utiles = [l.rstrip() for l in texte.splitlines() if l.strip() and not l.startswith("--") and l != "where true"]
    return "\n".join(utiles)
