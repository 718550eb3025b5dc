"""« Si toutes avaient répondu », where the truth is known: the demonstration's answers are taken as
complete, some are removed by a known mechanism, and what is told is compared with what was removed.

Two questions, 500 draws for each mechanism. How often does the interval hold the true total of
2022-2023? And, between two campagnes in a row of which seven actions in ten are drawn (so that the
truth goes both ways), how often is the sign of the change told by the raw total, by the comparables
and by the estimate the true one? The campagne before is complete; only answers of the second one
are removed. In the last mechanism, those that shrank answer less: the hypothesis is false.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.indicateurs import calcul, estimation
from clas_data.indicateurs.strates import stratifier
from clas_data.tables import base

TIRAGES = int(os.environ.get("CLAS_ESTIMATION", 500))
INDICATEURS = {"enfants_accompagnes": "enfants_prevus", "charges": "collectifs_agrees"}
RETIREES = 0.13  # as many as were silent in 2022-2023
GARDEES = 0.7  # of the actions, in each draw of the second question
MOINS = 4  # times as likely to be silent


@dataclass(frozen=True)
class Complete:
    """The actions of one campagne that all answered: what they declare, what was agreed, what they
    declared before (NaN: new).
    """

    codes: np.ndarray
    y: np.ndarray
    x: np.ndarray
    niveaux: np.ndarray
    tailles: np.ndarray
    avant: np.ndarray

    def garder(self, qui: np.ndarray) -> Complete:
        return Complete(*(getattr(self, c)[qui] for c in self.__dataclass_fields__))


def _au_hasard(c: Complete) -> np.ndarray:
    return np.ones(len(c.y))


def _petites(c: Complete) -> np.ndarray:
    return np.where(c.x < np.median(c.x), MOINS, 1)


def _en_recul(c: Complete) -> np.ndarray:
    return np.where(
        c.y < np.where(np.isnan(c.avant), c.x * (c.y.sum() / c.x.sum()), c.avant), MOINS, 1
    )


MECANISMES: dict[str, Callable[[Complete], np.ndarray]] = {
    "au hasard": _au_hasard,
    "les petites répondent moins": _petites,
    "celles qui reculent répondent moins": _en_recul,
}


def lire(inst: Installation, id_: str) -> dict[str, Complete]:
    """The campagnes of the demonstration, those that answered taken as all."""
    ouverte, tout = base.ouvrir(inst), ligne_de_commande().perimetre(())
    noms = [id_, *{INDICATEURS[id_], "collectifs_agrees"}]
    lus = calcul.calculer(ouverte, tout, noms, ["campagne", "action"])
    places = calcul.calculer(ouverte, tout, ["actions_agreees"], ["campagne", "action", "niveau"])
    niveaux = {(l.campagne, l.action): l.niveau for l in places.itertuples() if l.valeur}
    valeurs = {(l.campagne, l.indicateur, l.action): l.valeur for l in lus.itertuples()}
    completes, avant = {}, {}
    for campagne in calcul.valeurs_axe(ouverte, tout, "campagne"):
        codes = [a for c, i, a in valeurs if (c, i) == (campagne, id_)]
        codes = [a for a in codes if valeurs[campagne, id_, a] == valeurs[campagne, id_, a]]
        y, x, collectifs = (
            np.array([valeurs[campagne, i, a] for a in codes], float)
            for i in (id_, INDICATEURS[id_], "collectifs_agrees")
        )
        completes[campagne] = Complete(
            np.array(codes, object),
            y,
            x,
            np.array([niveaux[campagne, a] for a in codes], object),
            np.searchsorted(estimation.regle("tailles"), collectifs),
            np.array([avant.get(a, np.nan) for a in codes]),
        )
        avant = dict(zip(codes, y, strict=True))
    return completes


def retirer(c: Complete, poids: np.ndarray, hasard: np.random.Generator) -> np.ndarray:
    """Who still answers once some answers are removed, those of more weight more often."""
    n = len(c.y)
    parties = hasard.choice(n, round(RETIREES * n), replace=False, p=poids / poids.sum())
    return ~np.isin(np.arange(n), parties)


def estimer(c: Complete, repond: np.ndarray, hasard: np.random.Generator) -> tuple:
    strates = stratifier(c.niveaux, c.tailles, repond, estimation.regle("strate_min"))
    y = np.where(repond, c.y, np.nan)
    return estimation.redresser(y, c.x, repond, strates, hasard)


def couverture(id_: str, c: Complete, mecanisme: str) -> None:
    """How often the interval holds the true total, and how far the estimate is from it."""
    hasard, vrai, tient, ecarts, largeurs = np.random.default_rng(15), c.y.sum(), 0, [], []
    for _ in range(TIRAGES):
        valeur, bas, haut = estimer(c, retirer(c, MECANISMES[mecanisme](c), hasard), hasard)
        tient += bas <= vrai <= haut
        ecarts.append(valeur - vrai)
        largeurs.append(haut - bas)
    dire(
        {
            "mesure": f"l'intervalle contient le vrai total, {id_}, {mecanisme}",
            "tirages": TIRAGES,
            "actions": len(c.y),
            "vrai": round(float(vrai)),
            "contient_pct": round(100 * tient / TIRAGES, 1),
            "annonce_pct": estimation.regle("niveau_pct"),
            "biais": round(float(np.mean(ecarts)), 1),
            "ecart_moyen": round(float(np.mean(np.abs(ecarts))), 1),
            "largeur_moyenne": round(float(np.mean(largeurs)), 1),
        }
    )


def signes(id_: str, completes: dict[str, Complete], mecanisme: str) -> None:
    """How often each way of telling a change gives its true sign."""
    hasard, paires = np.random.default_rng(16), list(pairwise(completes))
    justes, hausses = dict.fromkeys(("brut", "comparables", "estimation"), 0), 0
    for tirage in range(TIRAGES):
        avant, ici = (completes[c] for c in paires[tirage % len(paires)])
        codes = np.union1d(avant.codes, ici.codes)
        gardes = codes[hasard.random(len(codes)) < GARDEES]
        avant, ici = (c.garder(np.isin(c.codes, gardes)) for c in (avant, ici))
        repond = retirer(ici, MECANISMES[mecanisme](ici), hasard)
        vrai = np.sign(ici.y.sum() - avant.y.sum())
        communes = repond & ~np.isnan(ici.avant)
        dits = {
            "brut": ici.y[repond].sum() - avant.y.sum(),
            "comparables": (ici.y - ici.avant)[communes].sum(),
            "estimation": estimer(ici, repond, hasard)[0] - avant.y.sum(),
        }
        hausses += vrai > 0
        for nom, dit in dits.items():
            justes[nom] += np.sign(dit) == vrai
    dire(
        {
            "mesure": f"le signe de la différence est le vrai, {id_}, {mecanisme}",
            "tirages": TIRAGES,
            "vraies_hausses_pct": round(100 * hausses / TIRAGES, 1),
            **{f"{nom}_pct": round(100 * n / TIRAGES, 1) for nom, n in justes.items()},
        }
    )


def mesurer() -> None:
    """Print one line per indicator, mechanism and question."""
    with tempfile.TemporaryDirectory() as dossier:
        inst = Installation(Path(dossier))
        exemples.installer(inst, ligne_de_commande())
        for id_ in INDICATEURS:
            completes = lire(inst, id_)
            for mecanisme in MECANISMES:
                couverture(id_, list(completes.values())[-1], mecanisme)
                signes(id_, completes, mecanisme)
