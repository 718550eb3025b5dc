"""What the base holds already, and what of it today's reading refuses."""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.fichiers import journal, schemas
from clas_data.tables import lectures
from clas_data.ui import lecture, page, tableaux


def show() -> None:
    """What the base holds: lines per campagne and table, a dash where nothing came."""
    recues = lecture.recues()
    page.encore()
    _refused_since()
    campagnes_recues = sorted({c for c, _ in recues}, reverse=True)
    if not campagnes_recues:
        st.info(
            "La base est vide : déposez les agréments d'une première campagne.",
            icon=":material/inbox:",
        )
        return
    st.subheader("Ce que la base contient", anchor=False)
    tables = schemas.load()
    lignes = [
        [
            c,
            *(
                formats.pluriel(recues[c, t], "ligne") if (c, t) in recues else "— rien"
                for t in tables
            ),
        ]
        for c in campagnes_recues
    ]
    tableaux.show(
        "Lignes reçues par campagne et par table",
        ["Campagne", *(s.titre for s in tables.values())],
        lignes,
    )


def _refused_since() -> None:
    """What was accepted once and is « n.d. » since an update reads more strictly."""
    installation = config.installation()
    dites = lectures.refusees(installation, journal.etat(journal.lire(installation)))
    if not dites:
        return
    st.warning(
        f"**{formats.pluriel(len(dites), 'valeur acceptée', 'valeurs acceptées')} autrefois, "
        "que la lecture d'aujourd'hui refuse** : elles sont « n.d. » jusqu'à ce qu'un fichier "
        "corrigé soit déposé, ou qu'une correction les dise.",
        icon=":material/flag:",
    )
    with st.expander("Ces valeurs, une à une"):
        tableaux.show("Valeurs refusées depuis", ["Où, et pourquoi"], [[d] for d in dites])
