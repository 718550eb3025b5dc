"""The profile of a demonstration stays with its browser: reload, another tab, the address that was
opened; it is neither forged nor taken for an account.
"""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from clas_data.acces import Acteur, profil_demonstration, profils, roles, sessions
from clas_data.config import Installation
from tests.navigateur.acces import calme

ADRESSE = "/financement?campagne=2020-2021"


def test_a_profile_survives_a_reload_and_another_tab_until_it_is_left(ecran, serveur):
    ecran.goto(serveur.url + ADRESSE)
    porte = ecran.locator(".clas-porte a")
    expect(porte).to_have_attribute("href", re.compile("suite=%2Ffinancement%3Fcampagne%3D2020-"))
    with ecran.expect_response("**/profil") as reponse:
        ecran.locator(".st-key-profil_comite button").click()
    assert reponse.value.status == 204
    titre = ecran.get_by_role("heading", name="Financement", level=1)
    expect(titre).to_be_visible()
    expect(ecran).to_have_url(serveur.url + ADRESSE)
    (cookie,) = [c for c in ecran.context.cookies() if c["name"] == profils.COOKIE]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"
    autre = ecran.context.new_page()
    for onglet in (ecran, autre):
        onglet.goto(serveur.url + ADRESSE)
        expect(onglet.get_by_role("heading", name="Financement", level=1)).to_be_visible()
        expect(onglet.locator("section[data-testid=stSidebar]")).to_contain_text(
            roles()["comite"].titre
        )
    calme(autre)
    with autre.expect_response("**/profil"):
        autre.locator(".st-key-sortir button").click()
    ecran.goto(serveur.url + ADRESSE)
    expect(ecran.locator(".st-key-profil_comite button")).to_be_visible()
    assert not [c for c in ecran.context.cookies() if c["name"] == profils.COOKIE]


def test_a_choice_that_is_not_signed_here_is_refused_and_opens_no_account(serveur):
    inst = Installation(serveur.racine)
    bon = profils.signer(inst, profil_demonstration("comite"))
    url, ici = f"{serveur.url}/profil", {"origin": serveur.url}
    for jeton in (bon[:-1], "x" + bon, "n'importe quoi"):
        refus = httpx.post(url, data={"jeton": jeton}, headers=ici)
        assert refus.status_code == 403 and "set-cookie" not in refus.headers
        assert profils.lire(inst, jeton) is None
    for ailleurs in ({"origin": "http://ailleurs.exemple"}, {}):
        assert httpx.post(url, data={"jeton": bon}, headers=ailleurs).status_code == 403
    assert profils.COOKIE in httpx.post(url, data={"jeton": bon}, headers=ici).headers["set-cookie"]
    assert sessions.lire(inst, bon) is None, "a profile is not an account"


@pytest.mark.parametrize(
    "role, siret", [("porteur", None), ("comite", "00000000000000"), ("empereur", None)]
)
def test_a_signed_choice_that_no_screen_offers_is_nobody(demonstration, role, siret):
    jeton = profils.signer(demonstration, Acteur("?", role, siret, demonstration=True))
    assert profils.lire(demonstration, jeton) is None
