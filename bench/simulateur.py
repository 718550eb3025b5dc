"""From a number typed in the rule, or its handle moved, to the result on screen, in a real
Chromium, on the demonstration data.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from bench.ecrans import ARGUMENTS, CHROMIUM
from bench.mesure import dire
from tests.serveur import Serveur

ONGLETS = ("Qui gagne, qui perd", "Au plafond", "À rebours")
FOIS, PROMESSE_S = int(os.environ.get("CLAS_SIMULATEUR", 12)), 0.3
CHAMP, CURSEUR = ".st-key-a_plafond input", ".st-key-a_plafond_curseur"
POIGNEE = f"{CURSEUR} input[type=range]"
# From the gesture itself (its own time stamp) to the second frame that follows the new total.
VEILLER = """(geste) => { window.duree = new Promise(fini => {
  const total = () => document.querySelector('.st-key-carte_total_a .valeur')?.textContent, avant = total();
  let debut = 0;
  document.addEventListener(geste, e => { debut = e.timeStamp }, {capture: true, once: true});
  const veille = new MutationObserver(() => {
    if (debut && total() !== avant) { veille.disconnect(); requestAnimationFrame(() => requestAnimationFrame(() => fini(performance.now() - debut))) }
  });
  veille.observe(document.body, {subtree: true, childList: true, characterData: true});
})}"""


def _taper(page: Page, k: int) -> tuple[str, Callable[[], None]]:
    page.fill(CHAMP, str(8000 + 37 * k))
    return "keydown", lambda: page.keyboard.press("Enter")


def _fleche(page: Page, k: int) -> tuple[str, Callable[[], None]]:
    page.focus(POIGNEE)
    return "keydown", lambda: page.keyboard.press("ArrowRight")


def _tirer(page: Page, k: int) -> tuple[str, Callable[[], None]]:
    poignee = page.locator(POIGNEE)
    cadre, part = poignee.bounding_box(), poignee.evaluate("p => p.value / p.max")
    x, y = cadre["x"] + 8 + part * (cadre["width"] - 16), cadre["y"] + cadre["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (-12 if k % 2 else 12), y, steps=4)
    return "pointerup", page.mouse.up


GESTES = {
    "nombre tapé, puis Entrée": _taper,
    "poignée, une flèche du clavier": _fleche,
    "poignée tirée à la souris, puis lâchée": _tirer,
}


def _temps(
    page: Page, preparer: Callable, trames: list[tuple[str, float]]
) -> tuple[list[float], list[float]]:
    """Milliseconds to the result on screen, and of the whole script on the server (first message
    sent to last received), one per gesture.
    """
    ecran, serveur = [], []
    for k in range(FOIS + 1):
        geste, faire = preparer(page, k)
        page.evaluate(VEILLER, geste)
        trames.clear()
        faire()
        ecran.append(page.evaluate("window.duree"))
        page.wait_for_timeout(900)
        parti = next(t for sens, t in trames if sens == "envoi")
        serveur.append(1000 * (max(t for sens, t in trames if sens == "retour") - parti))
    return ecran[1:], serveur[1:]


def _ouvrir(chromium, url: str, onglet: str, trames: list[tuple[str, float]]) -> Page:
    page = chromium.new_page(locale="fr-FR", viewport={"width": 1440, "height": 1000})

    def ecouter(ws) -> None:
        ws.on("framesent", lambda _: trames.append(("envoi", time.perf_counter())))
        ws.on("framereceived", lambda _: trames.append(("retour", time.perf_counter())))

    page.on("websocket", ecouter)
    page.goto(f"{url}/simulateur?campagne=2022-2023&onglet={quote(onglet)}")
    page.locator(".st-key-profil_comite button").click(timeout=60_000)
    page.locator(".st-key-carte_total_a").wait_for(timeout=60_000, state="attached")
    page.get_by_text("La règle : la régler").click()  # the rule is folded at first
    page.locator(POIGNEE).wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    return page


def mesurer() -> None:
    """Print one line per gesture and tab: the median, the fastest and the slowest on screen, and
    the whole script on the server.
    """
    with tempfile.TemporaryDirectory() as dossier:
        subprocess.run(
            [sys.executable, "-m", "clas_data", "--racine", dossier, "exemple"],
            check=True,
            capture_output=True,
        )
        serveur = Serveur(Path(dossier))
        try:
            with sync_playwright() as p:
                chromium = p.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                for onglet in ONGLETS:
                    trames: list[tuple[str, float]] = []
                    page = _ouvrir(chromium, serveur.url, onglet, trames)
                    for geste, preparer in GESTES.items():
                        temps, script = _temps(page, preparer, trames)
                        dire(
                            {
                                "mesure": "du geste au total affiché",
                                "geste": geste,
                                "onglet": onglet,
                                "secondes": round(statistics.median(temps) / 1000, 3),
                                "base": "la promesse",
                                "base_secondes": PROMESSE_S,
                                "rapport": round(statistics.median(temps) / 1000 / PROMESSE_S, 2),
                                "min_ms": round(min(temps)),
                                "max_ms": round(max(temps)),
                                "serveur_mediane_ms": round(statistics.median(script)),
                                "serveur_max_ms": round(max(script)),
                                "fois": FOIS,
                                "attendu": "< 1",
                            }
                        )
                    page.close()
                chromium.close()
        finally:
            serveur.arreter()
