"""Every action of a scenario, step by step: written once for all who look at it again."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clas_data import formats
from clas_data.simulateur.formule import COURTS
from clas_data.ui import carte

# the steps before rounding: read in the detail of one action, and in the files taken away
DETAILLEES = ("Par collectif", "Plafonnées", "× taux")
ETAPES_LUES = ("par_collectif", "plafonnees", "fois_taux", "ps", "bonus_enfants", "bonus_parents")


@dataclass(frozen=True)
class Vue:
    """Every action of a scenario: as it is shown, as it is taken away, by its name."""

    ecrite: carte.Ecrite
    emportee: pd.DataFrame
    titres: dict[str, str]


def vue(voix: str, c: pd.DataFrame) -> Vue:
    """Every action with its steps, in euros."""
    etapes = {
        "En vigueur": c["reference_c"],
        f"Scénario {voix}": c["total_c"],
        "Différence": c["ecart_c"],
        "Dépenses": c["depenses_c"].where(c["depenses_c"] >= 0),
        **{COURTS[n]: c[f"{n}_c"] for n in ETAPES_LUES},
    }
    montants = {nom: v.astype("Float64") / 100 for nom, v in etapes.items()}
    lue = pd.DataFrame(
        {
            "Action": c["code_action"],
            "Porteur": c["porteur_nom"],
            "Collectifs": c["collectifs"],
            **montants,
        }
    )
    noms = c["code_action"] + " · " + c["intitule"].fillna("")
    return Vue(
        carte.ecrire(
            lue.drop(columns=list(DETAILLEES)), ecritures=dict.fromkeys(montants, formats.euros)
        ),
        lue.assign(**{m: v.round(4) for m, v in montants.items()}),
        dict(zip(c["code_action"], noms, strict=True)),
    )
