"""One porteur across the campagnes, beside the median of the others."""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.figures import figure as modele
from clas_data.figures import tables
from clas_data.figures.figure import Figure, Serie
from clas_data.indicateurs import phrases
from clas_data.indicateurs.catalogue import Indicateur


def tendance(ind: Indicateur, t: pd.DataFrame, champ: str) -> Figure:
    """One indicator from campagne to campagne (columns campagne, moi, mediane, departement)."""
    dits = {
        c: tuple(formats.valeur_unite(v, ind.unite, ind.decimales) for v in t[c])
        for c in ("moi", "mediane")
    }
    lus = {c: tuple(map(tables.plain, t[c])) for c in dits}
    connus = [
        (c, phrases.ecrire(ind, v))
        for c, v in zip(t["campagne"], lus["moi"], strict=True)
        if v is not None
    ]
    return Figure(
        "tendance",
        modele.COURBES,
        f"{ind.titre} : "
        + (
            f"de {connus[0][1]} en {connus[0][0]} à {connus[-1][1]} en {connus[-1][0]}"
            if len(connus) > 1
            else "une seule campagne connue"
        ),
        f"{ind.definition.removesuffix('.')} ({ind.unite})",
        tuple(t["campagne"]) if connus else (),
        tuple(Serie(nom, lus[c], dits[c]) for nom, c in (("vous", "moi"), ("médiane", "mediane")))
        if connus
        else (),
        "Campagne",
        ind.unite,
        "",
        champ,
        ind.source,
        "La médiane est la moyenne des trois porteurs du milieu.",
        detail=tables.compose(
            "tendance",
            {
                "Campagne": t["campagne"],
                "Vous": t["moi"],
                "Médiane des porteurs": t["mediane"],
                "Département": t["departement"],
            },
        ),
    )
