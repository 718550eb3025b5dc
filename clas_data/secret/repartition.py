"""How porteurs and actions are spread: a median and a middle half, each the mean of three porteurs
at least, so that no value shown is anyone's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from clas_data import declarations, formats
from clas_data.acces import Perimetre
from clas_data.errors import UsageError
from clas_data.indicateurs import calcul, catalogue
from clas_data.secret import regles as declaration
from clas_data.secret.diffusion import exiger_agregats
from clas_data.secret.production import Agregee
from clas_data.secret.regles import Regles
from clas_data.tables.base import Base

NUL = float("nan")


@dataclass(frozen=True)
class Repartition:
    """Where the porteurs stand: bottom and top of their middle half, median; NaN where there are
    too few of them.
    """

    porteurs: int
    bas: float = NUL
    mediane: float = NUL
    haut: float = NUL


@dataclass(frozen=True)
class Comparables:
    """The actions comparable to one action: how many, of how many other porteurs, of which kinds,
    and how they are spread.
    """

    actions: int
    porteurs: int
    distance: int | None  # None: not enough comparable actions
    # niveau, taille, territoire, type, number of actions
    profils: tuple[tuple[str, str, str, str, int], ...]
    repartitions: Mapping[str, Repartition]


@cache
def reglages() -> dict:
    """The published distance."""
    return declarations.read(Path(__file__).parent / "comparables.yaml")


def departement(
    base: Base, perimetre: Perimetre, campagne: str, ids: Sequence[str]
) -> dict[str, Repartition]:
    """How all the porteurs of the département are spread, for each indicator: one value per
    porteur.
    """
    exiger_agregats(perimetre, campagne)
    _exiger_diffusables(ids)
    t = calcul.calculer(Agregee(base), perimetre, ids, ["porteur"], {"campagne": campagne}).dropna(
        subset="valeur"
    )
    regles = declaration.load()
    return {i: comme_ecrite(repartir(t[t["indicateur"] == i], regles), i) for i in ids}


def annees(
    base: Base, perimetre: Perimetre, publiees: Sequence[str], campagne: str
) -> tuple[str, ...]:
    """The published campagnes that the base holds, up to this one."""
    exiger_agregats(perimetre, campagne)
    connues = calcul.valeurs_axe(Agregee(base), perimetre, "campagne")
    return tuple(c for c in publiees if c in connues and c <= campagne)


def comparables(
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    code_action: str,
    siret: str,
    ids: Sequence[str],
) -> Comparables:
    """The actions of other porteurs that are comparable to this one, of this porteur: one value per
    action.
    """
    exiger_agregats(perimetre, campagne)
    _exiger_diffusables(ids)
    regles, (actions, valeurs) = declaration.load(), _actions(base, perimetre, campagne, tuple(ids))
    sienne = actions[(actions["code_action"] == code_action) & (actions["porteur_siret"] == siret)]
    if sienne.empty:
        return Comparables(0, 0, None, (), {})
    autres = actions[actions["porteur_siret"] != siret]
    distances = distance(sienne.iloc[0], autres)
    retenue = _assez(autres, distances, regles)
    choisies = autres[distances <= (reglages()["distance_max"] if retenue is None else retenue)]
    if retenue is None:
        return Comparables(len(choisies), choisies["porteur_siret"].nunique(), None, (), {})
    sortes = (
        choisies.groupby(["niveau", "taille_mots", "territoire", "porteur_type"])
        .size()
        .sort_values(ascending=False, kind="stable")
    )
    lues = valeurs[valeurs["action"].isin(choisies["code_action"])]
    return Comparables(
        len(choisies),
        choisies["porteur_siret"].nunique(),
        retenue,
        tuple((*k, int(n)) for k, n in sortes.items()),
        {i: comme_ecrite(repartir(lues[lues["indicateur"] == i], regles), i) for i in ids},
    )


def _exiger_diffusables(ids: Sequence[str]) -> None:
    """Raise UsageError where one of these says nothing of what it may tell."""
    for ind in (catalogue.exiger(i) for i in ids):
        if not ind.diffusable:
            raise UsageError(f"« {ind.titre} » {catalogue.SECRETS[ind.secret]}.")


@lru_cache(maxsize=4)
def _actions(
    base: Base, perimetre: Perimetre, campagne: str, ids: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The features and the values of every action of a campagne: read once for all the porteurs,
    never given out.
    """
    lecture = Agregee(base)
    valeurs = calcul.calculer(
        lecture, perimetre, ids, ["action", "porteur"], {"campagne": campagne}
    ).dropna(subset="valeur")
    return profils(lecture.lire(perimetre, "simulateur_actions", {"campagne": campagne})), valeurs


def profils(actions: pd.DataFrame) -> pd.DataFrame:
    """The four features by which two actions are compared."""
    tailles = reglages()["tailles"]
    limites = [float("inf") if t["jusqua"] is None else t["jusqua"] for t in tailles]
    taille = np.searchsorted(limites, actions["collectifs_agrees"].fillna(0).astype(float))
    return actions.assign(
        taille=taille, taille_mots=[tailles[i]["mots"] for i in taille], territoire=actions["qpv"]
    )


def distance(sienne: pd.Series, autres: pd.DataFrame) -> pd.Series:
    """The published distance from one action to others."""
    poids = {c: d["poids"] for c, d in reglages()["criteres"].items()}
    differe = sum(
        poids[c] * (autres[c] != sienne[c]).astype(int)
        for c in ("niveau", "territoire", "porteur_type")
    )
    return differe + poids["taille"] * (autres["taille"] - sienne["taille"]).abs()


def _assez(autres: pd.DataFrame, distances: pd.Series, regles: Regles) -> int | None:
    """The smallest distance that gathers enough porteurs for quartiles, else for a median; None
    when there are too few.
    """
    for minimum in (regles.porteurs_min_quartiles, regles.porteurs_min_mediane):
        for d in range(reglages()["distance_max"] + 1):
            if autres.loc[distances <= d, "porteur_siret"].nunique() >= minimum:
                return d
    return None


def repartir(lues: pd.DataFrame, regles: Regles) -> Repartition:
    """The spread of these values (columns valeur, porteur); each figure is a mean over three
    porteurs at least.
    """
    t = lues.sort_values(["valeur", "porteur"], kind="stable")
    v, qui, n = t["valeur"].to_numpy(float), list(t["porteur"]), t["porteur"].nunique()
    if n < regles.porteurs_min_mediane:
        return Repartition(n)
    bas, mediane, haut = (
        _autour(v, qui, round(q * (len(v) - 1) / 4), regles.porteurs_min) for q in (1, 2, 3)
    )
    return (
        Repartition(n, bas, mediane, haut)
        if n >= regles.porteurs_min_quartiles
        else Repartition(n, mediane=mediane)
    )


def comme_ecrite(r: Repartition, id_: str) -> Repartition:
    """The same spread, rounded as it is written: the exact mean of three ratios gives them back."""
    n = catalogue.exiger(id_).decimales
    return Repartition(r.porteurs, *(formats.arrondir(x, n) for x in (r.bas, r.mediane, r.haut)))


def _autour(v: np.ndarray, qui: list[str], k: int, minimum: int) -> float:
    """The mean of the values around rank `k`, widened on both sides until enough porteurs are
    behind it.
    """
    for rayon in range(1, len(v)):
        fenetre = slice(max(k - rayon, 0), k + rayon + 1)
        if len(set(qui[fenetre])) >= minimum:
            return float(v[fenetre].mean())
    return NUL
