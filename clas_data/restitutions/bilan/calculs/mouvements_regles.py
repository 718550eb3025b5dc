"""How the share of the actions that keep a rule moved: those judged in both campagnes, and who is
judged in one only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from clas_data.conformite import matrice
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.mouvements import Mouvements, Part

JUGES = (matrice.CONFORME, matrice.NON_CONFORME)
Etats = Mapping[str, str]  # thread of an action → its state


def fils(v: Valeurs, campagne: str, par_action: pd.DataFrame) -> pd.DataFrame:
    """The states of the agreed actions of a campagne, by the thread that each is on."""
    lus = v.base.lire(v.perimetre, "fils", {"campagne": campagne})
    return par_action.merge(lus, on="code_action").set_index("fil")


def suivre(
    ind: Indicateur, avec: str, campagne: str, avant: pd.DataFrame, ici: pd.DataFrame
) -> Mouvements:
    """How a rule moved, in all and by porteur, from the porteur and the state of each thread."""
    etats = [dict(zip(t.index, t[t.columns[-1]], strict=True)) for t in (avant, ici)]
    qui = {f: p for t in (avant, ici) for f, p in zip(t.index, t["porteur"], strict=True)}
    siens: dict[str, tuple[dict, dict]] = defaultdict(lambda: ({}, {}))
    for cote, lus in enumerate(etats):
        for f, e in lus.items():
            siens[qui[f]][cote][f] = e
    lignes = tuple(
        replace(mouvements(ind, avec, campagne, *x), par="porteur", valeur=p)
        for p, x in siens.items()
    )
    return replace(mouvements(ind, avec, campagne, *etats), lignes=lignes)


def mouvements(ind: Indicateur, avec: str, campagne: str, avant: Etats, ici: Etats) -> Mouvements:
    """The share in all, and on the actions judged both years; a rule that no longer applies to an
    action, or begins to, moves it.
    """
    juges = [{f for f, e in cote.items() if e in JUGES} for cote in (avant, ici)]
    communs = juges[0] & juges[1]
    partis, venus = juges[0] - communs, juges[1] - communs
    hors = {f for f in partis if ici.get(f) == matrice.SANS_OBJET} | {
        f for f in venus if avant.get(f) == matrice.SANS_OBJET
    }
    nouvelles = {f for f in venus if f not in avant}
    arretees = {f for f in partis if f not in ici}
    muets = [venus - nouvelles - hors, partis - arretees - hors]
    return Mouvements(
        ind.id,
        ind.unite,
        campagne,
        avec,
        False,
        Part(0, _part(avant, juges[0]), _part(ici, juges[1]), min(map(len, juges))),
        Part(len(communs), _part(avant, communs), _part(ici, communs), len(communs)),
        *(Part(len(x), None, None) for x in (nouvelles, arretees, *muets, hors)),
        silencieuses=sum(e == matrice.NON_RENSEIGNE for e in ici.values()),
    )


def _part(etats: Etats, actions: Collection[str]) -> Decimal | None:
    conformes = sum(etats[f] == matrice.CONFORME for f in actions)
    return Decimal(100 * conformes) / len(actions) if actions else None
