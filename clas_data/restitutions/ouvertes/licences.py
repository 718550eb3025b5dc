"""The licence under which data are published: the one proposed, or the one that the installation or
the sender chose.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clas_data import declarations

AUCUNE = "aucune"  # what an installation writes to propose none
AUTRE = "notspecified"  # the name of words that are no known licence (Open Definition)
SANS_LICENCE = "aucune n'est dite : demandez-la à qui envoie ces fichiers"


@dataclass(frozen=True)
class Licence:
    """A licence: its name for machines, its title, the address of its text."""

    nom: str
    titre: str
    adresse: str = ""

    def descripteur(self) -> dict[str, str]:
        """The same, as a data package says it."""
        dit = {"name": self.nom, "title": self.titre, "path": self.adresse}
        return {k: v for k, v in dit.items() if v}


@cache
def load() -> dict[str, Licence]:
    """The known licences; the first is the one that is proposed."""
    brut = declarations.read(Path(__file__).with_name("licences.yaml"))
    return {nom: Licence(nom, **mots) for nom, mots in brut.items()}


def choisir(demandee: str, reglee: str) -> Licence | None:
    """What the sender asked for, else what the installation set, else the one proposed; None where
    « aucune » is chosen.
    """
    mots = demandee or reglee or next(iter(load()))
    if mots.casefold() == AUCUNE:
        return None
    for l in load().values():
        if mots.casefold() in (l.nom.casefold(), l.titre.casefold()):
            return l
    return Licence(AUTRE, mots)
