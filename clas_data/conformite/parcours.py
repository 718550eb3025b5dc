"""A porteur over the years: what it keeps leaving aside, what is new, what it has put right."""

from __future__ import annotations

import pandas as pd

from clas_data.conformite.matrice import CONFORME, NON_CONFORME, ORDRE, SANS_OBJET
from clas_data.conformite.regles import load

RECURRENT, NOUVEAU, PREMIERE, REGLE = "récurrent", "nouveau", "première fois jugé", "réglé"


def par_porteur(jugements: pd.DataFrame, demandes: pd.DataFrame) -> pd.DataFrame:
    """One row per porteur, rule and campagne: the worst state among its actions, « sans objet » left out."""
    porteurs = demandes[["campagne", "code_action", "porteur_siret"]]
    j = jugements[jugements["etat"] != SANS_OBJET].merge(porteurs, on=["campagne", "code_action"])
    pire = j.assign(rang=j["etat"].map(ORDRE)).groupby(["porteur_siret", "regle", "campagne"], as_index=False)["rang"].min()
    return pire.assign(etat=pire["rang"].map({v: k for k, v in ORDRE.items()})).drop(columns="rang")


def suivre(etats: pd.DataFrame, campagne: str) -> pd.DataFrame:
    """One row per porteur and rule with an écart in this campagne or put right in it: porteur_siret, regle, suite, ecarts (campagnes).

    « récurrent »: an écart this year, and one in an earlier campagne · « nouveau »: none in the earlier campagnes where it was judged ·
    « première fois jugé »: never judged before · « réglé »: conforme this year, écart at the previous judgement.
    """
    lignes = []
    juges = etats[etats["etat"].isin([CONFORME, NON_CONFORME]) & (etats["campagne"] <= campagne)].sort_values("campagne")
    for (siret, regle), groupe in juges.groupby(["porteur_siret", "regle"], sort=False):
        suite = _suite(dict(zip(groupe["campagne"], groupe["etat"], strict=True)), campagne)
        if suite:
            ecarts = list(groupe.loc[groupe["etat"] == NON_CONFORME, "campagne"])
            lignes.append({"porteur_siret": siret, "regle": regle, "suite": suite, "ecarts": ecarts})
    ordre = {r: i for i, r in enumerate(load())}
    table = pd.DataFrame(lignes, columns=["porteur_siret", "regle", "suite", "ecarts"])
    return table.sort_values("regle", key=lambda s: s.map(ordre), kind="stable", ignore_index=True)


def _suite(annees: dict[str, str], campagne: str) -> str:
    avant = [e for c, e in annees.items() if c < campagne]
    if annees.get(campagne) == NON_CONFORME:
        return RECURRENT if NON_CONFORME in avant else NOUVEAU if avant else PREMIERE
    return REGLE if annees.get(campagne) == CONFORME and avant and avant[-1] == NON_CONFORME else ""
