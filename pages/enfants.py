"""Enfants et jeunes : combien, à quel niveau, dans quels collectifs."""

from clas_data.ui import blocs, filtres, page

acteur = page.enter("enfants")
selection = filtres.campagne_et_territoire(acteur)

blocs.chiffres(["enfants_accompagnes", "collectifs", "enfants_par_collectif"], selection)
blocs.evolution("heures_par_enfant", selection)
blocs.repartition("enfants_accompagnes", par="niveau", selection=selection, ordre=["élémentaire", "collège", "lycée", "mixte"])
