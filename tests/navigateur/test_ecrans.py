"""What a screen answers before one scrolls, and in how many clicks: at 1 366 × 768, each page has
its answer above the fold, nothing is cut at the right, and the usual questions are near.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from clas_data.serveur import menu
from tests.navigateur.acces import calme
from tests.navigateur.test_parcours import aller, entrer

PORTABLE = {"width": 1366, "height": 768}
TELEPHONE = {"width": 420, "height": 900}
# The whole of the first chart stands above the fold on these screens.
DESSINEES = (
    "vue_ensemble",
    "enfants",
    "articulation",
    "articulation?onglet=Territoires et années",
    "articulation?onglet=École et parents",
    "financement",
    "conformite",
    "conformite?onglet=Collectifs",
    "territoires",
    "territoires?onglet=Besoin et offre",
    "territoires?onglet=Où ouvrir ?",
    "financement?onglet=Ce que ça coûte",
    "financement?onglet=Où et à qui",
    "financement?onglet=Droits et versements",
    "simulateur",
    "simulateur?onglet=Pourquoi ?",
    "simulateur?onglet=Plusieurs années",
)
# On these, the answer is words or figures: its first card begins there.
LUES = (
    "actions",
    "simulateur?onglet=Commission",
    "ordre_du_jour",
    "synthese_porteur",
    "bilan_annuel",
    "donnees",
    "dictionnaire",
    "dictionnaire?onglet=Colonnes des fichiers",
    "territoires?onglet=Zones blanches",
    "conformite?onglet=Recevabilité",
    "articulation?onglet=Liens manquants",
)
PLI = """() => {
  const vu = e => e.offsetParent && e.getBoundingClientRect().height > 20;
  const main = document.querySelector('[data-testid=stMain]');
  const premier = s => [...main.querySelectorAll(s)].find(vu)?.getBoundingClientRect();
  const coupes = [...main.querySelectorAll('.clas-defile')].filter(vu)
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'));
  const plus = main.scrollWidth > main.clientWidth + 1 ? ['the page itself'] : [];
  const bases = main.innerText.match(/[Bb]ase [0-9a-f]{16}/g) || [];
  return {dessin: premier('.js-plotly-plot')?.bottom ?? null,
    carte: premier('[class*=st-key-carte],[data-testid=stDataFrame],.clas-grille,.clas-table,[data-testid=stExpander],textarea,[data-testid=stFileUploader]')?.top ?? null,
    pied: document.querySelector('.clas-pied').getBoundingClientRect().top, filtres: premier('.st-key-filtres')?.height ?? 0, coupes: [...coupes, ...plus], bases}; }"""


def test_each_page_answers_above_the_fold_and_cuts_nothing(ecran, serveur):
    ecran.set_viewport_size(PORTABLE)
    entrer(ecran, serveur.url, "comite")
    campagne = ecran.get_by_role("combobox", name=re.compile("Campagne")).first
    vue = campagne.input_value()
    fautes = []
    for page in (*DESSINEES, *LUES):
        nom, _, onglet = page.partition("?")
        aller(ecran, nom)
        if onglet:
            ecran.get_by_role("tab", name=onglet.removeprefix("onglet="), exact=True).click()
        calme(ecran)
        lu = ecran.evaluate(PLI)
        repere = lu["dessin"] if page in DESSINEES else lu["carte"]
        if repere is None or repere > PORTABLE["height"] - (0 if page in DESSINEES else 150):
            fautes.append(f"{page}: {repere}")
        if lu["pied"] < PORTABLE["height"]:  # what arrives above it would push it in sight
            fautes.append(f"{page}: the footer at {lu['pied']}")
        if lu["filtres"] > 90:
            fautes.append(f"{page}: filters on {lu['filtres']} pixels")
        fautes += [f"{page}: cut at the right: {c}" for c in lu["coupes"]]
        if len(lu["bases"]) != 1:
            fautes.append(f"{page}: the base is written {len(lu['bases'])} times")
    assert not fautes, fautes
    assert campagne.input_value() == vue, "whatever a page between them offered"
    assert {p.partition("?")[0] for p in (*DESSINEES, *LUES)} >= {
        e.nom for e in menu.ecrans().values() if e.rubrique and e.nom not in ("comptes", "dossiers")
    }


class Clics:
    """A reader who counts the clicks."""

    def __init__(self, ecran: Page):
        self.ecran, self.faits = ecran, 0

    def sur(self, lieu) -> None:
        lieu.first.scroll_into_view_if_needed()
        lieu.first.click()
        self.faits += 1
        calme(self.ecran)

    def sur_la_marque(self, lieu) -> None:
        """A mark of a chart, in its middle."""
        lieu.scroll_into_view_if_needed()
        calme(self.ecran)
        b = lieu.bounding_box()
        x, y = b["x"] + b["width"] / 2, b["y"] + b["height"] / 2
        self.ecran.mouse.move(x - 3, y)
        self.ecran.mouse.move(x, y)
        self.ecran.wait_for_timeout(200)
        self.ecran.mouse.click(x, y)
        self.faits += 1


def revenir(ecran: Page, url: str) -> None:
    """The first screen, as this browser finds it again."""
    ecran.goto(url)
    expect(ecran.locator(".clas-pied")).to_be_visible()
    calme(ecran)


def test_the_usual_questions_are_a_few_clicks_away(ecran, serveur):
    ecran.set_viewport_size(PORTABLE)
    menu_ = ecran.locator("section[data-testid=stSidebar]")

    entrer(ecran, serveur.url, "comite")  # why fewer, and where
    calme(ecran)
    lecteur = Clics(ecran)
    lecteur.sur(ecran.locator(".st-key-difference_chiffre_enfants_accompagnes button"))
    fenetre = ecran.get_by_role("dialog")
    expect(fenetre).to_contain_text("Pourquoi ce chiffre a changé")
    expect(fenetre.get_by_role("radiogroup", name="Où ?")).to_contain_text("Intercommunalité")
    expect(fenetre.locator(".js-plotly-plot")).to_have_count(2)
    assert lecteur.faits <= 3

    revenir(ecran, serveur.url)  # white zones with a PRE
    lecteur = Clics(ecran)
    lecteur.sur(menu_.locator("a[href*=territoires]"))
    lecteur.sur(ecran.get_by_role("tab", name="Zones blanches"))
    lecteur.sur(ecran.locator(".st-key-zones_avec").get_by_role("button", name="avec un PRE"))
    expect(ecran.locator(".st-key-carte_zones_liste h3")).to_contain_text("avec un PRE")
    assert lecteur.faits <= 3

    revenir(ecran, serveur.url)  # a ceiling for an envelope, and its effect by territory
    lecteur = Clics(ecran)
    lecteur.sur(menu_.locator("a[href*=simulateur]"))
    lecteur.sur(ecran.get_by_role("tab", name="À rebours"))
    total = ecran.locator(".st-key-carte_rebours tbody tr").first.locator("td").nth(1).inner_text()
    lecteur.sur(ecran.get_by_role("button", name=re.compile("Appliquer au scénario A")))
    lecteur.sur(ecran.get_by_role("tab", name="Qui gagne, qui perd"))
    expect(ecran.locator("[class*=st-key-carte_gagnants]").first).to_be_visible()
    assert lecteur.faits <= 4
    lecteur.sur(ecran.get_by_role("tab", name="Commission"))  # one ceiling has one answer
    meme = f"Les mêmes demandes sur la base des autres onglets : {total}"
    expect(ecran.locator(".st-key-carte_seance")).to_contain_text(meme)


def test_the_page_of_a_profile_opens_at_its_head_on_a_phone(ecran, serveur):
    """However far down the profile was chosen."""
    ecran.set_viewport_size(TELEPHONE)
    entrer(ecran, serveur.url, "porteur")
    calme(ecran)
    main = ecran.locator("[data-testid=stMain]")
    for vu in (ecran.get_by_role("heading", level=1), main.get_by_text("À faire").first):
        expect(vu).to_be_in_viewport(ratio=1)
    assert main.evaluate("e => e.scrollTop === 0 && e.scrollWidth <= e.clientWidth + 1")


def test_a_click_on_a_mark_or_a_row_filters_and_a_chip_undoes_it(ecran, serveur):
    ecran.set_viewport_size(PORTABLE)
    entrer(ecran, serveur.url, "comite")
    calme(ecran)
    lecteur = Clics(ecran)
    barre = ecran.locator("[class*=st-key-figure_enfants_accompagnes_epci] .barlayer .point path")
    lecteur.sur_la_marque(barre.nth(1))
    jeton = ecran.locator(".st-key-retirer_epci")
    expect(jeton).to_contain_text("Intercommunalité : ")
    expect(ecran).to_have_url(re.compile("epci="))
    lecteur.sur(jeton.get_by_role("button"))
    expect(jeton).to_have_count(0)
    expect(ecran).not_to_have_url(re.compile("epci="))
    lecteur.sur(ecran.locator(".st-key-table_tableau_epci tbody button"))
    expect(jeton).to_be_visible()
    adresse = ecran.url
    ecran.goto("about:blank")
    ecran.goto(adresse)
    expect(jeton).to_be_visible()
