"""What a commission asks of a request: is it receivable, and does it hold to the conditions of each
bonus.
"""

from __future__ import annotations

import pandas as pd

from clas_data import formats
from clas_data.conformite.matrice import CLES, CONFORME, NON_CONFORME, NON_RENSEIGNE, ORDRE, preuve
from clas_data.conformite.regles import lisible, load

RECEVABLE, RESERVE, A_COMPLETER, IRRECEVABLE = (
    "recevable",
    "recevable sous réserve",
    "à compléter",
    "non recevable",
)
BONUS = {
    "enfants": ("bonus_enfants_collectifs", "bonus_enfants_plus_value"),
    "parents": ("bonus_parents_collectifs", "bonus_parents_plus_value"),
}
ANIMATION = "bonus_animation"
PROUVE, A_PROUVER, SANS_REPONSE, POSSIBLE, NON = (
    "accordé, prouvé",
    "accordé, à prouver",
    "accordé, sans réponse",
    "non accordé, possible",
    "non accordé",
)


def recevabilite(jugements: pd.DataFrame, demandes: pd.DataFrame) -> pd.DataFrame:
    """Each request with the state and the evidence of each rule of recevabilité and each piece, and
    the verdict.

    A rule of recevabilité not kept: « non recevable » · a piece missing, or a cell that the porteur
    left empty: « à compléter » · something that cannot be judged for want of the campagne's own
    dates: « recevable sous réserve ».
    """
    regles = [r for r in load().values() if r.nature in ("recevabilite", "piece")]
    table = demandes.reset_index(drop=True)
    for r in regles:
        j = jugements[jugements["regle"] == r.id].drop_duplicates(CLES)
        j = j.assign(
            **{
                f"etat_{r.id}": j["etat"],
                f"muet_{r.id}": j["muet"],
                f"preuve_{r.id}": [preuve(x) for x in j.to_dict("records")],
                f"court_{r.id}": [_court(x) for x in j.to_dict("records")],
            }
        )
        table = table.merge(
            j[[*CLES, f"etat_{r.id}", f"muet_{r.id}", f"preuve_{r.id}", f"court_{r.id}"]],
            on=CLES,
            how="left",
        )
    return table.assign(verdict=[_verdict(l, regles) for l in table.to_dict("records")])


def _court(jugement: dict) -> str:
    """What the porteur answered, as short as can be: the name of a column only where there are
    several.
    """
    regle = load()[jugement["regle"]]
    lus = [(regle.titre_de(t, c), lisible(jugement["lu"][c])) for t, c in regle.demande]
    return lus[0][1] if len(lus) == 1 else ", ".join(f"{t.lower()} : {v}" for t, v in lus)


def _verdict(ligne: dict, regles) -> str:
    if any(ligne[f"etat_{r.id}"] == NON_CONFORME and r.nature == "recevabilite" for r in regles):
        return IRRECEVABLE
    if any(
        ligne[f"etat_{r.id}"] == NON_CONFORME
        or (ligne[f"etat_{r.id}"] == NON_RENSEIGNE and ligne[f"muet_{r.id}"])
        for r in regles
    ):
        return A_COMPLETER
    return RESERVE if any(ligne[f"etat_{r.id}"] == NON_RENSEIGNE for r in regles) else RECEVABLE


def bonus(jugements: pd.DataFrame, demandes: pd.DataFrame, lequel: str) -> pd.DataFrame:
    """Each agreed action with, for one bonus: collectifs granted, state and evidence of the
    plus-value and of the animation, reading.
    """
    accordes, plus_value = BONUS[lequel]
    table = demandes[demandes["decision"] == "agréée"].reset_index(drop=True)
    for nom, regle in (("plus_value", plus_value), ("animation", ANIMATION)):
        j = jugements[jugements["regle"] == regle].drop_duplicates(CLES)
        j = j.assign(
            **{nom: j["tenue"], f"{nom}_preuve": [declarees(x) for x in j.to_dict("records")]}
        )
        table = table.merge(j[[*CLES, nom, f"{nom}_preuve"]], on=CLES, how="left")
    return table.assign(
        collectifs=table[accordes],
        lecture=[_lecture(l, accordes) for l in table.to_dict("records")],
    )


def declarees(jugement: dict) -> str:
    """The activities said « oui » among those that the rule reads."""
    regle = load()[jugement["regle"]]
    oui = [
        regle.titre_de(t, c).split(" : ")[-1]
        for t, c in regle.lit
        if lisible(jugement["lu"][c]) == "oui"
    ]
    if oui:
        return ", ".join(oui)
    return (
        "réponse manquante"
        if any(formats.inconnu(v) for v in jugement["lu"].values())
        else "aucune déclarée"
    )


def _lecture(ligne: dict, accordes: str) -> str:
    pire = min((ligne["plus_value"], ligne["animation"]), key=ORDRE.get)
    accorde = not formats.inconnu(ligne[accordes]) and ligne[accordes] > 0
    if accorde:
        return {CONFORME: PROUVE, NON_CONFORME: A_PROUVER}.get(pire, SANS_REPONSE)
    return POSSIBLE if pire == CONFORME else NON
