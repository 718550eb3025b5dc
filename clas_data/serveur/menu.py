"""The screens that exist, as `pages.yaml` declares them, and those that an acteur is offered."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

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


def page(ecran: Ecran) -> st.Page:
    """This screen for the framework: its file is looked up once in a process, not sixteen times a
    run; a copy, since a run changes its page.
    """
    return copy(_page(ecran)) if get_script_run_ctx() else _nouvelle(ecran)


@cache
def _page(ecran: Ecran) -> st.Page:
    return _nouvelle(ecran)


def _nouvelle(ecran: Ecran) -> st.Page:
    """No icon here: Streamlit would ask fonts.gstatic.com for it, to make it the icon of the
    browser's tab.
    """
    return st.Page(ecran.fichier, title=ecran.titre, url_path=ecran.nom)


def de(acteur: Acteur) -> list[Ecran]:
    """The screens that this acteur may open."""
    return [e for e in ecrans().values() if acteur.voit(e.nom)]


def accueil(acteur: Acteur) -> Ecran | None:
    """The screen that this acteur lands on; None where it opens none."""
    siens = {e.nom: e for e in de(acteur)}
    return siens.get(acteur.declaration.accueil) or next(iter(siens.values()), None)
