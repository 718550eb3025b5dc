"""The maps of « Territoires », as its tabs show them and as a dossier composes them again: from a
state and the choices of a tab.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from clas_data.ecrans.territoires import carte, comparer, ouvrir, zones
from clas_data.ecrans.territoires.etat import LIEUX, Etat
from clas_data.figures.figure import Figure
from clas_data.ui import session
from clas_data.ui.selection import Selection

FAIRE: dict[str, Callable[..., Figure]] = {
    "geo_principale": carte.composer,
    "geo_croisee": comparer.composer,
    "cote": comparer.cotes,
    "geo_zones": zones.composer,
    "zones_courbe": zones.portee,
    "geo_ouvrir": ouvrir.composer,
}


def relire(selection: Selection, maille: str) -> Etat:
    """The state that a pin was made on."""
    if maille not in LIEUX:
        raise ValueError(maille)
    f = next(iter(selection.filtres), None)
    return Etat(
        session.acteur(),
        selection.perimetre,
        selection.campagnes,
        selection.campagne,
        maille,
        (f.axe, f.valeur, f.libelle) if f else None,
    )


def _de(faire: Callable[..., Figure]) -> Callable:
    def composer(selection: Selection, choix: Mapping[str, Any]) -> Figure:
        propres = {n: v for n, v in choix.items() if n != "maille"}
        return faire(relire(selection, choix["maille"]), **propres)

    return composer


PROPRES = {cle: _de(faire) for cle, faire in FAIRE.items()}
