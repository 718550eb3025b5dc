"""One action: what is due and what is paid, step by step, as on a pay slip."""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.simulateur import fiche
from clas_data.simulateur.effets import euros
from clas_data.simulateur.explications import CONFORME, ECART, INCONNU
from clas_data.simulateur.versements import Rapprochement
from clas_data.ui import (
    filtres,
    listes,
    tableaux,
    textes,
)

SIGNES = {CONFORME: "= conforme", ECART: "≠ écart", INCONNU: formats.ND}


def bulletin(r: Rapprochement) -> None:
    codes = dict(
        zip(
            r.actions["code_action"],
            r.actions["code_action"] + " · " + r.actions["intitule"].fillna(""),
            strict=True,
        )
    )
    if not codes:
        return
    filtres.say_dropped("action_droits", "Action", codes.values())
    with st.container(key="carte_fiche_droits"):
        st.html('<h3 class="clas-titre">Refaire le calcul d\'une action à la main</h3>')
        code = listes.choisir(
            "Action", list(codes), format_func=codes.get, key="action_droits", bind="query-params"
        )
        etapes = fiche.fiche(r.resultat, r.bareme, code)
        tableaux.show(
            f"Calcul des droits de {code}, pas à pas",
            ["Étape", "Montant", "Calcul", "Référence"],
            [[e.quoi, e.montant, e.calcul, e.reference] for e in etapes],
            alignees=9,
        )
        l = r.actions[r.actions["code_action"] == code].iloc[0]
        st.html(
            textes.notes(
                [
                    (
                        "Versé",
                        (
                            f"{euros(l['verse_c'])} (Ps {euros(l['verse_ps_c'])}). "
                            f"{SIGNES[l['statut']]}. {l['explication']}"
                        ),
                    )
                ]
            )
        )
