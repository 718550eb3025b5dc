"""Vue d'ensemble : la campagne en une minute."""

from clas_data.ui import blocs, filtres, page

EN_TETE = [
    "actions_agreees",
    "porteurs",
    "enfants_accompagnes",
    "collectifs",
    "taux_reponse_questionnaire",
    "cout_par_enfant",
]
SURVEILLES = [
    *EN_TETE,
    "enfants_prevus",
    "actions_refusees",
    "enfants_par_collectif",
    "part_filles",
    "part_qpv",
    "part_rep",
    "heures_par_enfant",
    "part_benevoles",
    "part_parents_actifs",
    "taux_reponse_bilan",
    "ps_clas",
    "cout_par_collectif",
]

acteur = page.enter("vue_ensemble")
selection = filtres.campagne_et_territoire(acteur, estimation=True)

with blocs.cote_a_cote(large=True):
    blocs.a_noter(SURVEILLES, selection)
    blocs.evolution("enfants_accompagnes", selection, hauteur=215)

blocs.chiffres(EN_TETE, selection)

with blocs.cote_a_cote():
    blocs.repartition("enfants_accompagnes", par="epci", selection=selection, limite=8)
    blocs.repartition("actions_agreees", par="porteur_type", selection=selection)

blocs.tableau(
    [
        "actions_agreees",
        "porteurs",
        "enfants_prevus",
        "enfants_accompagnes",
        "taux_reponse_questionnaire",
        "cout_par_enfant",
    ],
    "epci",
    selection,
    titre="Le détail par intercommunalité",
)
