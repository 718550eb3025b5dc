"""Territoires : la carte, la couverture, les zones blanches, où ouvrir."""

from functools import partial

from clas_data.ecrans.territoires import carte, comparer, ouvrir, tableau, zones
from clas_data.ecrans.territoires import etat as territoires_etat
from clas_data.ui import page

acteur = page.enter("territoires")
etat = territoires_etat.choisir(acteur)

page.onglets(
    {
        "Carte": partial(carte.carte_et_fiche, etat),
        "Tableau": partial(tableau.tableau, etat),
        "D'une année à l'autre": partial(comparer.evolution, etat),
        "Besoin et offre": partial(comparer.besoin_offre, etat),
        "Côte à côte": partial(comparer.cote_a_cote, etat),
        "Zones blanches": partial(zones.show, etat),
        "Où ouvrir ?": partial(ouvrir.show, etat),
    }
)
