"""Conformité : ce que chaque action tient du référentiel, ce qui reste à demander."""

from functools import partial

from clas_data.ui import (
    conformite_etat,
    filtres,
    page,
    vues_conformite,
    vues_conformite_collectifs,
    vues_conformite_dossiers,
    vues_relances,
)

acteur = page.enter("conformite")
etat = conformite_etat.lire(filtres.campagne_et_territoire(acteur))

onglets = {
    "Règles": partial(vues_conformite.par_regle, etat),
    "Actions × règles": partial(vues_conformite.croisee, etat),
    "Collectifs": partial(vues_conformite_collectifs.show, etat),
    "Porteurs": partial(vues_conformite_dossiers.porteurs, etat),
    "Bonus": partial(vues_conformite_dossiers.bonus, etat),
    "Recevabilité": partial(vues_conformite_dossiers.recevabilite, etat),
    "Fiches d'instruction": partial(vues_relances.fiches, etat),
}
if acteur.peut("importer"):
    onglets["Relances"] = partial(vues_relances.questions, etat, acteur)
page.onglets(onglets | {"Ce que disent les règles": partial(vues_relances.declarees, etat)})
