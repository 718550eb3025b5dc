"""Exemples: five fictional campagnes, written as the files that a Caf would receive, and imported
by the same path.
"""

from clas_data.exemples.ecriture import installer, write

__all__ = ["installer", "write"]
