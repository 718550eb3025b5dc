"""The articulation in a real Chromium: cross schemes and send the link; read texts without a name,
down to what the server sends.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.attente import ATTENTE_MS
from tests.navigateur.test_parcours import calme, copier, entrer


def test_cross_schemes_and_open_the_link_elsewhere(ecran, serveur, navigateur):
    entrer(ecran, serveur.url, chemin="articulation?campagne=2021-2022")
    carte = ecran.locator(".st-key-carte_combinaisons")
    expect(carte).to_contain_text("combinaison exacte de 5 dispositifs")
    ecran.locator(".st-key-croiser").get_by_role("button", name="Reaap", exact=True).click()
    expect(carte).to_contain_text("combinaison exacte de 4 dispositifs")
    titre = carte.locator(".clas-titre").inner_text()
    adresse = copier(ecran)
    autre = navigateur.new_context(locale="en-US").new_page()
    autre.set_default_timeout(ATTENTE_MS)
    autre.goto(adresse)
    autre.locator(".st-key-profil_comite button").click()
    expect(autre.locator(".st-key-carte_combinaisons .clas-titre")).to_have_text(titre)
    autre.context.close()


def test_what_the_server_sends_outside_the_committee_names_no_porteur(ecran, serveur):
    recus: list[str] = []

    def ecouter(socket):
        socket.on(
            "framereceived",
            lambda trame: recus.append(
                trame.decode("utf-8", "replace") if isinstance(trame, bytes) else trame
            ),
        )

    ecran.on("websocket", ecouter)
    ecran.goto(f"{serveur.url}/articulation?campagne=2021-2022&onglet=Paroles")
    expect(ecran.locator(".st-key-profil_direction")).to_be_visible()
    calme(ecran)
    recus.clear()  # the demonstration profiles name the fictional porteur that one may be
    ecran.locator(".st-key-profil_direction button").click()
    expect(ecran.locator(".clas-parole").first).to_be_visible()
    envoye = "".join(recus)
    assert "clas-parole" in envoye and "sans le nom" in envoye
    assert (
        not re.search(r"A38-\d{4}", envoye)
        and "Centre social" not in envoye
        and "CCAS fictif" not in envoye
    )
