"""Enfants et jeunes : combien, à quel niveau, dans quels collectifs."""

from clas_data.ui import blocs, filtres, page

acteur = page.enter("enfants")
selection = filtres.campagne_et_territoire(acteur, estimation=True)

blocs.chiffres(
    ["enfants_accompagnes", "collectifs", "enfants_par_collectif", "heures_par_enfant"],
    selection,
)
blocs.evolution("enfants_accompagnes", selection)

with blocs.cote_a_cote():
    blocs.repartition("enfants_accompagnes", par="niveau", selection=selection)
    blocs.composition(
        ["part_filles", "filles", "garcons"],
        "niveau",
        selection,
        cle="filles_garcons",
        sujet="Filles et garçons selon le niveau",
        noms=["Filles", "Garçons"],
        note="Collectifs qui n'ont pas déclaré le détail : exclus.",
    )
    blocs.parts(
        ["part_qpv", "part_rep"],
        selection,
        cle="parts_qpv_rep",
        sujet="Parmi les enfants",
        sous_titre="Parts, en %",
        note="Les parts ne s'additionnent pas : un même enfant peut être compté dans plusieurs.",
    )
    blocs.tailles(selection)

blocs.repartition("heures_par_enfant", par="niveau", selection=selection)
