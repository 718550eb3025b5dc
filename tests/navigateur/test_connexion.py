"""Signing in with an account, in a real Chromium: the form, a reload, the invitation, the way
out.
"""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import expect

from clas_data.acces import invitations, ligne_de_commande, roles
from clas_data.config import Installation
from tests import reelle
from tests.reelle import AUTRES, MIEN, MOT_DE_PASSE, SIRETS
from tests.serveur import Serveur


@pytest.fixture(scope="module")
def reel(tmp_path_factory):
    racine = tmp_path_factory.mktemp("reel") / "installation"
    reelle.installer(racine)
    s = Serveur(racine)
    yield s
    s.arreter()
    shutil.rmtree(racine)


def entrer(ecran, qui: str) -> None:
    ecran.get_by_label("Identifiant").fill(qui)
    ecran.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    ecran.get_by_role("button", name="Se connecter").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()


def suivre(ecran, lien: str, accueil: str) -> None:
    """Follow an invitation to the page that the role of its account lands on."""
    ecran.goto(lien)
    expect(ecran.get_by_role("heading", name="Choisir votre mot de passe")).to_be_visible()
    ecran.locator("#mot_de_passe").fill(MOT_DE_PASSE)
    ecran.locator("#encore").fill(MOT_DE_PASSE)
    ecran.get_by_role("button", name="Enregistrer et entrer").click()
    expect(ecran).to_have_url(re.compile(f"/{accueil}"))
    expect(ecran.locator(".clas-pied")).to_be_visible()


def test_sign_in_reload_and_sign_out(ecran, reel):
    ecran.goto(f"{reel.url}/actions")
    expect(ecran).to_have_url(re.compile("/connexion"))
    assert ecran.locator("html").get_attribute("lang") == "fr"
    ecran.get_by_label("Identifiant").fill("porteur")
    ecran.get_by_label("Mot de passe").fill("pas celui-ci")
    ecran.get_by_role("button", name="Se connecter").click()
    expect(ecran.get_by_role("alert")).to_have_text("Identifiant ou mot de passe incorrect.")
    ecran.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    ecran.get_by_role("button", name="Se connecter").click()
    expect(ecran).to_have_url(re.compile("/actions"))
    for _ in range(2):
        expect(ecran.locator("section[data-testid=stSidebar]")).to_contain_text(
            roles()["porteur"].titre
        )
        ecran.reload()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    contenu = ecran.content()
    assert not [m for m in reelle.INTERDITS if m in contenu]
    ecran.locator(".st-key-sortir button").click()
    ecran.get_by_role("link", name="Se connecter").click()
    expect(ecran).to_have_url(re.compile("/connexion"))
    ecran.go_back()
    ecran.goto(f"{reel.url}/actions")
    expect(ecran).to_have_url(re.compile("/connexion"))


def test_an_invitation_leads_to_the_porteur_s_own_screens(ecran, reel):
    (faite,) = invitations.inviter_porteurs(
        Installation(reel.racine), ligne_de_commande(), [(SIRETS[AUTRES[0]], AUTRES[0])]
    )
    suivre(ecran, faite.lien(reel.url), "synthese_porteur")
    ecran.goto(f"{reel.url}/actions?porteur={SIRETS[AUTRES[0]]}")
    expect(ecran.get_by_role("heading", name=AUTRES[0])).to_be_visible()
    assert MIEN not in ecran.content()
    ecran.goto(faite.lien(reel.url))
    expect(ecran.get_by_role("alert")).to_contain_text("déjà servi")


def test_an_administrator_invites_all_the_porteurs_and_downloads_the_links(ecran, reel):
    ecran.goto(f"{reel.url}/comptes?onglet=Inviter+les+porteurs")
    entrer(ecran, "administration")
    ecran.locator(".st-key-renouveler label").click()
    ecran.locator(".st-key-inviter_porteurs button").click()
    with ecran.expect_download() as telechargement:
        ecran.locator(".st-key-invitations_csv button").click()
    lignes = telechargement.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lignes) >= 2 and all(f";{reel.url}/invitation/" in l for l in lignes[1:])
