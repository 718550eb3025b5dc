"""Synthèse du porteur : ses chiffres à côté du département, ses actions à côté d'actions
comparables, ses droits et ses « et si ».
"""

from functools import partial

from clas_data.ecrans.synthese_porteur import accueil, chiffres, projet, toutes
from clas_data.ecrans.synthese_porteur import choix as vues_synthese_choix
from clas_data.ui import page

acteur = page.enter("synthese_porteur")
choix = vues_synthese_choix.choisir(acteur)

accueil.show(choix)
onglets = {
    "Vos chiffres": partial(chiffres.chiffres, choix),
    "Actions comparables": partial(chiffres.actions, choix),
    "Référentiel et réponses": partial(chiffres.referentiel, choix),
    "Vos droits, et si…": partial(projet.show, choix),
}
if acteur.peut("voir_comme_porteur"):
    onglets["Toutes les synthèses"] = partial(toutes.show, acteur, choix)
page.onglets(onglets)
