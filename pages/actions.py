"""Actions et porteurs : retrouver, lire, remonter aux fichiers."""

from clas_data.ui import filtres, page, vues_actions

acteur = page.enter("actions")

if not vues_actions.sheet(acteur):
    vues_actions.listing(filtres.campagne_et_territoire(acteur))
