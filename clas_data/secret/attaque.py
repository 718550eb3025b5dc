"""The attacker: between which bounds a count can be placed, by someone who knows the diffused cells
and its own figures.
"""

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
    """The smallest and the largest count of `cible` that agree with everything this porteur knows
    (linear programming).

    Unknown are the others' atoms: not negative, linked as everybody knows, adding up to the
    diffused cells less its own share.
    """
    publiees = np.flatnonzero(diffusees)
    autres = s.atomes - s.sien[porteur]
    egal = vstack([csr_array(s.appartient[publiees]), csr_array(s.egalites)], format="csr")
    droite = np.concatenate([s.appartient[publiees] @ autres, s.egalites @ autres])
    inegal = (
        {"A_ub": csr_array(s.inegalites), "b_ub": np.maximum(-s.inegalites @ s.sien[porteur], 0)}
        if len(s.inegalites)
        else {}
    )
    valeurs, actives = [], set()
    for sens in (1, -1):
        r = linprog(
            sens * cible, A_eq=egal, b_eq=droite, bounds=(0, None), method="highs", **inegal
        )
        if r.status == 3:
            valeurs.append(-sens * np.inf)
        elif r.status == 0:
            valeurs.append(sens * r.fun)
            actives |= set(publiees[np.abs(r.eqlin.marginals[: len(publiees)]) > PRES])
        else:
            raise ArithmeticError(f"linear programme not solved: {r.message}")
    sien = s.sien[porteur] @ cible
    return Bornes(valeurs[0] + sien, valeurs[1] + sien, np.array(sorted(actives), dtype=int))


@dataclass
class Temoins:
    """Moves of the counts that change nothing of what is diffused: one move shows at once that many
    targets stay unknown to many attackers.
    """

    s: Systeme
    # moves, and the targets × attackers that they keep wide enough
    preuves: list[tuple[list[np.ndarray], np.ndarray]] = field(default_factory=list)

    def __post_init__(self):
        autres = self.s.atomes - self.s.sien
        self.marges = np.hstack([autres, np.maximum(-autres @ self.s.inegalites.T, 0)])

    def sures(self, diffusees: np.ndarray) -> np.ndarray:
        """Targets × attackers: kept wide enough by a known move."""
        visibles = self.s.appartient[diffusees]
        sures = np.zeros((len(self.s.cibles), len(self.s.sien)), dtype=bool)
        for bouts, couvre in self.preuves:
            if all(np.abs(visibles @ d).max(initial=0) < PRES for d in bouts):
                sures |= couvre
        return sures

    def chercher(
        self, diffusees: np.ndarray, porteur: int, rang: int, montee: float, descente: float = 0
    ) -> np.ndarray | None:
        """The targets × attackers proven by moving this target up, and down, by so much; None where
        that cannot be done.
        """
        bouts = [self._move(diffusees, porteur, rang, pas) for pas in (montee, -descente) if pas]
        if any(d is None for d in bouts):
            return None
        couvre = self._couvre(bouts[0], bouts[-1] if len(bouts) > 1 else -bouts[0])
        self.preuves.append((bouts, couvre))
        return couvre

    def _move(
        self, diffusees: np.ndarray, porteur: int, rang: int, pas: float
    ) -> np.ndarray | None:
        """The smallest move of this target by `pas` that this attacker cannot exclude, preferably
        within what no porteur owns alone.
        """
        s, n = self.s, len(self.s.atomes)
        cout = 0.1 + 3 * (s.atomes - s.sien.max(axis=0) <= 0) + 1 / (1 + s.atomes)
        egal = csr_array(np.vstack([s.appartient[diffusees], s.egalites, s.cibles[rang]]))
        droite = np.zeros(egal.shape[0])
        droite[-1] = pas
        marges, inegal = self.marges[porteur], csr_array(s.inegalites)
        liens = (
            {"A_ub": hstack([inegal, -inegal], format="csr"), "b_ub": marges[n:]}
            if len(s.inegalites)
            else {}
        )
        hauts = np.concatenate([np.full(n, np.inf), marges[:n]])
        r = linprog(
            np.concatenate([np.full(n, 0.1), cout]),
            A_eq=hstack([egal, -egal], format="csr"),
            b_eq=droite,
            bounds=np.column_stack([np.zeros(2 * n), hauts]),
            method="highs",
            **liens,
        )
        if r.status != 0:
            return None
        d = r.x[:n] - r.x[n:]
        return np.where(np.abs(d) < PRES, 0, d)

    def _couvre(self, d1: np.ndarray, d2: np.ndarray) -> np.ndarray:
        """Targets × attackers that the segment from the truth along `d1` to the truth along `d2`
        keeps wide enough.
        """
        bouts = []
        for d in (d1, d2):
            longueurs = _pas(self.marges, np.concatenate([d, -self.s.inegalites @ d]))
            bouts.append((self.s.cibles @ d)[:, None] * longueurs[None, :])
        oppose = bouts[0] * bouts[1] <= 0
        monte, descend = (np.floor(np.abs(b) + PRES) for b in bouts)
        large = np.where(oppose, monte + descend, np.maximum(monte, descend))
        return large >= self.s.largeurs[:, None]


def _pas(marges: np.ndarray, pentes: np.ndarray) -> np.ndarray:
    """How far each attacker's unknowns can go along these slopes before one of them meets its
    limit.
    """
    descend = pentes < -PRES
    if not descend.any():
        return np.full(len(marges), 1.0)
    return np.maximum((marges[:, descend] / -pentes[descend]).min(axis=1), 0)
