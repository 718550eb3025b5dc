"""The card of a list to read and take away: title sentence, notes, sortable table, csv and xlsx."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.ui import carte, exports, lecture, textes


def show(
    cle: str,
    titre: str,
    sous_titre: str,
    donnees: pd.DataFrame,
    *,
    notes: Sequence[tuple[str, str]],
    champ: str,
    source: str,
    decimales: int | None = None,
    vide: str = "Rien à lister pour cette sélection.",
) -> None:
    """The whole list; `decimales` for its numbers, else as many as they need."""
    base = lecture.ouverte()
    with st.container(key=f"carte_{cle}", height="stretch"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(sous_titre)}</p>'
        )
        if donnees.empty:
            st.html(f'<p class="clas-vide">{textes.in_html(vide)}</p>')
        else:
            ecritures = {
                c: _written(donnees[c], decimales) for c in donnees.select_dtypes("number")
            }
            carte.table(donnees, {}, alt=titre, cle=f"table_{cle}", ecritures=ecritures)
        st.html(textes.notes([*notes, ("Champ", champ), ("Source", f"{source}.")]))
        if len(donnees):
            propos = exports.context(None, titre, champ, base.empreinte, base.demonstration) | {
                "Source": source
            }
            carte.downloads(donnees, propos, exports.nom_fichier(cle), cle)


def _written(colonne: pd.Series, decimales: int | None):
    entiers = bool((colonne.dropna() % 1 == 0).all())
    n = decimales if decimales is not None else 0 if entiers else 1
    return lambda v: formats.nombre(v, n)
