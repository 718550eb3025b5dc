"""Financement : d'où vient l'argent, où il va, ce qui est dû et ce qui est versé."""

from functools import partial

from clas_data.ecrans.financement import baremes, charges, couts, droits, origines
from clas_data.ui import blocs, filtres, page

EN_TETE = [
    "charges",
    "aide_caf",
    "part_caf_cout",
    "cout_par_collectif",
    "cout_par_enfant",
    "cout_par_heure",
]

acteur = page.enter("financement")
selection = filtres.campagne_et_territoire(acteur, estimation=True)


def vue() -> None:
    blocs.chiffres(EN_TETE, selection)
    origines.vue(selection)


page.onglets(
    {
        "D'où vient l'argent": vue,
        "Droits et versements": partial(droits.show, selection),
        "Ce que ça coûte": partial(couts.couts, selection),
        "Où et à qui": partial(couts.territoires, selection),
        "Comptes": partial(charges.comptes, selection),
        "Barèmes": partial(baremes.show, acteur, selection),
    }
)
