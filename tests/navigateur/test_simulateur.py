"""The simulator under real hands: a handle moved by the keyboard and by the mouse, and the number,
the total and the address that follow.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.navigateur.acces import calme
from tests.navigateur.test_parcours import entrer

CHAMP, CURSEUR, TOTAL = (
    ".st-key-a_plafond input",
    ".st-key-a_plafond_curseur",
    ".st-key-carte_total_a .valeur",
)
DEPART = "7\u202f885\u00a0€"


def _ouvrir(ecran: Page, url: str) -> str:
    entrer(ecran, url, "comite", "simulateur?campagne=2022-2023")
    expect(ecran.locator(CHAMP)).to_have_value(DEPART)
    calme(ecran)
    return ecran.locator(TOTAL).inner_text()


def test_arrows_pressed_faster_than_the_answer_lose_no_step(ecran, serveur):
    total = _ouvrir(ecran, serveur.url)
    poignee = ecran.locator(f"{CURSEUR} input[type=range]")
    poignee.focus()
    for _ in range(11):
        ecran.keyboard.press("ArrowRight")
    expect(ecran.locator(CHAMP)).to_have_value("7\u202f940\u00a0€")
    expect(poignee).to_have_attribute("aria-valuetext", "7\u202f940\u00a0€")
    expect(ecran).to_have_url(re.compile("a_plafond=7%E2%80%AF940"))
    expect(ecran.locator(TOTAL)).not_to_have_text(total)
    for _ in range(11):
        ecran.keyboard.press("ArrowLeft")
    expect(ecran.locator(TOTAL)).to_have_text(total)
    expect(ecran).not_to_have_url(re.compile("a_plafond"))


def test_the_link_copied_holds_what_the_sitting_just_changed(ecran, serveur):
    """The sitting is drawn again without the page: its link is written when it is asked for, never
    before.
    """
    entrer(ecran, serveur.url, "comite", "simulateur?campagne=2022-2023&onglet=Commission")
    enveloppe = ecran.locator(".st-key-seance_enveloppe input")
    expect(enveloppe).to_be_visible()
    calme(ecran)
    enveloppe.fill("500000")
    enveloppe.press("Enter")
    expect(enveloppe).to_have_value("500\u202f000\u00a0€")
    calme(ecran)
    ecran.locator(".st-key-lien button").click()
    expect(ecran.locator("[data-testid=stCode]")).to_contain_text("seance_enveloppe=500")


def test_a_handle_dragged_writes_its_number_which_is_the_address(ecran, serveur, navigateur):
    total = _ouvrir(ecran, serveur.url)
    cadre = ecran.locator(f"{CURSEUR} div:has(> [data-testid=stSliderThumbValue])").bounding_box()
    x, y = cadre["x"] + cadre["width"] / 2, cadre["y"] + cadre["height"] / 2
    ecran.mouse.move(x, y)
    ecran.mouse.down()
    ecran.mouse.move(x + 20, y, steps=4)
    dit = ecran.locator(f"{CURSEUR} [data-testid=stSliderThumbValue]")
    expect(dit).to_have_css("opacity", "1")
    annonce = dit.inner_text()
    ecran.mouse.up()
    expect(ecran.locator(CHAMP)).to_have_value(annonce)
    expect(ecran.locator(TOTAL)).not_to_have_text(total)
    calme(ecran)
    deplace = ecran.locator(TOTAL).inner_text()
    autre = navigateur.new_context(locale="en-US").new_page()
    autre.goto(ecran.url)
    autre.locator(".st-key-profil_comite button").click()
    expect(autre.locator(TOTAL)).to_have_text(deplace)
    expect(autre.locator(CHAMP)).to_have_value(annonce)
    autre.context.close()
