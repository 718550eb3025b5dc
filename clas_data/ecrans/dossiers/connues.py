"""The figures of one page only that a dossier can compose again: those made of the selection of
their page, and of its choices that the pin keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from clas_data.ecrans.articulation import dispositifs
from clas_data.ecrans.conformite import collectifs, croisee, porteurs, regles
from clas_data.ecrans.financement import couts, droits, origines
from clas_data.ecrans.simulateur import figures as simulateur
from clas_data.ecrans.territoires import figures as territoires
from clas_data.errors import UsageError
from clas_data.figures.figure import Figure
from clas_data.ui.selection import Selection

Compose = Callable[[Selection, Mapping[str, Any]], Figure | tuple[Figure, ...]]
COLLECTIFS = ("semaines", "heures", "axes", "dates", "avis")


def _seule(faire: Callable[[Selection], Figure | tuple[Figure, ...]]) -> Compose:
    """A figure made of the selection alone."""
    return lambda selection, _: faire(selection)


PROPRES: dict[tuple[str, str], Compose] = {
    ("articulation", "combinaisons"): dispositifs.recross,
    ("articulation", "annees_dispositifs"): _seule(dispositifs.across_years),
    ("conformite", "regles"): _seule(regles.compose),
    ("conformite", "matrice"): croisee.recomposer,
    ("conformite", "porteurs"): porteurs.recomposer,
    **{("conformite", f"conformite_{c}"): _seule(collectifs.compose) for c in COLLECTIFS},
    ("financement", "ecarts_droits"): droits.recomposer,
    ("financement", "sous_plafond"): droits.recomposer,
    ("financement", "flux"): _seule(origines.flux),
    ("financement", "financeurs"): _seule(origines.financeurs),
    ("financement", "aides_caf"): _seule(origines.aides),
    **{
        ("financement", f"distribution_{c.ind}"): _seule(partial(couts.distribution, cout=c))
        for c in couts.COUTS.values()
    },
    **{("simulateur", nom): faire for nom, faire in simulateur.PROPRES.items()},
    **{("territoires", nom): faire for nom, faire in territoires.PROPRES.items()},
}


def figures(
    page: str, cle: str, selection: Selection, choix: Mapping[str, Any]
) -> Sequence[Figure]:
    """The figures among which is that of this key, of that page, with those choices of its own."""
    compose = PROPRES.get((page, cle)) or PROPRES.get((page, cle.partition("_")[0]))
    if compose is None:
        raise UsageError(
            "Cette figure ne se compose que sur sa page, avec ses autres choix : ouvrez-la."
        )
    composees = compose(selection, choix)
    return composees if isinstance(composees, tuple) else [composees]
