"""Territories: every measure as one sortable table."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat
from clas_data.territoires.mesures import MESURES
from clas_data.territoires.taux import COURTS, HORS
from clas_data.ui import carte, exports, filtres, lecture, textes


def tableau(etat: Etat) -> None:
    """Every territory and every measure, sortable by any column."""
    lectures = [lus.mesure(etat.perimetre, etat.campagne, etat.maille, n) for n in MESURES]
    table = (
        lectures[0]
        .table[["nom", "code", "statut"]]
        .rename(columns={"nom": "Territoire", "code": "Code"})
    )
    inds = {}
    for l in lectures:
        titre = l.libelle if l.unite not in ("€", "%") else f"{l.libelle} ({l.unite})"
        table[titre] = table["Code"].map(l.table.set_index("code")["valeur"])
        inds[titre] = l.mesure.ind
    table = (
        table.assign(**{"Actions qui ont répondu": table["statut"].map(COURTS)})
        .drop(columns="statut")
        .sort_values("Enfants accompagnés", ascending=False, ignore_index=True)
    )
    mots = "Seulement les territoires qui ont une action"
    seules = filtres.interrupteur(mots, "avec_action", mots, True)
    vue = table[(table["Actions agréées"] > 0)] if seules else table
    champ = f"{etat.campagne}, département entier, {etat.lieu}" + (
        ", territoires qui ont une action" if seules else ""
    )
    affichee = {c: i for c, i in inds.items() if i.unite in ("€", "%")}
    titre = (
        f"{formats.pluriel(len(vue), 'territoire')} sur "
        f"{formats.nombre((table['Code'] != HORS[0]).sum())}, {etat.campagne}, {etat.lieu}"
    )
    with st.container(key="carte_tableau_territoires"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            '<p class="clas-sous-titre">Cliquez sur un en-tête pour trier</p>'
        )
        carte.table(vue, affichee, alt=titre, cle="table_territoires")
        base = lecture.ouverte()
        sources = " ; ".join(dict.fromkeys(l.source for l in lectures))
        st.html(
            textes.notes(
                [
                    ("Champ", champ),
                    ("Source", f"{sources}."),
                    (
                        "Note",
                        (
                            f"{formats.ND} : inconnu, aucune action n'a répondu ; 0 est un vrai "
                            "zéro. Où une partie seulement a répondu, un taux est un minimum."
                        ),
                    ),
                ]
            )
        )
        carte.downloads(
            vue,
            exports.context(None, titre, champ, base.empreinte, base.demonstration)
            | {"Source": sources},
            exports.nom_fichier("territoires", etat.maille, etat.campagne),
            "tableau_territoires",
        )
