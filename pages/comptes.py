"""Comptes : qui peut entrer, qui est venu, qui a fait quoi."""

from functools import partial

from clas_data.ecrans.comptes import comptes, invitations
from clas_data.ui import page

acteur = page.enter("comptes")

page.onglets(
    {
        "Comptes": partial(comptes.listing, acteur),
        "Inviter les porteurs": partial(invitations.invite, acteur),
        "Journal des accès": partial(comptes.accesses, acteur),
    }
)
