"""Données : déposer, contrôler, accepter, annuler, corriger."""
from clas_data.ui import page

acteur = page.enter("donnees")
