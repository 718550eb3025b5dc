"""« D'où vient la différence ? »: the movements behind a change, as a waterfall and by territory or
niveau; its address opens it again.
"""

from __future__ import annotations

import streamlit as st

from clas_data.indicateurs import catalogue
from clas_data.indicateurs.catalogue import AXES, Indicateur
from clas_data.ui import figure, gestes, lecture, suivi, textes
from clas_data.ui.epingles import Bloc
from clas_data.ui.selection import Selection

PAR = "difference_par"  # in the URL: by which axis
OFFERTS = ("epci", "commune", "niveau", "porteur_type", "qpv")
LIGNES_MAX = 15


def _fermer() -> None:
    """The address no longer asks for what was closed."""
    for cle in (suivi.ADRESSE, PAR):
        if cle in st.query_params:
            del st.query_params[cle]


def ouvrir_demandee(selection: Selection) -> None:
    """Open what the address asks for; a figure that does not exist, or does not compare here, is
    said.
    """
    demande = st.query_params.get(suivi.ADRESSE)
    if demande is None:
        return
    ind = catalogue.load().get(demande)
    if ind is not None and suivi.comparable(ind, selection):
        _montrer(ind, selection)
        return
    _fermer()
    nom = ind.titre if ind else demande
    st.warning(
        textes.typographic(
            f"Le lien demandait d'où vient la différence de « {textes.litteral(nom)} » : ce "
            "chiffre n'existe pas, ou ne se compare pas dans cette sélection."
        ),
        icon=":material/filter_alt_off:",
    )


@gestes.dialogue(
    suivi.DIFFERENCE,
    width="large",
    icon=":material/waterfall_chart:",
    on_dismiss=gestes.geste(_fermer),
)
def _montrer(ind: Indicateur, selection: Selection) -> None:
    for p in lecture.figures(selection, "pourquoi", id=ind.id):
        st.html(
            f'<h3 class="clas-titre">Pourquoi ce chiffre a changé</h3>'
            f"<p>{textes.in_html(p.texte)}</p>"
        )
    seul = {"id": ind.id}
    for f in lecture.figures(selection, "cascade", **seul):
        figure.show(f, selection, bloc=Bloc("cascade", seul, selection))
    _par_axe(ind, selection)


def _par_axe(ind: Indicateur, selection: Selection) -> None:
    """The same by territory or niveau: bars on both sides of nothing, sorted and named."""
    filtres = selection.ou(campagne=False)
    axes = {AXES[a]: a for a in OFFERTS if a in ind.axes and a not in filtres}
    if not axes:
        return
    choisi = st.segmented_control(
        "Où ?", list(axes), default=next(iter(axes)), required=True, key=PAR, bind="query-params"
    )
    axe = axes.get(choisi) or next(iter(axes.values()))
    declaration = {"id": ind.id, "axe": axe, "limite": LIGNES_MAX}
    for f in lecture.figures(selection, "ecarts", **declaration):
        figure.show(f, selection, bloc=Bloc("ecarts", declaration, selection))
