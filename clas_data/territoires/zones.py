"""White zones: territories without an action, how far the nearest one is, in which order to look at
them, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.formats import FINE, INSECABLE
from clas_data.territoires import communes, distances, parametres
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.eloignement import eloignement, kilometres, near
from clas_data.territoires.population import Denominateur

# The order of the list: first what the scheme is for, then the far, then the near; in a group, the
# most people first.
GROUPES = {
    1: "Quartier prioritaire et collège en éducation prioritaire, sans action",
    2: "Quartier prioritaire ou collège en éducation prioritaire, sans action",
    3: "Sans action, au-delà de la distance choisie",
    4: "Sans action, mais une action à portée",
}


@dataclass(frozen=True)
class Zones:
    """The ranked list and what it says as a whole; `methode` is printed above the list."""

    maille: str
    distance_km: float
    habitants_min: float
    denominateur: Denominateur
    # rang, code, nom, groupe, motif, population, distance_km, plus_proche, qpv, rep, pre, raison…
    liste: pd.DataFrame
    resume: dict[str, Any]

    @property
    def methode(self) -> str:
        d = self.denominateur
        de = "d'" if d.libelle[0] in "aeiouhyéè" else "de "
        lieux = "Communes" if self.maille == "commune" else "Intercommunalités"
        regle = (
            (
                f"Une commune de moins de {formats.nombre(self.habitants_min)} habitants n'est "
                "listée que si elle est prioritaire. "
            )
            if self.maille == "commune"
            else "La distance est une moyenne sur leurs habitants. "
        )
        return (
            f"{lieux} sans action agréée, dans cet ordre{INSECABLE}: quartier prioritaire et "
            "collège en éducation prioritaire, l'un des deux, à plus de "
            f"{kilometres(self.distance_km)} d'une action, les autres{FINE}; dans chaque groupe, "
            f"par nombre {de}{d.libelle} décroissant ({d.annee}). {regle}Distances "
            f"{distances.METHODE}."
        )


def zones_blanches(
    couverture: Couverture,
    maille: str = "commune",
    distance_km: float | None = None,
    habitants_min: float | None = None,
) -> Zones:
    """The territories without an action, ranked; `couverture` is by commune, whatever the maille of
    the list.
    """
    if couverture.maille != "commune":
        raise UsageError("Les zones blanches se calculent à partir de la couverture par commune.")
    if maille not in ("commune", "epci"):
        raise UsageError("Les zones blanches se lisent par commune ou par epci.")
    distance_km = parametres.valeur("distance_max_km", distance_km)
    habitants_min = parametres.valeur("habitants_min_liste", habitants_min)
    table = eloignement(couverture.table)
    liste = (
        _communes(table, distance_km, habitants_min)
        if maille == "commune"
        else _epci(table, distance_km)
    )
    liste = liste.sort_values(
        ["groupe", "population", "code"], ascending=[True, False, True], ignore_index=True
    )
    liste.insert(0, "rang", np.arange(1, len(liste) + 1))
    liste["rang_groupe"] = liste.groupby("groupe").cumcount() + 1
    liste["motif"] = liste["groupe"].map(GROUPES)
    liste["raison"] = [
        _raison(l, couverture.denominateur, distance_km, maille) for l in liste.itertuples()
    ]
    return Zones(
        maille,
        distance_km,
        habitants_min,
        couverture.denominateur,
        liste,
        _resume(table, distance_km, liste),
    )


def _communes(table: pd.DataFrame, distance_km: float, habitants_min: float) -> pd.DataFrame:
    sans = table[table["actions"] == 0]
    sans = sans.assign(groupe=_groupes(sans, distance_km))
    return sans[(sans["groupe"] <= 2) | (sans["habitants"] >= habitants_min)]


def _epci(table: pd.DataFrame, distance_km: float) -> pd.DataFrame:
    """EPCI where no commune has an action; the distance is a mean over their inhabitants."""
    agregat = communes.agreger(table, "epci").set_index("code")
    groupes = table.groupby("epci")
    agregat["population"] = groupes["denominateur"].sum(min_count=1)
    agregat["distance_km"] = groupes[["distance_km", "habitants"]].apply(
        lambda g: np.average(g["distance_km"], weights=np.maximum(g["habitants"], 1))
    )
    agregat["plus_proche"] = (
        table.sort_values(["distance_km", "code"]).groupby("epci")["plus_proche"].first()
    )
    for colonne in ("actions", "questionnaires", "actions_reaap"):
        agregat[f"{colonne}_epci"] = groupes[colonne].sum()
    sans = agregat[agregat["actions_epci"] == 0].reset_index()
    return sans.assign(groupe=_groupes(sans, distance_km), actions=0)


def _groupes(sans: pd.DataFrame, distance_km: float) -> np.ndarray:
    qpv, rep = sans["qpv"].fillna(False).to_numpy(dtype=bool), sans["rep_nombre"].to_numpy() > 0
    loin = ~(sans["distance_km"].to_numpy(dtype=float) <= distance_km)  # no action anywhere is far
    return np.select([qpv & rep, qpv | rep, loin], [1, 2, 3], 4)


def _raison(l: Any, d: Denominateur, distance_km: float, maille: str) -> str:
    """Why this rank: what makes its group, its place in it, what is near, which schemes are
    there.
    """
    causes = (["Quartier prioritaire"] if l.qpv is not pd.NA and l.qpv else []) + (
        [l.rep] if l.rep else []
    )
    if causes:
        debut = f"{', '.join(causes)}{INSECABLE}: aucune action. "
    elif l.groupe == 3:
        debut = f"Aucune action à moins de {kilometres(distance_km)}. "
    else:
        debut = "Aucune action sur place. "
    combien = (
        f"{formats.nombre(l.population)} {d.libelle} ({d.annee})"
        if not formats.inconnu(l.population)
        else f"{d.libelle}{INSECABLE}: {formats.ND}"
    )
    place = f"{combien}, {l.rang_groupe}{'re' if l.rang_groupe == 1 else 'e'} de son groupe. "
    return debut + place + near(l, maille) + _schemes(l)


def _schemes(l: Any) -> str:
    pre = f"PRE{INSECABLE}: {l.pre}. " if l.pre else ""
    return f"{pre}Reaap{INSECABLE}: {reaap(l)}."


def reaap(l: Any) -> str:
    """What is known of the Reaap in the intercommunalité of this commune."""
    if l.actions_epci == 0:
        return "inconnu, l'intercommunalité n'a aucune action Clas"
    if l.questionnaires_epci == 0:
        return "inconnu, les actions de l'intercommunalité n'ont pas répondu"
    combien = (
        f"{formats.pluriel(l.actions_reaap_epci, 'action')} sur "
        f"{formats.nombre(l.questionnaires_epci)}"
    )
    return f"lien déclaré par {combien} ayant répondu dans l'intercommunalité"


def _resume(table: pd.DataFrame, distance_km: float, liste: pd.DataFrame) -> dict[str, Any]:
    """Figures above the list; population counts are of the denominator, over all the communes,
    listed or not.
    """
    sans, loin = table["actions"] == 0, ~(table["distance_km"] <= distance_km)
    population = table["population"]
    somme = population.sum(min_count=1)
    inconnue = bool(table["qpv"].isna().all())
    return {
        "communes": len(table),
        "communes_sans_action": int(sans.sum()),
        "listees": len(liste),
        "population": float(somme),
        "population_sans_action": float(population[sans].sum()),
        "communes_au_dela": int(loin.sum()),
        "population_au_dela": float(population[loin].sum()),
        "part_au_dela_pct": float(100 * population[loin].sum() / somme) if somme else float("nan"),
        "colleges_rep": int(table["rep_nombre"].sum()),
        "colleges_rep_sans_action": int(table.loc[sans, "rep_nombre"].sum()),
        "communes_qpv": None if inconnue else int(table["qpv"].sum()),
        "communes_qpv_sans_action": None
        if inconnue
        else int((table["qpv"].fillna(False) & sans).sum()),
    }


def titre(zones: Zones) -> str:
    """The title of the list, computed."""
    r, d = zones.resume, zones.denominateur
    verbe = "vit" if r["population_au_dela"] < 2 else "vivent"
    return (
        f"{formats.nombre(r['population_au_dela'])} {d.libelle} "
        f"({formats.pourcent(r['part_au_dela_pct'], 0)}) {verbe} dans une commune "
        f"à plus de {kilometres(zones.distance_km)} d'une action"
    )
