"""Speed people feel, in a real Chromium: first view, page, filter, slider, click on the map, beside
an empty page of the same framework.

Then each page without a browser: its script with nothing in memory beside its requests and the
frame of a page without figures, and its rerun. Both servers run together, and gestures alternate,
so that a busy machine slows both. CLAS_CHROMIUM: path of Chromium; CLAS_ECRANS_FOIS: repeats (5).
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import streamlit as st
from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from bench.mesure import chronometre, dire
from clas_data import config, exemples
from clas_data.acces import comptes, ligne_de_commande, profil_demonstration, sessions
from clas_data.config import Installation
from clas_data.indicateurs import calcul
from clas_data.serveur import menu
from clas_data.tables.base import Base
from clas_data.ui import carte, lecture
from tests.flux import cookie
from tests.serveur import Serveur

FOIS = int(os.environ.get("CLAS_ECRANS_FOIS", 5))
CHROMIUM = (
    os.environ.get("CLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ATTENTE_S = 180
MOT_DE_PASSE = "trois petits chats bleus"
VIDE = """import streamlit as st
def un():
    st.write("Rien.")
    st.selectbox("Choix", ["a", "b"], key="choix")
    st.slider("Curseur", 1, 30, key="curseur")
    st.html(f'<p id="vu">{st.session_state.choix} {st.session_state.curseur}</p>')
def deux():
    st.write("Rien d'autre.")
st.navigation([st.Page(un, title="Un", default=True), st.Page(deux, title="Deux")]).run()
"""
PRET = (
    "() => document.querySelector('[data-test-script-state=notRunning]') && "
    "!document.querySelector('[data-stale=true]')"
)
# pages that read no figure: what the frame itself costs
SANS_CHIFFRE = ("donnees", "accessibilite")
VUE = {"width": 1440, "height": 1300}


def _attendre(page: Page, selecteur: str) -> None:
    """Until this is on screen and the script is done."""
    page.locator(selecteur).first.wait_for(state="visible")
    page.wait_for_function(PRET)


def _change(page: Page, lire: str, agir: Callable[[], None]) -> float:
    """Seconds from the gesture to the moment when what `lire` says has changed, and nothing on
    screen is stale.
    """
    page.bring_to_front()  # the browser slows a tab that nobody sees
    avant = page.evaluate(lire)
    debut = time.perf_counter()
    agir()
    page.wait_for_function(f"avant => ({lire})() !== avant", arg=avant)
    page.wait_for_function(PRET)
    return time.perf_counter() - debut


def _texte(selecteur: str) -> str:
    return f"() => document.querySelector({selecteur!r})?.innerText ?? ''"


def _choisir(page: Page, cle: str, rang: int) -> Callable[[], None]:
    """Open a select box before the measure; the gesture is the click on one of its options."""
    page.locator(f".st-key-{cle} [data-baseweb=select], .st-key-{cle} input").first.click()
    option = page.get_by_role("option").nth(rang)
    option.wait_for()
    return option.click


def _glisser(page: Page, cle: str, touche: str) -> Callable[[], None]:
    curseur = page.locator(f".st-key-{cle} input[type=range]").first
    return lambda: curseur.press(touche)


class Mesures:
    """Pairs of times, ours and another page's, by gesture."""

    def __init__(self, base: str = "page Streamlit vide, même geste") -> None:
        self.base = base
        self.temps: dict[str, list[tuple[float, float]]] = {}

    def ajouter(self, geste: str, ici: float, vide: float) -> None:
        self.temps.setdefault(geste, []).append((ici, vide))

    def dire(self) -> None:
        for geste, paires in self.temps.items():
            ici, vide = (statistics.median(t) for t in zip(*paires, strict=True))
            dire(
                {
                    "mesure": f"écran : {geste}",
                    "secondes": round(ici, 3),
                    "base": self.base,
                    "base_secondes": round(vide, 3),
                    "rapport": round(ici / vide, 2),
                    "fois": len(paires),
                }
            )


