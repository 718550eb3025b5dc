"""The first screen: while everything in the base is fictional, anyone chooses a profile; otherwise nobody enters."""

from __future__ import annotations

import streamlit as st

from clas_data.acces import profil_demonstration, roles
from clas_data.tables.base import Base
from clas_data.ui import session


def ecran(base: Base) -> None:
    """Ask who is there."""
    st.title("Tableau de bord départemental du Clas", anchor=False)
    st.markdown("Contrat local d'accompagnement à la scolarité : des fichiers reçus aux chiffres qui servent à décider.")
    if not base.demonstration:
        st.error(
            "La base contient des données réelles : les profils de démonstration sont fermés. "
            "Demandez un compte à l'administration de ce tableau de bord.",
            icon=":material/lock:",
        )
        return
    st.subheader("Choisissez un profil de démonstration", anchor=False)
    colonnes = st.columns(3)
    for rang, role in enumerate(roles().values()):
        with colonnes[rang % 3], st.container(key=f"carte_profil_{role.nom}"):
            st.markdown(f"**{role.titre}**")
            st.markdown(role.description)
            if st.button("Entrer avec ce profil", key=f"profil_{role.nom}", type="primary"):
                session.entrer(profil_demonstration(role.nom))
                st.rerun()
