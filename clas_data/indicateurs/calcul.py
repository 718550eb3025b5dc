"""The one query builder: indicators by axes, with how many answered out of how many expected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from clas_data.acces import Perimetre
from clas_data.errors import UsageError
from clas_data.indicateurs import libelles
from clas_data.indicateurs.catalogue import COLONNES_AXES, Indicateur, exiger, exiger_axe
from clas_data.indicateurs.colonnes import entiers, nombres
from clas_data.tables import modeles
from clas_data.tables.base import Base

Filtres = Mapping[str, str | Sequence[str]]
# the collectif's own level is not the action's: who should have answered is unknown
SANS_REPONSE = {"collectifs": {"niveau"}}
# prefix of the columns that name the file, on marts.actions
PROVENANCE = {"agrements": "", "actions": "questionnaire", "bilans": "bilan"}
# prefixes of the columns of the answers, and of those to whom a question applies
_DITS, _CONCERNEES = "repondants_", "concernees_"
MONTREES = ("campagne", "code_action", "porteur_siret")


def calculer(
    base: Base,
    perimetre: Perimetre,
    ids: Sequence[str | Indicateur],
    par: Sequence[str] = (),
    ou: Filtres | None = None,
) -> pd.DataFrame:
    """One row per indicator and group: indicateur, the axes, valeur (NaN when undefined),
    repondants, attendus (NA when without meaning).

    `ids`: names of the catalogue, or indicators made for the occasion. `ou` filters axes on some
    values. What is unknown is a UsageError.
    """
    ou = ou or {}
    par_table: dict[str, list[Indicateur]] = defaultdict(list)
    inds = [i if isinstance(i, Indicateur) else exiger(i) for i in dict.fromkeys(ids)]
    for ind in inds:
        for axe in (*par, *ou):
            exiger_axe(ind, axe)
        par_table[ind.table].append(ind)
    verifier_valeurs(base, perimetre, ou)
    tables = [_table(base, perimetre, t, i, tuple(par), ou) for t, i in par_table.items()]
    if len(tables) == 1:  # in the order asked already
        return tables[0]
    rangs = {ind.id: rang for rang, ind in enumerate(inds)}
    return pd.concat(tables).sort_values(
        "indicateur", key=lambda i: i.map(rangs), kind="stable", ignore_index=True
    )


def _table(
    base: Base,
    perimetre: Perimetre,
    table: str,
    inds: list[Indicateur],
    par: tuple[str, ...],
    ou: Filtres,
) -> pd.DataFrame:
    """The rows of the indicators of one mart, one indicator after the other, its groups in order.

    Made as arrays of indicators × groups: one frame for each indicator would cost more than the
    request.
    """
    conditions, valeurs = conditions_sql(ou)
    ids, groupes, dits = [i.id for i in inds], _groupes(par), _reponses(table, inds, par, ou)
    parties = {i.id: i.concernees for i in inds if i.concernees and i.id in dits}
    mesures = ", ".join(f"cast({i.mesure} as double) as {i.id}" for i in inds)
    fragments = {**groupes, "mesures": mesures, "table": table, "conditions": conditions}
    if dits:
        fragments |= _deux_cotes(par, ids, dits, parties)
    large = base.lire(
        perimetre, "indicateur_et_reponses" if dits else "indicateur", valeurs, fragments
    )
    large = libelles.ordonner(large, par)
    n, valeur = len(large), nombres(large, ids)
    repondants = nombres(large, [_DITS + i if i in dits else "" for i in ids])
    qui = [(_CONCERNEES + i if i in parties else "attendus") if i in dits else "" for i in ids]
    demandes = nombres(large, qui)
    valeur[(demandes > 0) & (repondants == 0)] = np.nan  # counting no answers gives no zero
    # a group where everyone was expected and nobody answered is shown as such, where the question
    # has a meaning
    montres = np.ones(valeur.size, dtype=bool)
    if dits and len(dits) < len(ids):
        calculee = large["calculee"].fillna(False).to_numpy(bool)
        montres = np.concatenate([calculee | (i in dits) for i in ids])
    rangs = np.tile(np.arange(n), len(ids))[montres]
    return pd.DataFrame(
        {
            "indicateur": np.repeat(ids, n)[montres],
            **{a: large[a].array.take(rangs) for a in par},
            "valeur": valeur.ravel()[montres],
            "repondants": entiers(repondants.ravel()[montres]),
            "attendus": entiers(demandes.ravel()[montres]),
        }
    )


def _reponses(
    table: str, inds: list[Indicateur], par: tuple[str, ...], ou: Filtres
) -> dict[str, str]:
    """What says that an agreed action answered; nothing where the question has no meaning."""
    return (
        {}
        if SANS_REPONSE.get(table, set()) & {*par, *ou}
        else {i.id: i.reponse for i in inds if i.reponse}
    )


def _deux_cotes(
    par: tuple[str, ...], ids: list[str], dits: dict[str, str], parties: dict[str, str]
) -> dict[str, str]:
    """How the measures and the answers meet: the same group on both sides, an unknown value being
    the same unknown value.  A question that applies to a part of the actions counts in that part.
    """
    comptes = {
        _DITS + i: f"count(*) filter (where ({d}) and ({parties.get(i, 'true')}))"
        for i, d in dits.items()
    } | {_CONCERNEES + i: f"count(*) filter (where {p})" for i, p in parties.items()}
    return {
        "dits": ", ".join(f"{compte} as {nom}" for nom, compte in comptes.items()),
        "colonnes": ", ".join(
            [
                *(f"coalesce(calcules.{a}, dits.{a}) as {a}" for a in par),
                "calculee",
                *ids,
                *comptes,
                "attendus",
            ]
        ),
        "memes": " and ".join(f"calcules.{a} is not distinct from dits.{a}" for a in par) or "true",
    }


def _groupes(par: tuple[str, ...]) -> dict[str, str]:
    colonnes = [COLONNES_AXES.get(a, a) for a in par]
    select = "".join(
        f"{c}, " if c == a else f"{c} as {a}, " for c, a in zip(colonnes, par, strict=True)
    )
    return {
        "groupes_select": select,
        "groupes_par": f"group by {', '.join(colonnes)}" if par else "",
    }


def conditions_sql(ou: Filtres) -> tuple[str, dict[str, Any]]:
    """The filters as a condition whose values are bound; axes were checked against the
    catalogue.
    """
    conditions, valeurs = ["true"], {}
    for axe, voulu in ou.items():
        conditions.append(f"list_contains($ou_{axe}::varchar[], {COLONNES_AXES.get(axe, axe)})")
        valeurs[f"ou_{axe}"] = [voulu] if isinstance(voulu, str) else list(voulu)
    return " and ".join(conditions), valeurs


def verifier_valeurs(base: Base, perimetre: Perimetre, ou: Filtres) -> None:
    """A value that the base does not hold is an error to say, not an empty answer."""
    for axe, voulu in ou.items():
        connues = set(valeurs_axe(base, perimetre, axe))
        inconnues = [v for v in ([voulu] if isinstance(voulu, str) else voulu) if v not in connues]
        if inconnues and not connues:
            raise UsageError(
                f"« {', '.join(inconnues)} » ne se trouve pas dans cette base : elle ne contient "
                "encore aucune ligne lisible ici."
            )
        if inconnues:
            exemples = ", ".join(sorted(connues)[:12]) + ("…" if len(connues) > 12 else "")
            raise UsageError(
                f"« {', '.join(inconnues)} » n'est pas une valeur de « {axe} » dans cette base. "
                f"Valeurs : {exemples}."
            )


def valeurs_axe(base: Base, perimetre: Perimetre, axe: str) -> list[str]:
    """The values of an axis within this perimetre, over requests and collectifs."""
    return list(base.valeurs(perimetre, COLONNES_AXES.get(axe, axe)))


def lignes(base: Base, perimetre: Perimetre, id_: str, ou: Filtres | None = None) -> pd.DataFrame:
    """The rows received behind a figure, those that count: who, where, the columns that the measure
    reads, and file, sheet, line.
    """
    ind, ou = exiger(id_), ou or {}
    for axe in ou:
        exiger_axe(ind, axe)
    verifier_valeurs(base, perimetre, ou)
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
            "provenance": PROVENANCE[ind.derriere]
            if table == "actions"
            else PROVENANCE["agrements"],
        },
    )


def _colonnes(base: Base, perimetre: Perimetre, ind: Indicateur, table: str) -> list[str]:
    """The columns that a measure names, besides those that every listing shows."""
    existantes = list(base.lire(perimetre, "colonnes", {}, {"table": table}).columns)
    citees = [
        c
        for c in existantes
        if re.search(rf"\b{c}\b", f"{ind.mesure} {ind.retenues}") and c not in MONTREES
    ]
    # the decision in words says more than its boolean
    citees = ["decision" if c == "agreee" else c for c in citees if c != "numero"]
    return list(dict.fromkeys([*(["numero"] if table == "collectifs" else []), *citees]))


def sql_texte(ind: Indicateur, par: Sequence[str] = ("campagne",)) -> str:
    """The query that computes an indicator, as text to read and to run on a base file: what
    `calculer` sends, without a perimetre.
    """
    mots = {
        **_groupes(tuple(par)),
        "mesures": f"\n  {ind.mesure} as {ind.id}",
        "table": f"marts.{ind.table}",
        "conditions": "true",
    }
    texte = modeles.read("requetes", "indicateur").format(**mots)
    utiles = [
        l.rstrip()
        for l in texte.splitlines()
        if l.strip() and not l.startswith("--") and l != "where true"
    ]
    return "\n".join(utiles)
