"""« Si toutes avaient répondu »: an estimate of what the silent actions would have declared.

Never mixed with what was counted: it is read beside a figure, with its interval and its hypothesis.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clas_data import declarations, formats
from clas_data.acces import Perimetre
from clas_data.formats import FINE, INSECABLE, ponctuer
from clas_data.indicateurs import calcul, comparabilite
from clas_data.indicateurs.calcul import Filtres
from clas_data.indicateurs.catalogue import Indicateur, exiger
from clas_data.indicateurs.strates import Strates, stratifier
from clas_data.tables.base import Base

SIGNE = "≈"  # stands before every estimate: none is read as a count


@dataclass(frozen=True)
class Estimation:
    """What one figure would be if all had answered, from `bas` to `haut`; `refus` says why there is
    none.
    """

    indicateur: str
    repondants: int
    attendus: int
    valeur: float | None = None
    bas: float | None = None
    haut: float | None = None
    strates: tuple[str, ...] = ()
    refus: str = ""

    @property
    def manquants(self) -> int:
        return self.attendus - self.repondants


@cache
def regles() -> dict[str, Any]:
    """The thresholds, each with its origin, the method and its hypothesis."""
    return declarations.read(Path(__file__).parent / "estimation.yaml")


def regle(nom: str) -> Any:
    return regles()[nom]["valeur"]


def estimable(ind: Indicateur) -> bool:
    """True for what actions declare and that adds up; of what the commission decides, nothing is
    missing.
    """
    return ind.additif and bool(ind.reponse) and ind.table != "agrements"


def auxiliaire(ind: Indicateur) -> str:
    """The indicator of what the commission agreed that this one is in proportion to."""
    choix = (nom for nom, d in regles()["auxiliaires"].items() if ind.unite in d["valeur"])
    return next(choix, regle("auxiliaire"))


def estimer(
    base: Base,
    perimetre: Perimetre,
    ids: Sequence[str],
    campagne: str,
    par: str | None = None,
    ou: Filtres | None = None,
) -> dict[str, dict[str | None, Estimation]]:
    """indicateur → its estimate, under None for all that the filters keep, and under each value of
    the axis; those that cannot be estimated are left out.
    """
    inds = [i for i in map(exiger, dict.fromkeys(ids)) if estimable(i)]
    if not inds:
        return {}
    ou = {**(ou or {}), "campagne": campagne}
    agrees = _agrees(base, perimetre, campagne)
    resultat: dict[str, dict[str | None, Estimation]] = {i.id: {} for i in inds}
    for axes in (["action"], ["action", par]) if par and par != "action" else (["action"],):
        dits = calcul.calculer(base, perimetre, [i.id for i in inds], axes, ou)
        for ind in inds:
            lignes = dits[dits["indicateur"] == ind.id]
            for place, l in lignes.groupby(par) if par in axes else [(None, lignes)]:
                graine = _graine(base.empreinte, ind.id, ou, par if par in axes else None, place)
                resultat[ind.id][place] = _une(ind, l, agrees, graine)
    return resultat


def _agrees(base: Base, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """One row per action of the campagne: its niveau, and what the commission agreed."""
    noms = [*regles()["auxiliaires"], regle("auxiliaire")]
    lus = calcul.calculer(base, perimetre, noms, ["action", "niveau"], {"campagne": campagne})
    table = lus.pivot(index=["action", "niveau"], columns="indicateur", values="valeur")
    return table.reset_index("niveau")


def _une(ind: Indicateur, lignes: pd.DataFrame, agrees: pd.DataFrame, graine: int) -> Estimation:
    """The estimate of one indicator over some actions, or why there is none."""
    if lignes["attendus"].isna().any():
        return Estimation(ind.id, 0, 0, refus=regles()["inconnus"])
    demandees = lignes[lignes["attendus"] > 0]
    y = demandees["valeur"].to_numpy(float)
    repond = (demandees["repondants"] > 0).to_numpy(bool) & ~np.isnan(y)
    n, attendus = int(repond.sum()), len(y)
    if raison := refus(ind, n, attendus):
        return Estimation(ind.id, n, attendus, refus=raison)
    siens = agrees.reindex(demandees["action"])
    strates = stratifier(
        siens["niveau"].astype(object).to_numpy(),
        np.searchsorted(regle("tailles"), siens[regle("auxiliaire")].fillna(0).to_numpy(float)),
        repond,
        regle("strate_min"),
    )
    x = siens[auxiliaire(ind)].to_numpy(float)
    valeur, bas, haut = redresser(y, x, repond, strates, np.random.default_rng(graine))
    return Estimation(ind.id, n, attendus, valeur, bas, haut, strates.noms)


def refus(ind: Indicateur, repondants: int, attendus: int) -> str:
    """Why too few answered for an estimate, in a sentence; nothing where it can be made."""
    reponses = f"{formats.pluriel(repondants, 'réponse')} sur {formats.nombre(attendus)}"
    if repondants < regle("repondants_min"):
        return ponctuer(
            f"« {ind.titre} » n'est pas estimé : {reponses}, il en faut au moins "
            f"{formats.nombre(regle('repondants_min'))}."
        )
    minimum = comparabilite.seuil("couverture_min_pct")
    if 100 * repondants < minimum * attendus:
        return ponctuer(
            f"« {ind.titre} » n'est pas estimé : {reponses}, soit moins de "
            f"{formats.pourcent(minimum, 0)} ; les réponses décrivent celles qui répondent."
        )
    return ""


def redresser(
    y: np.ndarray, x: np.ndarray, repond: np.ndarray, strates: Strates, hasard: np.random.Generator
) -> tuple[float, float, float]:
    """The total if all had answered, and the two ends of its interval.

    `y` is what each action declares, `x` what was agreed for it. In each stratum, a missing action
    counts for x · Σy/Σx. Each draw takes the respondents again with replacement, and gives each
    missing action the residual of one of them, scaled by √(x/x′): the ratio alone is too narrow.
    """
    declare = float(y[repond].sum())
    valeur, tirages = declare, np.full(regle("tirages"), declare)
    for s in range(len(strates.noms)):
        ici = strates.rangs == s
        connu = _agree(x[ici])
        dits, muets = repond[ici], ~repond[ici]
        if not muets.any():
            continue
        ys, xs, xm = y[ici][dits], connu[dits], connu[muets]
        ratio = ys.sum() / xs.sum()
        valeur += ratio * xm.sum()
        repris = hasard.integers(len(ys), size=(len(tirages), len(ys)))
        choisi = hasard.integers(len(ys), size=(len(tirages), len(xm)))
        ecarts = (ys - ratio * xs) / np.sqrt(xs)
        tirages = tirages + ys[repris].sum(1) / xs[repris].sum(1) * xm.sum()
        tirages = tirages + ecarts[choisi] @ np.sqrt(xm)
    dehors = (100 - regle("niveau_pct")) / 2
    bas, haut = np.percentile(tirages, [dehors, 100 - dehors])
    if (y[repond] >= 0).all():  # nobody declares less than nothing: what is declared is there
        bas, haut = max(bas, declare), max(haut, declare)
    return float(valeur), float(bas), float(haut)


def _agree(x: np.ndarray) -> np.ndarray:
    """What was agreed, an action of which it is unknown or nothing counting for the mean of the
    others.
    """
    connus = x > 0
    return np.where(connus, x, x[connus].mean() if connus.any() else 1.0)


def ecrire(ind: Indicateur, e: Estimation) -> str:
    """« environ 3 190 (de 3 120 à 3 260) », or why there is none."""
    if e.valeur is None:
        return e.refus
    valeur, bas, haut = (
        formats.valeur_unite(v, ind.unite, ind.decimales) for v in arrondir(e.valeur, e.bas, e.haut)
    )
    return f"environ{INSECABLE}{valeur} (de {bas} à {haut})"


def arrondir(valeur: float, bas: float, haut: float) -> tuple[float, float, float]:
    """The same three at the precision that an estimate bears, the ends towards the outside."""
    grandeur = int(np.floor(np.log10(max(abs(bas), abs(haut))))) if bas or haut else 0
    pas = 10.0 ** max(0, grandeur + 1 - regle("chiffres_significatifs"))
    return (
        round(valeur / pas) * pas,
        float(np.floor(bas / pas) * pas),
        float(np.ceil(haut / pas) * pas),
    )


def phrase(ind: Indicateur, e: Estimation) -> str:
    """The estimate in one sentence, with what it rests on and its hypothesis."""
    if e.valeur is None:
        return e.refus
    if not e.manquants:
        return f"Toutes ont répondu{FINE}: il n'y a rien à estimer."
    return ponctuer(
        f"{ind.titre}, si toutes avaient répondu : {ecrire(ind, e)} ; estimation pour "
        f"{formats.pluriel(e.manquants, 'action')} sans réponse sur "
        f"{formats.nombre(e.attendus)}. {regles()['hypothese']}"
    )


def _graine(empreinte: str, id_: str, ou: Mapping[str, Any], *place: str | None) -> int:
    """The seed of the draws: the same base and the same question give the same interval."""
    question = repr((empreinte, id_, sorted((a, str(v)) for a, v in ou.items()), place))
    return int.from_bytes(hashlib.sha256(question.encode()).digest()[:8], "big")
