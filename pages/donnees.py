"""Données : déposer, contrôler, accepter, annuler, corriger."""

from clas_data.ui import page, vues_continuite, vues_depot, vues_journal

acteur = page.enter("donnees")

page.onglets(
    {
        "Déposer": lambda: vues_depot.deposit(acteur),
        "Journal": lambda: vues_journal.history(acteur),
        "Corrections": lambda: vues_journal.fixes(acteur),
        "D'une campagne à l'autre": lambda: vues_continuite.show(acteur),
        "Modèles et campagnes": vues_journal.templates,
    }
)
