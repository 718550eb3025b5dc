"""Groups of too few porteurs, in the tables that are not counts of children: masked, with what
their total would give back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from clas_data.secret.regles import Regles


def masquer(
    cellules: pd.DataFrame, apports: pd.DataFrame, additifs: Collection[str], regles: Regles
) -> list[str]:
    """The code of the rule that masks each cell of one view, "" where it is shown; 0 may be shown.

    `cellules`: indicateur, axes, valeur. `apports`: the same for each porteur: behind a cell are
    those who answered, not those who were asked.
    """
    cles = ["indicateur", *regles.axes]
    ont_repondu = apports.dropna(subset="valeur").groupby(cles)["porteur"].agg(frozenset).to_dict()
    qui = [
        ont_repondu.get(k, frozenset()) for k in cellules[cles].itertuples(index=False, name=None)
    ]
    valeurs = cellules["valeur"].fillna(0).tolist()
    codes = [
        "porteurs" if v and len(q) < regles.porteurs_min else ""
        for v, q in zip(valeurs, qui, strict=True)
    ]
    for indicateur, rangs in cellules.reset_index(drop=True).groupby("indicateur").groups.items():
        if indicateur in additifs:
            completer(list(rangs), valeurs, qui, codes, regles.porteurs_min)
    return codes


def completer(
    rangs: Sequence[int], valeurs: list[float], qui: list[frozenset], codes: list[str], minimum: int
) -> None:
    """The total less the groups shown is the sum of the masked ones: mask (in `codes`) the smallest
    of the others until enough porteurs are behind that sum.
    """
    while (
        any(codes[r] for r in rangs)
        and len(frozenset().union(*(qui[r] for r in rangs if codes[r]))) < minimum
    ):
        montres = [r for r in rangs if valeurs[r] and not codes[r]]
        if not montres:
            return
        codes[min(montres, key=lambda r: (len(qui[r]), valeurs[r]))] = "secondaire"
