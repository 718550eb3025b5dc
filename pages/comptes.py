"""Comptes : qui peut entrer, qui est venu, qui a fait quoi."""

from functools import partial

from clas_data.ui import page, vues_comptes

acteur = page.enter("comptes")

page.onglets(
    {
        "Comptes": partial(vues_comptes.listing, acteur),
        "Inviter les porteurs": partial(vues_comptes.invite, acteur),
        "Journal des accès": partial(vues_comptes.accesses, acteur),
    }
)
