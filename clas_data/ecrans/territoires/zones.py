"""White zones: who is far from any action, and the ranked list with the reason of each rank, to
print for the conseillers.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.dessin import cartes, couleurs
from clas_data.ecrans.territoires import blanches
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable
from clas_data.formats import INSECABLE
from clas_data.territoires import contours, zones
from clas_data.territoires.zones import Zones
from clas_data.ui import (
    carte_calcul,
    legendes,
    style,
    textes,
)


def show(etat: Etat) -> None:
    """What to keep of the list, the map, the curve, then the list: by commune."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="zones"):
        gardes = blanches.choisir()
        distance_km, habitants_min = blanches.reglages()
    z = lus.zones_blanches(
        etat.perimetre, etat.campagne, "commune", float(distance_km), float(habitants_min)
    )
    gauche, droite = st.columns([3, 2], gap="small")
    with gauche:
        _carte(etat, z)
    with droite:
        _courbe(etat, z)
        _resume(z)
    blanches.show(etat, z, gardes)


def _carte(etat: Etat, z: Zones) -> None:
    """How far each commune is from an action: at most five classes of kilometres."""
    sombre, fond = style.sombre(), lus.fond("commune", etat.cadre)
    table = (
        zones.eloignement(lus.par_commune(etat.perimetre, etat.campagne).table)
        .set_index("code")
        .reindex(list(fond.codes))
        .rename_axis("code")
        .reset_index()
    )
    bornes = [z.distance_km, 2 * z.distance_km, 4 * z.distance_km]
    teintes = (couleurs.INCONNU[sombre], *couleurs.LOIN[sombre])
    # rank in `teintes`: 0 unknown, 1 an action here, 2 near, then farther and farther
    categories = [
        0
        if formats.inconnu(t.distance_km)
        else 1
        if t.actions
        else 2 + sum(t.distance_km > b for b in bornes)
        for t in table.itertuples()
    ]
    effectifs = [categories.count(k) for k in range(6)]
    survols = [
        f"<b>{t.nom}</b><br>"
        + (
            formats.pluriel(t.actions, "action")
            if t.actions
            else (
                f"action la plus proche : {t.plus_proche}, à {formats.nombre(t.distance_km, 1)} km"
            )
        )
        + f"<br>{formats.nombre(t.population)} {z.denominateur.libelle}"
        for t in table.itertuples()
    ]
    km = [zones.kilometres(b) for b in bornes]
    mots = [
        "une action sur place",
        f"jusqu'à {km[0]}",
        f"de {km[0]} à {km[1]}",
        f"de {km[1]} à {km[2]}",
        f"plus de {km[2]}",
    ]

    def dessiner():
        fig = cartes.territoires(
            fond, categories, teintes, survols, sombre=sombre, choisi=etat.choisis
        )
        prioritaires = table[
            (table["actions"] == 0)
            & (table["qpv"].fillna(False).astype(bool) | (table["rep_nombre"] > 0))
        ]
        return cartes.losanges(
            fig,
            cartes.Semis(list(prioritaires["lon"]), list(prioritaires["lat"])),
            sombre=sombre,
        )

    titre = zones.titre(z)
    donnees = table[
        ["nom", "code", "epci_nom", "actions", "distance_km", "plus_proche", "population"]
    ].sort_values("distance_km", ascending=False)
    donnees.columns = [
        "Commune",
        "Code",
        "Intercommunalité",
        "Actions agréées",
        "Distance (km)",
        "Action la plus proche",
        z.denominateur.libelle.capitalize(),
    ]
    carte_calcul.show(
        "geo_zones",
        titre,
        "Distance de chaque commune à l'action la plus proche",
        dessiner,
        donnees=donnees,
        alternative=f"Carte. {titre}. Communes par classe : "
        + " ; ".join(
            f"{m} : {formats.nombre(n)}" for m, n in zip(mots, effectifs[1:], strict=False)
        )
        + ".",
        notes=[
            (
                "Classes",
                (
                    "la distance choisie, son double et son quadruple ; le chiffre gris compte "
                    "les communes."
                ),
            ),
            ("Distances", "à vol d'oiseau, entre un point de chaque commune."),
        ],
        champ=f"{etat.campagne}, département entier, par commune",
        source=f"Agréments de la commission, {etat.campagne} ; {z.denominateur.source} ; "
        f"{contours.source(config.installation(), 'communes')}",
        legende=legendes.classes(mots, teintes[1:], effectifs[1:])
        + legendes.signes([("◆", "QPV ou collège en éducation prioritaire, sans action")]),
        height="stretch",
        **cliquable("geo_zones"),
    )


