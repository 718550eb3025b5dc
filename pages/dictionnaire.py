"""Dictionnaire : ce que veut dire chaque chiffre et chaque colonne."""

from clas_data.ecrans.dictionnaire import colonnes, definitions, export
from clas_data.ui import page

acteur = page.enter("dictionnaire")

page.onglets(
    {
        "Indicateurs": lambda: definitions.indicators(acteur),
        "Colonnes des fichiers": colonnes.columns,
        "Signes": definitions.signs,
        **({"Exporter": lambda: export.show(acteur)} if export.offert(acteur) else {}),
    }
)
