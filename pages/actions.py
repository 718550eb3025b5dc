"""Actions et porteurs : retrouver, lire, remonter aux fichiers."""
from clas_data.ui import page

acteur = page.enter("actions")
