"""Who is at the door, asked again at each request and each message."""

from __future__ import annotations

from dataclasses import dataclass

from clas_data import config
from clas_data.acces import Acteur, sessions
from clas_data.acces.registre import Compte
from clas_data.errors import BaseIndisponible
from clas_data.tables import base


@dataclass(frozen=True)
class Visiteur:
    """Who is at the door: an account, or anyone while the demonstration is open, or nobody."""

    compte: Compte | None
    demonstration: bool
    cookie: str = ""

    @property
    def entre(self) -> bool:
        return self.compte is not None or self.demonstration

    @property
    def nom(self) -> str:
        return self.compte.acteur().nom if self.compte else "démonstration"

    @property
    def identite(self) -> Acteur | None:
        """One account in one role; None for anyone of the demonstration."""
        return self.compte.acteur() if self.compte else None

    @property
    def entree(self) -> tuple[Acteur, str] | None:
        """One entry of that identity: two sessions of one account do not share what is placed."""
        return (self.compte.acteur(), self.cookie) if self.compte else None

    def tient(self, present: Visiteur) -> bool:
        """Is who came in still there, in the same role?"""
        return present.entre and present.identite == self.identite


def visiteur(cookie: str | None) -> Visiteur:
    """Who this cookie names now: a revocation, an expiry or a real import counts at once."""
    installation = config.installation()
    try:
        demonstration = base.demonstration(installation)
    except BaseIndisponible:
        demonstration = False
    compte = sessions.lire(installation, cookie)
    if compte is not None and compte.demonstration and not demonstration:
        compte = None
    return Visiteur(compte, demonstration, cookie or "")
