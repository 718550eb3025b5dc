"""The card of a computed picture (a simulation, a flow): what `carte` gives an indicator, for
figures that are not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from clas_data.indicateurs.catalogue import Indicateur
from clas_data.ui import carte, exports, lecture, textes


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
    """Title sentence, picture, legend, notes, data and downloads; `ind` adds its definition,
    `options` are those of the chart.
    """
    base = lecture.ouverte()
    with st.container(key=f"carte_{cle}"):
        st.html(
            f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>'
            f'<p class="clas-sous-titre">{textes.in_html(sous_titre)}</p>'
        )
        if dessiner is None:
            st.html(f'<p class="clas-vide">{textes.in_html(vide)}</p>')
        else:
            carte.picture(dessiner, exports.nom_fichier(cle), alternative, cle, **options)
        if legende and dessiner is not None:
            st.html(legende)
        st.html(
            textes.notes(
                [*notes, ("Champ", champ), ("Source", f"{source} ; base {base.empreinte}.")]
            )
        )
        propos = exports.context(None, titre, champ, base.empreinte, base.demonstration) | {
            "Source": source
        }
        with st.container(horizontal=True, gap="small", key=f"gestes_{cle}"):
            carte.data(cle, titre, donnees, propos, exports.nom_fichier(cle), {}, decimales=2)
            if ind is not None:
                carte.definition(ind, cle)