def _premiere(nav, url: str, selecteur: str, jeton: str = "") -> float:
    """A first view: nothing in the browser's cache."""
    contexte = nav.new_context(locale="fr-FR", viewport=VUE)
    if jeton:
        contexte.add_cookies([{"name": sessions.COOKIE, "value": jeton, "url": url}])
    page = contexte.new_page()
    debut = time.perf_counter()
    page.goto(url)
    _attendre(page, selecteur)
    duree = time.perf_counter() - debut
    contexte.close()
    return duree


def _gestes(nav, nous: str, vide: str, jeton: str, m: Mesures) -> None:
    contexte = nav.new_context(locale="fr-FR", viewport=VUE)
    contexte.add_cookies([{"name": sessions.COOKIE, "value": jeton, "url": nous}])
    ici, la = contexte.new_page(), contexte.new_page()
    ici.goto(f"{nous}/vue_ensemble")
    la.goto(vide)
    _attendre(ici, ".js-plotly-plot")
    _attendre(la, "#vu")
    titre, rien = (
        _texte("h1"),
        "() => document.body.innerText.includes(\"Rien d'autre\") ? 'deux' : 'un'",
    )
    for i in range(FOIS):
        nom, autre = (("Enfants et jeunes", "Deux"), ("Vue d'ensemble", "Un"))[i % 2]
        m.ajouter(
            "changer de page",
            _change(ici, titre, ici.get_by_role("link", name=re.compile(nom)).first.click),
            _change(la, rien, la.get_by_role("link", name=autre).first.click),
        )
    la.goto(vide)
    _attendre(la, "#vu")
    ici.goto(f"{nous}/enfants")
    _attendre(ici, ".js-plotly-plot")
    for i in range(FOIS):
        m.ajouter(
            "filtre",
            _change(ici, _texte(".stMain .clas-mots"), _choisir(ici, "niveau", 1 + i % 3)),
            _change(la, _texte("#vu"), _choisir(la, "choix", (i + 1) % 2)),
        )
    ici.goto(f"{nous}/territoires?onglet=Zones+blanches")
    _attendre(ici, ".st-key-distance")
    _attendre(ici, ".js-plotly-plot")
    for _ in range(FOIS):
        m.ajouter(
            "curseur",
            _change(
                ici,
                "() => document.querySelector('.stMain')?.innerText ?? ''",
                _glisser(ici, "distance", "ArrowRight"),
            ),
            _change(la, _texte("#vu"), _glisser(la, "curseur", "ArrowRight")),
        )
    ici.goto(f"{nous}/territoires")
    _attendre(ici, ".st-key-carte_geo_principale .choroplethlayer path")
    for i in range(FOIS):
        m.ajouter(
            "clic sur la carte",
            _change(ici, "() => location.search", lambda i=i: _cliquer(ici, i)),
            _change(la, _texte("#vu"), _glisser(la, "curseur", "ArrowLeft")),
        )
    contexte.close()


def _cliquer(page: Page, i: int) -> None:
    """A commune in the middle of the map, another at each time."""
    boite = page.locator(".st-key-carte_geo_principale .js-plotly-plot").bounding_box()
    page.mouse.click(
        boite["x"] + boite["width"] * (0.42 + 0.05 * i), boite["y"] + boite["height"] * 0.45
    )


class Parts:
    """Where the time of a script goes: seconds spent in each of these functions, what they call of
    one another taken off.
    """

    def __init__(self) -> None:
        self.secondes: dict[str, float] = {}
        self._dedans: list[float] = []

    def compter(self, part: str, faire: Callable) -> Callable:
        @wraps(faire)
        def fait(*arguments: Any, **options: Any) -> Any:
            debut = time.perf_counter()
            self._dedans.append(0.0)
            try:
                return faire(*arguments, **options)
            finally:
                duree = time.perf_counter() - debut
                self.secondes[part] = self.secondes.get(part, 0.0) + duree - self._dedans.pop()
                if self._dedans:
                    self._dedans[-1] += duree

        return fait


