"""Vue d'ensemble : la campagne en une minute."""

from clas_data.ui import blocs, filtres, page

acteur = page.enter("vue_ensemble")
selection = filtres.campagne_et_territoire(acteur)

blocs.chiffres(
    [
        "actions_agreees",
        "enfants_accompagnes",
        "collectifs",
        "taux_reponse_questionnaires",
        "enfants_par_collectif",
        "cout_par_enfant",
    ],
    selection,
)
blocs.evolution("enfants_accompagnes", selection)
