"""The movements of all the indicators, between all pairs of campagnes, by each axis of a request:
the same as from what `calculer` says of each action alone, once.

Without filter, and under some of each axis drawn anew with CLAS_GRAINE; under every value of each
filter with CLAS_MOUVEMENTS=tout.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass

import numpy as np
import pytest

from clas_data.indicateurs import calcul, catalogue, mouvements
from tests.test_mouvements import ADDITIFS, CAMPAGNES, DEUX_A_DEUX, SIX, lue, recu

__all__ = ["lue", "recu"]
AXES = ("epci", "commune", "porteur_type", "qpv", "porteur", "action")
FILTRES = AXES[:4]


@dataclass
class Actions:
    """Each action in each campagne: its axes; agreed, answered, and how much, by indicator."""

    axes: dict[str, np.ndarray]  # campagne × action, None where it does not say
    agreees: np.ndarray  # campagne × indicator × action
    dites: np.ndarray
    montants: np.ndarray


@pytest.fixture(scope="module")
def actions(lue, recu) -> Actions:
    demandes = {(d["campagne"], d["code_action"]): d for d in recu[1]}
    codes = sorted({a for _, a in demandes})
    forme = len(CAMPAGNES), len(ADDITIFS), len(codes)
    axes = {a: np.full(forme[::2], None, dtype=object) for a in AXES}
    agreees, dites, montants = np.zeros(forme, bool), np.zeros(forme, bool), np.zeros(forme)
    for (c, a), d in demandes.items():
        ici = CAMPAGNES.index(c), codes.index(a)
        agreees[ici[0], :, ici[1]] = d["decision"] == "agréée"
        for axe in AXES:
            axes[axe][ici] = d[axe] if isinstance(d[axe], str) else None
    decides = [
        k
        for k, i in enumerate(map(catalogue.exiger, ADDITIFS))
        if i.table == "agrements" and not i.reponse
    ]
    agreees[:, decides] = False  # of what the commission decides: those that it counts
    rangs = {i: k for k, i in enumerate(ADDITIFS)}
    for l in calcul.calculer(*lue, ADDITIFS, ["campagne", "action"]).to_dict("records"):
        k, v = rangs[l["indicateur"]], l["valeur"]
        ici = CAMPAGNES.index(l["campagne"]), k, codes.index(l["action"])
        dites[ici] = v == v or l["repondants"] == 1
        montants[ici] = v if v == v else 0
        if k in decides:
            agreees[ici] = bool(montants[ici])
    return Actions(axes, agreees, dites & agreees, np.where(dites & agreees, montants, 0))


def attendus(t: Actions, m: str, n: str, places: list, par: str | None, ou: dict) -> dict:
    """nature → actions, avant, apres, each indicator × place, from `m` to `n`."""
    la, ici = CAMPAGNES.index(m), CAMPAGNES.index(n)
    siret, forme = t.axes["porteur"], t.agreees.shape[1:]
    meme = t.agreees[la] & t.agreees[ici] & (siret[la] == siret[ici])
    ou_ = np.full((2, forme[1]), len(places))  # the place of each action; out: the last one
    for cote, c in enumerate((la, ici)):
        dedans = np.all([np.isin(t.axes[a][c], v) for a, v in ou.items()], axis=0)
        rangs = [places.index(x) if par else 0 for x in t.axes[par][c]] if par else 0
        ou_[cote] = np.where(dedans, rangs, len(places))
    avant, apres = t.dites[la], t.dites[ici]
    natures = {
        "comparables": (avant & apres & meme,) * 2,
        "nouvelles": (None, apres & ~meme),
        "arretees": (avant & ~meme, None),
        "retrouvees": (None, apres & meme & ~avant),
        "perdues": (avant & meme & ~apres, None),
    }
    lieu = np.broadcast_to(ou_[1], forme)
    jadis = np.where(meme, ou_[1], ou_[0])  # read where the action now is
    rendu = {}
    for nature, (a, b) in natures.items():
        avant_, apres_ = (
            0 if x is None else _sommes(lieux, np.where(x, t.montants[c], 0), len(places))
            for x, lieux, c in ((a, jadis, la), (b, lieu, ici))
        )
        qui = _sommes(lieu if a is None else jadis, (b if a is None else a) * 1.0, len(places))
        rendu[nature] = qui, avant_, apres_
    part = np.where((jadis != ou_[0]), t.montants[la], 0)
    ancien = np.broadcast_to(ou_[0], forme)
    rendu["deplacees"] = (
        None,
        _sommes(ancien, part, len(places)),
        _sommes(jadis, part, len(places)),
    )
    return rendu


def _sommes(lieux: np.ndarray, montants: np.ndarray, combien: int) -> np.ndarray:
    sommes = np.zeros((len(montants), combien + 1))
    np.add.at(sommes, (np.arange(len(montants))[:, None], lieux), montants)
    return sommes[:, :-1]


def comparer(lue, t: Actions, par: str | None, ou: dict[str, list[str]]) -> int:
    """How many amounts were compared: every indicator and pair, by this axis, under this filter."""
    places = sorted({*t.axes[par].ravel()}, key=str) if par else [None]
    lus = mouvements.comparer_paires(*lue, ADDITIFS, DEUX_A_DEUX, par, ou)
    for (m, n), siens in lus.items():
        vus = attendus(t, m, n, places, par, ou)
        for nature in SIX:
            for cote, champ in enumerate(("actions", "avant", "apres")):
                if vus[nature][cote] is None:
                    continue
                obtenus = np.zeros((len(ADDITIFS), len(places)))
                for k, i in enumerate(ADDITIFS):
                    for x in siens[i].lignes if par else (siens[i],):
                        part = getattr(getattr(x, nature), champ)
                        obtenus[k, places.index(x.valeur) if par else 0] = part
                ecarts = np.argwhere(np.abs(obtenus - vus[nature][cote]) > 1e-3)
                assert not len(ecarts), (ADDITIFS[ecarts[0][0]], places[ecarts[0][1]], m, n, nature)
    return len(lus) * len(ADDITIFS) * len(places)


@pytest.mark.parametrize("par", [None, *AXES])
def test_each_action_read_alone_gives_the_same_for_all_indicators_and_pairs(lue, actions, par):
    assert comparer(lue, actions, par, {}) >= len(ADDITIFS) * len(DEUX_A_DEUX)


@pytest.mark.parametrize("axe", FILTRES)
def test_each_action_read_alone_gives_the_same_under_filters(lue, actions, axe):
    connues = calcul.valeurs_axe(*lue, axe)
    tirage = random.Random(os.environ.get("CLAS_GRAINE", f"15 {axe}"))
    cas = [(tirage.choice([None, *AXES]), tirage.sample(connues, min(len(connues), 2)))]
    if os.environ.get("CLAS_MOUVEMENTS") == "tout":
        cas = [(par, [valeur]) for par in (None, *AXES) for valeur in connues]
    for par, valeurs in cas:
        assert comparer(lue, actions, par, {axe: valeurs}), (par, valeurs)
