"""Enfants et jeunes : combien, à quel niveau, dans quels collectifs."""

import streamlit as st

from clas_data.ui import blocs, blocs_composes, filtres, page

NIVEAUX = ["élémentaire", "collège", "lycée", "mixte"]

acteur = page.enter("enfants")
selection = filtres.campagne_et_territoire(acteur)

blocs.chiffres(
    ["enfants_accompagnes", "collectifs", "enfants_par_collectif", "heures_par_enfant"], selection, par_rangee=4
)
blocs.evolution("enfants_accompagnes", selection)

gauche, droite = st.columns(2, gap="small")
with gauche:
    blocs.repartition("enfants_accompagnes", par="niveau", selection=selection, ordre=NIVEAUX)
with droite:
    blocs_composes.composition(["filles", "garcons"], "niveau", selection, sujet="Filles et garçons", ordre=NIVEAUX)

gauche, droite = st.columns(2, gap="small")
with gauche:
    blocs_composes.parts(["part_qpv", "part_rep"], selection, sujet="Parmi les enfants")
with droite:
    blocs_composes.tailles(selection)

blocs.repartition("heures_par_enfant", par="niveau", selection=selection, ordre=NIVEAUX)
