"""The list of the white zones: what each commune has and has not, what to keep of it, and the ways
to take it away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires.etat import Etat, territoires
from clas_data.restitutions import liste_zones
from clas_data.territoires import parametres
from clas_data.territoires.zones import GROUPES, Zones
from clas_data.ui import carte, exports, filtres, lecture, textes

KM_MAX, SEUILS = 30, [0, 500, 1000, 2000, 3500, 5000, 10000]
RIEN = "–"  # where none is known: said once above the table
AUCUN = f" « {RIEN} » : aucun PRE, aucun collège en éducation prioritaire connus."
GARDER: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "avec un PRE": lambda t: t["pre"] != "",
    "avec un QPV": lambda t: t["qpv"].fillna(False).astype(bool),
    "avec un collège en REP": lambda t: t["rep_nombre"] > 0,
    "à plus de la distance choisie": lambda t: t["groupe"] == 3,
}


def choisir() -> list[str]:
    """Which communes of the list are kept: all, or those that answer every choice."""
    filtres.say_dropped("zones_avec", "Zones blanches", GARDER)
    return st.pills(
        "Ne montrer que les communes",
        list(GARDER),
        selection_mode="multi",
        key="zones_avec",
        bind="query-params",
    )


def reglages() -> tuple[float, float]:
    """How far is near, and how large a commune must be to be listed."""
    d, h = parametres.load()["distance_max_km"], parametres.load()["habitants_min_liste"]
    filtres.say_out_of_range("distance", "Distance", 1, KM_MAX)
    filtres.say_dropped("seuil", "Communes listées à partir de", map(formats.nombre, SEUILS))
    with st.popover("Réglages", icon=":material/tune:", key="zones_reglages"):
        distance = st.slider(
            "Une action est proche à moins de (km)",
            1,
            KM_MAX,
            int(d.valeur),
            key="distance",
            bind="query-params",
            width=330,
        )
        habitants = st.select_slider(
            "Communes listées à partir de (habitants)",
            SEUILS,
            int(h.valeur),
            key="seuil",
            bind="query-params",
            width=330,
            format_func=formats.nombre,
        )
        st.caption(textes.typographic(f"{d.origine}. {h.origine}."))
    return float(distance), float(habitants)


def show(etat: Etat, z: Zones, gardes: list[str]) -> None:
    """The list itself, one column per reason, and the ways to take it away."""
    base = lecture.ouverte()
    liste = z.liste
    for g in gardes:
        liste = liste[GARDER[g](liste)]
    with st.container(key="carte_zones_liste"):
        titre = f"{formats.pluriel(len(liste), 'commune')} à regarder, dans l'ordre" + "".join(
            f", {g}" for g in gardes
        )
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(z.methode + AUCUN)}</p>'
        )
        if liste.empty:
            st.html('<p class="clas-vide">Aucune commune sans action ne répond à ces choix.</p>')
            return
        vue = _vue(liste, z)
        noms = {code: nom for nom, (m, code) in territoires().items() if m == "commune"}
        carte.table(
            vue.drop(columns=["Groupe", "Pourquoi ce rang"]),
            {},
            alt=titre,
            cle="table_zones",
            ouvrir=partial(_choisir, [noms.get(c) for c in liste["code"]]),
            ouvre="Ouvrir la fiche de la commune",
        )
        propos = exports.context(
            None, titre, f"Communes, {etat.campagne}", base.empreinte, base.demonstration
        ) | {"Méthode": z.methode}
        with st.container(horizontal=True, gap="small", key="gestes_zones"):
            avertissement = exports.DEMONSTRATION if base.demonstration else ""
            st.download_button(
                "Liste à imprimer (PDF)",
                lambda: liste_zones.write(
                    replace(z, liste=liste),
                    etat.campagne,
                    base.empreinte,
                    avertissement,
                    date.today(),
                    "Communes",
                ),
                exports.nom_fichier("zones-blanches", etat.campagne) + ".pdf",
                "application/pdf",
                key="zones_pdf",
                on_click="ignore",
                icon=":material/print:",
            )
            nom = exports.nom_fichier("zones-blanches", "commune", etat.campagne)
            carte.downloads(vue, propos, nom, "zones")


def _vue(liste: pd.DataFrame, z: Zones) -> pd.DataFrame:
    """The list as it is read: what each commune has, and how far the nearest action is."""
    return pd.DataFrame(
        {
            "Commune": liste["nom"],
            "Intercommunalité": liste["epci_nom"],
            z.denominateur.libelle.capitalize(): liste["population"],
            "Distance (km)": liste["distance_km"].round(1),
            "Action la plus proche": liste["plus_proche"],
            "QPV": liste["qpv"].map(formats.oui_non),
            "Éducation prioritaire": liste["rep"].replace("", RIEN),
            "PRE": liste["pre"].replace("", RIEN),
            "Reaap": [_reaap(l) for l in liste.itertuples()],
            "Groupe": liste["groupe"].map(GROUPES),
            "Pourquoi ce rang": liste["raison"],
        }
    )


def _reaap(l: Any) -> str:
    """« 3 sur 5 »: the actions of the intercommunalité that declare a link."""
    if not l.questionnaires_epci:
        return "inconnu"
    return f"{formats.nombre(l.actions_reaap_epci)} sur {formats.nombre(l.questionnaires_epci)}"


def _choisir(noms: list[str | None], rang: int) -> None:
    """The commune of the row that was clicked becomes the one that the map looks at."""
    if noms[rang]:
        st.session_state["territoire"] = noms[rang]
        st.session_state["onglet"] = "Carte"
