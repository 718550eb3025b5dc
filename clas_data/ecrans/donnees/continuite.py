"""From one campagne to the next: what appeared, disappeared, changed name, and what looks like the
same body twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.ecrans.donnees import rapprochements
from clas_data.tables import comparaison
from clas_data.tables.comparaison import Rapprochement
from clas_data.ui import carte, filtres, lecture, listes

SIGNES = {"apparue": "+ apparue", "disparue": "− disparue"}


def show(acteur: Acteur) -> None:
    """Movements between a campagne and the one before, then the matches to confirm."""
    acteur.exige("importer")
    base = lecture.ouverte()
    connues = lecture.valeurs_axe(lecture.perimetre(acteur), "campagne")
    if len(connues) < 2:
        st.info("Il faut deux campagnes pour comparer.", icon=":material/inbox:")
        return
    filtres.say_dropped("comparee", "Campagne comparée à la précédente", connues[1:])
    campagne = listes.choisir(
        "Campagne comparée à la précédente",
        connues[:0:-1],
        key="comparee",
        bind="query-params",
        width=280,
    )
    mouvements = comparaison.mouvements(base, campagne)
    venues, parties = (int((mouvements["nature"] == n).sum()) for n in SIGNES)
    precedente = connues[connues.index(campagne) - 1]
    st.markdown(
        f"**De {precedente} à {campagne} :** "
        f"{formats.pluriel(venues, 'action apparue', 'actions apparues')}, "
        f"{formats.pluriel(parties, 'action disparue', 'actions disparues')}."
    )
    titres = {
        "nature": "Mouvement",
        "code_action": "Code",
        "intitule": "Action",
        "porteur_nom": "Porteur",
    }
    vue = mouvements.assign(nature=mouvements["nature"].map(SIGNES)).rename(columns=titres)
    alt = f"Actions apparues et disparues de {precedente} à {campagne}"
    if acteur.peut("rapprocher"):
        rapprochements.show(acteur, campagne)
    st.subheader("Actions apparues et disparues", anchor=False)
    carte.table(vue, alt=alt, cle="mouvements")
    matches(comparaison.rapprochements(base, campagne), "rapprochements")


def matches(proches: Sequence[Rapprochement], cle: str) -> None:
    """Names to look at together; nothing is merged by itself."""
    st.subheader("Noms qui ont changé, doubles possibles", anchor=False)
    if not proches:
        st.caption("Aucun nom à rapprocher.")
        return
    st.caption(
        "À confirmer auprès du porteur. Un SIRET ou un nom mal écrit se corrige dans l'onglet "
        "« Corrections » ; un porteur qui a changé de SIRET se rapproche dans « D'une "
        "campagne à l'autre ». Rien n'est "
        "fusionné de soi-même."
    )
    df = pd.DataFrame(
        [
            {
                "Nature": r.nature,
                "Nom": r.nom,
                "Proche de": r.autre,
                "Identifiants": r.identifiants,
                "Ressemblance": r.ressemblance_pct,
            }
            for r in proches
        ]
    )
    en_mots = {"Ressemblance": lambda v: formats.pourcent(v, 0)}
    carte.table(df, alt="Noms à rapprocher", cle=cle, ecritures=en_mots)
