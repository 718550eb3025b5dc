"""The export of a platform, shown once on the screen, read, accepted, then recognised under another
name; the steps are walked by the keyboard alone.
"""

from __future__ import annotations

import os
import re

from playwright.sync_api import Page, expect

from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.fichiers.correspondances import rangement
from clas_data.tables import lectures
from tests.attente import ATTENTE_MS
from tests.navigateur import mesures
from tests.navigateur.acces import LARGE, calme, violations
from tests.navigateur.test_parcours import _image, choisir, entrer
from tests.test_cas_fichiers import DOSSIER
from tests.test_lire_chaque_fichier import SUIVANTE, l_an_prochain

CAMPAGNE = "2021-2022"
EXPORT = DOSSIER / "export_plateforme.xlsx"


def taper(ecran: Page, nom: str) -> None:
    """Press a button without the mouse."""
    bouton = ecran.get_by_role("button", name=nom).first
    expect(bouton).to_be_visible()
    bouton.focus()
    ecran.keyboard.press("Enter")
    calme(ecran)


def photo(ecran: Page, nom: str) -> None:
    """Nothing to reproach, from the top of the step; a picture where asked."""
    expect(ecran.get_by_role("button", name="1. Où est le tableau")).to_be_in_viewport()
    calme(ecran)
    assert violations(ecran, mesures.vides()) == [], nom
    if os.environ.get("CLAS_IMAGES") and "sombre" not in nom:
        _image(ecran, nom)


def montrer(ecran: Page, url: str, theme: str = "") -> None:
    """The three steps, up to what the words mean."""
    entrer(ecran, url)
    choisir(ecran, CAMPAGNE, EXPORT)
    expect(ecran.get_by_text("Lire un fichier, campagne")).to_be_visible(timeout=60_000)
    photo(ecran, f"lire_1_tableau{theme}")
    taper(ecran, "Continuer")
    expect(ecran.locator(".st-key-toutes_sures")).to_be_visible()
    photo(ecran, f"lire_2_colonnes{theme}")
    taper(ecran, "Oui, ce sont elles")
    expect(ecran.get_by_role("cell", name="A38-0001").first).to_be_visible()
    taper(ecran, "Annuler le dernier geste")
    taper(ecran, "Oui, ce sont elles")
    taper(ecran, "Continuer")
    expect(ecran.get_by_text("« Accord »").first).to_be_visible()
    photo(ecran, f"lire_3_mots{theme}")


def test_the_three_steps_in_the_dark(navigateur, serveur_modifiable):
    contexte = navigateur.new_context(locale="fr-FR", viewport=LARGE, color_scheme="dark")
    page = contexte.new_page()
    page.set_default_timeout(ATTENTE_MS)
    montrer(page, serveur_modifiable.url, "_sombre")
    contexte.close()


def test_an_export_is_shown_once_and_recognised_next_time(ecran, serveur_modifiable, tmp_path):
    montrer(ecran, serveur_modifiable.url)
    taper(ecran, "Oui, c'est cela")
    expect(ecran.get_by_text("Tous ses mots ont un sens")).to_be_visible()
    ecran.get_by_label("Nom de la correspondance").fill("Plateforme")
    ecran.keyboard.press("Enter")
    calme(ecran)
    taper(ecran, "Garder et examiner le dépôt")
    expect(ecran.get_by_text("Examen du dépôt")).to_be_visible(timeout=60_000)
    taper(ecran, "Accepter ce dépôt")
    expect(ecran.get_by_text(re.compile("^Dépôt imp-.* enregistré"))).to_be_visible(timeout=60_000)
    installation = Installation(serveur_modifiable.racine)
    sources = journal.lire(installation)[-1].sources
    assert (
        {s.correspondance for s in sources} == set(rangement.toutes(installation)) == {"plateforme"}
    )

    # the next campagne, under another name: one gesture, and the same values
    renomme = tmp_path / "extraction_finale.xlsx"
    renomme.write_bytes(l_an_prochain(EXPORT.read_bytes()))
    choisir(ecran, SUIVANTE, renomme)
    expect(ecran.get_by_text("Examen du dépôt")).to_be_visible(timeout=60_000)
    taper(ecran, "Accepter ce dépôt")
    expect(ecran.get_by_text(re.compile("^Dépôt imp-.* enregistré"))).to_be_visible(timeout=60_000)
    premier, second = journal.lire(installation)[-2:]
    assert {s.correspondance for s in second.sources} == {"plateforme"}
    assert lues(installation, second, SUIVANTE) == lues(installation, premier, CAMPAGNE)


def lues(installation: Installation, e: journal.Evenement, campagne: str) -> dict:
    """(table, rank) → its values, but for the campagne that they are of."""
    trouvees = {}
    for s in e.sources:
        for i, l in enumerate(lectures.lire_source(installation, s, campagne).to_pylist()):
            assert l.pop("campagne") == campagne
            trouvees[s.table, i] = {k: v for k, v in l.items() if not k.startswith("_")}
    assert trouvees
    return trouvees
