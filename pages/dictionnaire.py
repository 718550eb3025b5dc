"""Dictionnaire : ce que veut dire chaque chiffre et chaque colonne."""
from clas_data.ui import page

acteur = page.enter("dictionnaire")
