"""Actions et porteurs : retrouver, lire, remonter aux fichiers."""

from clas_data.ecrans.actions import liste
from clas_data.ui import filtres, page

acteur = page.enter("actions")

if not liste.sheet(acteur):
    liste.listing(filtres.campagne_et_territoire(acteur))
