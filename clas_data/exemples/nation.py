"""The fictional national file of a campagne: what a Caf would have received of the Cnaf."""

from __future__ import annotations

from datetime import date
from typing import Any

from clas_data.exemples.tirage import parametres
from clas_data.indicateurs import catalogue
from clas_data.nation.chiffres import FRANCE


def lignes(campagne: str) -> list[dict[str, Any]]:
    """One row per invented figure, each marked as fiction in its source and its status."""
    p = parametres()["national"]
    rang = list(parametres()["campagnes"]).index(campagne)
    repondants, attendus = p["reponses"][campagne]
    mois, jour = p["publication"]
    return [
        {
            "campagne": campagne,
            "indicateur": id_,
            "territoire_sorte": FRANCE,
            "territoire": "France",
            "valeur": valeurs[rang],
            "unite": catalogue.exiger(id_).unite,
            "repondants": repondants,
            "attendus": attendus,
            "champ": p["champ"],
            "source": p["source"].format(campagne=campagne),
            "date_publication": date(int(campagne[-4:]), mois, jour),
            "statut": "fictif",
        }
        for id_, valeurs in p["valeurs"].items()
    ]
