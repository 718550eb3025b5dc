"""The links with the school, the parents and the animation départementale."""

from __future__ import annotations

from functools import partial

from clas_data import formats
from clas_data.ecrans.articulation import carte_liste, manques
from clas_data.ecrans.articulation import dispositifs as vues_articulation
from clas_data.ui import blocs, lecture
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
SOURCE = vues_articulation.SOURCE


def school_and_parents(selection: Selection) -> None:
    """Links with the school: partners, meetings, diagnostic, avis, who directs children. Links with
    parents, three things kept apart.
    """
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
            AVEC_PARENTS,
            selection,
            plusieurs=True,
            cle="multiples_avec_parents",
            sujet="Ce qui est proposé aux parents",
            sous_titre="Part des actions, en % des répondants",
            note="Familles inscrites, parents rencontrés, parents actifs : trois choses "
            "différentes. Une famille signe une inscription ; un parent est rencontré ; un parent "
            "prend part. Elles ne s'additionnent pas et ne se déduisent pas l'une de l'autre.",
        )
    blocs.chiffres(
        [
            "etablissements_par_action",
            "rencontres_ecole_par_action",
            "part_diagnostic_partage",
            "part_avis_favorable",
        ],
        selection,
    )
    blocs.chiffres(
        [
            "familles",
            "parents_rencontres",
            "parents_actifs",
            "parents_rencontres_par_famille",
            "part_parents_actifs",
        ],
        selection,
    )
    blocs.sur_demande(
        "Les actions qui ne déclarent aucune rencontre avec l'école",
        "ecole",
        lambda: manques.gap(manques.agreees(selection), "ecole_sans_rencontre", selection),
    )
    blocs.sur_demande("L'avis de l'Éducation nationale", "avis", partial(_avis, selection))


def _avis(selection: Selection) -> None:
    blocs.multiples(
        AVIS,
        selection,
        cle="multiples_avis",
        sujet="Avis de l'Éducation nationale",
        sous_titre="Part des actions agréées selon l'avis porté au dossier, en %",
        note="Une seule réponse par dossier : les parts font 100 %, aux arrondis près.",
    )


def animation(selection: Selection) -> None:
    """Who takes part in the animation départementale, over the years, and who asked for support."""
    blocs.chiffres(["part_animation", "part_encadrants_formes"], selection)
    with blocs.cote_a_cote():
        blocs.multiples(
            ANIMATION,
            selection,
            plusieurs=True,
            cle="multiples_animation",
            sujet="Animation départementale",
            sous_titre="Part des actions, en % des répondants",
        )
        blocs.evolution("part_animation", selection)
    blocs.sur_demande(
        "Dans chaque intercommunalité",
        "animation_epci",
        lambda: blocs.repartition("part_animation", par="epci", selection=selection),
    )
    blocs.sur_demande(
        "Les actions qui ont demandé un accompagnement",
        "accompagnement",
        partial(_accompagnement, selection),
    )


def _accompagnement(selection: Selection) -> None:
    """Whom the animation départementale has to call."""
    lues = selection.garder(
        lecture.requete(
            selection.perimetre, "articulation_accompagnement", campagne=selection.campagne
        )
    )
    vue = lues.rename(
        columns={
            **manques.COLONNES,
            "reunions": "Réunions du réseau",
            "journee": "Journée départementale",
            "formation": "Formation",
        }
    )
    vue = vue[
        [*manques.COLONNES.values(), "Réunions du réseau", "Journée départementale", "Formation"]
    ]
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
