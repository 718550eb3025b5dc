"""What a person feels on « Enfants et jeunes », beside the same page as a good analyst would write
it by hand (`bench/_simple.py`): first view, server cold and warm, and a filter never seen.

In a real Chromium, both servers together on the same base, gestures alternately.
CLAS_SIMPLE_FOIS: repeats (9).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.ecrans import (
    ARGUMENTS,
    CHROMIUM,
    MOT_DE_PASSE,
    VUE,
    Mesures,
    _attendre,
    _change,
    _choisir,
    _premiere,
    _texte,
)
from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import comptes, ligne_de_commande, sessions
from clas_data.config import DEPOT, Installation
from clas_data.tables import base
from tests.flux import cookie
from tests.serveur import Serveur

FOIS = int(os.environ.get("CLAS_SIMPLE_FOIS", 9))
FROIDS = 3  # servers started: each is cold once only
BASE = "la même page écrite à la main (bench/_simple.py), sur la même base"
GRAPHIQUE = ".js-plotly-plot"


def _premieres(nav: Browser, nous: str, simple: str, jeton: str, m: Mesures, nom: str) -> None:
    """The first view of someone whose browser has nothing of either page."""
    m.ajouter(nom, _premiere(nav, nous, GRAPHIQUE, jeton), _premiere(nav, simple, GRAPHIQUE))


def _filtres(nav: Browser, nous: str, simple: str, jeton: str, m: Mesures) -> None:
    """One intercommunalité after the other, each chosen for the first time on both pages."""
    contexte = nav.new_context(locale="fr-FR", viewport=VUE)
    contexte.add_cookies([{"name": sessions.COOKIE, "value": jeton, "url": nous}])
    ici, la = contexte.new_page(), contexte.new_page()
    ici.goto(f"{nous}/enfants")
    la.goto(simple)
    _attendre(ici, GRAPHIQUE)
    _attendre(la, GRAPHIQUE)
    for rang in range(1, FOIS + 1):
        m.ajouter(
            "un filtre jamais vu",
            _change(ici, _texte(".stMain .clas-mots"), _choisir(ici, "epci", rang)),
            _change(la, _texte("#vu"), _choisir(la, "epci", rang)),
        )
    contexte.close()


def mesurer() -> None:
    if not CHROMIUM:
        dire({"mesure": "page simple", "faute": "Chromium absent : paquet Debian « chromium »"})
        return
    with tempfile.TemporaryDirectory() as d:
        inst, moi = Installation(Path(d) / "inst"), ligne_de_commande()
        exemples.installer(inst, moi)
        comptes.creer(inst, moi, "comite", "Comité", "administration")
        comptes.changer_mot_de_passe(inst, moi, "comite", MOT_DE_PASSE)
        la = Path(d) / "simple"
        la.mkdir()
        lue = {"CLAS_SIMPLE_BASE": str(base.chemin(inst, base.courante(inst) or ""))}
        m, page = Mesures(BASE), DEPOT / "bench" / "_simple.py"
        with sync_playwright() as p:
            nav = p.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for tour in range(FROIDS):
                ici, simple = Serveur(inst.racine), Serveur(la, script=page, environnement=lue)
                try:
                    jeton = cookie(ici.url, "comite", MOT_DE_PASSE)
                    vues = (nav, f"{ici.url}/enfants", simple.url, jeton, m)
                    _premieres(*vues, "première vue, serveur froid")
                    if tour == FROIDS - 1:
                        for _ in range(FOIS):
                            _premieres(*vues, "première vue, serveur chaud")
                        _filtres(nav, ici.url, simple.url, jeton, m)
                finally:
                    ici.arreter()
                    simple.arreter()
            nav.close()
        m.dire()
