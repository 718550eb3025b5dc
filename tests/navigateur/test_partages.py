"""Five packages deposited by the screen, one removed, put back: what the pages show."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from clas_data.config import Installation
from tests.navigateur.acces import calme
from tests.outils import CAMPAGNE
from tests.paquets import de, zipper
from tests.test_ouvertes import exporter

VUES = (
    f"vue_ensemble?campagne={CAMPAGNE}",
    f"articulation?campagne={CAMPAGNE}&onglet=Rep%C3%A8res",
    f"synthese_porteur?campagne={CAMPAGNE}",
)


def lire(ecran: Page, url: str) -> list[str]:
    """The text of each page, but for the state of the data in its footer."""
    lues = []
    for vue in VUES:
        ecran.goto(f"{url}/{vue}")
        expect(ecran.locator(".clas-pied")).to_be_visible()
        calme(ecran)
        for ouvrir in ecran.get_by_role("button", name="partagés, ").all():
            ouvrir.click()
            expect(ecran.get_by_role("table", name="Départements partagés")).to_be_visible()
            calme(ecran)
        pied = ecran.locator(".clas-pied").inner_text()
        lue = ecran.get_by_test_id("stMain").inner_text().replace(pied, "")
        lues.append(" ".join(lue.split()))
    return lues


def combien(lues: list[str]) -> set[str]:
    """How many départements are added up, wherever it is written: on two of these pages."""
    dits = [re.findall(r"(\d+) départements(?: partagés,| :)", lue) for lue in lues]
    assert [bool(d) for d in dits] == [False, True, True]
    return {n for d in dits for n in d}


def aux_paquets(ecran: Page, url: str) -> None:
    ecran.goto(f"{url}/donnees?onglet=D%C3%A9partements+partag%C3%A9s")
    expect(ecran.get_by_role("tab", name="Départements partagés")).to_be_visible()
    calme(ecran)


def deposer(ecran: Page, url: str, *chemins) -> None:
    aux_paquets(ecran, url)
    ecran.locator("input[type=file]").set_input_files([str(c) for c in chemins])
    calme(ecran)
    ecran.get_by_role("button", name="Contrôler ces paquets").click()
    ecran.get_by_role("button", name="Garder ces paquets").click()
    expect(ecran.get_by_text(re.compile("paquets? gardés?"))).to_be_visible()
    calme(ecran)


def retirer(ecran: Page, url: str, qui: str) -> None:
    aux_paquets(ecran, url)
    ecran.get_by_role("button", name="Retirer un paquet").click()
    liste = ecran.get_by_role("combobox", name="Paquet")
    liste.click()
    liste.fill(qui)
    ecran.get_by_role("option", name=re.compile(qui)).click()
    ecran.get_by_role("button", name="Retirer", exact=True).click()
    expect(ecran.get_by_text(re.compile(f"Paquet retiré.*{qui}"))).to_be_visible()
    calme(ecran)


def test_five_packages_deposited_and_one_removed_leave_what_is_read(
    ecran: Page, serveur_modifiable, tmp_path
):
    legers = exporter(Installation(serveur_modifiable.racine))
    legers = {n: c for n, c in legers.items() if not n.endswith("_agregats.csv")}
    chemins = []
    for n in range(1, 6):
        chemins.append(tmp_path / f"g{n}.zip")
        chemins[-1].write_bytes(zipper(de(legers, f"G{n}", fois=n)))
    url = serveur_modifiable.url
    ecran.goto(url)
    with ecran.expect_response("**/profil"):
        ecran.locator(".st-key-profil_administration button").click()
    expect(ecran.locator(".clas-pied")).to_be_visible()
    avant = lire(ecran, url)
    assert combien(avant) == {"4"}
    deposer(ecran, url, *chemins)
    cinq = lire(ecran, url)
    assert combien(cinq) == {"7"}
    retirer(ecran, url, "G5")
    assert lire(ecran, url) == cinq
    retirer(ecran, url, "G2")
    assert combien(lire(ecran, url)) == {"4"}
    deposer(ecran, url, chemins[1])
    assert lire(ecran, url) == cinq
