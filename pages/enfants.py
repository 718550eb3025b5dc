"""Enfants et jeunes : combien, à quel niveau, dans quels collectifs."""

from clas_data.ui import blocs, blocs_composes, filtres, page

acteur = page.enter("enfants")
selection = filtres.campagne_et_territoire(acteur)

blocs.chiffres(
    ["enfants_accompagnes", "collectifs", "enfants_par_collectif", "heures_par_enfant"],
    selection,
    par_rangee=4,
)
blocs.evolution("enfants_accompagnes", selection)

with blocs.cote_a_cote():
    blocs.repartition("enfants_accompagnes", par="niveau", selection=selection)
    blocs_composes.composition(
        ["filles", "garcons"], "niveau", selection, sujet="Filles et garçons"
    )
    blocs_composes.parts(["part_qpv", "part_rep"], selection, sujet="Parmi les enfants")
    blocs_composes.tailles(selection)

blocs.repartition("heures_par_enfant", par="niveau", selection=selection)
