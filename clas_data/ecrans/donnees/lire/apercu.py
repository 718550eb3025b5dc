"""Beside each step: what will be read, what is missing, and what that costs."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from clas_data import formats
from clas_data.ecrans.donnees import anomalies
from clas_data.ecrans.donnees.lire import etat
from clas_data.ecrans.donnees.lire.colonnes import dire
from clas_data.errors import BLOQUANTE
from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.controle import Controle
from clas_data.fichiers.correspondances import ebauche
from clas_data.fichiers.correspondances.forme import NOMBRES
from clas_data.fichiers.correspondances.indices import Cible
from clas_data.indicateurs import catalogue
from clas_data.ui import tableaux, textes

LIGNES, NOMMES = 2, 10


def show(m: etat.Montree) -> None:
    """The first rows as our tables, then what is missing."""
    st.markdown("#### Ce qui sera lu")
    controle = etat.lu(m)
    if controle is None:
        st.caption("Rien encore : confirmez des colonnes à l'étape 2.")
        return
    for rang, (table, lue) in enumerate(controle.tables.items()):
        titre = f"{schemas.load()[table].titre} : {formats.pluriel(lue.num_rows, 'ligne')}"
        with st.expander(titre, expanded=rang == 0):
            _table(m, table, lue)
    _refus(controle)
    _manques(m)


def _table(m: etat.Montree, table: str, lue) -> None:
    schema = schemas.load()[table]
    champs = {
        n
        for t in ebauche.retenue(m.ebauche).tableaux
        for a in t.apports
        if a.table == table
        for n in a.champs
    }
    noms = [n for n in schema.colonnes if n in champs or n in schema.cle]
    tableaux.show(
        f"Premières lignes lues : {schema.titre}",
        [schema.colonnes[n].titre for n in noms],
        [
            [_ecrire(schema.colonnes[n], l[n]) for n in noms]
            for l in lue.slice(0, LIGNES).to_pylist()
        ],
        alignees=99,
    )


def _ecrire(colonne: schemas.Colonne, valeur: Any) -> str:
    """As the other screens write it: « 32 530,07 »."""
    if valeur is not None and colonne.type in NOMBRES:
        decimales = 0 if valeur == int(valeur) else 2
        return formats.nombre(valeur, decimales)
    if colonne.type == "identifiant" and valeur in catalogue.load():
        return catalogue.exiger(valeur).titre  # an indicator, by the name that people read
    return valeurs.write(colonne, valeur) or formats.ND


def _refus(controle: Controle) -> None:
    bloquantes = [a for a in controle.anomalies if a.gravite == BLOQUANTE]
    if bloquantes:
        with st.expander(
            f"{formats.pluriel(len(bloquantes), 'anomalie')} à voir à l'examen", expanded=False
        ):
            for a in bloquantes[:NOMMES]:
                ou = anomalies.place(a, [a])
                st.markdown(f"- {textes.litteral(ou)} : {textes.litteral(a.message)}")


def _manques(m: etat.Montree) -> None:
    exigees, autres = ebauche.manquent(m.ebauche)
    if exigees:
        st.warning(
            "Il manque, pour placer les lignes : " + textes.litteral(", ".join(map(dire, exigees))),
            icon=":material/flag:",
        )
    if autres:
        with st.expander(f"Ce qui restera n.d. ({formats.pluriel(len(autres), 'colonne')})"):
            st.markdown(textes.litteral(", ".join(map(dire, autres))))
            if perdus := _indicateurs(autres):
                st.markdown(
                    "Sans autre fichier, ces indicateurs seront « n.d. » : "
                    + textes.litteral(", ".join(perdus))
                )


def _indicateurs(manques: list[Cible]) -> list[str]:
    """The indicators whose measure reads one of these columns."""
    return [
        ind.titre
        for ind in catalogue.load().values()
        if any(
            ind.derriere == table and re.search(rf"\b{nom}\b", ind.mesure) for table, nom in manques
        )
    ]
