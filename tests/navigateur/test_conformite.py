"""Journey of a commission: click a square of the matrix, read its evidence, take the fiches
away.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.navigateur.test_parcours import entrer


def test_click_a_square_read_its_evidence_and_take_a_fiche(ecran, serveur):
    entrer(ecran, serveur.url, chemin="conformite?onglet=Actions+%C3%97+r%C3%A8gles")
    ecarts = (
        ecran.locator(".st-key-figure_matrice .scatterlayer .trace").nth(1).locator("path.point")
    )
    expect(ecarts.first).to_be_visible()
    boite = ecarts.nth(2).bounding_box()
    ecran.mouse.move(boite["x"] + 8, boite["y"] + 8)
    ecran.mouse.click(boite["x"] + 8, boite["y"] + 8)
    preuves = ecran.locator(".st-key-carte_preuves")
    expect(preuves.locator("table")).to_contain_text("non conforme")
    expect(preuves).to_contain_text(re.compile(r"ligne.\d+"))
    expect(ecran).to_have_url(re.compile("lue=A38"))
    ecran.get_by_role("tab", name="Fiches d'instruction").click()
    ecran.get_by_role("combobox", name=re.compile("Demande")).click()
    ecran.get_by_role("option").nth(1).click()
    ecran.locator(".st-key-preparer_fiches button").click()
    with ecran.expect_download() as attendu:
        ecran.locator(".st-key-fiches_pdf button").click()
    assert attendu.value.suggested_filename.startswith(
        "fiche-"
    ) and attendu.value.suggested_filename.endswith(".pdf")
