"""Données : déposer, contrôler, accepter, annuler, corriger."""

from clas_data.ecrans.donnees import continuite, depot, journal, modeles, partages
from clas_data.ecrans.donnees.lire import gardees
from clas_data.ui import page

acteur = page.enter("donnees")

page.onglets(
    {
        "Lire un fichier": lambda: depot.deposit(acteur),
        "Correspondances": lambda: gardees.show(acteur),
        "Journal": lambda: journal.history(acteur),
        "Corrections": lambda: journal.fixes(acteur),
        "D'une campagne à l'autre": lambda: continuite.show(acteur),
        "Départements partagés": lambda: partages.show(acteur),
        "Modèles et campagnes": lambda: modeles.templates(acteur),
    }
)
