"""Accessibility in a real Chromium: axe-core in both themes, narrow screens, words of the figures,
the keyboard alone.

`CLAS_IMAGES=1 make test` writes what is measured to docs/accessibilite/resultats.json, which the
declaration shows.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from clas_data.restitutions import constats
from clas_data.serveur import menu
from tests.attente import ATTENTE_MS
from tests.navigateur import acces
from tests.navigateur.mesures import ensemble, mesurer
from tests.navigateur.test_parcours import entrer
from tests.test_cas_fichiers import DOSSIER

PORTE = ("connexion", "declaration-accessibilite", "")
PARCOURS = {
    "profil": "entrer avec un profil",
    "page": "changer de page",
    "filtre": "changer un filtre",
    "donnees": "ouvrir les données d'une figure",
    "depot": "déposer un fichier",
}
CLAVIER = ("test_enter_change", "test_open_the_data", "test_import_a_file")


@pytest.fixture(scope="session")
def dossier_des_mesures(commun):
    """Where the processes of this run put what they measure."""
    (commun / "mesures").mkdir(exist_ok=True)
    return commun / "mesures"


@pytest.fixture
def mesures(request, dossier_des_mesures):
    """What this test measures, for those who judge all of it."""
    with mesurer(dossier_des_mesures, _nom(request.node)) as m:
        yield m


@pytest.fixture(scope="module")
def toutes(request, dossier_des_mesures):
    """What the whole file measured; skipped where only a part of it was asked for. Written down
    where asked.
    """
    demandes = [i for i in request.session.items if "mesures" in getattr(i, "fixturenames", ())]
    if len(demandes) < 2 * len(menu.ecrans()) + len(PORTE) + len(CLAVIER):
        pytest.skip("All of it must run to know what the framework and the tool still leave.")
    m = ensemble(dossier_des_mesures, [_nom(i) for i in demandes])
    if os.environ.get("CLAS_IMAGES") and m["clavier"] == set(PARCOURS):
        ecrits = {
            "date": date.today().isoformat(),
            "outil": f"axe-core {m['axe']}",
            "navigateur": f"Chromium {m['navigateur']}",
            "ecrans": len(m["ecrans"]),
            "defauts": m["defauts"],
            "regles": len(m["regles"]),
            "a_verifier": len(m["a_verifier"]),
            "alternatives": len(m["alternatives"]),
            "largeurs": list(acces.ETROITS),
            "debordements": m["debordements"],
            "clavier": list(PARCOURS.values()),
        }
        (constats.DOSSIER / "resultats.json").write_text(
            json.dumps(ecrits, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return m


def _nom(test) -> str:
    return re.sub(r"\W", "_", test.name)


@pytest.fixture
def sombre(navigateur):
    """A reader whose system is dark."""
    contexte = navigateur.new_context(locale="fr-FR", viewport=acces.LARGE, color_scheme="dark")
    page = contexte.new_page()
    page.set_default_timeout(ATTENTE_MS)
    yield page
    contexte.close()


def _examiner(ecran: Page, nom: str, mesures: dict) -> list[str]:
    """Everything asked of one screen, in the light theme."""
    fautes = [f"{nom} : {v}" for v in acces.violations(ecran, mesures)]
    figures = acces.figures(ecran)
    for mots, titre in figures:
        fautes += [
            f"{nom} : alternative of « {titre[:60]} » : {r} : {mots[:160]}"
            for r in acces.reproches(mots, titre)
        ]
    for largeur in acces.ETROITS:
        coupes = acces.coupes(ecran, largeur)
        mesures["debordements"] += bool(coupes)
        fautes += [f"{nom}, {largeur} px : {c}" for c in coupes[:5]]
    ecran.set_viewport_size(acces.LARGE)
    mesures["ecrans"].append(nom)
    mesures["alternatives"] |= {mots for mots, _ in figures}
    mesures["defauts"] += len(fautes)
    return fautes


def _assombrir(ecran: Page, nom: str, mesures: dict) -> list[str]:
    """What the dark theme may change: contrasts."""
    fautes = [
        f"{nom}, sombre : {v}"
        for v in acces.violations(ecran, mesures, ("color-contrast", "link-in-text-block"))
    ]
    mesures["defauts"] += len(fautes)
    return fautes


def _parcourir(ecran: Page, serveur, page: str, examiner, mesures: dict) -> list[str]:
    """One page, tab after tab."""
    ecran.set_viewport_size(acces.LARGE)
    entrer(ecran, serveur.url, "administration", page)
    expect(ecran.locator("h1").first).to_be_visible()
    acces.calme(ecran)
    fautes = []
    for rang, onglet in enumerate(
        ecran.locator("[data-testid=stMain] [role=tab]").all_inner_texts() or [""]
    ):
        if rang:
            ecran.locator("[data-testid=stMain] [role=tab]").nth(rang).click()
            acces.calme(ecran)
        fautes += examiner(ecran, f"{page} · {onglet}", mesures)
    return fautes


@pytest.mark.parametrize("page", list(menu.ecrans()))
def test_every_screen_and_tab(ecran, serveur, mesures, page):
    fautes = _parcourir(ecran, serveur, page, _examiner, mesures)
    mesures["pages"].add(page)
    mesures["axe"] = ecran.evaluate("axe.version")
    mesures["navigateur"] = ecran.context.browser.version.split(".")[0]
    assert not fautes, "\n".join(fautes)


@pytest.mark.parametrize("page", list(menu.ecrans()))
def test_every_screen_and_tab_in_the_dark(sombre, serveur, mesures, page):
    fautes = _parcourir(sombre, serveur, page, _assombrir, mesures)
    mesures["sombres"].add(page)
    assert not fautes, "\n".join(fautes)


@pytest.mark.parametrize("chemin", PORTE)
def test_the_door(ecran, sombre, serveur, mesures, chemin):
    fautes = []
    for lecteur, examiner in ((ecran, _examiner), (sombre, _assombrir)):
        lecteur.set_viewport_size(acces.LARGE)
        lecteur.goto(f"{serveur.url}/{chemin}")
        expect(lecteur.locator("h1").first).to_be_visible()
        if not chemin:
            acces.calme(lecteur)
        fautes += examiner(lecteur, chemin or "accueil", mesures)
    mesures["pages"].add(chemin)
    assert not fautes, "\n".join(fautes)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", ["donnees", "conformite"])
def test_the_contrast_that_the_tool_leaves_is_measured_on_the_picture(
    navigateur, serveur, page, theme
):
    # a thin stroke shows its colour
    contexte = navigateur.new_context(
        locale="fr-FR", viewport=acces.LARGE, color_scheme=theme, device_scale_factor=3
    )
    lecteur = contexte.new_page()
    lecteur.set_default_timeout(ATTENTE_MS)
    entrer(lecteur, serveur.url, "administration", page)
    acces.calme(lecteur)
    lus = acces.contrastes(lecteur)
    contexte.close()
    assert lus, (
        "the tool leaves nothing here: the judgement of jugements.yaml no longer has its object"
    )
    assert not [(mots, round(lu, 2)) for lu, voulu, mots in lus if lu < voulu]


def test_the_button_of_the_deposit_has_its_french_name(ecran, serveur):
    """The framework's own word is changed where it arrives."""
    entrer(ecran, serveur.url, chemin="donnees")
    expect(ecran.get_by_role("button", name="Choisir des fichiers")).to_be_visible()
    # the framework's own field, hidden from everyone
    expect(ecran.get_by_role("button", name="file upload")).to_have_count(0)