def _courbe(etat: Etat, z: Zones) -> None:
    c = zones.courbe(lus.par_commune(etat.perimetre, etat.campagne))
    if c["distance_km"].isna().all():
        return
    survols = [
        (
            f"{formats.nombre(t.au_dela)} {z.denominateur.libelle}"
            f"<br>à plus de {formats.nombre(t.distance_km, 1)} km d'une action"
        )
        for t in c.itertuples()
    ]
    part = formats.pourcent(z.resume["part_au_dela_pct"], 0)
    titre = (
        f"{part} des {z.denominateur.libelle} sont à plus de {zones.kilometres(z.distance_km)} "
        "d'une action"
    )
    donnees = c.rename(
        columns={
            "distance_km": "Distance (km)",
            "au_dela": f"{z.denominateur.libelle.capitalize()} au-delà",
        }
    )
    carte_calcul.show(
        "zones_courbe",
        titre,
        f"Nombre de {z.denominateur.libelle} au-delà de chaque distance",
        lambda: cartes.courbe(
            c["distance_km"],
            c["au_dela"],
            z.distance_km,
            zones.kilometres(z.distance_km),
            survols,
            sombre=style.sombre(),
        ),
        alternative=f"Courbe. {titre}. {_quelques(c, z)}",
        donnees=donnees,
        notes=[],
        champ=f"{etat.campagne}, département entier",
        source=z.denominateur.source,
    )


def _quelques(c: pd.DataFrame, z: Zones) -> str:
    """The curve in words: one point out of a few."""
    points = c.iloc[:: max(1, len(c) // 6)]
    return (
        f"{z.denominateur.libelle.capitalize()} au-delà : "
        + " ; ".join(
            f"{formats.nombre(t.distance_km, 1)} km, {formats.nombre(t.au_dela)}"
            for t in points.itertuples()
        )
        + "."
    )


def _resume(z: Zones) -> None:
    r = z.resume
    faits = [
        f"{formats.nombre(r['communes_sans_action'])} communes sur "
        f"{formats.nombre(r['communes'])} n'ont aucune action{INSECABLE}: "
        f"{formats.nombre(r['population_sans_action'])} {z.denominateur.libelle} y vivent."
    ]
    if r["communes_qpv"] is not None:
        faits.append(
            f"{formats.nombre(r['communes_qpv_sans_action'])} des "
            f"{formats.pluriel(r['communes_qpv'], 'commune')} qui ont un quartier prioritaire "
            "n'en ont aucune."
        )
    else:
        faits.append(
            f"Communes qui ont un quartier prioritaire{INSECABLE}: {formats.ND}, la liste de "
            "cette génération n'est pas dans les référentiels."
        )
    faits.append(
        f"{formats.nombre(r['colleges_rep_sans_action'])} des "
        f"{formats.pluriel(r['colleges_rep'], 'collège')} en éducation prioritaire sont dans une "
        "commune sans action."
    )
    with st.container(key="carte_zones_resume"):
        st.html(
            '<h3 class="clas-titre">En bref</h3><ul class="clas-phrases">'
            + "".join(f"<li>{textes.in_html(f)}</li>" for f in faits)
            + "</ul>"
        )
