"""Journeys of who writes the bilan and of a porteur who reads its synthèse: a sentence edited,
flagged, undone; the documents taken away and read.
"""

from __future__ import annotations

import io
import re
from urllib.parse import quote

from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.navigateur.test_parcours import entrer

FINE = "\u202f"


def test_a_sentence_is_edited_flagged_undone_and_the_document_is_read(ecran, serveur_modifiable):
    entrer(
        ecran,
        serveur_modifiable.url,
        chemin=f"bilan_annuel?campagne=2021-2022&partie={quote('Chiffres clés')}",
    )
    phrase = ecran.locator("[class*=st-key-carte_chiffres_cles_]").first
    expect(phrase).to_contain_text("103 actions")
    phrase.get_by_role("button", name="Modifier").click()
    champ = ecran.get_by_role("textbox", name="Texte de la phrase")
    champ.fill("Les enfants accompagnés sont en baisse : {enfants_accompagnes|evolution}.")
    champ.press("Control+Enter")
    expect(ecran.get_by_text("phrase modifiée")).to_be_visible()
    expect(phrase.get_by_role("alert")).to_contain_text("en baisse")
    expect(ecran.get_by_text("à relire avant de produire le document")).to_be_visible()
    ecran.keyboard.press("Escape")
    ecran.locator(".st-key-bilan_annuler button").first.click()
    expect(phrase).to_contain_text("103 actions")
    ecran.get_by_role("tab", name="Plan").click()
    ecran.locator(".st-key-plan_encadrement label").first.click()
    expect(ecran.locator(".st-key-plan_encadrement")).not_to_contain_text(re.compile(r"\d\."))
    ecran.get_by_role("tab", name="Produire").click()
    with ecran.expect_download() as attendu:
        ecran.locator(".st-key-telecharger_docx button").click()
    document = Document(io.BytesIO(attendu.value.path().read_bytes()))
    dit = "\n".join(p.text for p in document.paragraphs).replace("\u00a0", " ")
    assert (
        "a agréé 103 actions" in dit
        and f"3{FINE}052 enfants" in dit
        and "accompagnés sont en baisse" not in dit
    )
    titres = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert any("Parents" in t for t in titres) and not any("Encadrement" in t for t in titres)


def test_a_porteur_changes_campagne_and_keeps_its_two_pages(ecran, serveur):
    entrer(ecran, serveur.url, profil="porteur", chemin="synthese_porteur?campagne=2021-2022")
    bouton = ecran.locator(".st-key-pdf button").first
    expect(bouton).to_be_visible()  # the first time, the figures of all the porteurs are protected
    ecran.get_by_role("combobox", name=re.compile("Campagne")).click()
    ecran.get_by_role("option", name="2020-2021").click()
    expect(ecran).to_have_url(re.compile("campagne=2020-2021"))
    expect(ecran.get_by_text("2020-2021").first).to_be_visible()
    with ecran.expect_download() as attendu:
        bouton.click()
    pdf = PdfReader(io.BytesIO(attendu.value.path().read_bytes()))
    dit = " ".join(p.extract_text() for p in pdf.pages)
    assert len(pdf.pages) == 2 and "2020-2021" in dit and "fictives" in dit
