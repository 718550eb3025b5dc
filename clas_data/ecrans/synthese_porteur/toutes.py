"""All the synthèses of a campagne in one archive, for the committee: progress, and a way to
stop.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.acces import Acteur
from clas_data.ecrans.synthese_porteur.choix import Choix
from clas_data.errors import ClasError
from clas_data.restitutions.synthese import lot
from clas_data.tables import base
from clas_data.ui import lecture, textes


def show(acteur: Acteur, choix: Choix) -> None:
    """One PDF per porteur, as each would see it."""
    campagne, ouverte = choix.synthese.campagne, lecture.ouverte()
    n = len(lot.porteurs(ouverte, acteur, config.installation(), campagne))
    with st.container(key="carte_toutes"):
        st.html(
            (
                f'<h3 class="clas-titre">{formats.pluriel(n, "synthèse", "synthèses")} pour '
                f'{campagne}, une par porteur</h3><p class="clas-sous-titre">'
            )
            + textes.in_html(
                "Un PDF de deux pages par porteur, tel que ce porteur le verrait : ses chiffres, "
                "et les seules figures protégées du département."
            )
            + "</p>"
        )
        if st.button(
            f"Écrire les {formats.nombre(n)} synthèses",
            icon=":material/folder_zip:",
            type="primary",
            key="ecrire_toutes",
        ):
            _ecrire(acteur, campagne, base.ouvrir(config.installation(), ouverte.empreinte))


def _ecrire(acteur: Acteur, campagne: str, ouverte: base.Base) -> None:
    """Runs until done; the button « Arrêter » ends the run, and nothing of it is kept."""
    st.button(
        "Arrêter",
        icon=":material/stop_circle:",
        key="arreter_toutes",
        help="Arrête l'écriture ; rien n'est gardé.",
    )
    avance = st.progress(0.0, "Lecture du département…")
    fichiers: dict[str, bytes] = {}
    try:
        for fait, total, nom, contenu in lot.toutes(
            config.installation(), ouverte, acteur, campagne
        ):
            fichiers[nom] = contenu
            avance.progress(fait / total, f"{formats.nombre(fait)} sur {formats.nombre(total)}")
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return
    avance.empty()
    st.download_button(
        f"Télécharger les {formats.nombre(len(fichiers))} synthèses (zip)",
        lot.en_zip(fichiers),
        f"syntheses_{campagne}.zip",
        "application/zip",
        icon=":material/download:",
        type="primary",
        key="zip",
        on_click="ignore",
    )
