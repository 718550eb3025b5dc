"""The map in a real Chromium: it draws without asking anything of the outside, its outlines come
once, a click opens a sheet.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.acces import calme

TERRITOIRES = ".js-plotly-plot .choroplethlayer path.choroplethlocation"
COMMUNES, EPCI = 512, 18


def entrer(ecran: Page, url: str, chemin: str) -> None:
    """Open a page as the committee, and wait for its end however busy the machine is."""
    ecran.goto(f"{url}/{chemin}")
    ecran.locator(".st-key-profil_comite button").click()
    expect(ecran.locator(".st-key-carte_geo_principale .clas-titre")).to_be_visible()


def cliquer(ecran: Page, nom: str) -> None:
    """Click in the middle of the largest shape that bears this code in the first map."""
    lieu = ecran.evaluate(
        """code => { const d = document.querySelector('.js-plotly-plot'); const t = d._fullData.findIndex(t => t.type === 'choropleth' && t.hovertext);
        const p = d.calcdata[t].find(p => p.loc === code).ct; const b = d.getBoundingClientRect(); const g = d._fullLayout.geo._subplot;
        const [x, y] = g.projection(p); return [b.left + x, b.top + y]; }""",
        nom,
    )
    ecran.mouse.move(lieu[0] - 2, lieu[1])
    ecran.mouse.move(*lieu)
    ecran.wait_for_timeout(300)
    ecran.mouse.down()
    ecran.mouse.up()


def test_the_map_draws_and_a_click_opens_the_sheet(ecran, serveur):
    demandes: list[str] = []
    ecran.on("request", lambda r: demandes.append(r.url))
    entrer(ecran, serveur.url, chemin="territoires?campagne=2021-2022&maille=Communes")
    expect(ecran.locator(TERRITOIRES)).to_have_count(COMMUNES + EPCI)
    formes = ecran.locator(TERRITOIRES).evaluate_all(
        "ps => ps.map(p => { const b = p.getBBox(); return b.width * b.height; })"
    )
    cadre = ecran.locator(".js-plotly-plot").bounding_box()
    assert max(formes) < 0.3 * cadre["width"] * cadre["height"], (
        "a ring drawn the other way fills the whole map"
    )
    cliquer(ecran, "38545")
    expect(ecran.locator(".st-key-carte_fiche h2")).to_have_text("Vif")
    expect(ecran).to_have_url(re.compile("territoire=Vif"))
    assert not [u for u in demandes if "topojson" in u or "plot.ly" in u]
    assert len([u for u in demandes if "/contours/" in u]) == 2, (
        "the outlines of communes and of EPCI, once each"
    )


def test_the_year_and_the_level_change_without_asking_for_outlines_again(ecran, serveur):
    demandes: list[str] = []
    ecran.on("request", lambda r: demandes.append(r.url))
    entrer(
        ecran,
        serveur.url,
        chemin="territoires?mesure=Enfants+accompagn%C3%A9s",
    )
    expect(ecran.locator(TERRITOIRES)).to_have_count(EPCI)
    ecran.get_by_role("combobox", name="Campagne").click()
    ecran.get_by_role("option", name="2021-2022").click()
    expect(ecran).to_have_url(re.compile("campagne=2021-2022"))
    expect(ecran.locator(".st-key-carte_geo_principale h3")).to_contain_text("2021-2022")
    ecran.get_by_text("Communes", exact=True).click()
    expect(ecran.locator(TERRITOIRES)).to_have_count(COMMUNES + EPCI)
    assert len([u for u in demandes if "/contours/" in u]) == 2


@pytest.mark.parametrize("largeur, dessous", [(720, True), (1440, False)])
def test_the_sheet_goes_under_its_map_where_both_would_be_too_narrow(
    ecran, serveur, largeur, dessous
):
    """720 px is a zoom of 200 % on a common laptop."""
    ecran.set_viewport_size({"width": largeur, "height": 1000})
    entrer(ecran, serveur.url, chemin="territoires")
    carte, fiche = (ecran.locator(s).first for s in (".js-plotly-plot", ".st-key-carte_fiche"))
    expect(carte).to_be_visible()
    expect(fiche).to_be_visible()
    calme(ecran)
    c, f = carte.bounding_box(), fiche.bounding_box()
    assert (f["y"] >= c["y"] + c["height"]) is dessous
    titre = fiche.locator("caption").first.bounding_box()
    assert titre["x"] + titre["width"] <= f["x"] + f["width"] + 1
