"""A running server whose installation declares what cannot be read: a sentence on the page, never
a traceback nor a 500; mended, it answers again.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time

import httpx
import pytest

from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from tests.flux import Flux
from tests.serveur import Serveur, en_marche
from tests.test_declarations_formes import FICHIERS, FORMES, ecrire

CHEMINS = ("connexion", "", "sante", "declaration-accessibilite", "invitation/abc")
PAGES = ("", "donnees", "financement", "simulateur", "bilan_annuel")


@pytest.fixture(scope="module")
def serveur(tmp_path_factory):
    racine = tmp_path_factory.mktemp("declarations") / "installation"
    exemples.installer(Installation(racine), ligne_de_commande())
    with en_marche(racine) as s:
        yield s


@pytest.fixture
def casser(serveur):
    """Put something else in the place of a declaration; the honest one comes back at the end."""
    inst, garde = Installation(serveur.racine), serveur.racine.parent / "garde"
    touche = []

    def faire(nom: str, contenu: bytes | None) -> None:
        chemin = inst.racine / nom
        if chemin.exists():
            shutil.move(chemin, garde)
        ecrire(inst, nom, contenu)
        touche.append(chemin)

    yield faire
    for chemin in touche:
        shutil.rmtree(chemin) if chemin.is_dir() else chemin.unlink()
        if garde.exists():
            shutil.move(garde, chemin)


@pytest.mark.parametrize("forme", [*FORMES, "dossier"])
@pytest.mark.parametrize("nom", FICHIERS)
def test_no_address_answers_500(serveur, casser, nom, forme):
    casser(nom, FORMES[forme](FICHIERS[nom][0]) if forme in FORMES else None)
    for chemin in CHEMINS:
        r = httpx.get(f"{serveur.url}/{chemin}", follow_redirects=True)
        assert r.status_code != 500 and "Traceback" not in r.text, (chemin, r.text[:300])
        if r.status_code == 503:
            assert re.search("ne peut pas|ne se lit|indisponible|octets", r.text), r.text[:300]
    corps = {"identifiant": "qui", "mot_de_passe": "quoi"}
    r = httpx.post(f"{serveur.url}/connexion", data=corps, headers={"origin": serveur.url})
    assert r.status_code in (401, 429, 503)


@pytest.mark.parametrize("nom", [n for n in FICHIERS if n != "identification.yaml"])
def test_the_screens_say_which_file_is_refused(serveur, casser, nom):
    casser(nom, FORMES["casse"](FICHIERS[nom][0]))
    dits = []
    for page in PAGES:
        with Flux(serveur.url) as f:
            f.lancer(page)
            dits += [a.body for a in f.deltas("alert")]
            assert "Traceback" not in f.recu.decode("utf-8", "replace")
            assert not f.deltas("exception")
    assert not [d for d in dits if "repère" in d], dits


def test_settings_that_cannot_be_read_open_nothing_and_the_mended_ones_do(serveur, casser):
    casser("identification.yaml", b"adresse: [\n")
    for chemin in CHEMINS:
        r = httpx.get(f"{serveur.url}/{chemin}", headers={"host": "ailleurs.exemple"})
        assert r.status_code == 503 and "diagnostic" in r.text, chemin
    (serveur.racine / "identification.yaml").write_text("session_h: 8\n")
    assert httpx.get(f"{serveur.url}/connexion").status_code in (200, 303)


class Repondant(Serveur):
    """A server that answers, were it to refuse."""

    def _attendre(self) -> None:
        for _ in range(240):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{self.url}/connexion", timeout=10)
                return
            time.sleep(0.25)
        raise RuntimeError(f"The server did not answer: {self.lire_journal()}")


def test_a_server_starts_with_settings_that_cannot_be_read_and_says_so(tmp_path):
    racine = tmp_path / "installation"
    racine.mkdir()
    (racine / "identification.yaml").write_text("client_secret: 12345: [")
    s = Repondant(racine)
    try:
        r = httpx.get(f"{s.url}/connexion")
        assert r.status_code == 503 and "12345" not in r.text
        assert "identification.yaml" in s.lire_journal() and "Traceback" not in s.lire_journal()
    finally:
        s.arreter()
