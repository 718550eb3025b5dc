"""Dictionnaire : ce que veut dire chaque chiffre et chaque colonne."""

from clas_data.ui import page, vues_dictionnaire, vues_export

acteur = page.enter("dictionnaire")

page.onglets(
    {
        "Indicateurs": lambda: vues_dictionnaire.indicators(acteur),
        "Colonnes des fichiers": vues_dictionnaire.columns,
        "Signes": vues_dictionnaire.signs,
        **({"Exporter": lambda: vues_export.show(acteur)} if vues_export.offert(acteur) else {}),
    }
)
