"""Where to open next: the communes where n new collectifs would bring an action near the most
people.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.formats import INSECABLE
from clas_data.territoires import distances, parametres, solveur
from clas_data.territoires.choix import GLOUTON, OPTIMUM, STATU_QUO, VOIES, Implantation, Reglage
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.eloignement import eloignement, kilometres
from clas_data.territoires.mots_ouvertures import raison, reserves


def collectifs_pour(enveloppe_eur: float, cout_collectif_eur: float) -> int:
    """How many new collectifs an envelope pays for."""
    if not enveloppe_eur >= 0 or not cout_collectif_eur > 0 or math.isinf(enveloppe_eur):
        raise UsageError(
            "L'enveloppe est un montant positif, et le coût d'un collectif est supérieur à zéro."
        )
    return int(enveloppe_eur // cout_collectif_eur)


def implanter(
    couverture: Couverture, collectifs: int, reglage: Reglage | None = None
) -> Implantation:
    """The best communes for `collectifs` new groups, one a commune, given the actions of the
    campagne of `couverture` (by commune).
    """
    if couverture.maille != "commune":
        raise UsageError("L'implantation se calcule à partir de la couverture par commune.")
    reglage = reglage or Reglage()
    table = eloignement(couverture.table)
    sites = table[table["habitants"] >= reglage.habitants_min].reset_index(drop=True)
    if (
        isinstance(collectifs, bool)
        or not isinstance(collectifs, int)
        or not 0 <= collectifs <= len(table)
    ):
        raise UsageError(
            "Le nombre de collectifs à ouvrir est un entier entre 0 et "
            f"{formats.nombre(len(table))}."
        )
    portee, poids = distances.a_portee(table, sites, reglage.distance_km), weights(table, reglage)
    glouton = solveur.greedy(portee, poids, collectifs)
    choix = solveur.best(portee, poids, collectifs, parametres.valeur("duree_max_s"))
    bilan = pd.DataFrame(
        [
            _voie(nom, table, portee, reglage, s)
            for nom, s in (
                (STATU_QUO, solveur.Solution((), (), 0.0)),
                (GLOUTON, glouton),
                (OPTIMUM, choix),
            )
        ]
    )
    return Implantation(
        couverture,
        reglage,
        collectifs,
        _ouvertures(table, sites, portee, choix, couverture, reglage),
        bilan,
        choix.reste,
        tuple(reserves(table, couverture, reglage, collectifs, len(choix.sites))),
    )


def weights(table: pd.DataFrame, reglage: Reglage) -> np.ndarray:
    """What each commune counts for: its people, more where there is a QPV or a REP collège, less
    where an action is near already.
    """
    priorite = (
        1
        + reglage.poids_qpv * table["qpv"].fillna(False).astype(float)
        + reglage.poids_rep * (table["rep_nombre"] > 0)
    )
    proche = np.where(table["distance_km"] <= reglage.distance_km, reglage.part_deja_couverts, 1.0)
    return (table["population"].fillna(0) * priorite * proche).to_numpy(dtype=float)


def _voie(
    nom: str, table: pd.DataFrame, portee: Any, reglage: Reglage, s: solveur.Solution
) -> dict[str, Any]:
    proche = (table["distance_km"] <= reglage.distance_km).to_numpy() | solveur.reached(
        portee, s.sites
    )
    population, somme = table["population"].to_numpy(dtype=float), table["population"].sum()
    couverte = float(np.nansum(population[proche]))
    return {
        "voie": nom,
        "titre": VOIES[nom],
        "collectifs": len(s.sites),
        "communes": int(proche.sum()),
        "population": couverte,
        "part_pct": 100 * couverte / somme if somme else float("nan"),
        "objectif": s.valeur,
    }


def _ouvertures(
    table: pd.DataFrame,
    sites: pd.DataFrame,
    portee: Any,
    choix: solveur.Solution,
    couverture: Couverture,
    reglage: Reglage,
) -> pd.DataFrame:
    couverts = (table["distance_km"] <= reglage.distance_km).to_numpy()
    lignes = []
    for rang, position in enumerate(choix.sites, 1):
        nouveaux = solveur.reached(portee, [position]) & ~couverts
        couverts = couverts | nouveaux
        ici, gagnees = (
            sites.iloc[position],
            table[nouveaux].sort_values(["population", "code"], ascending=[False, True]),
        )
        lignes.append(
            {
                "rang": rang,
                "code": ici["code"],
                "nom": ici["nom"],
                "epci": ici["epci"],
                "epci_nom": ici["epci_nom"],
                "lon": ici["lon"],
                "lat": ici["lat"],
                "gain": float(gagnees["population"].sum()),
                "communes": len(gagnees),
                "lieux": ", ".join(gagnees["nom"]),
                "qpv": int(gagnees["qpv"].fillna(False).sum()),
                "rep": int(gagnees["rep_nombre"].sum()),
                "raison": raison(gagnees, couverture, reglage),
            }
        )
    colonnes = [
        "rang",
        "code",
        "nom",
        "epci",
        "epci_nom",
        "lon",
        "lat",
        "gain",
        "communes",
        "lieux",
        "qpv",
        "rep",
        "raison",
    ]
    return pd.DataFrame(lignes, columns=colonnes)


def scenario(i: Implantation) -> dict[str, Any]:
    """What feeds a simulator scenario: its `change` and `note`."""
    lieux = ", ".join(i.ouvertures["nom"]) or "aucune commune"
    return {
        "change": {"collectifs_plus": len(i.ouvertures)},
        "note": (
            f"Collectifs à ouvrir d'après les actions de {i.couverture.campagne}, à "
            f"{kilometres(i.reglage.distance_km)} au plus{INSECABLE}: {lieux}."
        ),
    }