def _tabuler(ecran: Page, selecteur: str, maximum: int = 90) -> None:
    """Press Tab until what has the focus is, or is in, this; what has it must show it."""
    for _ in range(maximum):
        ecran.keyboard.press("Tab")
        if ecran.evaluate(
            "s => !!(document.activeElement && document.activeElement.closest(s))", selecteur
        ):
            return
    raise AssertionError(f"Tab never reaches {selecteur}")


def test_enter_change_page_and_filter_with_the_keyboard_alone(ecran, serveur, mesures):
    ecran.goto(serveur.url)
    expect(ecran.locator(".st-key-profil_comite button")).to_be_visible()
    acces.calme(ecran)
    _tabuler(ecran, ".st-key-profil_comite")
    ecran.keyboard.press("Enter")
    expect(ecran.locator(".clas-pied")).to_be_visible()
    mesures["clavier"].add("profil")
    acces.calme(ecran)
    _tabuler(ecran, "section[data-testid=stSidebar] a[href*=enfants]")
    ecran.keyboard.press("Enter")
    expect(ecran).to_have_url(re.compile("enfants"))
    expect(ecran.locator("h1")).to_have_text("Enfants et jeunes")
    mesures["clavier"].add("page")
    acces.calme(ecran)
    avant = ecran.locator(".st-key-carte_chiffre_enfants_accompagnes .valeur").inner_text()
    _tabuler(ecran, ".st-key-niveau")
    ecran.keyboard.press("ArrowDown")
    expect(ecran.get_by_role("option", name="collège")).to_be_visible()
    ecran.keyboard.type("coll")
    ecran.keyboard.press("Enter")
    expect(ecran).to_have_url(re.compile("niveau=coll"))
    expect(ecran.locator(".st-key-carte_chiffre_enfants_accompagnes .valeur")).not_to_have_text(
        avant
    )
    mesures["clavier"].add("filtre")


