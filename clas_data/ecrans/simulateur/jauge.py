"""What a sitting of the simulator draws on its envelope, on both bases: the most that its requests
may open, and what they declared.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur.etat import Etat
from clas_data.formats import INSECABLE
from clas_data.simulateur import effets, sensibilite
from clas_data.simulateur.commission import Seance
from clas_data.simulateur.effets import euros


def consommee(s: Seance) -> None:
    """What is consumed and what remains, in words and as a bar."""
    part = s.consomme_c / s.enveloppe_c if s.enveloppe_c else None
    dite = formats.pourcent(100 * part, 1) if part is not None else formats.ND
    st.progress(
        min(part if part is not None else float(s.consomme_c > 0), 1.0),
        text=f"{euros(s.consomme_c)} au plus, {formats.pluriel(s.collectifs, 'collectif')} à la Ps "
        f"maximale, sur {euros(s.enveloppe_c)} ({dite})",
    )
    mots = (
        f"il reste {euros(s.reste_c)}"
        if s.reste_c >= 0
        else f"l'enveloppe est dépassée de {euros(-s.reste_c)}"
    )
    st.markdown(
        f"**{effets.accord(s.retenues, 'demande retenue', 'demandes retenues')}**, "
        f"{formats.pluriel(s.collectifs, 'collectif')}, "
        f"{formats.pluriel(s.enfants, 'enfant prévu')}, "
        f"{formats.pluriel(s.communes, 'commune')}{INSECABLE}: **{mots}**."
    )


def ailleurs(etat: Etat, retenues: set[str], enveloppe_c: int) -> None:
    """The same requests on the base of every other tab: one ceiling has one answer."""
    a = etat.resultats["A"].actions
    r = replace(etat.resultats["A"], actions=a[a["code_action"].isin(retenues)])
    if r.connu:
        reste = enveloppe_c - r.total_c
        mots = f"il reste {euros(reste)}" if reste >= 0 else f"dépassée de {euros(-reste)}"
        st.markdown(
            f"Les mêmes demandes sur la base des autres onglets{INSECABLE}: **{euros(r.total_c)}** "
            f"({sensibilite.base(r)}), {mots}."
        )
