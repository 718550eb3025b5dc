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

from clas_data.acces import (
    comptes,
    invitations,
    journal,
    ligne_de_commande,
    registre,
    reglages,
    sessions,
)
from clas_data.acces import fournisseur as acces_fournisseur
from clas_data.config import DEPOT, Installation
from clas_data.errors import AccesRefuse, UsageError
from tests import reelle
from tests.fournisseur_identite import CLIENT, SECRET
from tests.reelle import MIEN, PUBLIEE, SIRETS
from tests.serveur import Serveur, port_libre

MOI = ligne_de_commande()
ABSENT = object()
SUR = {"email_verified": True, "groupes": ["clas-comite"]}
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
    compte = registre.lire(inst)["chef@caf.fr"]
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
    # an administrator closes what the provider had opened, at once and for the next time
    comptes.revoquer(inst, MOI, "chef@caf.fr")
    assert client.get(f"{serveur.url}/actions").url.path == "/connexion"
    assert "révoqué" in entrer(sub="1", email="chef@caf.fr", **SUR)[1].text


def test_an_account_made_here_keeps_the_role_that_was_given_here(serveur, entrer):
    inst = Installation(serveur.racine)
    comptes.creer(inst, MOI, "dsden@ac.fr", "DSDEN", "partenaire")
    client, arrivee = entrer(sub="2", email="dsden@ac.fr", **SUR)
    assert (
        arrivee.url.path == "/actions"
        and sessions.lire(inst, client.cookies[sessions.COOKIE]).role == "partenaire"
    )


def test_a_porteur_comes_with_its_siret(serveur, entrer):
    from tests.flux import Flux

    client, arrivee = entrer(
        sub="3", email="p@asso.fr", email_verified=True, groupes=["porteurs"], siret=SIRETS[MIEN]
    )
    assert arrivee.url.path == "/actions"
    with Flux(serveur.url, client.cookies[sessions.COOKIE]) as f:
        f.lancer("actions")
        assert MIEN.encode() in f.recu and not [m for m in reelle.INTERDITS if m.encode() in f.recu]


@pytest.mark.parametrize(
    "personne, mots",
    [
        ({"groupes": []}, "aucun droit"),
        ({"groupes": None}, "aucun droit"),
        ({"groupes": ["administration"]}, "aucun droit"),
        ({"groupes": "clas-comite x"}, "aucun droit"),
        ({"groupes": {"clas-comite": True}}, "forme inattendue"),
        ({"groupes": [["clas-comite"]]}, "forme inattendue"),
        ({"groupes": ["clas-comite"] * 1001}, "forme inattendue"),
        ({"email": None}, "n'a pas transmis"),
        ({"email": ["x@x.fr"]}, "n'a pas transmis"),
        ({"email": "x@x.fr\n"}, "n'a pas transmis"),
        ({"email": "x" * 5000}, "n'a pas transmis"),
        ({"email": "x@x.fr<script>"}, "n'a pas transmis"),
        ({"sub": 9}, "n'a pas abouti"),
        ({"sub": ""}, "qui vous désigne"),
        ({"sub": "9" * 256}, "qui vous désigne"),
        ({"groupes": ["porteurs"]}, "SIRET"),
        ({"groupes": ["porteurs"], "siret": 12345678901234}, "SIRET"),
        ({"groupes": ["porteurs"], "siret": "\u0661" * 14}, "SIRET"),
        ({"email_verified": False}, "pas vérifié"),
        ({"email_verified": None}, "pas vérifié"),
        ({"email_verified": 0}, "pas vérifié"),
        ({"email_verified": 1}, "pas vérifié"),
        ({"email_verified": "true"}, "pas vérifié"),
        ({"email_verified": "false"}, "pas vérifié"),
        ({"email_verified": [True]}, "pas vérifié"),
        ({"email_verified": ABSENT}, "pas vérifié"),
        ({"iat": 1_000_000_000}, "Recommencez"),
        ({"iat": "hier"}, ""),
        ({"iat": True}, ""),
        ({"exp": 1_000_000_000}, "n'a pas abouti"),
        ({"iss": "https://ailleurs.exemple"}, "n'a pas abouti"),
        ({"faute": "signature"}, "n'a pas abouti"),
        ({"faute": "audience"}, "n'a pas abouti"),
        ({"faute": "nonce"}, "n'a pas abouti"),
        ({"faute": "refus"}, "n'a pas abouti"),
    ],
)
def test_who_is_not_named_or_comes_with_a_forged_token_stays_out_and_knows_why(
    serveur, entrer, personne, mots
):
    dit = {"sub": "9", "email": "x@x.fr", **SUR, **personne}
    client, arrivee = entrer(**{n: v for n, v in dit.items() if v is not ABSENT})
    assert (
        arrivee.status_code == 403
        and mots.casefold() in arrivee.text.replace("&#x27;", "'").casefold()
    )
    assert sessions.COOKIE not in client.cookies and "x@x.fr" not in registre.lire(
        Installation(serveur.racine)
    )
    assert client.get(f"{serveur.url}/actions").url.path == "/connexion"


