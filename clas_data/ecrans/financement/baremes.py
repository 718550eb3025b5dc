"""The barèmes: what is published and by whom, what is missing; the form that adds a value, for
those who may.
"""

from __future__ import annotations

import streamlit as st

from clas_data import baremes, config, formats
from clas_data.acces import Acteur
from clas_data.baremes.ajout import AJOUTS
from clas_data.errors import ClasError
from clas_data.ui import listes, page, tableaux, textes
from clas_data.ui.selection import Selection

COLONNES = ["Paramètre", "Valeur", "Du", "Au", "Référence", "Origine"]


def show(acteur: Acteur, selection: Selection) -> None:
    """What is in force for the campagne, all the known values, and the gestures."""
    try:
        parametres = baremes.parametres(config.installation())
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    bareme = baremes.en_vigueur(config.installation(), selection.campagne)
    if bareme.manque:
        st.info(
            textes.typographic(
                f"Campagne {selection.campagne} : droits {formats.ND} {bareme.manque}"
            ),
            icon=":material/info:",
        )
    with st.container(key="carte_bareme_campagne"):
        st.html(f'<h3 class="clas-titre">En vigueur pour {textes.in_html(selection.campagne)}</h3>')
        tableaux.show(
            f"Barème de {selection.campagne}",
            ["Paramètre", "Valeur", "Référence"],
            [
                [
                    p.titre,
                    p.ecrire(bareme.valeurs.get(n)),
                    bareme.references.get(n, "aucune valeur publiée"),
                ]
                for n, p in parametres.items()
            ],
            alignees=9,
        )
    with st.container(key="carte_baremes"):
        st.html(
            '<h3 class="clas-titre">Toutes les valeurs connues</h3><p class="clas-sous-titre">Une '
            "valeur sans date ni référence n'existe pas ; elle ne vaut pas au-delà de sa période."
            "</p>"
        )
        tableaux.show(
            "Valeurs de barème connues",
            COLONNES,
            [l for p in parametres.values() for l in _lignes(p)],
            alignees=9,
        )
    if acteur.peut(baremes.DROIT):
        with st.expander("Ajouter une valeur", icon=":material/edit_note:", key="ajouter_bareme"):
            _formulaire(acteur, parametres)
        _retirer(acteur, parametres)


def _lignes(p) -> list[list[str]]:
    if not p.valeurs:
        return [[p.titre, formats.ND, "", "", "aucune valeur publiée", ""]]
    return [
        [
            p.titre,
            p.ecrire(v.valeur),
            formats.jour(v.debut),
            formats.jour(v.fin),
            v.reference,
            "ajoutée ici" if v.locale else "livrée",
        ]
        for v in p.valeurs
    ]


def _formulaire(acteur: Acteur, parametres: dict) -> None:
    with st.form("bareme", border=False):
        gauche, milieu, droite = st.columns(3)
        titres = {n: f"{p.titre} ({p.unite})" for n, p in parametres.items()}
        nom = listes.choisir(
            "Paramètre", list(titres), format_func=titres.get, key="b_parametre", dans=gauche
        )
        valeur = milieu.text_input("Valeur", key="b_valeur", placeholder="8 012,50")
        debut = droite.text_input("En vigueur à partir du", key="b_debut", placeholder="01/09/2023")
        reference = st.text_input(
            "Référence",
            key="b_reference",
            placeholder="Qui publie cette valeur, dans quel texte, à quelle date ?",
        )
        fin = st.text_input(
            "Jusqu'au (facultatif : sinon la fin de cette année scolaire)",
            key="b_fin",
            placeholder="31/08/2024",
        )
        if not st.form_submit_button("Enregistrer la valeur", type="primary"):
            return
    page.accomplir(
        lambda: baremes.ajouter(
            config.installation(), nom, valeur, debut, reference, acteur, fin or None
        ),
        lambda v: (
            f"« {parametres[nom].titre} » : {parametres[nom].ecrire(v.valeur)}, du "
            f"{formats.jour(v.debut)} au {formats.jour(v.fin)}. Les droits de ces campagnes en "
            "tiennent compte."
        ),
    )


def _retirer(acteur: Acteur, parametres: dict) -> None:
    locales = {
        f"{n}|{v.debut}": f"{p.titre}, {p.ecrire(v.valeur)} au {formats.jour(v.debut)}"
        for n, p in parametres.items()
        for v in p.valeurs
        if v.fichier == AJOUTS
    }
    if not locales:
        return
    with st.expander(
        "Retirer une valeur ajoutée ici", icon=":material/undo:", key="retirer_bareme"
    ):
        choix = listes.choisir("Valeur", list(locales), format_func=locales.get, key="b_retirer")
        if st.button("Retirer cette valeur", key="b_retirer_geste"):
            nom, _, debut = choix.partition("|")
            page.accomplir(
                lambda: baremes.retirer(config.installation(), nom, debut, acteur),
                f"{locales[choix]} : retirée.",
            )
