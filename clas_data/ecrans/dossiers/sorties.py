"""A dossier taken away: a document, slides, a PDF, with what this reader may see of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from clas_data.acces import Acteur
from clas_data.ecrans.dossiers import recomposer
from clas_data.errors import ClasError
from clas_data.restitutions.bilan.formats_de_sortie import FORMATS, ecrire
from clas_data.restitutions.dossiers import document
from clas_data.restitutions.dossiers.garde import Dossier
from clas_data.ui import exports, lecture


def show(acteur: Acteur, d: Dossier) -> None:
    """The files of this dossier; each is made when it is asked for."""
    if not d.epingles or not acteur.peut("exporter"):
        return
    for format_ in document.FORMATS:
        st.download_button(
            format_,
            partial(octets, acteur, d, format_),
            f"{exports.nom_fichier(d.titre.lower())}.{format_}",
            FORMATS[format_][2],
            key=f"dossier_{format_}",
            help=FORMATS[format_][0],
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def octets(acteur: Acteur, d: Dossier, format_: str) -> bytes:
    """The file, with the figures that this reader may read today."""
    lues = []
    for e in d.epingles:
        try:
            f, s = recomposer.composer(acteur, e)
        except ClasError:
            continue  # the screen says why, and the file holds what the screen shows
        lues.append((e.phrase, s.mots, f))
    base = lecture.ouverte()
    avertissement = exports.DEMONSTRATION if base.demonstration else ""
    return ecrire(document.composer(d.titre, lues, base.empreinte, avertissement), format_)
