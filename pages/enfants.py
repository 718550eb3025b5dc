"""Enfants et jeunes : combien, à quel niveau, dans quels collectifs."""
from clas_data.ui import page

acteur = page.enter("enfants")
