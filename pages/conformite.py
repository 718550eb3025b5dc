"""Conformité : ce que chaque action tient du référentiel, ce qui reste à demander."""

from functools import partial

from clas_data.ecrans.conformite import (
    collectifs,
    croisee,
    dossiers,
    porteurs,
    regles,
    relances,
)
from clas_data.ecrans.conformite import etat as conformite_etat
from clas_data.ui import filtres, page

acteur = page.enter("conformite")
etat = conformite_etat.Etat(filtres.campagne_et_territoire(acteur))

onglets = {
    "Règles": partial(regles.par_regle, etat),
    "Actions × règles": partial(croisee.croisee, etat),
    "Collectifs": partial(collectifs.show, etat),
    "Porteurs": partial(porteurs.porteurs, etat),
    "Bonus": partial(dossiers.bonus, etat),
    "Recevabilité": partial(dossiers.recevabilite, etat),
    "Fiches d'instruction": partial(relances.fiches, etat),
}
if acteur.peut("importer"):
    onglets["Relances"] = partial(relances.questions, etat, acteur)
page.onglets(onglets | {"Ce que disent les règles": partial(relances.declarees, etat)})
