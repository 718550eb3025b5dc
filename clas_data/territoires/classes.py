"""Colour classes of a map: at most five, with the method and the bounds that the legend prints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.territoires import parametres

METHODES = {
    "quantiles": "quantiles : autant de territoires dans chaque classe",
    "amplitudes": "amplitudes égales : le même écart dans chaque classe",
    "naturels": "seuils naturels (Fisher-Jenks) : des classes aussi homogènes que possible",
}
HORS = 0  # the index of zeros and of what is not in a class


@dataclass(frozen=True)
class Classes:
    """The classes of some values: bounds as printed, labels, counts, and the class of each value.

    `indices` is aligned on the values: 1 to n, 0 for a true zero (drawn apart), NA for unknown.  A
    class holds its lower bound; the last one holds both.  Values are classed at the precision that
    is shown, so that a label never contradicts a figure.
    """

    methode: str
    bornes: tuple[float, ...]
    etiquettes: tuple[str, ...]
    effectifs: tuple[int, ...]
    zeros: int
    inconnus: int
    indices: pd.Series

    @property
    def phrase(self) -> str:
        combien = formats.pluriel(len(self.etiquettes), "classe")
        return (
            f"{combien}, méthode des {METHODES[self.methode]}"
            if self.methode in METHODES
            else f"{combien}{formats.INSECABLE}: {self.methode}"
        )


def classer(
    valeurs: pd.Series, methode: str = "quantiles", nombre: int | None = None, decimales: int = 1
) -> Classes:
    """Class non-negative values; fewer classes than asked where there are not enough distinct
    values.
    """
    if methode not in METHODES:
        raise UsageError(
            f"La méthode de classes « {methode} » n'existe pas. Choisissez {', '.join(METHODES)}."
        )
    demande = int(parametres.valeur("classes_max", nombre))
    arrondies = _round(pd.to_numeric(valeurs).astype("float64"), decimales)
    if (arrondies < 0).any():
        raise UsageError("Ces classes sont faites pour des taux : une valeur est négative.")
    positives = np.sort(arrondies[arrondies > 0].to_numpy())
    bornes = _bounds(positives, methode, demande, decimales)
    indices = pd.Series(pd.NA, index=valeurs.index, dtype="Int64")
    connues = arrondies.notna()
    rangs = (
        np.searchsorted(bornes[1:-1], arrondies[connues], side="right") + 1 if len(bornes) else 0
    )
    indices[connues] = np.where(arrondies[connues] > 0, rangs, HORS)
    n = max(len(bornes) - 1, 0)
    effectifs = tuple(int((indices == k).sum()) for k in range(1, n + 1))
    return Classes(
        methode,
        tuple(float(b) for b in bornes),
        _labels(bornes, decimales),
        effectifs,
        int((indices == HORS).sum()),
        int(indices.isna().sum()),
        indices,
    )


def _round(valeurs: pd.Series, decimales: int) -> pd.Series:
    """Half up, as figures are shown."""
    facteur = 10.0**decimales
    return np.floor(valeurs * facteur + 0.5 + 1e-9) / facteur


def _bounds(positives: np.ndarray, methode: str, nombre: int, decimales: int) -> np.ndarray:
    """Increasing bounds, the first and last being the extremes; no class is empty."""
    if not len(positives):
        return np.array([])
    distinctes = np.unique(positives)
    nombre = min(nombre, len(distinctes))
    if methode == "quantiles":
        coupes = np.quantile(positives, np.linspace(0, 1, nombre + 1)[1:-1])
    elif methode == "amplitudes":
        coupes = np.linspace(positives[0], positives[-1], nombre + 1)[1:-1]
    else:
        coupes = _natural(positives, nombre)
    coupes = np.unique(_round(pd.Series(coupes, dtype="float64"), decimales).to_numpy())
    bornes = [positives[0]]
    for coupe in coupes[(coupes > positives[0]) & (coupes <= positives[-1])]:
        if ((positives >= bornes[-1]) & (positives < coupe)).any():
            bornes.append(coupe)
    return np.array([*bornes, positives[-1]])


def _natural(positives: np.ndarray, nombre: int) -> np.ndarray:
    """Lower bounds of the classes 2…n that make the sum of squared deviations smallest (Fisher
    1958, exact, by dynamic programming).
    """
    valeurs, poids = np.unique(positives, return_counts=True)
    w, s, q = (np.concatenate([[0], np.cumsum(poids * valeurs**p)]) for p in (0, 1, 2))
    i, j = np.arange(len(valeurs) + 1)[:, None], np.arange(len(valeurs) + 1)[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        # of one class made of valeurs[i:j]
        cout = np.where(j > i, (q[j] - q[i]) - (s[j] - s[i]) ** 2 / (w[j] - w[i]), np.inf)
    meilleur, choix = cout[0], []
    for _ in range(nombre - 1):
        essais = meilleur[:, None] + cout
        choix.append(essais.argmin(axis=0))
        meilleur = essais.min(axis=0)
    coupes, fin = [], len(valeurs)
    for etape in reversed(choix):
        fin = int(etape[fin])
        coupes.append(valeurs[fin])
    return np.array(coupes[::-1])


def _labels(bornes: np.ndarray, decimales: int) -> tuple[str, ...]:
    textes = [formats.nombre(float(b), decimales) for b in bornes]
    n = len(textes) - 1
    return tuple(
        textes[k]
        if textes[k] == textes[k + 1]
        else f"{textes[k]} à {textes[k + 1]}"
        if k == n - 1
        else f"{textes[k]} à moins de {textes[k + 1]}"
        for k in range(n)
    )


def croiser(
    besoin: pd.Series,
    offre: pd.Series,
    nombres: tuple[int, int] = (3, 2),
    decimales: tuple[int, int] = (0, 1),
) -> tuple[pd.DataFrame, Classes, Classes]:
    """Need against offer: the class of each territory for both (NA when one is unknown), and the
    two legends.

    `besoin` counts people, `offre` is a rate; a territory without any offer has offer class 0.
    """
    b, o = (
        classer(besoin, "quantiles", nombres[0], decimales[0]),
        classer(offre, "quantiles", nombres[1], decimales[1]),
    )
    croisee = pd.DataFrame({"besoin": b.indices, "offre": o.indices})
    return croisee.mask(croisee.isna().any(axis=1)), b, o
