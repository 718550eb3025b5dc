"""The simulator under real hands: a handle moved by the keyboard and by the mouse, and the number,
the total and the address that follow.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.attente import ATTENTE_MS
from tests.navigateur.acces import calme
from tests.navigateur.test_parcours import copier, entrer

CHAMP, CURSEUR, TOTAL = (
    ".st-key-a_plafond input",
    ".st-key-a_plafond_curseur",
    ".st-key-carte_total_a .valeur",
)
DEPART = "7\u202f885\u00a0€"


def dit(nombre: str) -> re.Pattern:
    """A number in its field, whoever wrote it there."""
    return re.compile(f"^{nombre}\u2060*$")


def _ouvrir(ecran: Page, url: str) -> str:
    entrer(ecran, url, "comite", "simulateur?campagne=2022-2023")
    ecran.get_by_text("La règle : la régler").click()
    expect(ecran.locator(CHAMP)).to_have_value(dit(DEPART))
    calme(ecran)
    return ecran.locator(TOTAL).inner_text()


def test_arrows_pressed_faster_than_the_answer_lose_no_step(ecran, serveur):
    total = _ouvrir(ecran, serveur.url)
    poignee = ecran.locator(f"{CURSEUR} input[type=range]")
    poignee.focus()
    for _ in range(11):
        ecran.keyboard.press("ArrowRight")
    expect(ecran.locator(CHAMP)).to_have_value(dit("7\u202f940\u00a0€"))
    expect(poignee).to_have_attribute("aria-valuetext", "7\u202f940\u00a0€")
    expect(ecran).to_have_url(re.compile("a_plafond=7940"))
    expect(ecran.locator(TOTAL)).not_to_have_text(total)
    for _ in range(11):
        ecran.keyboard.press("ArrowLeft")
    expect(ecran.locator(TOTAL)).to_have_text(total)
    expect(ecran).not_to_have_url(re.compile("a_plafond"))


@contextmanager
def occupe(boucles: int):
    """Processors that are busy with something else."""
    charges = [subprocess.Popen([sys.executable, "-c", "while 1: pass"]) for _ in range(boucles)]
    try:
        yield
    finally:
        for c in charges:
            c.kill()
            c.wait()


@pytest.mark.parametrize("entre_ms", [0, 120, 260])
def test_eleven_presses_are_eleven_steps_on_a_busy_machine(ecran, serveur, entre_ms):
    _ouvrir(ecran, serveur.url)
    poignee = ecran.locator(f"{CURSEUR} input[type=range]")
    for touche, arrivee in (("ArrowRight", "7\u202f940\u00a0€"), ("ArrowLeft", DEPART)):
        poignee.focus()
        with occupe(4):  # while the hand moves; a server that never gets the processor answers none
            for _ in range(11):
                ecran.keyboard.press(touche)
                ecran.wait_for_timeout(entre_ms)
        expect(ecran.locator(CHAMP)).to_have_value(dit(arrivee))
        expect(poignee).to_have_attribute("aria-valuetext", arrivee)


def test_the_same_number_typed_again_after_the_handle_moved_is_heard(ecran, serveur):
    _ouvrir(ecran, serveur.url)
    champ, poignee = ecran.locator(CHAMP), ecran.locator(f"{CURSEUR} input[type=range]")
    for _ in range(2):
        champ.fill("8000")
        champ.press("Enter")
        expect(champ).to_have_value(dit("8\u202f000\u00a0€"))
        expect(ecran).to_have_url(re.compile("a_plafond=8000"))
        calme(ecran)
        poignee.press("ArrowRight")
        expect(champ).not_to_have_value(dit("8\u202f000\u00a0€"))
        expect(ecran).not_to_have_url(re.compile("a_plafond=8000"))
        calme(ecran)


def test_what_the_browser_has_not_seen_yet_is_not_taken_for_a_gesture(ecran, serveur):
    """The answers of the server reach the browser late: it goes on sending what it last saw of one
    number with each gesture on another.
    """
    retard = {"s": 0.0}

    def relayer(ws):
        la = ws.connect_to_server()
        ws.on_message(la.send)
        la.on_message(lambda m: (time.sleep(retard["s"]), ws.send(m)))

    ecran.route_web_socket(re.compile("_stcore/stream"), relayer)
    _ouvrir(ecran, serveur.url)
    plafond = ecran.locator(f"{CURSEUR} input[type=range]")
    taux = ecran.locator(".st-key-a_taux_curseur input[type=range]")
    retard["s"] = 0.04
    for _ in range(4):
        plafond.press("ArrowRight")
        ecran.wait_for_timeout(300)
    for _ in range(3):
        taux.press("ArrowRight")
        ecran.wait_for_timeout(300)
    retard["s"] = 0.0
    expect(ecran.locator(CHAMP)).to_have_value(dit("7\u202f905\u00a0€"))
    expect(ecran).to_have_url(re.compile("a_plafond=7905"))
    expect(ecran).to_have_url(re.compile("a_taux=34"))


def test_a_number_typed_and_not_seen_yet_is_not_taken_back_by_its_handle(ecran, serveur):
    _ouvrir(ecran, serveur.url)
    ecran.locator(CHAMP).fill("8200")
    ecran.locator(CHAMP).press("Enter")
    ecran.locator(".st-key-a_taux_curseur input[type=range]").press("ArrowRight")
    poignee = ecran.locator(f"{CURSEUR} input[type=range]")
    expect(poignee).to_have_attribute("aria-valuetext", "8\u202f200\u00a0€")
    expect(ecran.locator(CHAMP)).to_have_value(dit("8\u202f200\u00a0€"))
    expect(ecran).to_have_url(re.compile("a_plafond=8200"))
    expect(ecran).to_have_url(re.compile("a_taux=33"))


def test_going_back_brings_the_number_that_was_there(ecran, serveur):
    _ouvrir(ecran, serveur.url)
    ecran.locator(CHAMP).fill("8200")
    ecran.locator(CHAMP).press("Enter")
    expect(ecran).to_have_url(re.compile("a_plafond=8200"))
    calme(ecran)
    ecran.locator(CHAMP).fill("8300,5")
    ecran.locator(CHAMP).press("Enter")
    expect(ecran).to_have_url(re.compile("a_plafond=8300.5"))
    calme(ecran)
    ecran.go_back()
    expect(ecran).to_have_url(re.compile("a_plafond=8200"))
    expect(ecran.locator(CHAMP)).to_have_value(dit("8\u202f200\u00a0€"))


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
    expect(enveloppe).to_have_value(dit("500\u202f000\u00a0€"))
    calme(ecran)
    assert "seance_enveloppe=500" in copier(ecran)


def test_a_handle_dragged_writes_its_number_which_is_the_address(ecran, serveur, navigateur):
    total = _ouvrir(ecran, serveur.url)
    poignee = ecran.locator(f"{CURSEUR} input[type=range]")
    cadre = poignee.bounding_box()
    x, y = cadre["x"] + cadre["width"] / 2, cadre["y"] + cadre["height"] / 2
    ecran.mouse.move(x, y)
    ecran.mouse.down()
    ecran.mouse.move(x + 20, y, steps=4)
    bulle = ecran.locator(f"{CURSEUR} output")
    expect(bulle).to_have_css("opacity", "1")
    annonce = bulle.inner_text()
    ecran.mouse.up()
    expect(ecran.locator(CHAMP)).to_have_value(dit(annonce))
    expect(ecran.locator(TOTAL)).not_to_have_text(total)
    calme(ecran)
    deplace = ecran.locator(TOTAL).inner_text()
    autre = navigateur.new_context(locale="en-US").new_page()
    autre.set_default_timeout(ATTENTE_MS)
    autre.goto(ecran.url)
    autre.locator(".st-key-profil_comite button").click()
    autre.get_by_text("La règle : la régler").click()
    expect(autre.locator(TOTAL)).to_have_text(deplace)
    expect(autre.locator(CHAMP)).to_have_value(dit(annonce))
    autre.context.close()