def test_open_the_data_of_a_figure_and_leave_with_the_keyboard_alone(ecran, serveur, mesures):
    entrer(ecran, serveur.url, chemin="enfants")
    acces.calme(ecran)
    _tabuler(
        ecran,
        ".st-key-lire_evolution_enfants_accompagnes, "
        "[class*=st-key-lire_evolution_enfants_accompagnes]",
        200,
    )
    ecran.keyboard.press("Enter")
    corps = ecran.locator("[data-testid=stPopoverBody]")
    expect(corps).to_be_visible()
    _tabuler(ecran, "[class*=st-key-csv_evolution_enfants_accompagnes]", 250)
    with ecran.expect_download() as attendu:
        ecran.keyboard.press("Enter")
    assert attendu.value.suggested_filename.endswith(".csv")
    ecran.keyboard.press("Escape")
    expect(corps).to_have_count(0)
    mesures["clavier"].add("donnees")


def _choisir_fichier(ecran, source) -> None:
    """Enter on the button of files, and again where a busy machine answers so late that the browser
    no longer holds the key for a gesture of a person, or has drawn the button again meanwhile.
    """
    bouton = "[data-testid=stFileUploaderDropzone] button"
    for essai in range(3):
        if not ecran.locator(f"{bouton}:focus").count():
            _tabuler(ecran, bouton)
        try:
            with ecran.expect_file_chooser(timeout=15_000) as choix:
                ecran.keyboard.press("Enter")
            return choix.value.set_files(str(source))
        except TimeoutError:
            if essai == 2:
                raise


def _taper(ecran: Page, selecteur: str, *touches: str) -> None:
    """Reach it by Tab, press these keys (Enter), and wait until the screen has answered."""
    _tabuler(ecran, selecteur, 150)
    for touche in touches or ("Enter",):
        ecran.keyboard.press(touche)
    acces.calme(ecran)


def test_show_and_import_a_file_with_the_keyboard_alone(ecran, serveur_modifiable, mesures):
    """The export of a platform, from the choice of the campagne to the deposit that is kept."""
    entrer(ecran, serveur_modifiable.url, chemin="donnees")
    acces.calme(ecran)
    _tabuler(ecran, "[data-testid=stForm] [data-testid=stSelectbox]")
    ecran.keyboard.press("ArrowDown")
    ecran.keyboard.type("2021")
    ecran.keyboard.press("Enter")
    expect(ecran.get_by_role("combobox", name=re.compile("Campagne"))).to_have_value("2021-2022")
    expect(ecran.get_by_role("listbox")).to_have_count(0)
    ecran.wait_for_timeout(400)  # the list closes: on a busy machine, Enter would still be for it
    acces.calme(ecran)
    _choisir_fichier(ecran, DOSSIER / "export_plateforme.xlsx")
    expect(ecran.locator("[data-testid=stFileChip]")).to_have_count(1)
    acces.calme(ecran)
    _taper(ecran, "[data-testid=stFormSubmitButton]")
    expect(ecran.get_by_text("Lire un fichier, campagne")).to_be_visible()
    _taper(ecran, ".st-key-continuer")
    expect(ecran.locator(".st-key-toutes_sures")).to_be_visible()
    _taper(ecran, ".st-key-toutes_sures")
    _taper(ecran, ".st-key-continuer")
    mot = ecran.get_by_role("combobox", name=re.compile(r"«\s*Accord\s*»")).first
    expect(mot).to_be_visible()
    _tabuler(ecran, "[data-testid=stForm] [data-testid=stSelectbox]")
    ici = ecran.get_by_role("combobox", expanded=False).and_(ecran.locator(":focus"))
    avant = ici.input_value()
    ecran.keyboard.press("ArrowDown")
    expect(ecran.get_by_role("listbox")).to_be_visible()
    ecran.keyboard.press("Escape")  # the guess was right
    expect(ecran.get_by_role("listbox")).to_have_count(0)
    assert ici.input_value() == avant
    _taper(ecran, "[data-testid=stFormSubmitButton]")
    expect(ecran.get_by_text("Tous ses mots ont un sens")).to_be_visible()
    _tabuler(ecran, ".st-key-nom_lecture", 150)
    ecran.keyboard.press("Control+A")
    ecran.keyboard.type("Plateforme")
    ecran.keyboard.press("Enter")
    acces.calme(ecran)
    _taper(ecran, ".st-key-garder")
    expect(ecran.get_by_text("Examen du dépôt")).to_be_visible()
    acces.calme(ecran)
    _taper(ecran, ".st-key-accepter")
    expect(ecran.get_by_text(re.compile("^Dépôt imp-.* enregistré"))).to_be_visible()
    mesures["clavier"].add("depot")


def test_each_declared_exception_is_still_there(toutes):
    assert {(e["regle"], e["selecteur"]) for e in constats.exceptions()} == toutes["exceptions"], (
        "an exception of exceptions.yaml is no longer seen: delete it"
    )


def test_what_the_tool_leaves_is_judged(toutes):
    assert toutes["pages"] == {*menu.ecrans(), *PORTE} and toutes["sombres"] == {*menu.ecrans()}
    assert {j["regle"] for j in constats.jugements()} == toutes["a_verifier"]
