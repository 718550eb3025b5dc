"""The first days of the guide, end to end: an empty installation, its first account, a real
campagne, and a porteur who reads its two pages.
"""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from clas_data.acces import roles
from clas_data.config import Installation
from clas_data.fichiers import journal
from tests import reelle
from tests.attente import ATTENTE_MS
from tests.commande import lancer
from tests.navigateur.acces import calme
from tests.navigateur.test_connexion import suivre
from tests.navigateur.test_parcours import aller, chiffre, deposer
from tests.outils import classeur
from tests.reelle import CODES, INTERDITS, MIEN, PUBLIEE, SIRETS
from tests.serveur import en_marche

RENOMMEE = "Lire et jouer au quartier"


@pytest.fixture
def neuf(vide):
    """The server of an installation that has received nothing yet."""
    with en_marche(vide.racine) as s:
        yield s


def onglet(ecran: Page, nom: str) -> None:
    ecran.get_by_role("tab", name=nom).click()
    calme(ecran)


def test_from_an_empty_installation_to_the_two_pages_of_a_porteur(
    ecran, neuf, navigateur, tmp_path
):
    cree = lancer(
        "compte",
        "creer",
        "donnees@caf.fr",
        "--nom",
        "Agent",
        "--role",
        "administration",
        "--adresse",
        neuf.url,
        racine=neuf.racine,
    )
    suivre(ecran, cree.stdout.strip(), "vue_ensemble")
    expect(ecran.get_by_text("Aucune campagne à montrer")).to_be_visible()
    (tmp_path / "clas.xlsx").write_bytes(classeur(reelle.tables(PUBLIEE)).contenu)
    deposer(ecran, PUBLIEE, tmp_path / "clas.xlsx")
    expect(ecran.locator(".st-key-carte_avant_actions_agreees .valeur")).to_have_text("n.d. → 3")
    ecran.get_by_role("button", name="Accepter ce dépôt").click()
    expect(ecran.get_by_text(re.compile("Dépôt imp-0001 enregistré"))).to_be_visible()

    onglet(ecran, "Journal")
    for geste, fait in (("Annuler un dépôt", "annulé"), ("Rétablir un dépôt annulé", "rétabli")):
        ecran.get_by_role("button", name=geste).click()
        ecran.get_by_test_id("stPopoverBody").get_by_role("button", name=geste).click()
        expect(ecran.get_by_text(re.compile(rf"^imp-0001\s: {fait}"))).to_be_visible()
    assert [e.type for e in journal.lire(Installation(neuf.racine))] == [
        "import",
        "annulation",
        "retablissement",
    ]

    onglet(ecran, "Corrections")
    ecran.get_by_text("Ajouter une correction").click()
    for liste, choix in (
        ("Campagne", PUBLIEE),
        ("Table", "Agréments"),
        ("Colonne", "Intitulé de l'action"),
    ):
        # what is offered first is what this journey wants
        expect(ecran.get_by_role("combobox", name=liste)).to_have_value(choix)
    dits = (
        ("Ligne", CODES[MIEN]),
        ("Valeur reçue", f"Intitule {MIEN}"),
        ("Valeur retenue", RENOMMEE),
        ("Motif", "Titre provisoire"),
        ("Preuve", "Courriel"),
    )
    for champ, valeur in dits:
        ecran.get_by_label(re.compile(f"^{champ}")).fill(valeur)
    ecran.get_by_role("button", name="Enregistrer la correction").click()
    expect(ecran.get_by_text("Correction enregistrée et appliquée.")).to_be_visible()
    aller(ecran, "vue_ensemble")
    expect(chiffre(ecran, "actions_agreees")).to_have_text("3")

    aller(ecran, "comptes")
    onglet(ecran, "Inviter les porteurs")
    ecran.get_by_role("button", name="Préparer les liens").click()
    with ecran.expect_download() as attendu:
        ecran.get_by_role("button", name="Liens d'invitation (csv)").click()
    lignes = csv.DictReader(
        io.StringIO(attendu.value.path().read_text(encoding="utf-8-sig")), delimiter=";"
    )
    liens = {l["SIRET"]: l["Lien (sert une fois)"] for l in lignes}
    assert set(liens) == set(SIRETS.values())

    ailleurs = navigateur.new_context(locale="fr-FR", accept_downloads=True)
    porteur = ailleurs.new_page()
    porteur.set_default_timeout(ATTENTE_MS)
    suivre(porteur, liens[SIRETS[MIEN]], "synthese_porteur")
    expect(porteur.locator("section[data-testid=stSidebar]")).to_contain_text(
        roles()["porteur"].titre
    )
    aller(porteur, "synthese_porteur")
    with porteur.expect_download() as attendu:
        porteur.get_by_role("button", name="Garder en PDF (2 pages)").click()
    pdf = PdfReader(io.BytesIO(attendu.value.path().read_bytes()))
    dit = " ".join(p.extract_text() for p in pdf.pages)
    assert len(pdf.pages) == 2 and MIEN in dit and RENOMMEE in dit and "fictives" not in dit
    assert not [m for m in INTERDITS if m in dit + porteur.content()]
    porteur.get_by_role("button", name="Se déconnecter").click()
    porteur.get_by_role("link", name="Se connecter").click()
    porteur.goto(f"{neuf.url}/synthese_porteur")
    expect(porteur).to_have_url(re.compile("/connexion"))
    ailleurs.close()
