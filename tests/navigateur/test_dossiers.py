"""A meeting prepared and held: figures pinned with a sentence, named, reopened by link in another
session, shown as slides, printed, undone.
"""

from __future__ import annotations

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.navigateur.acces import calme, coupes, violations
from tests.navigateur.mesures import vides
from tests.navigateur.test_reunion import LARGE, serre

PHRASE = "Plus d'enfants qu'avant : à saluer."
MOTS_MIN = 20  # pixels of the values written in a picture, on a slide


def epingler(ecran: Page, laquelle: int, phrase: str, combien: int) -> None:
    ecran.get_by_role("button", name="Lire ce graphique").nth(laquelle).click()
    champ = ecran.get_by_label("Épingler, avec une phrase à vous")
    expect(champ).to_be_visible()
    calme(ecran)
    champ.fill(phrase)
    ecran.get_by_role("button", name="Épingler", exact=True).click()
    expect(ecran.get_by_role("link", name=f"Dossier ({combien})")).to_be_visible()
    calme(ecran)
    if combien == 1:
        assert not violations(ecran, vides())
    ecran.keyboard.press("Escape")
    calme(ecran)


def test_pin_name_reopen_by_link_present_print_and_undo(ecran: Page, serveur_modifiable):
    ecran.set_viewport_size(LARGE)
    ecran.goto(f"{serveur_modifiable.url}/enfants?campagne=2021-2022")
    ecran.locator(".st-key-profil_comite button").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    calme(ecran)
    epingler(ecran, 0, PHRASE, 1)
    epingler(ecran, 1, "", 2)
    ecran.get_by_role("link", name="Dossier (2)").click()
    expect(ecran.get_by_text("Tous les dossiers")).to_be_visible()
    calme(ecran)
    ecran.get_by_role("button", name="Renommer").click()
    ecran.get_by_label("Nom du dossier").fill("Conseil de mars")
    ecran.get_by_role("button", name="Renommer le dossier").click()
    expect(ecran.get_by_role("heading", name="Conseil de mars")).to_be_visible()
    calme(ecran)
    assert not violations(ecran, vides()) and not coupes(ecran, 420)
    _present(ecran, ecran.url)
    _other_session(ecran, ecran.url)
    ecran.get_by_role("button", name="Enlever").first.click()
    expect(ecran.get_by_text("est enlevée du dossier")).to_be_visible()
    expect(ecran.locator(".clas-epingle")).to_have_count(0)
    ecran.get_by_role("button", name="Annuler").click()
    expect(ecran.locator(".clas-epingle")).to_have_text(PHRASE)


def _present(ecran: Page, adresse: str) -> None:
    """The dossier as slides, then on paper: titles, sentence, sources, tables."""
    ecran.set_viewport_size(LARGE)
    ecran.get_by_role("button", name="Présenter").click()
    bas, diapo = ecran.locator(".clas-pied-diapo"), ecran.locator("[data-diapo]")
    expect(bas).to_contain_text("1 sur 3")
    calme(ecran)
    ecran.keyboard.press("ArrowRight")
    expect(bas).to_contain_text("Conseil de mars · 2 sur 3")
    expect(diapo).to_contain_text(PHRASE)
    expect(diapo).to_contain_text("Source")
    calme(ecran)
    taille = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert diapo.locator(".bartext").first.evaluate(taille) >= MOTS_MIN
    assert diapo.evaluate("e => e.scrollHeight - e.clientHeight") <= 1, "a slide does not scroll"
    titres = ecran.locator("[class*=st-key-carte]:has(.js-plotly-plot) .clas-titre")
    feuilles = PdfReader(io.BytesIO(ecran.pdf(prefer_css_page_size=True))).pages
    dit = serre(" ".join(f.extract_text() for f in feuilles))
    for mots in (*titres.all_text_contents(), PHRASE, "Attendues"):
        assert serre(mots) in dit
    ecran.keyboard.press("Escape")
    expect(ecran).not_to_have_url(re.compile("reunion"))
    assert ecran.url.split("#")[0].split("&reunion")[0] == adresse
    expect(ecran.get_by_test_id("stSidebar")).to_be_visible()


def _other_session(ecran: Page, adresse: str) -> None:
    """Whoever opens the link chooses a profile, and comes back to the dossier; a partner reads it
    and changes nothing of it, a porteur does not open it.
    """
    for profil, lit in (("partenaire", True), ("porteur", False)):
        contexte = ecran.context.browser.new_context(locale="fr-FR", viewport=LARGE)
        autre = contexte.new_page()
        autre.goto(adresse)
        autre.locator(f".st-key-profil_{profil} button").click()
        if lit:
            expect(autre.locator(".clas-epingle")).to_have_text(PHRASE)
            expect(autre.locator(".js-plotly-plot")).to_have_count(2)
            expect(autre.get_by_role("button", name="Enlever")).to_have_count(0)
        else:
            expect(autre.get_by_text("n'ouvre pas cette page")).to_be_visible()
            expect(autre.locator(".clas-epingle")).to_have_count(0)
        contexte.close()
