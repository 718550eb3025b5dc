"""Signing in with an identity provider: a real one, in a process of its own, over HTTP, with keys,
PKCE and signed tokens.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

import httpx
import pytest
import yaml

from clas_data.acces import comptes, journal, ligne_de_commande, reglages, sessions
from clas_data.config import DEPOT, Installation
from clas_data.errors import UsageError
from tests import reelle
from tests.fournisseur_identite import CLIENT, SECRET
from tests.reelle import MIEN, PUBLIEE, SIRETS
from tests.serveur import Serveur, port_libre

MOI = ligne_de_commande()
REGLES = {
    "compte": "email",
    "role": "groupes",
    "roles": {"clas-comite": "comite", "porteurs": "porteur"},
    "siret": "siret",
}


@pytest.fixture(scope="module")
def fournisseur(tmp_path_factory):
    port, fichier = port_libre(), tmp_path_factory.mktemp("fournisseur") / "personne.json"
    fichier.write_text("{}")
    processus = subprocess.Popen(
        [sys.executable, "-m", "tests.fournisseur_identite", str(port), str(fichier)], cwd=DEPOT
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx.get(f"{url}/cles")
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    yield url, fichier
    processus.terminate()
    processus.wait(timeout=10)


@pytest.fixture(scope="module")
def serveur(fournisseur, tmp_path_factory):
    racine = tmp_path_factory.mktemp("oidc") / "installation"
    reelle.installer(racine)
    port = port_libre()
    regle = {
        "nom": "Compte de la Caf",
        "server_metadata_url": f"{fournisseur[0]}/.well-known/openid-configuration",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        **REGLES,
    }
    (racine / "identification.yaml").write_text(
        yaml.safe_dump({"session_h": 2, "fournisseur": regle}), encoding="utf-8"
    )
    s = Serveur(racine, port)
    yield s
    s.arreter()


@pytest.fixture
def entrer(serveur, fournisseur):
    """From the sign-in page to the screen asked for, following each redirection as a browser
    would.
    """
    clients = []

    def faire(suite: str = "/actions", **personne) -> tuple[httpx.Client, httpx.Response]:
        fournisseur[1].write_text(json.dumps(personne))
        client = httpx.Client(follow_redirects=True, timeout=30)
        clients.append(client)
        page = client.get(f"{serveur.url}{suite}")
        assert "Continuer avec Compte de la Caf" in page.text
        lien = page.text.split('class="bouton" href="')[1].split('"')[0]
        return client, client.get(serveur.url + lien)

    yield faire
    for client in clients:
        client.close()


def test_the_claims_give_the_role_and_the_way_back_and_the_framework_s_cookie_stays_with_us(
    serveur, entrer
):
    client, arrivee = entrer(
        f"/actions?campagne={PUBLIEE}",
        sub="1",
        email="Chef@Caf.fr",
        email_verified=True,
        name="Camille Chef",
        groupes=["x", "clas-comite"],
    )
    assert (
        arrivee.status_code == 200
        and str(arrivee.url) == f"{serveur.url}/actions?campagne={PUBLIEE}"
    )
    noms = {c.name for c in client.cookies.jar}
    assert sessions.COOKIE in noms and not [n for n in noms if n.startswith("_streamlit_user")]
    inst = Installation(serveur.racine)
    compte = comptes.lire(inst)["chef@caf.fr"]
    assert (compte.role, compte.fournisseur, compte.nom, compte.siret) == (
        "comite",
        True,
        "Camille Chef",
        "",
    )
    assert sessions.lire(inst, client.cookies[sessions.COOKIE]).identifiant == "chef@caf.fr"
    assert ("connexion", "Camille Chef (chef@caf.fr)") in {
        (a.type, a.qui) for a in journal.lire(inst, MOI)
    }
    comptes.revoquer(
        inst, MOI, "chef@caf.fr"
    )  # an administrator closes what the provider had opened, at once and for the next time
    assert client.get(f"{serveur.url}/actions").url.path == "/connexion"
    assert "révoqué" in entrer(sub="1", email="chef@caf.fr", groupes="clas-comite")[1].text


def test_an_account_made_here_keeps_the_role_that_was_given_here(serveur, entrer):
    inst = Installation(serveur.racine)
    comptes.creer(inst, MOI, "dsden@ac.fr", "DSDEN", "partenaire")
    client, arrivee = entrer(sub="2", email="dsden@ac.fr", groupes=["clas-comite"])
    assert (
        arrivee.url.path == "/actions"
        and sessions.lire(inst, client.cookies[sessions.COOKIE]).role == "partenaire"
    )


def test_a_porteur_comes_with_its_siret(serveur, entrer):
    from tests.flux import Flux

    client, arrivee = entrer(sub="3", email="p@asso.fr", groupes=["porteurs"], siret=SIRETS[MIEN])
    assert arrivee.url.path == "/actions"
    with Flux(serveur.url, client.cookies[sessions.COOKIE]) as f:
        f.lancer("actions")
        assert MIEN.encode() in f.recu and not [m for m in reelle.INTERDITS if m.encode() in f.recu]


@pytest.mark.parametrize(
    "personne, mots",
    [
        ({"email": "x@x.fr"}, "aucun droit"),
        ({"email": "x@x.fr", "groupes": ["administration"]}, "aucun droit"),
        ({"groupes": ["clas-comite"]}, "n'a pas transmis"),
        ({"email": "p2@asso.fr", "groupes": ["porteurs"]}, "SIRET"),
        (
            {"email": "comite@caf.fr", "email_verified": False, "groupes": ["clas-comite"]},
            "pas vérifié",
        ),
        ({"email": "x@x.fr", "groupes": ["clas-comite"], "iat": 1_000_000_000}, "Recommencez"),
        ({"email": "x@x.fr", "groupes": ["clas-comite"], "faute": "signature"}, "n'a pas abouti"),
        ({"email": "x@x.fr", "groupes": ["clas-comite"], "faute": "audience"}, "n'a pas abouti"),
        ({"email": "x@x.fr", "groupes": ["clas-comite"], "faute": "nonce"}, "n'a pas abouti"),
        ({"email": "x@x.fr", "faute": "refus"}, "n'a pas abouti"),
    ],
)
def test_who_is_not_named_or_comes_with_a_forged_token_stays_out_and_knows_why(
    serveur, entrer, personne, mots
):
    client, arrivee = entrer(sub="9", **personne)
    assert (
        arrivee.status_code == 403
        and mots.casefold() in arrivee.text.replace("&#x27;", "'").casefold()
    )
    assert sessions.COOKIE not in client.cookies and "x@x.fr" not in comptes.lire(
        Installation(serveur.racine)
    )
    assert client.get(f"{serveur.url}/actions").url.path == "/connexion"


def test_an_answer_that_nobody_asked_for_opens_nothing(serveur):
    reponse = httpx.get(f"{serveur.url}/oauth2callback?code=x&state=y")
    assert reponse.status_code == 403 and sessions.COOKIE not in reponse.cookies


@pytest.mark.parametrize(
    "texte, mots",
    [
        ("session_hh: 2", "session_hh"),
        ("fournisseur: {nom: X}", "il manque server_metadata_url"),
        (
            "fournisseur: {nom: X, server_metadata_url: u, client_id: c, redirect_uri: https://x/}",
            "oauth2callback",
        ),
    ],
)
def test_a_wrong_setting_is_said(vide, texte, mots):
    vide.identification.write_text(texte, encoding="utf-8")
    with pytest.raises(UsageError, match=mots):
        reglages.load(vide)
