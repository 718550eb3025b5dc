"""What a screen shows when it fails: a sentence in French, the details in the server's journal."""

from __future__ import annotations

import logging
import uuid

import streamlit as st

from clas_data.errors import ClasError
from clas_data.fichiers import disque
from clas_data.ui import textes

JOURNAL = logging.getLogger("clas_data.serveur")


def on_script_error(erreur: Exception) -> bool:
    """An error of a screen: a letter to the user, the details in the server's journal only."""
    if isinstance(erreur, ClasError):
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return True
    # the disk is full, the folder read-only, a writer too long: the words of the command line
    if isinstance(erreur, OSError):
        JOURNAL.error("disque", exc_info=erreur)
        st.error(f"{disque.panne(erreur)} Rien n'a été enregistré.", icon=":material/error:")
        return True
    repere = uuid.uuid4().hex[:8]
    JOURNAL.error("erreur %s", repere, exc_info=erreur)
    st.error(
        f"Cet écran n'a pas pu s'afficher (repère {repere}). Rien n'a été modifié. "
        "Rechargez la page ; si cela se reproduit, transmettez ce repère à l'administration : le "
        "journal du serveur en dit plus.",
        icon=":material/error:",
    )
    return True
