"""The card of a computed picture (a simulation, a flow): what `carte` gives an indicator, for figures that are not in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import carte, exports, figures_base, lecture, textes


def show(
    cle: str,
    titre: str,
    sous_titre: str,
    dessiner: Callable[[], Any] | None,
    *,
    alternative: str,
    donnees: pd.DataFrame,
    notes: Sequence[tuple[str, str]],
    champ: str,
    source: str,
    vide: str = "Rien à dessiner ici.",
    legende: str = "",
    ind: Indicateur | None = None,
    **options: Any,
) -> None:
    """Title sentence, picture, legend, notes, data and downloads; `ind` adds its definition, `options` are those of the chart."""
    base = lecture.ouverte()
    with st.container(key=f"carte_{cle}"):
        st.html(f'<h3 class="clas-titre">{textes.in_html(titre)}</h3><p class="clas-sous-titre">{textes.in_html(sous_titre)}</p>')
        if dessiner is None:
            st.html(f'<p class="clas-vide">{textes.in_html(vide)}</p>')
        else:
            st.plotly_chart(
                dessiner(), theme=None, config=figures_base.config(exports.nom_fichier(cle)), alt=textes.a_entendre(alternative), key=f"figure_{cle}", **options
            )
        if legende and dessiner is not None:
            st.html(legende)
        st.html(textes.notes([*notes, ("Champ", champ), ("Source", f"{source} ; base {base.empreinte}.")]))
        propos = exports.context(None, titre, champ, base.empreinte, base.demonstration) | {"Source": source}
        with st.container(horizontal=True, gap="small", key=f"gestes_{cle}"):
            _gestes(cle, titre, donnees, propos, ind)


def _gestes(cle: str, titre: str, donnees: pd.DataFrame, propos: dict[str, str], ind: Indicateur | None) -> None:
    with st.popover("Données", icon=":material/table:", type="tertiary", key=f"donnees_{cle}", width="content"):
        st.dataframe(
            donnees.style.format({c: _ecrire(donnees[c]) for c in donnees.select_dtypes("number")}, na_rep=formats.ND),
            hide_index=True,
            alt=f"Données : {titre}",
            key=f"table_{cle}",
        )
        carte.downloads(donnees, propos, exports.nom_fichier(cle), cle)
    if ind is not None:
        carte.definition(ind, cle)


def _ecrire(colonne: pd.Series) -> Callable[[Any], str]:
    entiers = bool((colonne.dropna() % 1 == 0).all())
    return lambda v: formats.nombre(v, 0 if entiers else 2)
