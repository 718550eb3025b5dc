"""Territoires : la carte, la couverture, les zones blanches, où ouvrir."""

from functools import partial

from clas_data.ui import (
    page,
    territoires_etat,
    vues_territoires,
    vues_territoires_comparer,
    vues_territoires_ouvrir,
    vues_territoires_tableau,
    vues_territoires_zones,
)

acteur = page.enter("territoires")
etat = territoires_etat.choisir(acteur)

page.onglets(
    {
        "Carte": partial(vues_territoires.carte_et_fiche, etat),
        "Tableau": partial(vues_territoires_tableau.tableau, etat),
        "D'une année à l'autre": partial(vues_territoires_comparer.evolution, etat),
        "Besoin et offre": partial(vues_territoires_comparer.besoin_offre, etat),
        "Côte à côte": partial(vues_territoires_comparer.cote_a_cote, etat),
        "Zones blanches": partial(vues_territoires_zones.show, etat),
        "Où ouvrir ?": partial(vues_territoires_ouvrir.show, etat),
    }
)
