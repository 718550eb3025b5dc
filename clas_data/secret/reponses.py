"""How many answered, where few porteurs were asked: « 0 réponse sur 1 » names who did not answer,
and so does « n.d. » beside « s ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from clas_data.indicateurs.catalogue import AXES, Indicateur
from clas_data.secret import groupes
from clas_data.secret.cellules import dans_la_vue
from clas_data.secret.regles import Regles

TOUTES = "true"  # the question that every agreed action is asked


@dataclass(frozen=True)
class Demande:
    """The actions to which a question applies, as a count that anyone may ask of a base."""

    compte: Indicateur
    posent: tuple[str, ...]  # the indicators that rest on its answers


def demandes(indicateurs: Mapping[str, Indicateur]) -> list[Demande]:
    """One for each part of the agreed actions that some diffused indicators ask about."""
    parties: dict[str, list[Indicateur]] = {TOUTES: []}
    for ind in indicateurs.values():
        if ind.diffusable and ind.secret != "public" and (ind.reponse or ind.secret == "reponses"):
            parties.setdefault(ind.concernees or TOUTES, []).append(ind)
    modele = next(iter(indicateurs.values()))
    return [
        Demande(
            replace(
                modele,
                id=f"demandees_{rang}",
                table="actions",
                mesure=f"count(*) filter (where {partie})",
                axes=tuple(AXES),
                reponse="",
                concernees="",
            ),
            tuple(i.id for i in inds),
        )
        for rang, (partie, inds) in enumerate(parties.items())
    ]


def taire(
    cellules: pd.DataFrame,
    demandees: Mapping[tuple[str, ...], pd.DataFrame],
    lues: list[Demande],
    indicateurs: Mapping[str, Indicateur],
    regles: Regles,
) -> pd.DataFrame:
    """Where fewer porteurs were asked than a group must hold, say nothing, not even whether they
    answered; keep silent how many answered elsewhere until no subtraction says it either.

    `demandees`: for each view, how many actions of each porteur each question was asked about.
    """
    seul = pd.Series(False, index=cellules.index)  # a group of too few porteurs
    tu = pd.Series(False, index=cellules.index)  # how many answered is not told
    for vue, t in demandees.items():
        dedans = dans_la_vue(cellules, vue, regles)
        cles = cellules.loc[dedans, ["indicateur", *vue]]
        toutes: dict[tuple, str] = {}  # of the question asked to all, first of the list
        for d in lues:
            codes = _codes(t[(t["indicateur"] == d.compte.id) & t["valeur"].gt(0)], vue, regles)
            toutes = toutes or codes
            siennes = cles[cles["indicateur"].isin(d.posent)]
            dits = pd.Series(
                [
                    codes.get(c) or toutes.get(c, "")
                    for c in siennes[[*vue]].itertuples(index=False, name=None)
                ],
                index=siennes.index,
                dtype=object,
            )
            seul.loc[dits.index] = dits == "porteurs"
            tu.loc[dits.index] = dits != ""
    taux = cellules["indicateur"].map(lambda i: indicateurs[i].secret == "reponses")
    masque = cellules["masque"] | seul | (tu & taux)
    return cellules.assign(
        valeur=cellules["valeur"].mask(masque),
        masque=masque,
        repondants=cellules["repondants"].mask(tu),
        attendus=cellules["attendus"].mask(tu),
    )


def _codes(t: pd.DataFrame, vue: tuple[str, ...], regles: Regles) -> dict[tuple, str]:
    """For each group of this view, why how many answered is not told; "" where it is."""
    ou = [tuple(c) for c in t[[*vue]].itertuples(index=False, name=None)]
    qui: dict[tuple, set[str]] = {}
    combien: dict[tuple, float] = {}
    for c, porteur, n in zip(ou, t["porteur"], t["valeur"], strict=True):
        qui.setdefault(c, set()).add(porteur)
        combien[c] = combien.get(c, 0) + n
    cles = sorted(qui)
    codes = ["porteurs" if len(qui[c]) < regles.porteurs_min else "" for c in cles]
    groupes.completer(
        range(len(cles)),
        [combien[c] for c in cles],
        [frozenset(qui[c]) for c in cles],
        codes,
        regles.porteurs_min,
    )
    return dict(zip(cles, codes, strict=True))
