"""What the base says of each territory for one campagne: actions, collectifs, children, Reaap and
PRE declared.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.errors import AccesRefuse, UsageError
from clas_data.indicateurs import calcul
from clas_data.tables.base import Base
from clas_data.territoires.communes import MAILLES

INDICATEURS = ("actions_agreees", "collectifs_agrees", "enfants_prevus", "enfants_accompagnes")


def load(
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    maille: str = "commune",
    indicateurs: Sequence[str] = INDICATEURS,
) -> pd.DataFrame:
    """One row per territory where something was asked for, ordered by code.

    code, then each indicator with its `…_repondants` and `…_attendus` (NA where nobody has to
    answer), then actions (agreed), questionnaires, actions_reaap, actions_pre.  Needs a perimetre
    that sees every porteur: else a territory would look empty.
    """
    if perimetre.siret is not None:
        raise AccesRefuse(
            "La couverture du territoire se calcule sur les actions de tous les porteurs. Votre "
            "profil ne voit que les siennes."
        )
    if maille not in MAILLES:
        raise UsageError(f"La maille « {maille} » n'existe pas. Choisissez {', '.join(MAILLES)}.")
    lus = calcul.calculer(
        base, perimetre, list(dict.fromkeys(indicateurs)), [maille], {"campagne": campagne}
    )
    declare = base.lire(
        perimetre, "territoire_articulation", {"campagne": campagne}, {"colonne": maille}
    )
    return (
        widen(lus, maille)
        .merge(declare, on="code", how="outer")
        .sort_values("code", ignore_index=True)
    )


def of_level(
    base: Base, perimetre: Perimetre, campagne: str, maille: str, indicateur: str, niveau: str
) -> pd.DataFrame:
    """code and the indicator, for the collectifs of one level; a level that nobody declared has no
    row.
    """
    if niveau not in calcul.valeurs_axe(base, perimetre, "niveau"):
        return pd.DataFrame(
            {"code": pd.Series(dtype="str"), indicateur: pd.Series(dtype="float64")}
        )
    return widen(
        calcul.calculer(
            base, perimetre, [indicateur], [maille], {"campagne": campagne, "niveau": niveau}
        ),
        maille,
    )


def widen(lus: pd.DataFrame, maille: str) -> pd.DataFrame:
    """Results of `calcul.calculer` read by one axis, one column per indicator and its answers."""
    large = lus.pivot(
        index=maille, columns="indicateur", values=["valeur", "repondants", "attendus"]
    )
    large.columns = [nom if quoi == "valeur" else f"{nom}_{quoi}" for quoi, nom in large.columns]
    for colonne in large:
        large[colonne] = large[colonne].astype(
            "Int64" if colonne.endswith(("_repondants", "_attendus")) else "float64"
        )
    return large.rename_axis("code").reset_index()
