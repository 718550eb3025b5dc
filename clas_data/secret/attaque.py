"""The attacker: between which bounds a count can be placed, by someone who knows the diffused cells and its own figures."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from clas_data.secret.cellules import Systeme

PRES = 1e-6


@dataclass(frozen=True)
class Bornes:
    """The bounds of one count for one attacker, and the diffused cells that give them."""

    bas: float
    haut: float
    cellules: np.ndarray

    @property
    def largeur(self) -> float:
        """How far apart the whole numbers within the bounds are."""
        return np.floor(self.haut + PRES) - np.ceil(self.bas - PRES)


def bornes(s: Systeme, diffusees: np.ndarray, porteur: int, cible: np.ndarray) -> Bornes:
    """The smallest and the largest count of `cible` that agree with everything this porteur knows (linear programming).

    Unknown are the others' atoms: not negative, linked as everybody knows, adding up to the diffused cells less its own share.
    """
    publiees = np.flatnonzero(diffusees)
    autres = s.atomes - s.sien[porteur]
    egal = vstack([csr_array(s.appartient[publiees]), csr_array(s.egalites)], format="csr")
    droite = np.concatenate([s.appartient[publiees] @ autres, s.egalites @ autres])
    inegal = {"A_ub": csr_array(s.inegalites), "b_ub": np.maximum(-s.inegalites @ s.sien[porteur], 0)} if len(s.inegalites) else {}
    valeurs, actives = [], set()
    for sens in (1, -1):
        r = linprog(sens * cible, A_eq=egal, b_eq=droite, bounds=(0, None), method="highs", **inegal)
        if r.status == 3:
            valeurs.append(-sens * np.inf)
        elif r.status == 0:
            valeurs.append(sens * r.fun)
            actives |= set(publiees[np.abs(r.eqlin.marginals[:len(publiees)]) > PRES])
        else:
            raise ArithmeticError(f"linear programme not solved: {r.message}")
    sien = s.sien[porteur] @ cible
    return Bornes(valeurs[0] + sien, valeurs[1] + sien, np.array(sorted(actives), dtype=int))


@dataclass
class Temoins:
    """Moves of the counts that change nothing of what is diffused: one move shows at once that many targets stay unknown to many attackers."""

    s: Systeme
    moves: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self):
        autres = self.s.atomes - self.s.sien
        self.marges = np.hstack([autres, np.maximum(-autres @ self.s.inegalites.T, 0)])
        self.sures_par_move: list[np.ndarray] = []

    def sures(self, diffusees: np.ndarray) -> np.ndarray:
        """Targets × attackers: kept wide enough by a known move."""
        visibles = self.s.appartient[diffusees]
        sures = np.zeros((len(self.s.cibles), len(self.s.sien)), dtype=bool)
        for d, couvre in zip(self.moves, self.sures_par_move, strict=True):
            if np.abs(visibles @ d).max(initial=0) < PRES:
                sures |= couvre
        return sures

    def chercher(self, diffusees: np.ndarray, porteur: int, rang: int) -> np.ndarray | None:
        """A move that widens this target enough for this attacker, preferably within what no single porteur owns; what it covers."""
        s, n = self.s, len(self.s.atomes)
        seul = np.sort(s.sien, axis=0)[-1]
        cout = 0.1 + 3 * (s.atomes - seul <= 0) + 1 / (1 + s.atomes)
        egal = csr_array(np.vstack([s.appartient[diffusees], s.egalites, s.cibles[rang]]))
        droite = np.zeros(egal.shape[0])
        droite[-1] = s.largeurs[rang]
        marges = self.marges[porteur]
        inegal = csr_array(s.inegalites)
        r = linprog(np.concatenate([np.full(n, 0.1), cout]), A_eq=hstack([egal, -egal], format="csr"), b_eq=droite,
                    **({"A_ub": hstack([inegal, -inegal], format="csr"), "b_ub": marges[n:]} if len(s.inegalites) else {}),
                    bounds=np.column_stack([np.zeros(2 * n), np.concatenate([np.full(n, np.inf), marges[:n]])]), method="highs")
        if r.status != 0:
            return None
        d = r.x[:n] - r.x[n:]
        d[np.abs(d) < PRES] = 0
        couvre = self._couvre(d)
        self.moves.append(d)
        self.sures_par_move.append(couvre)
        return couvre

    def _couvre(self, d: np.ndarray) -> np.ndarray:
        """Targets × attackers that a segment along `d`, around the truth, keeps wide enough."""
        pentes = np.concatenate([d, -self.s.inegalites @ d])
        amplitude = np.abs(self.s.cibles @ d)
        longueurs = np.array([_pas(self.marges, sens * pentes) for sens in (1, -1)])     # each end stays a whole number of the target
        pas = amplitude[:, None, None] * longueurs[None, :, :]
        return np.floor(pas + PRES).sum(axis=1) >= self.s.largeurs[:, None]


def _pas(marges: np.ndarray, pentes: np.ndarray) -> np.ndarray:
    """How far each attacker's unknowns can go along these slopes before one of them meets its limit."""
    descend = pentes < -PRES
    if not descend.any():
        return np.full(len(marges), 1e9)
    return np.maximum((marges[:, descend] / -pentes[descend]).min(axis=1), 0)
