"""Step 1: the first rows of each sheet as they are, which bears the headers, which are ignored."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from clas_data.ecrans.donnees.lire import etat, surs
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.forme import COLONNES, LIGNES
from clas_data.fichiers.correspondances.reperage import coucher
from clas_data.fichiers.feuilles import Feuille, vide
from clas_data.fichiers.messages import affichable
from clas_data.fichiers.sens.mots import sans_decimale
from clas_data.ui import listes, textes

LIGNES_MONTREES, COLONNES_MONTREES = 8, 12
AU_DESSUS = 3  # rows shown above the headers
SENS = {LIGNES: "une ligne par réponse", COLONNES: "une colonne par réponse (fiche)"}


def show(m: etat.Montree) -> None:
    """Each table found, on the picture of its sheet; a click on a row makes it the headers."""
    surs.show(m)
    st.markdown("Les en-têtes sont-ils à une autre ligne ? Cliquez-la.")
    feuilles = {f.feuille: f for f in reversed(m.feuilles)}
    for rang, (nom, assise) in enumerate(m.ebauche.devinee.assises):
        _table(m, rang, feuilles[nom], assise)


def _table(m: etat.Montree, rang: int, feuille: Feuille, a: Assise) -> None:
    st.markdown(f"#### {textes.litteral(feuille.feuille or feuille.fichier)}")
    lignes = coucher(feuille) if a.sens == COLONNES else feuille.lignes
    debut = max(0, a.ligne - AU_DESSUS)
    montrees = lignes[debut : debut + LIGNES_MONTREES]
    df = pd.DataFrame(
        [
            [f"{n + 1}", _role(n, a, l), *(_cellule(l, j) for j in range(COLONNES_MONTREES))]
            for n, l in enumerate(montrees, debut)
        ],
        columns=["Ligne", "Rôle", *(f" {j + 1}" for j in range(COLONNES_MONTREES))],
    )
    choix = st.dataframe(
        df,
        hide_index=True,
        key=f"image_{rang}_{a.ligne}_{a.sens}",
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Premières lignes de la feuille {feuille.feuille}",
    )
    with st.expander("Autrement : son numéro, deux lignes, un tableau couché"):
        voulue = _reglages(rang, a, len(lignes))
    if cliquees := choix.selection.rows:
        voulue = replace(voulue, ligne=debut + cliquees[0])
    if voulue != a:
        _changer(m, rang, voulue)


def _reglages(rang: int, a: Assise, lignes: int) -> Assise:
    """Where the headers are, on how many rows, and which way the table stands."""
    ligne = st.number_input(
        "Ligne des en-têtes", 1, max(lignes, 1), a.ligne + 1, key=f"ligne_{rang}_{a.ligne}"
    )
    hauteur = listes.choisir(
        "Lignes d'en-têtes", [1, 2, 3], index=a.hauteur - 1, key=f"haut_{rang}_{a.hauteur}"
    )
    sens = listes.choisir(
        "Sens du tableau",
        list(SENS),
        index=list(SENS).index(a.sens),
        format_func=SENS.get,
        key=f"sens_{rang}_{a.sens}",
    )
    return replace(a, ligne=int(ligne) - 1, hauteur=hauteur, sens=sens)


def _changer(m: etat.Montree, rang: int, voulue: Assise) -> None:
    """Guess again with the headers there."""
    assises = list(m.ebauche.devinee.assises)
    assises[rang] = (assises[rang][0], voulue)
    if etat.rasseoir(m, assises):
        st.rerun()
    st.warning("Rien ne ressemble à nos tables sous cette ligne.", icon=":material/flag:")


def _role(n: int, a: Assise, ligne: list) -> str:
    if a.ligne - a.hauteur < n <= a.ligne:
        return "en-têtes"
    if n < a.ligne or all(vide(c) for c in ligne) or (a.fin is not None and n >= a.fin):
        return "ignorée"
    return "donnée"


def _cellule(ligne: list, j: int) -> str:
    return affichable(sans_decimale(ligne[j]))[:40] if j < len(ligne) and not vide(ligne[j]) else ""
