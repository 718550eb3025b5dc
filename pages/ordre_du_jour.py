"""Ordre du jour : les demandes à discuter et pourquoi, leurs fiches, la séance."""

from clas_data.ecrans.ordre_du_jour import decision, liste
from clas_data.ecrans.ordre_du_jour import etat as ordre_etat
from clas_data.ui import filtres, page

acteur = page.enter("ordre_du_jour")
etat = ordre_etat.lire(acteur, filtres.campagne_et_territoire(acteur, ("epci", "niveau")))

decision.barre(etat)
liste.show(etat)
