"""The workbooks to fill in, and what is known of each campagne."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.fichiers import campagnes, modele
from clas_data.formats import ponctuer
from clas_data.nation import modele as modele_national
from clas_data.ui import carte, lecture, listes

RAPPORT = (  # what is said of a national report: the column, its title, an example, its width
    ("source", "Source (sans elle, un chiffre est refusé)", "Cnaf, synthèse nationale", 310),
    ("date_publication", "Publiée le", "22/11/2022", 120),
    ("repondants", "Réponses", "5120", 90),
    ("attendus", "sur attendues", "6010", 110),
)


def templates(acteur: Acteur) -> None:
    """The workbook to fill in, with that campagne's headers; the same declaration checks what comes
    back.
    """
    st.markdown(
        "Le modèle porte les en-têtes de la campagne, la question posée en commentaire et les "
        "listes de valeurs ; ses règles sont celles du contrôle."
    )
    connues = campagnes.load(config.installation())
    campagne = listes.choisir(
        "Campagne du modèle", sorted(connues, reverse=True), key="modele", width=240
    )
    st.download_button(
        f"Modèle {campagne} (xlsx)",
        lambda: modele.write_modele(campagne),
        f"modele-clas-{campagne}.xlsx",
        icon=":material/download:",
        type="primary",
        key="modele_xlsx",
        on_click="ignore",
    )
    _national(acteur, campagne)
    lignes = [
        {
            "Campagne": c.nom,
            "Statut": campagnes.STATUTS.get(c.statut, c.statut),
            "Dépôt des demandes": _window(c.depot_debut, c.depot_fin),
            "Fin de saisie": _day(c.saisie_fin),
            "Fin des corrections": _day(c.correction_fin),
            "Publication": _day(c.publication),
            "Quartiers": f"génération {c.generation_qpv}",
        }
        for c in connues.values()
    ]
    carte.table(pd.DataFrame(lignes), alt="Campagnes, statuts et dates", cle="campagnes_table")


def _national(acteur: Acteur, campagne: str) -> None:
    """The fifth file: what the Cnaf sends, one row per ratio, our own value beside the empty
    cell.
    """
    st.markdown(
        ponctuer(
            "**Chiffres nationaux.** Une ligne par rapport, part ou moyenne, dans l'ordre d'un "
            "rapport national, votre valeur à côté de la case vide ; les lignes laissées vides "
            "ne sont pas lues. Ce que vous dites ici du rapport est écrit sur chaque ligne. Le "
            "classeur rempli se dépose comme les autres."
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        textes = {
            nom: st.text_input(
                titre, placeholder=exemple, key=f"modele_national_{nom}", width=largeur
            )
            for nom, titre, exemple, largeur in RAPPORT
        }
        dites, refus = modele_national.lire(textes)
        st.download_button(
            f"Modèle national {campagne} (xlsx)",
            lambda: modele_national.write_modele(
                campagne,
                lecture.ouverte(),
                acteur.perimetre(campagnes.publiees(config.installation())),
                dites,
            ),
            f"modele-clas-national-{campagne}.xlsx",
            icon=":material/download:",
            key="modele_national_xlsx",
            disabled=bool(refus),
            on_click="ignore",
        )
    if refus:
        st.error(refus, icon=":material/error:")


def _day(valeur: date | None) -> str:
    return formats.jour(valeur) if valeur else "non connue"


def _window(debut: date | None, fin: date | None) -> str:
    return f"du {formats.jour(debut)} au {formats.jour(fin)}" if debut and fin else "non connue"
