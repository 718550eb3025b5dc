"""Which cells to mask besides the small ones, so that none of these can be found again, and as little as possible is lost."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from clas_data.secret.attaque import Temoins, bornes
from clas_data.secret.cellules import Systeme, systeme
from clas_data.secret.regles import Famille, Regles

TOURS_MAX = 60


def proteger(contributions: pd.DataFrame, famille: Famille, axes: Sequence[str], regles: Regles,
             vues: Sequence[tuple[str, ...]] | None = None) -> pd.DataFrame:
    """The cells of these tables, protected together: indicateur, axes ("" for all), valeur (NaN when masked), porteurs, masque, raison.

    Exact: the masked cells are the lightest set (weight: square root of the count) that leaves every protected count unknown,
    within the declared width, to anyone who reads all the tables at once and knows the figures of one porteur.
    """
    s = systeme(contributions, famille, axes, regles.vues if vues is None else vues, regles)
    masquees = masquer(s)
    c = s.cellules
    codes = np.where(masquees & (c["raison"] == ""), "secondaire", c["raison"])
    return c.assign(valeur=c["valeur"].mask(masquees), porteurs=c["porteurs"].mask(masquees).astype("Int64"), masque=masquees,
                    raison=[regles.raison(r) for r in codes])


def masquer(s: Systeme) -> np.ndarray:
    """Boolean, one per cell: masked.

    Each failed attack uses some diffused cells to bound its target: any safe choice masks at least one of them.  So the lightest
    set that meets all these demands is asked of an integer programme, attacked again, and so on until no attack succeeds.
    """
    primaires = (s.cellules["raison"] != "").to_numpy()
    poids = np.sqrt(1 + s.cellules["valeur"].to_numpy())
    temoins, coupes, masquees = Temoins(s), [], primaires.copy()
    for _ in range(TOURS_MAX):
        nouvelles = failles(s, ~masquees, temoins)
        if not nouvelles:
            return masquees
        coupes += nouvelles
        masquees = _plus_leger(coupes, primaires, poids)
    raise ArithmeticError("no safe choice of cells was found")


def failles(s: Systeme, diffusees: np.ndarray, temoins: Temoins | None = None) -> list[np.ndarray]:
    """The attacks that succeed, at most one for each target: the diffused cells that each of them uses."""
    temoins, trouvees = temoins or Temoins(s), {}
    concernes = s.cibles @ (s.atomes - s.sien).T > 0    # who owns all of a count has nothing left to find
    sures = temoins.sures(diffusees) | ~concernes
    for rang, cible in enumerate(s.cibles):
        while not sures[rang].all():
            porteur = int(np.flatnonzero(~sures[rang])[0])
            couvre = temoins.chercher(diffusees, porteur, rang)
            if couvre is not None:
                sures |= couvre
            if not sures[rang, porteur]:
                b = bornes(s, diffusees, porteur, cible)
                if b.largeur < s.largeurs[rang]:
                    trouvees[b.cellules.tobytes()] = b.cellules
                    break
                sures[rang, porteur] = True
    return list(trouvees.values())


def _plus_leger(coupes: list[np.ndarray], primaires: np.ndarray, poids: np.ndarray) -> np.ndarray:
    """The lightest set of cells that holds the primary ones and at least one cell of each cut."""
    demandes = np.zeros((len(coupes), len(poids)))
    for i, coupe in enumerate(coupes):
        demandes[i, coupe] = 1
    r = milp(poids, constraints=LinearConstraint(demandes, lb=1), integrality=np.ones(len(poids)), bounds=Bounds(primaires.astype(float), 1))
    if r.x is None:
        raise ArithmeticError(f"integer programme not solved: {r.message}")
    return r.x > 0.5
