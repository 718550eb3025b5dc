"""What a corrected correspondance would change in what was accepted through it, said before it is
kept.
"""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.errors import ClasError
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.tables import relectures
from clas_data.ui import textes


def show(c: Correspondance) -> bool:
    """Each deposit in force that would read differently; False where it may not be kept so."""
    inst = config.installation()
    try:
        relues = relectures.apercu(inst, c)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return False
    differentes = [r for r in relues if r.differente]
    for r in differentes:
        quoi = r.refus or formats.pluriel(len(r.changees), "ligne change", "lignes changent")
        st.markdown(
            f"- {textes.litteral(r.source.fichier)}, {r.campagne}, {r.source.table} : "
            f"{textes.litteral(quoi)}"
        )
    if any(r.refus for r in differentes):
        st.error(
            "Un dépôt accepté ne se lirait plus : cela ne peut pas être enregistré ainsi.",
            icon=":material/block:",
        )
        return False
    if rangement.toutes(inst).get(c.identifiant) == c:
        st.caption("Rien n'a changé.")
        return False
    if relues and not differentes:
        st.caption("Aucun dépôt déjà accepté ne se lirait autrement.")
    return True
