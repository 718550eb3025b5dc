"""Journeys in a real Chromium: open, filter, follow a figure, import a good file, a bad one,
undo.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.serveur import menu
from tests.attente import ATTENTE_MS
from tests.navigateur.acces import calme
from tests.serveur import DEPOT

IMAGES = DEPOT / "docs" / "images"
PROFILS = ("administration", "comite", "direction", "partenaire", "porteur")
FINE = "\u202f"


def entrer(ecran: Page, url: str, profil: str = "comite", chemin: str = "") -> None:
    """Open the dashboard and choose a demonstration profile."""
    ecran.goto(f"{url}/{chemin}")
    ecran.locator(f".st-key-profil_{profil} button").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    expect(ecran.locator("section[data-testid=stSidebar]")).to_contain_text(
        "Vous lisez en tant que"
    )


def aller(ecran: Page, page: str) -> None:
    ecran.locator(f"section[data-testid=stSidebar] a[href*='{page}']").click()
    expect(ecran).to_have_url(re.compile(page))
    expect(ecran.locator("[data-testid=stStatusWidget]")).to_have_count(0)


def copier(ecran: Page) -> str:
    """The address that one click on « Copier le lien » copies."""
    ecran.locator(".clas-lien button").click()
    expect(ecran.locator(".clas-lien")).to_contain_text("Lien copié")
    return ecran.locator(".clas-lien input").input_value()


def chiffre(ecran: Page, indicateur: str):
    return ecran.locator(f".st-key-carte_chiffre_{indicateur} .valeur")


def test_open_the_first_screen_in_french(ecran, serveur):
    ecran.goto(serveur.url)
    expect(
        ecran.get_by_role("heading", name="Tableau de bord départemental du Clas")
    ).to_be_visible()
    assert ecran.locator("html").get_attribute("lang") == "fr"
    expect(ecran.get_by_text("Données fictives de démonstration.")).to_be_visible()
    for profil in PROFILS:
        expect(ecran.locator(f".st-key-profil_{profil}")).to_be_visible()


def test_the_published_figures_are_on_screen(ecran, serveur):
    entrer(ecran, serveur.url, chemin="vue_ensemble?campagne=2021-2022")
    expect(chiffre(ecran, "actions_agreees")).to_have_text("103")
    ecran.goto(f"{serveur.url}/dictionnaire?indicateur=Enfants+pr%C3%A9vus")
    expect(ecran.get_by_text(f"3{FINE}052").first).to_be_attached()


def test_filter_then_open_the_link_elsewhere(ecran, serveur, navigateur):
    entrer(ecran, serveur.url)
    expect(chiffre(ecran, "actions_agreees")).to_be_visible()
    entier = chiffre(ecran, "actions_agreees").inner_text()
    ecran.get_by_role("combobox", name=re.compile("Niveau")).click()
    ecran.get_by_role("option", name="collège").click()
    expect(ecran).to_have_url(re.compile("niveau=coll"))
    expect(chiffre(ecran, "actions_agreees")).not_to_have_text(entier)
    filtre = chiffre(ecran, "actions_agreees").inner_text()
    autre = navigateur.new_context(locale="en-US").new_page()
    autre.set_default_timeout(ATTENTE_MS)
    autre.goto(ecran.url)
    autre.locator(".st-key-profil_comite button").click()
    expect(chiffre(autre, "actions_agreees")).to_have_text(filtre)
    autre.context.close()


def test_follow_a_figure_to_the_file_and_the_line(ecran, serveur):
    entrer(ecran, serveur.url, chemin="enfants?campagne=2021-2022")
    ecran.locator("[class*=st-key-lire_evolution_enfants_accompagnes] button").click()
    ecran.locator("[class*=st-key-suivre_evolution_enfants_accompagnes] button").click()
    fenetre = ecran.get_by_role("dialog", name=re.compile("D'où vient ce chiffre"))
    expect(fenetre).to_be_visible()
    calme(ecran)  # the window is whole: its file is the one that its last drawing prepared
    with ecran.expect_download() as telechargement:
        fenetre.get_by_role("button", name=re.compile("csv")).click()
    contenu = Path(telechargement.value.path()).read_bytes()
    assert (
        contenu.startswith(b"\xef\xbb\xbf")
        and b"clas-2021-2022-fictif.xlsx" in contenu
        and b"fictives" in contenu
    )


def choisir(ecran: Page, campagne: str, chemin: Path) -> None:
    """Choose a file, and ask for its check once it is seen in the list, as a person does."""
    aller(ecran, "donnees")
    ecran.get_by_role("combobox", name=re.compile("Campagne")).click()
    ecran.get_by_role("option", name=campagne).click()
    ecran.locator("input[type=file]").set_input_files(str(chemin))
    expect(ecran.get_by_role("button", name=re.compile(chemin.name))).to_be_visible()
    calme(ecran)
    ecran.get_by_role("button", name="Contrôler ces fichiers").click()


def deposer(ecran: Page, campagne: str, chemin: Path) -> None:
    choisir(ecran, campagne, chemin)
    expect(ecran.get_by_text("Examen du dépôt")).to_be_visible()


@pytest.fixture
def collectifs(demonstration, tmp_path):
    """The collectifs of 2019-2020 as received (csv), to be edited."""
    source = next((demonstration.racine / "exemples").glob("2019-2020/collectifs*.csv"))
    return source.read_bytes(), tmp_path / "collectifs-2019-2020.csv"


def test_import_a_good_file_see_the_figure_move_then_undo(ecran, serveur_modifiable, collectifs):
    contenu, chemin = collectifs
    lignes = contenu.decode("utf-8-sig").splitlines()
    chemin.write_text("\r\n".join(lignes[:-20]), encoding="utf-8-sig")  # twenty collectifs fewer
    entrer(ecran, serveur_modifiable.url, chemin="enfants?campagne=2019-2020")
    avant = chiffre(ecran, "collectifs").inner_text()
    deposer(ecran, "2019-2020", chemin)
    ecran.get_by_text("Remplacer : retirer 20 lignes").click()
    calme(ecran)
    # the proposal is made again in the other mode, whose choice is another control
    expect(ecran.locator(".st-key-mode_depot_remplacer")).to_be_visible()
    ecran.locator(".st-key-accepter button").click()
    expect(ecran.get_by_text(re.compile("Dépôt imp-0007 enregistré"))).to_be_visible()
    ecran.goto(f"{serveur_modifiable.url}/enfants?campagne=2019-2020")
    expect(chiffre(ecran, "collectifs")).to_have_text(str(int(avant) - 20))
    ecran.goto(f"{serveur_modifiable.url}/donnees?onglet=Journal")
    ecran.get_by_role("button", name="Annuler un dépôt").click()
    # the latest is the one proposed
    expect(ecran.locator(".st-key-annuler_choix").get_by_role("combobox")).to_have_value(
        re.compile("imp-0007")
    )
    ecran.locator(".st-key-annuler button").click()
    expect(ecran.get_by_text(re.compile(r"^imp-0007\s: annulé"))).to_be_visible()
    assert [e.type for e in journal.lire(Installation(serveur_modifiable.racine))][-2:] == [
        "import",
        "annulation",
    ]
    ecran.goto(f"{serveur_modifiable.url}/enfants?campagne=2019-2020")
    expect(chiffre(ecran, "collectifs")).to_have_text(avant)


def test_a_bad_file_gets_all_its_anomalies_and_nothing_is_kept(
    ecran, serveur_modifiable, collectifs
):
    contenu, chemin = collectifs
    chemin.write_bytes(contenu.replace(b";90;", b";douze;", 25))
    entrer(ecran, serveur_modifiable.url)
    deposer(ecran, "2019-2020", chemin)
    expect(ecran.get_by_text(re.compile(r"«\sdouze\s» n'est pas un nombre")).first).to_be_visible()
    expect(ecran.locator(".st-key-accepter")).to_have_count(0)
    with ecran.expect_download() as telechargement:
        ecran.locator(".st-key-rapport button").first.click()
    assert Path(telechargement.value.path()).read_bytes().startswith(b"PK")
    assert len(journal.lire(Installation(serveur_modifiable.racine))) == 6


def test_a_deep_link_on_a_fresh_server_asks_who_reads(ecran, serveur):
    for page in ("donnees", "actions", "enfants", "vue_ensemble", "dictionnaire"):
        ecran.goto(f"{serveur.url}/{page}")
        expect(ecran.locator(".st-key-profil_comite")).to_be_visible()
        assert ecran.locator(".clas-chiffre, .clas-grille, [data-testid=stDataFrame]").count() == 0


def _image(ecran: Page, nom: str) -> None:
    """A picture of the README and the guide, in few colours so that the repository stays light."""
    dessin = (
        Image.open(io.BytesIO(ecran.screenshot()))
        .convert("RGB")
        .quantize(192, dither=Image.Dither.NONE)
    )
    dessin.save(IMAGES / f"{nom}.png", optimize=True)


# the dark theme of every screen is read by test_accessibilite
SOMBRES = ("vue_ensemble", "territoires")
VUES = {
    p: f"{p}?campagne=2021-2022"
    for p in (
        "vue_ensemble",
        "actions",
        "enfants",
        "territoires",
        "articulation",
        "conformite",
        "bilan_annuel",
    )
}


# All that is written or said on a page, but what is quoted or typed.
_DITS = """() => {
  const dits = [], marche = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (marche.nextNode()) {
    const n = marche.currentNode;
    if (!n.parentElement.closest('script,style,code,pre,textarea,noscript,[class*=Icon],[translate=no]')) dits.push(n.data.trim());
  }
  for (const a of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const e of document.querySelectorAll(`[${a}]`)) dits.push(e.getAttribute(a).trim());
  return [...new Set(dits.filter(Boolean))]; }"""
ANGLAIS = re.compile(
    r"\b(Traceback|Error|undefined|None|NaN|nan|null|Loading|Download|Browse|Drag|Search|Choose|Add|"
    r"Remove|Selected|Skip|Open|Close|Help|Press|Enter|Upload|Clear|the|of|and|with|available)\b"
)


def autrement(ecran: Page) -> list[str]:
    """What this page says in English, or with a space that lets a line begin with a mark."""
    dits = ecran.evaluate(_DITS)
    a_l_ecran = ecran.locator("[data-testid=stMain]").inner_text()
    return [
        d for d in dits if ANGLAIS.search(re.sub(r"«[^»]*»|\S+\.\w{2,4}\b", "", d))
    ] + re.findall(r"[^\n]{0,30}(?: [;!?%»]| :(?=\s)|« )[^\n]{0,10}", a_l_ecran)


@pytest.mark.parametrize(
    "page, theme", [*((p, "light") for p in menu.ecrans()), *((p, "dark") for p in SOMBRES)]
)
def test_every_screen_draws_without_an_english_word(navigateur, serveur, page, theme):
    contexte = navigateur.new_context(
        locale="en-US", color_scheme=theme, viewport={"width": 1440, "height": 1000}
    )
    ecran = contexte.new_page()
    ecran.set_default_timeout(ATTENTE_MS)
    dehors: list[str] = []
    ecran.on(
        "request",
        lambda r: (
            None
            if r.url.startswith((serveur.url, serveur.url.replace("http", "ws"), "data:", "blob:"))
            else dehors.append(r.url)
        ),
    )
    entrer(
        ecran,
        serveur.url,
        "administration" if page == "comptes" else "comite",
        VUES.get(page, page),
    )
    expect(ecran.locator("h1").first).to_be_visible()
    calme(ecran)
    ecran.wait_for_timeout(1500)
    # the pictures of the README and the guide: `CLAS_IMAGES=1 make test`
    if os.environ.get("CLAS_IMAGES"):
        _image(ecran, f"{page}{'' if theme == 'light' else '-sombre'}")
    # the words of a drawing would run into one another
    ecran.add_style_tag(content=".main-svg{display:none}")
    assert not (fautes := autrement(ecran)), f"{page}: {fautes}"
    texte = ecran.locator("[data-testid=stMain]").inner_text()
    assert not re.search(
        r"(?<![\d,\u202f])\d{5,}(?![\d-])",
        re.sub(r"[0-9a-f]{16}|A38-\d+|\d{9}\s?\d{5}|#\d+|qSEQ\d+|réponse \d{5}, \d{5}", "", texte),
    ), "a number without its groups of three"
    assert not dehors
    contexte.close()
