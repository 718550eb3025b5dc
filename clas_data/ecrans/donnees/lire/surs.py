"""What is guessed without a doubt: said in one sentence, folded, and accepted at once."""

from __future__ import annotations

import streamlit as st

from clas_data import config, formats
from clas_data.ecrans.donnees.lire import colonnes, etat
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.ebauche import Ebauche
from clas_data.fichiers.messages import affichable
from clas_data.tables import relectures
from clas_data.ui import tableaux


def show(m: etat.Montree) -> None:
    """One button for the three steps, above what it accepts and what it leaves to say."""
    e = m.ebauche
    vues = set(ebauche.sures(e))
    if not vues:
        return
    suite = ebauche.accepter(e, relectures.communes(config.installation()))
    mots = suite.mots_vus - e.mots_vus
    reconnus = [formats.pluriel(len(vues), "colonne")]
    reconnus += [formats.pluriel(len(mots), "mot")] if mots else []
    st.markdown(f"Reconnus sans hésitation : **{' et '.join(reconnus)}**. {_reste(suite)}")
    if st.button("Tout est juste", type="primary", icon=":material/done_all:", key="tout_juste"):
        etat.avancer(m, suite)
    with st.expander("Les voir une à une"):
        colonnes.table([p for p in ebauche.a_voir(e) if (p.tableau, p.entete) in vues], e)
        if mots:
            _mots(suite, mots)


def _reste(suite: Ebauche) -> str:
    n = len(ebauche.a_voir(suite))
    if not n:
        return "Il ne restera qu'à relire et à garder."
    return f"Il restera {formats.pluriel(n, 'colonne')} à voir."


def _mots(suite: Ebauche, mots: frozenset[ebauche.MotVu]) -> None:
    lignes = [
        [
            affichable(mot),
            ebauche.champ(suite, rang, (table, nom)).mots[mot],
            colonnes.dire((table, nom)),
        ]
        for rang, table, nom, mot in sorted(mots)
    ]
    tableaux.show(
        "Mots dont le sens est sûr", ["Son mot", "Ce qu'il veut dire", "Où"], lignes, alignees=9
    )
