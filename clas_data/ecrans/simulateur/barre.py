"""The two lines of the simulator that stay in sight: the rule, the total, the difference."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.simulateur.etat import VOIX, Etat, base
from clas_data.simulateur import effets
from clas_data.simulateur.effets import euros
from clas_data.simulateur.scenario import leviers
from clas_data.ui import champs, textes


def barre(etat: Etat) -> None:
    """The rule, the total and the difference of each scenario, in two lines that stay in sight."""
    st.html('<div class="clas-barre">' + "".join(_ligne(etat, v) for v in VOIX) + "</div>")


def _ligne(etat: Etat, voix: str) -> str:
    r, b = etat.resultats[voix], etat.bilans[voix]
    regle_ = " · ".join(
        champs.ecrire(leviers()[n], getattr(r.regle, n))
        for n in ("taux", "plafond", "bonus_enfants", "bonus_parents")
    )
    ecart = ("+" if b.ecart_c > 0 else "") + euros(b.ecart_c) if r.connu else formats.ND
    return (
        f"<p><b>Scénario {voix}</b><span>{regle_}</span>"
        f"<b>{effets.total(r)}</b><span>{textes.in_html(base(r))}</span>"
        f"<span>{ecart} par rapport au barème en vigueur</span></p>"
    )
