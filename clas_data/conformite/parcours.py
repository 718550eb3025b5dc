"""A porteur over the years: what it keeps leaving aside, what is new, what it has put right."""

from __future__ import annotations

import pandas as pd

from clas_data.conformite.matrice import CONFORME, NON_CONFORME, ORDRE, SANS_OBJET
from clas_data.conformite.regles import load

RECURRENT, NOUVEAU, PREMIERE, REGLE = "récurrent", "nouveau", "première fois jugé", "réglé"


def par_porteur(jugements: pd.DataFrame, demandes: pd.DataFrame) -> pd.DataFrame:
    """One row per porteur, rule and campagne: the worst state among its actions, « sans objet »
    left out.
    """
    porteurs = demandes[["campagne", "code_action", "porteur_siret"]]
    j = jugements[jugements["etat"] != SANS_OBJET].merge(porteurs, on=["campagne", "code_action"])
    pire = (
        j.assign(rang=j["etat"].map(ORDRE))
        .groupby(["porteur_siret", "regle", "campagne"], as_index=False)["rang"]
        .min()
    )
    return pire.assign(etat=pire["rang"].map({v: k for k, v in ORDRE.items()})).drop(columns="rang")


def suivre(etats: pd.DataFrame, campagne: str) -> pd.DataFrame:
    """One row per porteur and rule with an écart in this campagne or put right in it:
    porteur_siret, regle, suite, ecarts (campagnes).

    « récurrent »: an écart this year, and one in an earlier campagne · « nouveau »: none in the
    earlier campagnes where it was judged · « première fois jugé »: never judged before · « réglé »:
    conforme this year, écart at the previous judgement.
    """
    cles = ["porteur_siret", "regle"]
    juges = etats[
        etats["etat"].isin([CONFORME, NON_CONFORME]) & (etats["campagne"] <= campagne)
    ].sort_values("campagne", kind="stable")
    avant, ecarts = juges[juges["campagne"] < campagne], juges[juges["etat"] == NON_CONFORME]
    t = juges.drop_duplicates(cles)[cles].set_index(cles)
    t["ici"] = juges[juges["campagne"] == campagne].set_index(cles)["etat"]
    t["avant"] = avant.groupby(cles)["etat"].last()
    t["deja"] = avant[avant["etat"] == NON_CONFORME].groupby(cles).size()
    t["suite"] = ""
    t.loc[(t["ici"] == CONFORME) & (t["avant"] == NON_CONFORME), "suite"] = REGLE
    t.loc[t["ici"] == NON_CONFORME, "suite"] = PREMIERE
    t.loc[(t["ici"] == NON_CONFORME) & t["avant"].notna(), "suite"] = NOUVEAU
    t.loc[(t["ici"] == NON_CONFORME) & t["deja"].notna(), "suite"] = RECURRENT
    t = t[t["suite"] != ""].join(ecarts.groupby(cles)["campagne"].agg(list).rename("ecarts"))
    ordre = {r: i for i, r in enumerate(load())}
    return t.reset_index()[[*cles, "suite", "ecarts"]].sort_values(
        "regle", key=lambda s: s.map(ordre), kind="stable", ignore_index=True
    )
