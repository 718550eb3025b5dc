"""The maximal covering location problem: which n sites reach most people.  Pure arrays in,
positions out.

`portee` is a sparse boolean matrix, one row per place to cover, one column per possible site;
`poids` what each place counts for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array, eye_array, hstack

GAIN_NUL = 1e-9


@dataclass(frozen=True)
class Solution:
    """Positions of the sites, in the order of what each adds; `reste` is what a better answer could
    still add (0: proven best).
    """

    sites: tuple[int, ...]
    gains: tuple[float, ...]
    valeur: float
    reste: float = 0.0


def value(portee: csr_array, poids: np.ndarray, sites: list[int]) -> float:
    """What these sites reach together: a place within reach of two counts once."""
    return float(poids[reached(portee, sites)].sum())


def reached(portee: csr_array, sites: list[int]) -> np.ndarray:
    """Boolean, one per place: within reach of one of the sites."""
    if not len(sites):
        return np.zeros(portee.shape[0], dtype=bool)
    return np.asarray(csc_array(portee)[:, list(sites)].sum(axis=1)).ravel() > 0


def greedy(
    portee: csr_array, poids: np.ndarray, nombre: int, parmi: np.ndarray | None = None
) -> Solution:
    """Take the site that adds most, then the next; the first of equals; stop when nothing is
    added.
    """
    colonnes = csc_array(portee)
    restants = poids.astype(float).copy()
    permis = (
        np.ones(portee.shape[1], dtype=bool)
        if parmi is None
        else np.isin(np.arange(portee.shape[1]), parmi)
    )
    sites, gains = [], []
    while len(sites) < nombre:
        apports = (
            np.where(permis, restants @ colonnes.astype(float), -1.0)
            if permis.any()
            else np.array([0.0])
        )
        meilleur = int(apports.argmax())
        if apports[meilleur] <= GAIN_NUL:
            break
        sites.append(meilleur)
        gains.append(float(apports[meilleur]))
        permis[meilleur] = False
        restants[colonnes.indices[colonnes.indptr[meilleur] : colonnes.indptr[meilleur + 1]]] = 0
    return Solution(tuple(sites), tuple(gains), float(sum(gains)))


def best(portee: csr_array, poids: np.ndarray, nombre: int, duree_s: float) -> Solution:
    """The best sites, by HiGHS (integer programme); when time runs out, the best found and what
    could still be gained at most.

    A site that adds nothing is not opened, so there may be fewer than `nombre`.
    """
    depart = greedy(portee, poids, nombre)
    lignes, sommes = _grouped(portee, poids)
    if not nombre or not len(lignes) or len(depart.sites) < nombre:
        return depart  # every place that can be reached is reached already
    reduite = csr_array(portee)[lignes]
    lieux, sites = reduite.shape
    echelle = sommes.sum()
    objectif = np.concatenate([np.zeros(sites), -sommes / echelle])
    couvrir = LinearConstraint(
        hstack([-reduite.astype(float), eye_array(lieux)], format="csc"), ub=np.zeros(lieux)
    )
    compter = LinearConstraint(
        np.concatenate([np.ones(sites), np.zeros(lieux)])[None, :], ub=[nombre]
    )
    entiers = np.concatenate([np.ones(sites), np.zeros(lieux)])
    resultat = milp(
        objectif,
        constraints=[couvrir, compter],
        integrality=entiers,
        bounds=Bounds(0, 1),
        options={"time_limit": duree_s, "mip_rel_gap": 0.0},
    )
    trouves = (
        depart.sites if resultat.x is None else tuple(np.flatnonzero(resultat.x[:sites] > 0.5))
    )
    if value(portee, poids, trouves) < depart.valeur:
        trouves = depart.sites
    ordonnes = greedy(portee, poids, len(trouves), np.array(trouves))
    borne = echelle * (1.0 if resultat.mip_dual_bound is None else -resultat.mip_dual_bound)
    reste = 0.0 if resultat.status == 0 else max(0.0, borne - ordonnes.valeur)
    return Solution(ordonnes.sites, ordonnes.gains, ordonnes.valeur, reste)


def _grouped(portee: csr_array, poids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One place for all those within reach of the very same sites, with the sum of their weights;
    the others do not matter.
    """
    portee = csr_array(portee)
    portee.sort_indices()
    groupes: dict[bytes, list[int]] = {}
    for i in np.flatnonzero((poids > 0) & (np.diff(portee.indptr) > 0)):
        groupes.setdefault(
            portee.indices[portee.indptr[i] : portee.indptr[i + 1]].tobytes(), []
        ).append(int(i))
    membres = list(groupes.values())
    return np.array([m[0] for m in membres], dtype=int), np.array([poids[m].sum() for m in membres])
