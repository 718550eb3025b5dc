"""May these figures stand side by side?  The guard of the indicators, applied to what a screen
shows; coverage in words.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data import config, formats
from clas_data.fichiers import campagnes
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import Avis, Cote
from clas_data.ui import textes
from clas_data.ui.selection import Selection


def side(ind: Indicateur, ligne: Any, campagne: str, par_qpv: bool) -> Cote:
    """One side of a comparison, as the guard reads it."""
    connue = campagnes.load(config.installation()).get(campagne)
    generation = connue.generation_qpv if connue else None
    return Cote(ind, campagne, ligne.repondants, ligne.attendus, generation, par_qpv)


def judge(
    ind: Indicateur, avant: Any, ici: Any, selection: Selection, par: str = ""
) -> Avis | None:
    """What the guard says of this campagne beside the previous one; None when they compare
    fairly.
    """
    if selection.precedente is None or avant is None:
        return None
    par_qpv = par == "qpv" or "qpv" in selection.ou()
    cotes = (
        side(ind, avant, selection.precedente, par_qpv),
        side(ind, ici, selection.campagne, par_qpv),
    )
    return comparabilite.juger(*cotes)


def refused(avis: Avis | None) -> bool:
    return avis is not None and avis.verdict == comparabilite.REFUSER


def fragile(ind: Indicateur, ligne: Any) -> bool:
    """True where the answers cover too little of what was expected."""
    return comparabilite.fragile(Cote(ind, "", ligne.repondants, ligne.attendus))


def coverage(ligne: Any) -> str:
    """« 94 réponses sur 103 (91,3 %) », or nothing where the source is the agréments themselves."""
    return textes.couverture(ligne.repondants, ligne.attendus)


def warnings(
    ind: Indicateur, df: pd.DataFrame, nom: str, avis: Avis | None = None
) -> tuple[str, ...]:
    """What must be said before comparing: the guard's reason, then the values of the axis `nom`
    that too few answered.
    """
    dits = [avis.raison] if avis else []
    faibles = [
        str(l[nom])
        for l in df.to_dict("records")
        if fragile(ind, pd.Series(l)) and (not avis or str(l[nom]) not in avis.raison)
    ]
    if faibles:
        seuil = formats.pourcent(comparabilite.seuil("couverture_min_pct"), 0)
        dits.append(
            f"Moins de {seuil} de réponses pour {', '.join(faibles)} : ces chiffres décrivent "
            "les répondants, à ne pas comparer."
        )
    return tuple(dits)
