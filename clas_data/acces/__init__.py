"""Acces: may this acteur do this action, and within which perimetre?  Deny by default."""

from clas_data.acces.acteurs import (
    Acteur,
    Perimetre,
    ligne_de_commande,
    profil_demonstration,
    roles,
)

__all__ = ["Acteur", "Perimetre", "ligne_de_commande", "profil_demonstration", "roles"]
