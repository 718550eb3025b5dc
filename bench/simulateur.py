"""From a number typed in the rule to its result on screen, in a real Chromium, on the demonstration data."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from bench.mesure import dire
from tests.navigateur.conftest import ARGUMENTS, Serveur

ONGLETS = ("Qui gagne, qui perd", "Au plafond", "À rebours")
FOIS = 12
# From the key « Entrée » to the second frame that follows the new total.
GESTE = """([valeur]) => new Promise(fini => {
  const champ = document.querySelector('.st-key-a_plafond input');
  const total = () => document.querySelector('.st-key-carte_total_a .valeur')?.textContent, avant = total();
  champ.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(champ, valeur);
  champ.dispatchEvent(new Event('input', {bubbles: true}));
  const debut = performance.now();
  const veille = new MutationObserver(() => {
    if (total() !== avant) { veille.disconnect(); requestAnimationFrame(() => requestAnimationFrame(() => fini(performance.now() - debut))) }
  });
  veille.observe(document.body, {subtree: true, childList: true, characterData: true});
  champ.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', keyCode: 13, which: 13, bubbles: true}));
})"""


def _temps(page: Page, url: str, onglet: str) -> list[float]:
    page.goto(f"{url}/simulateur?campagne=2022-2023&onglet={quote(onglet)}")
    page.locator(".st-key-profil_comite button").click(timeout=60_000)
    page.locator(".st-key-carte_total_a").wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    temps = []
    for k in range(FOIS + 1):
        temps.append(page.evaluate(GESTE, [str(8000 + 37 * k)]))
        page.wait_for_timeout(800)
    return temps[1:]


def mesurer() -> None:
    """Print one line per tab: the median, the fastest and the slowest of the gestures, in milliseconds."""
    with tempfile.TemporaryDirectory() as dossier:
        subprocess.run([sys.executable, "-m", "clas_data", "--racine", dossier, "exemple"], check=True, capture_output=True)
        serveur = Serveur(Path(dossier))
        try:
            with sync_playwright() as p:
                chromium = p.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
                for onglet in ONGLETS:
                    page = chromium.new_page(locale="fr-FR", viewport={"width": 1440, "height": 1000})
                    temps = _temps(page, serveur.url, onglet)
                    page.close()
                    dire(
                        {
                            "mesure": "du nombre tapé au total affiché",
                            "onglet": onglet,
                            "mediane_ms": round(statistics.median(temps)),
                            "min_ms": round(min(temps)),
                            "max_ms": round(max(temps)),
                            "fois": FOIS,
                            "attendu": "< 300 ms",
                        }
                    )
                chromium.close()
        finally:
            serveur.arreter()
