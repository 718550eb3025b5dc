"""Where nobody is near an action, and where to open: maps, and the curve of distances."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.figures import images, tables
from clas_data.figures.figure import Figure
from clas_data.figures.images import Lignes
from clas_data.figures.propres.cartes import ranger, semis
from clas_data.figures.propres.lieux import (
    INCONNU,
    LOSANGES,
    RANGS,
    ZERO,
    Calque,
    Case,
    Territoires,
)
from clas_data.figures.propres.mesures import Vue
from clas_data.formats import nombre
from clas_data.territoires import eloignement, mots_ouvertures, zones
from clas_data.territoires.choix import Implantation
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.zones import Zones

POINTS_DITS = 6  # of the curve, in its alternative text


def blanches(vue: Vue, z: Zones, couverture: Couverture) -> Figure:
    """How far each commune is from an action: at most five classes of kilometres."""
    table = ranger(eloignement.eloignement(couverture.table), vue.fond)
    bornes = [z.distance_km, 2 * z.distance_km, 4 * z.distance_km]
    km, habitants = [eloignement.kilometres(b) for b in bornes], z.denominateur.libelle
    mots = (
        "une action sur place",
        f"jusqu'à {km[0]}",
        f"de {km[0]} à {km[1]}",
        f"de {km[1]} à {km[2]}",
        f"plus de {km[2]}",
    )
    # rank in the colours: 0 unknown, 1 an action here, 2 near, then farther and farther
    rangs = tuple(_eloignee(t, bornes) for t in table.itertuples())
    effectifs = [rangs.count(k + 1) for k in range(len(mots))]
    teintes = tuple(("loin", k) for k in range(len(mots)))
    prioritaires = table[
        (table["actions"] == 0)
        & (table["qpv"].fillna(False).astype(bool) | (table["rep_nombre"] > 0))
    ]
    image = Territoires(
        vue.fond,
        rangs,
        (INCONNU, *teintes),
        tuple(
            (
                t.nom,
                formats.pluriel(t.actions, "action")
                if t.actions
                else f"action la plus proche : {t.plus_proche}, à {nombre(t.distance_km, 1)} km",
                f"{nombre(t.population)} {habitants}",
            )
            for t in table.itertuples()
        ),
        vue.choisis,
        (
            *(Case(m, t, effectif=e) for m, t, e in zip(mots, teintes, effectifs, strict=True)),
            Case("QPV ou collège en éducation prioritaire, sans action", signe="◆"),
        ),
        (Calque(LOSANGES, (semis(prioritaires),)),),
    )
    loin = table.sort_values("distance_km", ascending=False)
    return images.figure(
        "geo_zones",
        zones.titre(z),
        "Distance de chaque commune à l'action la plus proche",
        image,
        tables.compose(
            "geo_zones",
            {
                "Commune": loin["nom"],
                "Code": loin["code"],
                "Intercommunalité": loin["epci_nom"],
                "Actions agréées": loin["actions"],
                "Distance (km)": loin["distance_km"],
                "Action la plus proche": loin["plus_proche"],
                habitants.capitalize(): loin["population"],
            },
        ),
        en_mots=f"Carte. Communes par classe : {_comptes(mots, effectifs)}.",
        champ=vue.champ,
        source=f"Agréments de la commission, {vue.campagne} ; {z.denominateur.source} ; "
        f"{vue.source}",
        notes=(
            (
                "Classes",
                "la distance choisie, son double et son quadruple ; le chiffre gris compte les "
                "communes.",
            ),
            ("Distances", "à vol d'oiseau, entre un point de chaque commune."),
        ),
    )


def _eloignee(t: Any, bornes: list[float]) -> int:
    if formats.inconnu(t.distance_km):
        return 0
    return 1 if t.actions else 2 + sum(t.distance_km > b for b in bornes)


def _comptes(mots: Lignes, effectifs: list[int]) -> str:
    return " ; ".join(f"{m} : {nombre(n)}" for m, n in zip(mots, effectifs, strict=True))


def portee(campagne: str, z: Zones, courbe: pd.DataFrame) -> Figure:
    """How many people live farther than each distance (columns distance_km, au_dela)."""
    habitants, loin = z.denominateur.libelle, eloignement.kilometres(z.distance_km)
    dits = [(nombre(t.au_dela), f"{nombre(t.distance_km, 1)} km") for t in courbe.itertuples()]
    quelques = " ; ".join(f"{km}, {n}" for n, km in dits[:: max(1, len(dits) // POINTS_DITS)])
    part = formats.pourcent(z.resume["part_au_dela_pct"], 0)
    return images.figure(
        "zones_courbe",
        f"{part} des {habitants} sont à plus de {loin} d'une action",
        f"Nombre de {habitants} au-delà de chaque distance",
        images.Portee(
            tuple(courbe["distance_km"]),
            tuple(courbe["au_dela"]),
            z.distance_km,
            loin,
            tuple((f"{n} {habitants}", f"à plus de {km} d'une action") for n, km in dits),
        ),
        tables.compose(
            "zones_courbe",
            {
                "Distance (km)": courbe["distance_km"],
                f"{habitants.capitalize()} au-delà": courbe["au_dela"],
            },
        ),
        en_mots=f"Courbe. {habitants.capitalize()} au-delà : {quelques}.",
        champ=f"{campagne}, département entier",
        source=z.denominateur.source,
    )


def ouvertures(vue: Vue, i: Implantation) -> Figure:
    """What is within reach today, what would be, and where to open."""
    table = ranger(eloignement.eloignement(i.couverture.table), vue.fond)
    gagnees = {nom for lieux in i.ouvertures["lieux"] for nom in lieux.split(", ")}
    loin, d, o = (
        eloignement.kilometres(i.reglage.distance_km),
        i.couverture.denominateur,
        i.ouvertures,
    )
    mots = (
        "hors de portée",
        f"une action à {loin} au plus aujourd'hui",
        "à portée grâce aux ouvertures",
    )
    teintes = (ZERO, ("suite", 1, 5), ("croisee", 0, 1))
    rangs = tuple(
        1 if t.distance_km <= i.reglage.distance_km else 2 if t.nom in gagnees else 0
        for t in table.itertuples()
    )
    image = Territoires(
        vue.fond,
        rangs,
        teintes,
        tuple(
            (t.nom, f"{nombre(t.population)} {d.libelle}", mots[r])
            for t, r in zip(table.itertuples(), rangs, strict=True)
        ),
        vue.choisis,
        (
            *(
                Case(m, t, effectif=rangs.count(k))
                for k, (m, t) in enumerate(zip(mots, teintes, strict=True))
            ),
            Case("où ouvrir, par rang d'apport", signe="①"),
        ),
        (Calque(RANGS, (semis(o, [(f"{t.rang}. {t.nom}", t.raison) for t in o.itertuples()]),)),),
    )
    return images.figure(
        "geo_ouvrir",
        mots_ouvertures.titre(i),
        f"Communes où ouvrir, dans l'ordre de ce que chacune apporte ; portée de {loin}",
        image,
        tables.compose(
            "geo_ouvrir",
            {
                "Rang": o["rang"],
                "Commune": o["nom"],
                "Intercommunalité": o["epci_nom"],
                f"{d.libelle.capitalize()} de plus à portée": o["gain"],
                "Communes de plus": o["communes"],
                "Lesquelles": o["lieux"],
                "Pourquoi": o["raison"],
            },
        ),
        en_mots="Carte. " + " ; ".join(f"{t.rang} {t.nom}" for t in o.itertuples()),
        champ=f"actions de {vue.campagne}, département entier, par commune",
        source=f"Agréments de la commission, {vue.campagne} ; {d.source} ; {vue.source}",
        notes=tuple(("Réserve", r) for r in i.reserves),
    )
