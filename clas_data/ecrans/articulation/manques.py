"""Where a link is missing: how often, where, which actions; and where the schemes pile up."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.articulation import dispositifs, lacunes
from clas_data.articulation.lacunes import Constat
from clas_data.ecrans.articulation import carte_liste
from clas_data.ecrans.articulation import dispositifs as vues_articulation
from clas_data.formats import INSECABLE
from clas_data.tables import base
from clas_data.ui import blocs, carte, filtres, lecture, listes, textes
from clas_data.ui.selection import Selection

COLONNES = {
    "code_action": "Code",
    "intitule": "Action",
    "porteur_nom": "Porteur",
    "commune_nom": "Commune",
    "niveau": "Niveau",
    "epci_nom": "Intercommunalité",
}
SOURCE = vues_articulation.SOURCE
# different schemes in a commune from which they are said to pile up, until the reader chooses
EMPILES = 6
ECOLE = "ecole_sans_rencontre"  # read with the school
OU_MAX = 3  # intercommunalités named in a row


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _lues(empreinte: str, perimetre, campagne: str) -> pd.DataFrame:
    return lacunes.lire(base.ouvrir(config.installation(), empreinte), perimetre, campagne)


def agreees(selection: Selection) -> pd.DataFrame:
    """The agreed actions of the selection, with the gaps that each shows."""
    return selection.garder(
        _lues(lecture.ouverte().empreinte, selection.perimetre, selection.campagne)
    )


def gaps(selection: Selection) -> None:
    """What is missing, how often and where; the actions of one gap; then the communes where the
    schemes pile up.
    """
    actions = agreees(selection)
    constats = {
        c.lacune.titre: c
        for c in (lacunes.constater(actions, i) for i in lacunes.load() if i != ECOLE)
    }
    _resume(constats, selection)
    filtres.say_dropped("lacune", "Lien manquant", constats)
    choisie = listes.choisir(
        "Les actions concernées",
        list(constats),
        index=None,
        placeholder="Cliquez sur une ligne, ou choisissez",
        key="lacune",
        bind="query-params",
        width=520,
    )
    if choisie in constats:
        gap(actions, constats[choisie].lacune.id, selection)
    blocs.sur_demande(
        "Les communes où les dispositifs s'accumulent",
        "empilement",
        partial(_piles, selection),
        ouvert="empiles" in st.query_params,
    )


def _resume(constats: dict[str, Constat], selection: Selection) -> None:
    """One row per gap, the most frequent first; a click opens its actions."""
    tries = dict(sorted(constats.items(), key=lambda p: -len(p[1].actions)))
    noms = list(tries)
    vue = pd.DataFrame(
        {
            "Ce qui manque": noms,
            "Actions": [len(c.actions) for c in tries.values()],
            "Sur": [c.base for c in tries.values()],
            "Où": [_ou(c.actions) for c in tries.values()],
            "À faire": [c.lacune.agir for c in tries.values()],
        }
    )
    with st.container(key="carte_lacunes"):
        total = sum(len(c.actions) for c in tries.values())
        titre = f"{formats.pluriel(total, 'lien manquant', 'liens manquants')}, par nature"
        st.html(f'<h3 class="clas-titre">{textes.in_html(titre)}</h3>')
        carte.table(
            vue,
            {},
            alt=titre,
            cle="table_lacunes",
            ouvrir=partial(_montrer, noms),
            ouvre="Voir les actions concernées",
        )


def _montrer(noms: list[str], rang: int) -> None:
    st.session_state["lacune"] = noms[rang]


def _ou(actions: pd.DataFrame) -> str:
    """« Grenoble-Alpes-Métropole (9), CC Le Grésivaudan (3) »: where it happens most."""
    comptes = actions["epci_nom"].value_counts().head(OU_MAX)
    return ", ".join(f"{nom} ({formats.nombre(n)})" for nom, n in comptes.items())


def gap(actions: pd.DataFrame, id_: str, selection: Selection) -> None:
    c = lacunes.constater(actions, id_)
    vue = c.actions[list(COLONNES)].rename(columns=COLONNES)
    if id_ == "pre_non_declare":
        vue = vue.assign(PRE=c.actions["programme"])
    note = [c.lacune.note]
    if c.sans_reponse:
        note.append(
            f"{formats.pluriel(c.sans_reponse, 'action concernée', 'actions concernées')} sans "
            f"réponse{INSECABLE}: à relancer, non à compter."
        )
    if id_ == "pre_non_declare" and (muettes := lacunes.communes_muettes(actions)):
        note.append(
            f"Communes dotées d'un PRE où aucune action ne le déclare{INSECABLE}: "
            f"{', '.join(muettes)}."
        )
    carte_liste.show(
        f"lacune_{id_}",
        c.phrase,
        c.lacune.titre,
        vue,
        notes=[("À faire", c.lacune.agir), ("Note", " ".join(note))],
        champ=selection.mots,
        source=SOURCE + (" ; agréments" if id_ == "qpv_sans_contrat" else ""),
        vide="Aucune action dans ce cas.",
    )


def _piles(selection: Selection) -> None:
    """The communes where many schemes are declared, and their actions."""
    filtres.say_out_of_range(
        "empiles", "Dispositifs différents, au moins", 2, len(dispositifs.ARTICULATIONS)
    )
    seuil = st.number_input(
        "Dispositifs différents, au moins",
        2,
        len(dispositifs.ARTICULATIONS),
        EMPILES,
        key="empiles",
        bind="query-params",
        width=320,
    )
    lues = vues_articulation.reponses(selection)
    table = dispositifs.empilement(lues, int(seuil))
    titre = (
        (
            f"Dans {formats.pluriel(len(table), 'commune')}, au moins {formats.nombre(seuil)} "
            "dispositifs différents sont déclarés par les actions"
        )
        if len(table)
        else (
            f"Aucune commune où {formats.nombre(seuil)} dispositifs différents ou plus sont "
            "déclarés"
        )
    )
    noms = {
        "commune_nom": "Commune",
        "epci_nom": "Intercommunalité",
        "dispositifs": "Dispositifs",
        "noms": "Lesquels",
        "actions": "Actions ayant répondu",
        "par_action": "Dispositifs par action",
    }
    carte_liste.show(
        "empilement",
        titre,
        "Communes où les dispositifs s'accumulent",
        table[list(noms)].rename(columns=noms),
        notes=[
            (
                "À faire",
                "Réunir les coordonnateurs : qui suit les mêmes enfants, et qui fait quoi ?",
            ),
            (
                "Note",
                formats.pluriel(
                    len(dispositifs.ARTICULATIONS), "dispositif possible", "dispositifs possibles"
                )
                + ". "
                "Une commune où beaucoup d'actions répondent en cite plus qu'une autre : "
                "lisez aussi le nombre de dispositifs par action.",
            ),
        ],
        champ=selection.mots,
        source=SOURCE,
        vide="Baissez le seuil pour voir d'autres communes.",
    )
    ici = lues[lues["commune"].isin(table["commune"])]
    detail = (
        ici[list(COLONNES)]
        .rename(columns=COLONNES)
        .assign(**{"Dispositifs déclarés": dispositifs.declares(ici) if len(ici) else []})
    )
    carte_liste.show(
        "empilement_detail",
        f"{formats.pluriel(len(detail), 'action')} dans ces communes",
        "Dispositifs déclarés par chaque action",
        detail,
        notes=[],
        champ=selection.mots,
        source=SOURCE,
    )
