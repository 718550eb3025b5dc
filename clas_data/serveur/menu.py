"""The screens that exist, as `pages.yaml` declares them, and those that an acteur is offered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clas_data import config, declarations
from clas_data.acces import Acteur

PAGES = config.DEPOT / "pages"


@dataclass(frozen=True)
class Ecran:
    """One screen: its name in the URL, its title, what it is for."""

    nom: str
    titre: str
    icone: str
    rubrique: str
    utilite: str

    @property
    def fichier(self) -> Path:
        return PAGES / f"{self.nom}.py"


@cache
def ecrans() -> dict[str, Ecran]:
    """Every declared screen that has its file, in the order of the menu."""
    brut = declarations.read(Path(__file__).with_name("pages.yaml"))
    tous = (Ecran(nom=n, **e) for n, e in brut.items())
    return {e.nom: e for e in tous if e.fichier.exists()}


def de(acteur: Acteur) -> list[Ecran]:
    """The screens that this acteur may open."""
    return [e for e in ecrans().values() if acteur.voit(e.nom)]


def accueil(acteur: Acteur) -> Ecran | None:
    """The screen that this acteur lands on; None where it opens none."""
    siens = {e.nom: e for e in de(acteur)}
    return siens.get(acteur.declaration.accueil) or next(iter(siens.values()), None)
