"""The tasks of a meeting, walked with a counter of clicks: the requests to discuss and why, their
fiches, a decision taken and undone; where a porteur stands and what it must do.
"""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from clas_data.restitutions.fiche import motifs
from tests.navigateur.acces import calme, coupes, violations
from tests.navigateur.mesures import vides
from tests.navigateur.test_ecrans import Clics

LARGE = {"width": 1366, "height": 768}
EUROS = r"(\d[\d\s]*(?:,\d\d)?)\s€"
# The title, the headers of the table and the source of each figure.
CARTES = """cs => cs.filter(c => c.querySelector('.js-plotly-plot')).map(c =>
  ['.clas-titre', 'thead', '[class*=st-key-gestes_] .clas-sous-titre'].map(
    s => c.querySelector(s)?.textContent ?? ''))"""


def serre(texte: str) -> str:
    """Without blanks nor ligatures, which a sheet sets as it likes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", texte))


@pytest.fixture
def comite(ecran: Page, serveur_modifiable) -> Page:
    ecran.set_viewport_size(LARGE)
    ecran.goto(serveur_modifiable.url)
    ecran.locator(".st-key-profil_comite button").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    return ecran


def test_the_ten_requests_to_discuss_and_why_then_a_decision(comite):
    clics = Clics(comite)
    clics.sur(comite.get_by_role("link", name="Ordre du jour"))
    demandes = comite.locator(".clas-demande")
    expect(demandes).to_have_count(10)
    calme(comite)
    titres = {m["titre"] for m in motifs.declares().values()}
    for d in demandes.all():
        puces = d.locator(".motif").all_inner_texts()
        assert puces and set(puces) <= titres and d.locator("li").count() >= len(puces)
        assert "€" in d.inner_text() and "l'an dernier" in d.inner_text()
    assert clics.faits <= 3
    comite.get_by_role("button", name="Fixer l'enveloppe").click()
    comite.get_by_label("Enveloppe de la séance (€)").fill("1 000 000")
    comite.get_by_role("button", name="Enregistrer l'enveloppe").click()
    expect(comite.get_by_text("L'enveloppe de la séance est enregistrée")).to_be_visible()
    calme(comite)
    comite.locator("[class*=st-key-volet_] summary").first.click()
    voulue = comite.locator("[class*=st-key-decision_de_]").first
    voulue.get_by_text("agréée", exact=True).click()
    comite.get_by_label("Montant accordé (€)").fill("2 563,50")
    comite.get_by_label("Remarque").fill("À revoir")
    comite.get_by_role("button", name="Noter la décision").click()
    expect(comite.get_by_text("La décision est notée")).to_be_visible()
    expect(demandes.first).to_contain_text("séance : agréée")
    calme(comite)
    barre = comite.locator(".st-key-barre_seance")
    dotee, reste, prise, base = map(_centimes, re.findall(EUROS, barre.inner_text()))
    assert (dotee, prise) == (100_000_000, 256_350) and reste == dotee - prise - base
    with comite.expect_download() as emporte:
        comite.locator(".st-key-xlsx_ordre").get_by_role("button", name="xlsx").click()
    feuilles = openpyxl.load_workbook(
        io.BytesIO(Path(emporte.value.path()).read_bytes())
    ).worksheets
    lignes = [l for f in feuilles for l in f.iter_rows(values_only=True)]
    assert any({"agréée", 2563.5, "À revoir"} <= {*l} for l in lignes)
    assert [_centimes(l[1]) for l in lignes if l[0] in ("Enveloppe", "Reste")] == [dotee, reste]
    assert not violations(comite, vides())
    for n in (0, 1):
        comite.locator("[class*=st-key-cochee_] label").nth(n).click()
    comite.get_by_role("button", name="Préparer 2 fiches cochées").click()
    expect(comite.get_by_role("button", name=re.compile("Télécharger le document"))).to_be_visible()
    comite.get_by_role("button", name="Annuler").click()
    expect(comite.get_by_text("est annulé.")).to_be_visible()
    expect(demandes.first).not_to_contain_text("séance : agréée")
    expect(barre).to_contain_text("0 € par 0 décision en séance")
    calme(comite)
    assert not coupes(comite, 420)


def _centimes(dit: str) -> int:
    """« 2 563,50 » in cents."""
    entiers, _, reste = re.sub(r"[\s€]", "", dit).partition(",")
    return int(entiers) * 100 + int(reste.ljust(2, "0"))


def test_a_porteur_reads_where_it_stands_and_what_to_do_on_its_first_screen(ecran, serveur):
    ecran.set_viewport_size(LARGE)
    ecran.goto(serveur.url)
    ecran.locator(".st-key-profil_porteur button").click()
    faire = ecran.locator(".clas-faire")
    expect(faire).to_be_visible()
    expect(ecran).to_have_url(re.compile("/synthese_porteur"))
    calme(ecran)
    for bloc in (faire, ecran.locator(".clas-situation")):
        boite = bloc.bounding_box()
        assert boite["y"] + boite["height"] <= LARGE["height"], "without scrolling"
    assert re.search("limite|Au plus tard", faire.inner_text())
    assert ecran.get_by_role("columnheader", name="Département", exact=True).count() == 1, (
        "of the ratios only"
    )
    assert not violations(ecran, vides())
    assert not coupes(ecran, 420)
    assert (
        ecran.locator(".clas-situer tbody tr").first.evaluate("e => getComputedStyle(e).display")
        == "block"
    ), "a row is a list on a phone"


def test_a_page_is_its_slides_and_prints_whole_with_its_tables(ecran, serveur):
    ecran.set_viewport_size(LARGE)
    ecran.goto(f"{serveur.url}/enfants?campagne=2021-2022")
    ecran.locator(".st-key-profil_comite button").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    calme(ecran)
    ecran.get_by_role("button", name="Présenter").click()
    bas, diapo = ecran.locator(".clas-pied-diapo"), ecran.locator("[data-diapo]")
    expect(bas).to_contain_text("1 sur")
    calme(ecran)
    for _ in range(5):
        ecran.keyboard.press("ArrowRight")
    expect(bas).to_contain_text("Campagne 2021-2022")
    expect(bas).to_contain_text("6 sur")
    expect(diapo).to_have_count(1)
    assert "Source" in diapo.inner_text() and diapo.locator(".clas-titre").first.is_visible()
    assert diapo.bounding_box()["width"] == LARGE["width"]
    expect(ecran.get_by_test_id("stSidebar")).to_be_hidden()
    _prints_whole(ecran)
    for autre in ("vue_ensemble", "financement"):
        ecran.goto(f"{serveur.url}/{autre}?campagne=2021-2022&reunion=oui")
        expect(bas).to_contain_text("1 sur")
        calme(ecran)
        _prints_whole(ecran)
    ecran.goto("about:blank")
    ecran.goto(f"{serveur.url}/enfants?campagne=2021-2022&reunion=oui#6")
    expect(bas).to_contain_text("6 sur")
    calme(ecran)
    ecran.keyboard.press("Escape")
    expect(ecran.get_by_test_id("stSidebar")).to_be_visible()
    expect(ecran).not_to_have_url(re.compile("reunion"))


def _prints_whole(ecran: Page) -> None:
    """Nothing beyond the sheet; each figure on one, from its title to its source, its table between
    them.
    """
    lues = ecran.locator("[class*=st-key-carte]").evaluate_all(CARTES)
    assert lues and all(tete for _, tete, _ in lues)
    largeurs: list[float] = []
    feuilles = PdfReader(io.BytesIO(ecran.pdf(prefer_css_page_size=True))).pages
    for f in feuilles:
        f.extract_text(
            visitor_text=lambda t, cm, tm, *_: (
                largeurs.append(cm[0] * tm[4] + cm[4]) if t.strip() else None
            )
        )
    assert max(largeurs) < float(feuilles[0].mediabox.width)
    dites = [serre(f.extract_text()) for f in feuilles]
    for titre, _, source in lues:
        assert any(serre(titre) in d and serre(source) in d for d in dites), titre
