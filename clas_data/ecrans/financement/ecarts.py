"""The payments that differ from what is due, and at which step."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data.ecrans.financement.bulletin import SIGNES
from clas_data.figures import tables
from clas_data.figures.figure import Figure
from clas_data.figures.propres import financements
from clas_data.figures.propres.financements import signe
from clas_data.simulateur.effets import euros
from clas_data.simulateur.formule import COURTS
from clas_data.simulateur.versements import Rapprochement
from clas_data.ui import tableaux, textes
from clas_data.ui.selection import Selection


def champ(r: Rapprochement, selection: Selection) -> str:
    """What is compared, in words; another barème than the campagne's own is said."""
    mots = (
        ""
        if r.bareme.campagne == selection.campagne
        else f"Les collectifs de {selection.campagne} au barème de {r.bareme.campagne} · "
    )
    return f"{mots}{selection.mots}"


def compose(r: Rapprochement, selection: Selection) -> Figure:
    """Which actions were paid something else than their droits, and how far from them."""
    return financements.versements(
        r, tables.compose("droits", {n: t for n, t in table(r).items()}), champ(r, selection)
    )


def expliquer(r: Rapprochement) -> None:
    """Each difference, at the step of the formula where it is found; nothing where there is
    none.
    """
    e = r.ecarts
    if len(e):
        with st.container(key="carte_ecarts_liste"):
            st.html(
                '<h3 class="clas-titre">À quelle étape de la formule chaque écart se retrouve</h3>'
            )
            tableaux.show(
                "Écarts expliqués",
                ["Action", "Porteur", "Droit", "Versé", "Écart", "Explication"],
                [
                    [
                        f"{l.code_action} · {l.intitule}",
                        l.porteur_nom,
                        euros(l.droit_c),
                        euros(l.verse_c),
                        signe(int(l.ecart_c)),
                        textes.typographic(l.explication),
                    ]
                    for l in e.itertuples()
                ],
                alignees=9,
            )


def table(r: Rapprochement) -> pd.DataFrame:
    """Every action with its steps, its payment, the difference and its explanation; unknown stays
    empty.
    """
    t = r.actions
    en_euros = {
        **{COURTS[n]: f"{n}_c" for n in ("par_collectif", "plafonnees", "fois_taux")},
        "Ps (droit)": "droit_ps_c",
        "Ps versée": "verse_ps_c",
        "Bonus enfants (droit)": "droit_bonus_enfants_c",
        "Bonus enfants versé": "verse_bonus_enfants_c",
        "Bonus parents (droit)": "droit_bonus_parents_c",
        "Bonus parents versé": "verse_bonus_parents_c",
        "Total des droits": "droit_c",
        "Total versé": "verse_c",
        "Écart": "ecart_c",
    }
    retenues = t["depenses_c"].where(t["depenses_c"] >= 0)
    return pd.DataFrame(
        {
            "Action": t["code_action"],
            "Intitulé": t["intitule"],
            "Porteur": t["porteur_nom"],
            "Collectifs": t["collectifs"].astype("Float64"),
            "Dépenses retenues": retenues / 100,
            **{n: (t[c].astype("Float64") / 100).round(2) for n, c in en_euros.items()},
            "Statut": t["statut"].map(SIGNES),
            "Explication": t["explication"],
        }
    )
