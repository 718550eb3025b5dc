"""Where to open next: the communes where n new collectifs would bring an action near the most
people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import distances, parametres, solveur
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.zones import eloignement, kilometres

PARAMETRES = {
    "distance_km": "distance_max_km",
    "habitants_min": "habitants_min_site",
    "poids_qpv": "poids_qpv",
    "poids_rep": "poids_rep",
    "part_deja_couverts": "part_deja_couverts",
}
STATU_QUO, GLOUTON, OPTIMUM = "statu_quo", "glouton", "optimum"
VOIES = {
    STATU_QUO: "Aujourd'hui",
    GLOUTON: "En ouvrant à chaque fois là où l'apport est le plus grand",
    OPTIMUM: "Par le meilleur choix d'ensemble",
}
CITES_MAX = 4
PART_LISIBLE_PCT = 0.1  # what one decimal can show


@dataclass(frozen=True)
class Reglage:
    """The hypotheses of one answer; each defaults to `parametres.yaml` and is checked against its
    bounds.
    """

    distance_km: float | None = None
    habitants_min: float | None = None
    poids_qpv: float | None = None
    poids_rep: float | None = None
    part_deja_couverts: float | None = None

    def __post_init__(self) -> None:
        for f in fields(self):
            object.__setattr__(
                self, f.name, parametres.valeur(PARAMETRES[f.name], getattr(self, f.name))
            )


@dataclass(frozen=True)
class Implantation:
    """The communes to open in, in the order of what each adds, and what is gained over the status
    quo and over the greedy choice.
    """

    couverture: Couverture
    reglage: Reglage
    demandes: int
    ouvertures: (
        pd.DataFrame
    )  # rang, code, nom, epci, epci_nom, gain (people newly near), lieux, qpv, rep, raison
    bilan: (
        pd.DataFrame
    )  # voie, titre, collectifs, communes, population, part_pct, objectif (weighted gain)
    reste: float  # weighted gain that a longer search could still find at most; 0: proven best
    reserves: tuple[str, ...]

    @property
    def optimal(self) -> bool:
        return self.reste == 0


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
        tuple(_reserves(table, couverture, reglage, collectifs, len(choix.sites))),
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
                "raison": _raison(gagnees, couverture, reglage),
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


def _raison(gagnees: pd.DataFrame, couverture: Couverture, reglage: Reglage) -> str:
    """What opening here brings, as a sentence."""
    if gagnees.empty:
        return (
            "Renforce un territoire qui a déjà une action à moins de "
            f"{kilometres(reglage.distance_km)}."
        )
    noms = list(gagnees["nom"])
    reste = (
        f" et {formats.pluriel(len(noms) - CITES_MAX, 'autre commune', 'autres communes')}"
        if len(noms) > CITES_MAX
        else ""
    )
    prioritaires = list(gagnees.loc[gagnees["qpv"].fillna(False), "nom"])
    qpv = f" Quartier prioritaire{INSECABLE}: {', '.join(prioritaires)}." if prioritaires else ""
    colleges = [r for r in gagnees["rep"] if r]
    rep = f" Éducation prioritaire{INSECABLE}: {', '.join(colleges)}." if colleges else ""
    libelle = couverture.denominateur.libelle
    return (
        f"Met {formats.nombre(gagnees['population'].sum())} {libelle} à "
        f"{kilometres(reglage.distance_km)} au plus d'une action{INSECABLE}: "
        f"{', '.join(noms[:CITES_MAX])}{reste}.{qpv}{rep}"
    )


def _reserves(
    table: pd.DataFrame, couverture: Couverture, reglage: Reglage, demandes: int, ouverts: int
) -> list[str]:
    """What the reader must know about this answer."""
    reserves = [
        (
            f"Distances {distances.METHODE}. Une commune ne reçoit qu'un collectif{FINE}; la "
            "taille des groupes n'est pas comparée aux besoins."
        )
    ]
    if table["qpv"].isna().all() and reglage.poids_qpv:
        reserves.append(
            "La liste des quartiers prioritaires de cette génération n'est pas connue : le poids "
            "des QPV n'a pas d'effet."
        )
    inconnues = int(table["population"].isna().sum())
    if inconnues:
        combien = formats.pluriel(
            inconnues,
            "commune dont la population est inconnue compte",
            "communes dont la population est inconnue comptent",
        )
        reserves.append(f"{combien} pour zéro.")
    if ouverts < demandes:
        suffisent = (
            f"{formats.pluriel(ouverts, 'collectif')} {'suffit' if ouverts < 2 else 'suffisent'}"
        )
        reserves.append(
            f"{suffisent}{INSECABLE}: un de plus ne mettrait personne de plus à "
            f"{kilometres(reglage.distance_km)} d'une action dans les communes où un collectif "
            "peut ouvrir."
        )
    partiel = couverture.total["attendus"] - couverture.total["repondants"]
    if partiel:
        reserves.append(
            "Une action agréée compte comme présente, qu'elle ait répondu ou non au questionnaire."
        )
    return reserves


def titre(i: Implantation) -> str:
    """The result as a sentence."""
    lignes, libelle = i.bilan.set_index("voie"), i.couverture.denominateur.libelle
    gain = lignes.loc[OPTIMUM, "population"] - lignes.loc[STATU_QUO, "population"]
    n = len(i.ouvertures)
    if not n or gain <= 0:
        de = "d'" if libelle.startswith("h") else "de "
        return (
            f"Aucune ouverture ne mettrait davantage {de}{libelle} à "
            f"{kilometres(i.reglage.distance_km)} d'une action"
        )
    return (
        f"{formats.pluriel(n, 'collectif')} bien {'placé' if n < 2 else 'placés'} "
        f"{'mettrait' if n < 2 else 'mettraient'} {formats.nombre(gain)} {libelle} "
        f"de plus à {kilometres(i.reglage.distance_km)} au plus d'une action"
    )


def comparaison(i: Implantation) -> str:
    """What the best choice gains over the greedy one."""
    lignes, libelle = i.bilan.set_index("voie"), i.couverture.denominateur.libelle
    ecart = lignes.loc[OPTIMUM, "objectif"] - lignes.loc[GLOUTON, "objectif"]
    preuve = (
        "Le solveur a prouvé qu'aucun autre choix ne fait mieux."
        if i.optimal
        else (
            f"Le temps imparti est épuisé{INSECABLE}: un autre choix pourrait faire mieux, de "
            f"{formats.nombre(i.reste)} {libelle} pondérés au plus."
        )
    )
    if ecart <= solveur.GAIN_NUL:
        return f"Choisir les communes une à une donne ici le même résultat. {preuve}"
    part = 100 * ecart / lignes.loc[GLOUTON, "objectif"]
    ecrite = (
        formats.pourcent(part)
        if part >= PART_LISIBLE_PCT
        else f"moins de {formats.pourcent(PART_LISIBLE_PCT)}"
    )
    return (
        f"C'est {ecrite} de mieux, en {libelle} pondérés, que de choisir les communes une à "
        f"une. {preuve}"
    )


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
