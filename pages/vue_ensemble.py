"""Vue d'ensemble : la campagne en une minute."""
from clas_data.ui import page

acteur = page.enter("vue_ensemble")
