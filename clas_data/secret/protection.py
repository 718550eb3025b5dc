"""Which cells to mask besides the small ones, so that none of these can be found again, and as
little as possible is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from clas_data.secret.attaque import PRES, Temoins, bornes
from clas_data.secret.cellules import Systeme, systeme
from clas_data.secret.regles import Famille, Regles

TOURS_MAX = 60


def proteger(
    contributions: pd.DataFrame,
    famille: Famille,
    axes: Sequence[str],
    regles: Regles,
    vues: Sequence[tuple[str, ...]] | None = None,
) -> pd.DataFrame:
    """The cells of these tables, protected together: indicateur, axes ("" for all), valeur (NaN
    when masked), porteurs, masque, raison.

    Exact: the masked cells are the lightest set (weight: square root of the count) that leaves
    every protected count unknown, within the declared width, to anyone who reads all the tables at
    once and knows the figures of one porteur.
    """
    s = systeme(contributions, famille, axes, regles.vues if vues is None else vues, regles)
    masquees = masquer(s)
    c = s.cellules
    codes = np.where(masquees & (c["raison"] == ""), "secondaire", c["raison"])
    return c.assign(
        valeur=c["valeur"].mask(masquees),
        porteurs=c["porteurs"].mask(masquees).astype("Int64"),
        masque=masquees,
        raison=codes,
    )


def masquer(s: Systeme) -> np.ndarray:
    """Boolean, one per cell: masked.

    Each failed attack uses some diffused cells to bound its target: any safe choice masks at least
    one of them.  So the lightest set that meets all these demands is asked of an integer programme,
    attacked again, and so on until no attack succeeds; first by someone who knows nothing, then by
    each porteur.
    """
    primaires = (s.cellules["raison"] != "").to_numpy()
    poids = np.sqrt(1 + s.cellules["valeur"].to_numpy())
    temoins, coupes, masquees = Temoins(s), [], primaires.copy()
    for attaquants in (slice(0, 1), slice(None)):
        for _ in range(TOURS_MAX):
            nouvelles = failles(s, ~masquees, temoins, attaquants)
            if not nouvelles:
                break
            coupes += nouvelles
            masquees = _plus_leger(coupes, primaires, poids)
        else:
            raise ArithmeticError("no safe choice of cells was found")
    return masquees


def failles(
    s: Systeme,
    diffusees: np.ndarray,
    temoins: Temoins | None = None,
    attaquants: slice = slice(None),
) -> list[np.ndarray]:
    """The attacks that succeed, at most one for each target: the diffused cells that each of them
    uses.
    """
    temoins, trouvees = temoins or Temoins(s), {}
    ignores = np.ones(len(s.sien), dtype=bool)
    ignores[attaquants] = False
    # who owns all of a count has nothing left to find
    concernes = s.cibles @ (s.atomes - s.sien).T > 0
    sures = temoins.sures(diffusees) | ~concernes | ignores
    for rang in range(len(s.cibles)):
        while not sures[rang].all():
            porteur = int(np.flatnonzero(~sures[rang])[0])
            couvre, faille = _attaquer(s, diffusees, porteur, rang, temoins)
            if faille is not None:
                trouvees[faille.tobytes()] = faille
                break
            sures[rang, porteur] = True
            sures |= couvre
    return list(trouvees.values())


def _attaquer(
    s: Systeme, diffusees: np.ndarray, porteur: int, rang: int, temoins: Temoins
) -> tuple[np.ndarray, np.ndarray | None]:
    """What else is proven safe, and the diffused cells that give this target away to this attacker
    (None: it stays unknown).
    """
    couvre = temoins.chercher(diffusees, porteur, rang, s.largeurs[rang])
    if couvre is not None:
        return couvre, None
    rien = np.zeros((len(s.cibles), len(s.sien)), dtype=bool)
    b = bornes(s, diffusees, porteur, s.cibles[rang])
    if b.largeur < s.largeurs[rang]:
        return rien, b.cellules
    vrai = s.atomes @ s.cibles[rang]
    montee = min(np.floor(b.haut - vrai + PRES), s.largeurs[rang])
    couvre = temoins.chercher(diffusees, porteur, rang, montee, s.largeurs[rang] - montee)
    return rien if couvre is None else couvre, None


def _plus_leger(coupes: list[np.ndarray], primaires: np.ndarray, poids: np.ndarray) -> np.ndarray:
    """The lightest set of cells that holds the primary ones and at least one cell of each cut."""
    demandes = np.zeros((len(coupes), len(poids)))
    for i, coupe in enumerate(coupes):
        demandes[i, coupe] = 1
    r = milp(
        poids,
        constraints=LinearConstraint(demandes, lb=1),
        integrality=np.ones(len(poids)),
        bounds=Bounds(primaires.astype(float), 1),
    )
    if r.x is None:
        raise ArithmeticError(f"integer programme not solved: {r.message}")
    return r.x > 0.5
