"""Synthèse du porteur : ses chiffres à côté du département, ses actions à côté d'actions
comparables, ses droits et ses « et si ».
"""

from functools import partial

from clas_data.ui import (
    page,
    vues_synthese,
    vues_synthese_choix,
    vues_synthese_projet,
    vues_syntheses,
)

acteur = page.enter("synthese_porteur")
choix = vues_synthese_choix.choisir(acteur)

vues_synthese.ressort(choix)
onglets = {
    "Vos chiffres": partial(vues_synthese.chiffres, choix),
    "Actions comparables": partial(vues_synthese.actions, choix),
    "Référentiel et réponses": partial(vues_synthese.referentiel, choix),
    "Vos droits, et si…": partial(vues_synthese_projet.show, choix),
}
if acteur.peut("voir_comme_porteur"):
    onglets["Toutes les synthèses"] = partial(vues_syntheses.show, acteur, choix)
page.onglets(onglets)
