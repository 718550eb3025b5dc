"""Two campagnes across one axis, on the same rows: what is in one of them only is kept, so that the
rows of each add up to its total.
"""

from __future__ import annotations

import pandas as pd

from clas_data.indicateurs.libelles import RANGS, place


def unir(
    ici: pd.DataFrame, avant: pd.DataFrame, colonne: str, axe: str, additif: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables on the union of their values of `colonne`, in the order of the axis, else that of
    `ici`, then that of `avant`.

    Where nothing was agreed a count is 0 (if its campagne has any figure at all), and a ratio is
    undefined.
    """
    codes = list(dict.fromkeys([*ici[colonne], *avant[colonne]]))
    if axe in RANGS:
        codes.sort(key=lambda c: place(axe, c))
    return tuple(_completer(t, codes, colonne, additif) for t in (ici, avant))


def _completer(t: pd.DataFrame, codes: list, colonne: str, additif: bool) -> pd.DataFrame:
    siens = set(t[colonne])
    complet = t.set_index(colonne).reindex(pd.Index(codes, name=colonne)).reset_index()
    if additif and t["valeur"].notna().any():
        complet.loc[[c not in siens for c in codes], "valeur"] = 0.0
    return complet
