"""What a territory has: its money, its articulation, its actions, and what is near."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat
from clas_data.formats import ND
from clas_data.territoires import distances, fiche
from clas_data.territoires.taux import STATUTS
from clas_data.ui import (
    blocs,
    carte,
    page,
    tableaux,
    textes,
)

FINANCEURS = (
    "ps_clas",
    "bonus_enfants",
    "bonus_parents",
    "produit_caf_autres",
    "produit_etat",
    "produit_departement",
    "produit_region",
    "produit_epci",
    "produit_communes",
    "produit_familles",
    "produit_fonds_propres",
    "produit_autres",
)
DISPOSITIFS = (
    "part_pre",
    "part_reaap",
    "part_porte_reaap",
    "part_pedt",
    "part_ctg",
    "part_contrat_de_ville",
    "part_cite_educative",
)


def financement(etat: Etat) -> None:
    blocs.multiples(
        FINANCEURS,
        etat.selection(),
        cle="territoire_financement",
        sujet="Produits des actions",
        tete="Financeur",
        tout=True,
        note="D'après les bilans reçus, contributions volontaires à part.",
    )


def articulation(etat: Etat) -> None:
    blocs.multiples(
        DISPOSITIFS,
        etat.selection(),
        cle="territoire_articulation",
        sujet="Actions articulées avec chaque dispositif",
        unite="en % des répondants",
        tete="Dispositif",
        plusieurs=True,
    )


def proche(etat: Etat, maille: str, code: str) -> None:
    """The nearest territories of the same maille, and what they have."""
    proches = fiche.voisinage(lus.par_maille(etat.perimetre, etat.campagne, maille), code)
    lignes = [
        [
            p.nom,
            f"{formats.nombre(p.distance_km, 1)}",
            formats.nombre(p.actions),
            formats.nombre(p.numerateur),
            _signes(p),
        ]
        for p in proches.itertuples()
    ]
    avec = proches[proches["actions"] > 0]
    titre = (
        f"Parmi les plus proches, {avec['nom'].iloc[0]} a "
        f"{formats.pluriel(int(avec['actions'].iloc[0]), 'action')}, à "
        f"{formats.nombre(avec['distance_km'].iloc[0], 1)} km"
        if len(avec)
        else "Aucune action dans les territoires les plus proches"
    )
    with st.container(key="carte_proche", height="stretch"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">Ce qui est proche, {etat.campagne}</p>'
        )
        tableaux.show(titre, ["", "km", "Actions", "Enfants", "Priorités"], lignes)
        st.html(
            textes.notes(
                [
                    ("Distances", f"{distances.METHODE}."),
                    (
                        "Note",
                        f"{ND} : des actions, aucune réponse ; {STATUTS['sans_action'].lower()}.",
                    ),
                ]
            )
        )


def _signes(p) -> str:
    marques = (
        ("QPV", p.qpv is not pd.NA and bool(p.qpv)),
        ("REP", bool(p.rep)),
        ("PRE", bool(p.pre)),
    )
    return ", ".join(nom for nom, vrai in marques if vrai) or "–"


def actions(etat: Etat, maille: str, code: str) -> None:
    df = lus.actions(etat.perimetre, etat.campagne)
    df = df[df[maille] == code]
    with st.container(key="carte_actions_territoire"):
        st.html(
            '<h3 class="clas-titre">'
            f"{formats.pluriel(len(df), 'action agréée', 'actions agréées')} en {etat.campagne}"
            "</h3>"
        )
        if df.empty:
            st.html(
                '<p class="clas-vide">Aucune action agréée ici cette année : c\'est un vrai '
                "zéro, "
                "pas une absence de réponse.</p>"
            )
            return
        vue = pd.DataFrame(
            {
                "Code": df["code_action"],
                "Action": df["intitule"],
                "Porteur": df["porteur_nom"],
                "Commune": df["commune_nom"],
                "Niveau": df["niveau"],
                "Collectifs agréés": df["collectifs_agrees"],
                "Enfants prévus": df["enfants_prevus"],
                "Accompagnés": df["enfants"],
                "Charges (€)": df["charges"],
            }
        )
        codes, menu = df["code_action"].tolist(), etat.acteur.voit("actions")
        carte.table(
            vue,
            {},
            alt=f"Actions de {etat.territoire[2]}",
            cle=f"actions_{maille}_{code}_{etat.campagne}",
            ouvrir=lambda rang: page.aller("actions", etat.campagne, action=codes[rang]),
            ouvre="Ouvrir la fiche de l'action" if menu else "",
        )
