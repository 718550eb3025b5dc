"""Where a link is missing, and the links with the school, the parents and the animation
départementale.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clas_data import config, formats
from clas_data.articulation import dispositifs, lacunes
from clas_data.ecrans.articulation import carte_liste
from clas_data.ecrans.articulation import dispositifs as vues_articulation
from clas_data.formats import INSECABLE
from clas_data.tables import base
from clas_data.ui import blocs, filtres, lecture
from clas_data.ui.selection import Selection

ORIENTE = [
    f"part_ori_{q}"
    for q in (
        "parents",
        "enseignants",
        "travailleurs_sociaux",
        "educateurs",
        "animateurs",
        "pre",
        "initiative_jeune",
    )
]
AVIS = [f"part_avis_{a}" for a in ("favorable", "reserve", "defavorable", "absent")]
AVEC_PARENTS = [
    f"part_par_{a}"
    for a in (
        "information_inscription",
        "convivialite",
        "codes_ecole",
        "orientation_partenaires",
        "echanges_reguliers",
        "espace_parole",
        "soirees_debats",
        "ecoute_individualisee",
    )
]
ANIMATION = [
    "part_reunions_reseau",
    "part_journee_departementale",
    "part_formation_suivie",
    "part_accompagnement_demande",
]
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


@st.cache_data(show_spinner=False, max_entries=60, hash_funcs=lecture.HACHAGE)
def _lues(empreinte: str, perimetre, campagne: str) -> pd.DataFrame:
    return lacunes.lire(base.ouvrir(config.installation(), empreinte), perimetre, campagne)


def _actions(selection: Selection) -> pd.DataFrame:
    """The agreed actions of the selection, with the gaps that each shows."""
    return selection.garder(
        _lues(lecture.ouverte().empreinte, selection.perimetre, selection.campagne)
    )


def gaps(selection: Selection) -> None:
    """Each gap with its actions, then the communes where the schemes pile up."""
    actions = _actions(selection)
    for id_ in lacunes.load():
        if id_ != "ecole_sans_rencontre":
            _gap(actions, id_, selection)
    _piles(selection)


def _gap(actions: pd.DataFrame, id_: str, selection: Selection) -> None:
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
    with st.expander(
        f"Les actions de ces communes ({formats.nombre(len(detail))})", key="empilement_actions"
    ):
        carte_liste.show(
            "empilement_detail",
            f"{formats.pluriel(len(detail), 'action')} dans ces communes",
            "Dispositifs déclarés par chaque action",
            detail,
            notes=[],
            champ=selection.mots,
            source=SOURCE,
        )


def school_and_parents(selection: Selection) -> None:
    """Links with the school: partners, meetings, diagnostic, avis, who directs children. Links with
    parents, three things kept apart.
    """
    st.subheader("Avec l'école", anchor=False)
    blocs.chiffres(
        [
            "etablissements_par_action",
            "rencontres_ecole_par_action",
            "part_diagnostic_partage",
            "part_avis_favorable",
        ],
        selection,
        par_rangee=4,
    )
    with blocs.cote_a_cote():
        blocs.multiples(
            ORIENTE,
            selection,
            plusieurs=True,
            cle="multiples_oriente",
            sujet="Qui oriente les enfants",
            sous_titre="Part des actions, en % des répondants",
        )
        blocs.multiples(
            AVIS,
            selection,
            cle="multiples_avis",
            sujet="Avis de l'Éducation nationale",
            sous_titre="Part des actions agréées selon l'avis porté au dossier, en %",
            note="Une seule réponse par dossier : les parts font 100 %, aux arrondis près.",
        )
    _gap(_actions(selection), "ecole_sans_rencontre", selection)
    st.subheader("Avec les parents", anchor=False)
    st.caption(
        "Inscrites, rencontrés, actifs : trois choses différentes. Une famille signe une "
        "inscription ; un parent est rencontré ; un parent prend part. Elles ne s'additionnent "
        "pas et ne se déduisent pas l'une de l'autre."
    )
    blocs.chiffres(["familles", "parents_rencontres", "parents_actifs"], selection)
    blocs.chiffres(
        ["parents_rencontres_par_famille", "part_parents_actifs"], selection, par_rangee=2
    )
    blocs.multiples(
        AVEC_PARENTS,
        selection,
        plusieurs=True,
        cle="multiples_avec_parents",
        sujet="Ce qui est proposé aux parents",
        sous_titre="Part des actions, en % des répondants",
    )


def animation(selection: Selection) -> None:
    """Who takes part in the animation départementale, over the years, and who asked for support."""
    blocs.chiffres(["part_animation", "part_encadrants_formes"], selection, par_rangee=2)
    blocs.multiples(
        ANIMATION,
        selection,
        plusieurs=True,
        cle="multiples_animation",
        sujet="Animation départementale",
        sous_titre="Part des actions, en % des répondants",
    )
    with blocs.cote_a_cote():
        blocs.evolution("part_animation", selection)
        blocs.repartition("part_animation", par="epci", selection=selection)
    lues = selection.garder(
        lecture.requete(
            selection.perimetre, "articulation_accompagnement", campagne=selection.campagne
        )
    )
    vue = lues.rename(
        columns={
            **COLONNES,
            "reunions": "Réunions du réseau",
            "journee": "Journée départementale",
            "formation": "Formation",
        }
    )
    vue = vue[[*COLONNES.values(), "Réunions du réseau", "Journée départementale", "Formation"]]
    for colonne in vue.columns[-3:]:
        vue[colonne] = [formats.oui_non(v) for v in vue[colonne]]
    carte_liste.show(
        "accompagnement",
        f"{formats.pluriel(len(vue), 'action')} {'ont' if len(vue) > 1 else 'a'} demandé un "
        "accompagnement",
        "À rappeler par l'animation départementale, avec ce à quoi elles ont déjà participé",
        vue,
        notes=[],
        champ=selection.mots,
        source=SOURCE,
        vide="Aucune action n'a demandé d'accompagnement.",
    )
