"""Dossiers : les figures d'une réunion, épinglées avec une phrase, rouvertes par un lien."""

from clas_data.ecrans.dossiers import liste, montrer
from clas_data.ui import page

acteur = page.enter("dossiers")
dossier = liste.choisi(acteur)

if dossier is None:
    liste.show(acteur)
else:
    montrer.show(acteur, dossier)