def _script(nom: str) -> AppTest:
    """The frame about to run this page, for someone of the administration, with nothing in
    memory.
    """
    st.cache_data.clear()
    st.cache_resource.clear()
    lecture.oublier()
    at = AppTest.from_file(str(config.PAQUET / "ui" / "cadre.py"), default_timeout=ATTENTE_S)
    at.session_state["acteur"] = profil_demonstration("administration")
    at.switch_page(str(menu.ecrans()[nom].fichier))
    return at


def _pages(racine: Path) -> None:
    """Each page without a browser: its script with nothing in memory beside its requests and the
    frame of an empty page, where it goes, then its rerun.
    """
    os.environ["CLAS_RACINE"] = str(racine)
    parts = Parts()
    Base._lire = parts.compter("requetes", Base._lire)
    calcul.calculer = parts.compter("calculs", calcul.calculer)
    carte.picture = parts.compter("dessin", carte.picture)
    for nom in SANS_CHIFFRE:
        _script(nom).run()  # what the first page of all imports
    cadre = statistics.median(
        chronometre(_script(nom).run) for nom in SANS_CHIFFRE for _ in range(FOIS)
    )
    for nom in menu.ecrans():
        at = _script(nom)
        parts.secondes.clear()
        froide, p = chronometre(at.run), dict(parts.secondes)
        relue, base_ = (
            statistics.median(chronometre(at.run) for _ in range(FOIS)),
            cadre + p.get("requetes", 0.0),
        )
        ailleurs = {n: round(p.get(n, 0.0), 3) for n in ("requetes", "calculs", "dessin")}
        dire(
            {
                "mesure": f"page {nom} : script",
                "secondes": round(froide, 3),
                "base": "le cadre d'une page sans chiffre, et ses requêtes",
                "base_secondes": round(base_, 3),
                "rapport": round(froide / base_, 2),
                "attendu": "<= 2, ou expliqué",
                "cadre_s": round(cadre, 3),
                **{f"{n}_s": v for n, v in ailleurs.items()},
                "le_reste_s": round(max(froide - cadre - sum(ailleurs.values()), 0), 3),
                "relue_en_memoire_s": round(relue, 3),
            }
        )


def mesurer() -> None:
    if not CHROMIUM:
        dire(
            {
                "mesure": "écrans",
                "faute": "Chromium absent : paquet Debian « chromium », ou CLAS_CHROMIUM",
            }
        )
        return
    with tempfile.TemporaryDirectory() as d:
        racine, vide, moi = Path(d) / "inst", Path(d) / "vide", ligne_de_commande()
        inst = Installation(racine)
        exemples.installer(inst, moi)
        comptes.creer(inst, moi, "comite", "Comité", "administration")
        comptes.changer_mot_de_passe(inst, moi, "comite", MOT_DE_PASSE)
        vide.mkdir()
        (vide / "vide.py").write_text(VIDE, encoding="utf-8")
        serveurs = [Serveur(racine)]
        try:
            serveurs.append(Serveur(vide, script=vide / "vide.py"))
            nous, rien = (s.url for s in serveurs)
            jeton, m = cookie(nous, "comite", MOT_DE_PASSE), Mesures()
            with sync_playwright() as p:
                nav = p.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                m.ajouter(
                    "toute première vue, serveur froid",
                    _premiere(nav, f"{nous}/vue_ensemble", ".js-plotly-plot", jeton),
                    _premiere(nav, rien, "#vu"),
                )
                for _ in range(FOIS):
                    m.ajouter(
                        "première vue d'une personne",
                        _premiere(nav, f"{nous}/vue_ensemble", ".js-plotly-plot", jeton),
                        _premiere(nav, rien, "#vu"),
                    )
                _gestes(nav, nous, rien, jeton, m)
                nav.close()
            m.dire()
            _pages(racine)
        finally:
            for s in serveurs:
                s.arreter()
