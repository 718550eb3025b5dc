"""The figures of one page only that a dossier can compose again: those made of the selection of
their page and of nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clas_data.ecrans.conformite import collectifs, regles
from clas_data.ecrans.financement import couts, origines
from clas_data.errors import UsageError
from clas_data.figures.figure import Figure
from clas_data.ui.selection import Selection

Compose = Callable[[Selection], Figure | tuple[Figure, ...]]
COLLECTIFS = ("semaines", "heures", "axes", "dates", "avis")
PROPRES: dict[tuple[str, str], Compose] = {
    ("conformite", "regles"): regles.compose,
    **{("conformite", f"conformite_{c}"): collectifs.compose for c in COLLECTIFS},
    ("financement", "flux"): origines.flux,
    ("financement", "financeurs"): origines.financeurs,
    ("financement", "aides_caf"): origines.aides,
    **{
        ("financement", f"distribution_{c.ind}"): partial(couts.distribution, cout=c)
        for c in couts.COUTS.values()
    },
}


def figures(page: str, cle: str, selection: Selection) -> list[Figure]:
    """The figure of that key, of that page."""
    if (page, cle) not in PROPRES:
        raise UsageError(
            "Cette figure ne se compose que sur sa page, avec ses autres choix : ouvrez-la."
        )
    composees = PROPRES[page, cle](selection)
    return list(composees) if isinstance(composees, tuple) else [composees]
