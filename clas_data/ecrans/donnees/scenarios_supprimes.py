"""A scenario that was deleted, kept again from the journal."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from clas_data import config
from clas_data.acces import Acteur
from clas_data.fichiers.journal import Evenement
from clas_data.simulateur import rangement
from clas_data.ui import listes, page


def retablir(acteur: Acteur, evenements: Sequence[Evenement]) -> None:
    """The gesture; nothing where no scenario was deleted, or where this acteur may not."""
    perdus = rangement.supprimes(evenements) if acteur.peut("simuler") else {}
    siens = {i: e for i, e in perdus.items() if e.acteur == acteur.nom or acteur.peut("annuler")}
    if not siens:
        return
    nom = "Rétablir un scénario supprimé"
    with st.popover(nom, icon=":material/redo:", key="retablir_scenario_ouvrir"):
        st.caption("Le scénario est gardé à nouveau, tel qu'il était, au nom de son auteur.")
        noms = {i: f"{i} · {e.cible}" for i, e in reversed(siens.items())}
        choisi = listes.choisir(
            "Scénario", list(noms), format_func=noms.get, key="retablir_scenario_choix"
        )
        if st.button(nom, type="primary", key="retablir_scenario"):
            page.accomplir(
                lambda: rangement.retablir(config.installation(), choisi, acteur),
                lambda s: f"Scénario « {s.nom} » rétabli : il est dans l'onglet Scénarios.",
            )
