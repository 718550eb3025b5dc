"""Financement : d'où vient l'argent, où il va, ce qui est dû et ce qui est versé."""

from functools import partial

from clas_data.ui import (
    blocs,
    filtres,
    page,
    vues_baremes,
    vues_droits,
    vues_financement,
    vues_financement_couts,
)

EN_TETE = [
    "charges",
    "aide_caf",
    "part_caf_cout",
    "cout_par_collectif",
    "cout_par_enfant",
    "cout_par_heure",
]

acteur = page.enter("financement")
selection = filtres.campagne_et_territoire(acteur)

blocs.chiffres(EN_TETE, selection)
page.onglets(
    {
        "D'où vient l'argent": partial(vues_financement.vue, selection),
        "Droits et versements": partial(vues_droits.show, selection),
        "Ce que ça coûte": partial(vues_financement_couts.couts, selection),
        "Où et à qui": partial(vues_financement_couts.territoires, selection),
        "Comptes": partial(vues_financement_couts.comptes, selection),
        "Barèmes": partial(vues_baremes.show, acteur, selection),
    }
)
