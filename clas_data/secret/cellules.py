"""The diffused tables of one family of counts as a linear system: atoms, cells that add them up,
what each porteur knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from clas_data.secret.regles import Famille, Regles

TOTAL = ""  # the value of an axis that a table does not read


@dataclass(frozen=True)
class Systeme:
    """Everything an attacker could set as equations.  An atom is one count of one crossing of all
    the axes.

    cellules: one row per diffused cell (indicateur, axes, valeur, porteurs, raison: code of the
    primary rule or ""). appartient: cells × atoms, 1 where the atom is in the cell.   cibles: rows
    of the same kind that must stay unknown. sien: porteurs × atoms, what each porteur knows of each
    atom; the first row knows nothing. egalites, inegalites: links between atoms (= 0, ≤ 0) that
    anybody knows, and that hold in these data.
    """

    cellules: pd.DataFrame
    appartient: np.ndarray
    atomes: np.ndarray
    sien: np.ndarray
    porteurs: tuple[str, ...]
    cibles: np.ndarray
    largeurs: np.ndarray
    egalites: np.ndarray
    inegalites: np.ndarray


def dans_la_vue(cellules: pd.DataFrame, vue: tuple[str, ...], regles: Regles) -> pd.Series:
    """True for the cells of this view."""
    autres = [a for a in regles.axes if a not in vue]
    return (cellules[autres] == TOTAL).all(axis=1) & (cellules[list(vue)] != TOTAL).all(axis=1)


def systeme(
    contributions: pd.DataFrame,
    famille: Famille,
    axes: Sequence[str],
    vues: Sequence[tuple[str, ...]],
    regles: Regles,
) -> Systeme:
    """`contributions`: one row per indicateur, porteur and crossing of the axes, with valeur;
    unknown values are left out.
    """
    c = contributions.dropna(subset=["valeur"])
    c = c[c["indicateur"].isin(famille.indicateurs)].assign(
        **{a: c[a].fillna("n.d.").astype(str) for a in axes}
    )
    croisements = c[list(axes)].drop_duplicates().sort_values(list(axes)).reset_index(drop=True)
    rang = {tuple(l): i for i, l in enumerate(croisements.itertuples(index=False))}
    n, noms = len(croisements), list(famille.indicateurs)
    porteurs = ("", *sorted(c["porteur"].unique()))
    sien = np.zeros((len(porteurs), n * len(noms)))
    position = [
        noms.index(i) * n + rang[tuple(a)]
        for i, a in zip(c["indicateur"], c[list(axes)].itertuples(index=False), strict=True)
    ]
    np.add.at(
        sien, ([porteurs.index(p) for p in c["porteur"]], position), c["valeur"].to_numpy(float)
    )
    atomes = sien.sum(axis=0)
    cellules, appartient = _cellules(croisements, noms, axes, vues)
    raisons, largeurs = _primaires(appartient, sien, regles)
    cellules = cellules.assign(
        valeur=appartient @ atomes, porteurs=((appartient @ sien.T) > 0).sum(axis=1), raison=raisons
    )
    cibles, largeurs = _cibles(
        croisements, noms, axes, appartient[raisons != ""], largeurs[raisons != ""], sien, regles
    )
    egalites, inegalites = _liens(famille, noms, n, atomes)
    return Systeme(
        cellules, appartient, atomes, sien, porteurs, cibles, largeurs, egalites, inegalites
    )


def _cellules(
    croisements: pd.DataFrame, noms: list[str], axes: Sequence[str], vues: Sequence[tuple[str, ...]]
) -> tuple[pd.DataFrame, np.ndarray]:
    """Every cell of these tables, and the atoms in it."""
    n, lignes, masques = len(croisements), [], []
    for vue in vues:
        groupes = croisements.groupby(list(vue)).indices if vue else {(): np.arange(n)}
        for cle, membres in groupes.items():
            cle = cle if isinstance(cle, tuple) else (cle,)
            for k, nom in enumerate(noms):
                masque = np.zeros(n * len(noms))
                masque[k * n + np.asarray(membres)] = 1
                lignes.append(
                    {
                        "indicateur": nom,
                        **dict.fromkeys(axes, TOTAL),
                        **dict(zip(vue, cle, strict=True)),
                    }
                )
                masques.append(masque)
    return pd.DataFrame(lignes, columns=["indicateur", *axes]), np.array(masques).reshape(
        len(lignes), n * len(noms)
    )


def _primaires(
    appartient: np.ndarray, sien: np.ndarray, regles: Regles
) -> tuple[np.ndarray, np.ndarray]:
    """The code of the rule that masks each cell by itself, and how wide it must stay unknown."""
    parts = appartient @ sien.T
    valeurs = parts.sum(axis=1)
    reste = valeurs[:, None] - parts
    raisons = np.full(len(valeurs), "", dtype=object)
    raisons[parts.max(axis=1, initial=0) * 100 > regles.dominance_pct * valeurs] = "dominance"
    raisons[((reste > 0) & (reste < regles.seuil)).any(axis=1)] = "reste"
    raisons[(parts > 0).sum(axis=1) < regles.porteurs_min] = "porteurs"
    raisons[valeurs < regles.seuil] = "effectif"
    raisons[valeurs <= 0] = ""
    return raisons, np.maximum(regles.seuil, np.ceil(valeurs * regles.incertitude_pct / 100))


def _cibles(
    croisements, noms, axes, primaires, largeurs, sien, regles
) -> tuple[np.ndarray, np.ndarray]:
    """What must stay unknown: the masked cells, and every crossing of two axes that would be masked
    if it were diffused.
    """
    _, croisees = _cellules(croisements, noms, axes, list(combinations(axes, 2)))
    raisons, larges = _primaires(croisees, sien, regles)
    toutes = np.vstack([primaires, croisees[raisons != ""]])
    uniques, premiers = np.unique(toutes, axis=0, return_index=True)
    return uniques, np.concatenate([largeurs, larges[raisons != ""]])[premiers]


def _liens(
    famille: Famille, noms: list[str], n: int, atomes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The links between counts, atom by atom; one that these data do not respect binds nobody."""
    egalites, inegalites = [], []
    for sortes, lignes in ((famille.egal, egalites), (famille.inferieur, inegalites)):
        for *gauche, droite in sortes:
            for j in range(n):
                ligne = np.zeros(n * len(noms))
                ligne[[noms.index(g) * n + j for g in gauche]] = 1
                ligne[noms.index(droite) * n + j] = -1
                ecart = ligne @ atomes
                if ecart == 0 or (ecart < 0 and lignes is inegalites):
                    lignes.append(ligne)
    vide = np.zeros((0, n * len(noms)))
    return (np.array(egalites) if egalites else vide), (
        np.array(inegalites) if inegalites else vide
    )