def test_an_account_with_a_password_is_closed_to_the_provider_however_its_name_is_spelt(
    serveur, entrer
):
    inst = Installation(serveur.racine)
    reelle.compte(inst, "chef@exemple.fr", "administration")
    comptes.creer(inst, MOI, "invite@exemple.fr", "Invité", "comite")
    invitations.inviter(inst, MOI, "invite@exemple.fr")
    for courriel in ("chef@exemple.fr", " CHEF@exemple.fr ", "invite@exemple.fr"):
        client, arrivee = entrer(sub="4", email=courriel, **SUR)
        assert arrivee.status_code == 403 and "mot de passe" in arrivee.text
        assert sessions.COOKIE not in client.cookies
    for courriel in ("chef@ex\u017fmple.fr", "chef@e\u017fe.fr", "\uff43hef@exemple.fr"):
        assert entrer(sub="4", email=courriel, **SUR)[1].status_code == 403
    reelle.compte(inst, "sos@exemple.fr", "comite")
    assert entrer(sub="4", email="\u017fo\u017f@exemple.fr", **SUR)[1].status_code == 403
    assert not registre.lire(inst)["chef@exemple.fr"].sujet


def test_an_account_belongs_to_the_first_subject_whatever_name_comes_later(serveur, entrer):
    inst = Installation(serveur.racine)
    assert entrer(sub="5", email="lea@caf.fr", **SUR)[1].url.path == "/actions"
    assert registre.lire(inst)["lea@caf.fr"].sujet == "5"
    autre, arrivee = entrer(sub="6", email="lea@caf.fr", **SUR)
    assert arrivee.status_code == 403 and "autre identité" in arrivee.text
    assert sessions.COOKIE not in autre.cookies
    dite = journal.lire(inst, MOI)[-1]
    assert (dite.type, dite.qui) == ("echec", "lea@caf.fr") and "autre identité" in dite.detail
    client, arrivee = entrer(sub="5", email="lea.nouveau@caf.fr", **SUR)
    assert arrivee.url.path == "/actions" and "lea.nouveau@caf.fr" not in registre.lire(inst)
    assert sessions.lire(inst, client.cookies[sessions.COOKIE]).identifiant == "lea@caf.fr"
    comptes.revoquer(inst, MOI, "lea@caf.fr")
    assert "révoqué" in entrer(sub="5", email="encore@caf.fr", **SUR)[1].text
    comptes.retablir(inst, MOI, "lea@caf.fr")
    assert entrer(sub="6", email="lea@caf.fr", **SUR)[1].url.path == "/actions"


def test_a_changed_role_ends_the_sessions_of_the_former_one(serveur, entrer):
    premier, _ = entrer(sub="7", email="role@caf.fr", **SUR)
    porteur = {"email_verified": True, "groupes": "porteurs", "siret": SIRETS[MIEN]}
    second, _ = entrer(sub="7", email="role@caf.fr", **porteur)
    assert premier.get(f"{serveur.url}/actions").url.path == "/connexion"
    assert second.get(f"{serveur.url}/actions").url.path == "/actions"


@pytest.mark.parametrize("nom", ["x" * 101, "a\u202eb", "a\nb", "a\u2028b", 12, None, ["x"], " "])
def test_a_name_that_cannot_be_shown_gives_way_to_the_account_s(serveur, entrer, nom):
    assert entrer(sub="8", email="nom@caf.fr", name=nom, **SUR)[1].url.path == "/actions"
    assert registre.lire(Installation(serveur.racine))["nom@caf.fr"].nom == "nom@caf.fr"


def test_the_same_answer_opens_once(serveur, entrer):
    client, arrivee = entrer(sub="10", email="rejeu@caf.fr", **SUR)
    retour = next(r.url for r in arrivee.history if r.url.path == "/oauth2callback")
    assert client.get(retour).status_code == 403
    assert httpx.get(retour, follow_redirects=True).status_code == 403


def test_settings_open_what_is_closed_by_default_and_name_whom_they_trust(vide):
    iss, moi = "https://identite.exemple.fr", {"sub": "1", "email": "chef@exemple.fr"}
    regle = {"nom": "Caf", "server_metadata_url": f"{iss}/x", "client_id": "c", **REGLES}
    regle["redirect_uri"] = "https://x/oauth2callback"

    def regler(**plus) -> None:
        vide.identification.write_text(yaml.safe_dump({"fournisseur": regle | plus}), "utf-8")

    def entree(**plus):
        return acces_fournisseur.compte(vide, {"iss": iss, "iat": time.time(), **moi, **plus})

    reelle.compte(vide, "chef@exemple.fr", "administration")
    regler()
    with pytest.raises(AccesRefuse, match="son mot de passe"):
        entree(email_verified=True)
    regler(comptes_locaux=True)
    with pytest.raises(AccesRefuse, match="pas vérifié"):
        entree()
    assert entree(email_verified=True).role == "administration"
    regler(comptes_locaux=True, emetteur_sur=iss)
    assert entree().role == "administration"
    with pytest.raises(AccesRefuse, match="pas vérifié"):
        entree(iss="https://ailleurs.exemple")
    with pytest.raises(AccesRefuse, match="autre identité"):
        entree(sub="2")


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
