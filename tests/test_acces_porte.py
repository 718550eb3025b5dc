"""The door under attack: padded names, clocks set back, requests that no browser sends, other
names of the server, requests never finished; and the honest use beside each.
"""

from __future__ import annotations

import contextlib
import logging
import random
import re
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest

from clas_data.acces import (
    comptes,
    identifiants,
    journal,
    ligne_de_commande,
    registre,
    reglages,
    sessions,
)
from clas_data.acces.essais import Essais, TropDEssais
from clas_data.config import DEPOT, Installation
from clas_data.errors import UsageError
from clas_data.fichiers import enveloppe
from clas_data.serveur import hotes, limites, menu
from clas_data.tables import sante
from tests import flux, reelle
from tests.flux import Flux
from tests.reelle import MIEN, MOT_DE_PASSE, SIRETS
from tests.serveur import Serveur

MOI = ligne_de_commande()
DECLAREE = "clas.exemple.fr"
PROXY = "127.0.0.1"


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    racine = tmp_path_factory.mktemp("porte") / "installation"
    reelle.installer(racine)
    return racine


@contextlib.contextmanager
def lancer(modele, racine, *, trace=False, **options):
    shutil.copytree(modele, racine)
    s = Serveur(racine, **options)
    try:
        yield s
    finally:
        s.arreter()
    assert trace or "Traceback" not in s.lire_journal(), s.lire_journal()[-3000:]


@pytest.fixture(scope="module")
def serveur(modele, tmp_path_factory):
    with lancer(modele, tmp_path_factory.mktemp("serveur") / "i") as s:
        yield s


@pytest.fixture
def compte(vide):
    comptes.creer(vide, MOI, "chef@caf.fr", "Chef", "administration")
    return vide


def brut(port: int, octets: bytes, attente_s: float = 20) -> bytes:
    """What the server answers to these bytes, whatever they are; until it closes or is silent."""
    recu = b""
    with socket.create_connection(("127.0.0.1", port), timeout=attente_s) as s:
        s.sendall(octets)
        with contextlib.suppress(OSError):
            s.shutdown(socket.SHUT_WR)
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while morceau := s.recv(65536):
                recu += morceau
    return recu


# --- the name of an account


@pytest.mark.parametrize(
    "saisi, nom",
    [
        ("  Chef@Caf.FR\t", "chef@caf.fr"),
        ("chef@caf.fr\u00a0", "chef@caf.fr"),
        ("123 456 789\u202f00012", "12345678900012"),
        ("chef@caf.fr" + " " * 200 + "x", "chef@caf.frx"),
        ("\u017fophie", None),
        ("\u212aelvin", None),
        ("chef@caf.fr\u200b", None),
        ("chef\x00@caf.fr", None),
        ("\uff43hef", None),
        ("a" * 101, None),
        ("", None),
    ],
)
def test_a_name_has_one_spelling(saisi, nom):
    assert identifiants.lisible(saisi) == nom
    assert identifiants.normaliser(identifiants.normaliser(saisi)) == identifiants.normaliser(saisi)


def test_tries_are_those_of_the_account_however_its_name_is_padded(modele, tmp_path):
    with lancer(modele, tmp_path / "i") as s:
        noms = ["direction", " Direction", "direction" + " " * 120, "DIREC TION", "direction\u00a0"]
        for nom in noms:
            assert flux.se_connecter(s.url, nom, "faux mot").status_code == 401
        for nom in [*noms, "d" + " " * 300 + "irection"]:
            assert flux.se_connecter(s.url, nom, MOT_DE_PASSE).status_code == 429
        assert flux.se_connecter(s.url, "comite", MOT_DE_PASSE).status_code == 303
        # names of no account are counted on the address
        statuts = [
            flux.se_connecter(s.url, f"\u017f{i}" + " " * 90, "faux").status_code for i in range(40)
        ]
        assert statuts.count(401) == 25 and statuts[-1] == 429
        dits = [a for a in journal.lire(Installation(s.racine), MOI) if a.type == "echec"]
        assert sum(a.detail == "trop d'essais" for a in dits) == 2, "said once, not at each try"


@pytest.mark.parametrize("saisi", ["  comite ", "COMITE", "Comite\t", "com ite"])
def test_an_ordinary_sign_in_with_spaces_and_capitals(serveur, saisi):
    assert flux.se_connecter(serveur.url, saisi, MOT_DE_PASSE).status_code == 303


def test_a_porteur_may_type_its_siret_in_groups(serveur):
    siret = SIRETS[MIEN]
    inst = Installation(serveur.racine)
    reelle.compte(inst, siret, "porteur", siret)
    groupes = f" {siret[:3]} {siret[3:6]}\u202f{siret[6:9]} {siret[9:]}"
    assert flux.se_connecter(serveur.url, groupes, MOT_DE_PASSE).status_code == 303


def test_one_subscriber_does_not_pass_for_many_in_ipv6(vide):
    regles, essais = reglages.load(vide), Essais()
    for i in range(regles.essais_adresse):
        essais.compter(regles, f"compte {i}", f"2001:db8:1:2::{i:x}")
    with pytest.raises(TropDEssais, match="votre poste"):
        essais.compter(regles, "autre", "2001:db8:1:2:ffff::1")
    essais.compter(regles, "autre", "2001:db8:1:3::1")
    assert identifiants.poste("::ffff:1.2.3.4") == "1.2.3.4" and identifiants.poste("") == ""


# --- sessions


def test_a_password_changed_ends_sessions_though_the_clock_went_back(compte, monkeypatch):
    cookie, _ = sessions.ouvrir(compte, "chef@caf.fr")
    maintenant = time.time()
    monkeypatch.setattr(time, "time", lambda: maintenant - 30)
    assert sessions.lire(compte, cookie) is not None, "a clock set right by little ends nothing"
    monkeypatch.setattr(time, "time", lambda: maintenant - 30)
    comptes.changer_mot_de_passe(compte, MOI, "chef@caf.fr", "trois petits chats bleus")
    monkeypatch.setattr(time, "time", lambda: maintenant)
    assert sessions.lire(compte, cookie) is None


def test_a_session_opened_later_than_now_has_no_end_and_opens_nothing(compte, monkeypatch):
    cookie, _ = sessions.ouvrir(compte, "chef@caf.fr")
    maintenant = time.time()
    monkeypatch.setattr(time, "time", lambda: maintenant - 3600)
    assert sessions.lire(compte, cookie) is None


@pytest.mark.parametrize("change", [{"role": "comite"}, {"siret": "1" * 14}, {"epoque": "autre"}])
def test_other_rights_end_open_sessions(compte, change):
    cookie, _ = sessions.ouvrir(compte, "chef@caf.fr")
    with registre.changement(compte) as tous:
        tous["chef@caf.fr"] = replace(tous["chef@caf.fr"], **change)
    assert sessions.lire(compte, cookie) is None


def test_a_sign_in_overtaken_by_a_change_of_password_opens_nothing(compte):
    reconnu = registre.lire(compte)["chef@caf.fr"]
    comptes.changer_mot_de_passe(compte, MOI, "chef@caf.fr", "trois petits chats bleus")
    cookie, _ = sessions.ouvrir(compte, "chef@caf.fr", reconnu.marque)
    assert sessions.lire(compte, cookie) is None


def test_the_session_of_an_account_of_the_demonstration_does_not_open_the_real_one(vide):
    passant = replace(MOI, demonstration=True)
    comptes.creer(vide, passant, "chef@caf.fr", "Passant", "administration")
    cookie, _ = sessions.ouvrir(vide, "chef@caf.fr")
    comptes.creer(vide, MOI, "chef@caf.fr", "Chef", "administration")
    assert sessions.lire(vide, cookie) is None


def test_accounts_written_before_are_read(compte):
    with registre.changement(compte):
        pass
    fichier = compte.comptes / "comptes.json"
    ancien = fichier.read_text("utf-8").replace('"epoque"', '"sessions_depuis": 12.5, "epoque"')
    fichier.write_text(ancien, "utf-8")
    assert registre.lire(compte)["chef@caf.fr"].nom == "Chef"


# --- requests that no browser sends

MAUVAIS = [
    "http://[x",
    "//[",
    "[::1",
    "http://[::1]:99999999",
    "http://a:b:c",
    "\xff\xfe",
    "%00",
    "%",
    "%ff%fe",
    "a" * 5000,
    "\u2028",
    "javascript:alert(1)",
    "//ailleurs.exemple",
    "/\\ailleurs.exemple",
    "\t//ailleurs.exemple",
    "http:ailleurs.exemple",
    "https:///ailleurs.exemple",
    "=;=;,",
    '"',
    "-1",
    "9" * 40,
]
CHEMINS = [
    "/",
    *[f"/{e}" for e in list(menu.ecrans())[:3]],
    "/connexion",
    "/connexion/fournisseur",
    "/invitation/x",
    "/invitation/%00",
    "/sante",
    "/declaration-accessibilite",
    "/contours/x/communes.geojson",
    "/contours/%00/%ff.geojson",
    "/media/x",
    "/media/%00.csv",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/%00",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
    "/_stcore/stream",
    "/_stcore/%00",
    "/component/x/%00",
    "/app/static/%00",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/%00",
    "/%ff",
    "//[x",
    "/.%00",
    "/" + "a" * 4000 + ".js",
]
ENTETES = [
    "host",
    "origin",
    "referer",
    "cookie",
    "content-type",
    "content-length",
    "range",
    "accept-encoding",
    "if-modified-since",
    "if-none-match",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-prefix",
    "forwarded",
    "upgrade",
    "sec-websocket-key",
    "authorization",
    "accept-language",
]


def requete(hasard: random.Random, port: int, session: str) -> bytes:
    """One request, wrong in one to three places."""
    chemin, methode = hasard.choice(CHEMINS), hasard.choice(["GET", "GET", "POST", "HEAD", "PUT"])
    entetes = {"host": f"127.0.0.1:{port}", "connection": "close"}
    if hasard.random() < 0.5:
        entetes["cookie"] = f"{sessions.COOKIE}={session}"
    if hasard.random() < 0.5:
        entetes["origin"] = f"http://127.0.0.1:{port}"
    if hasard.random() < 0.5:
        nom = hasard.choice(["suite", "campagne", "provider", "code", "state", "error"])
        valeur = hasard.choice(MAUVAIS).encode("utf-8")
        chemin += f"?{nom}=" + "".join(f"%{o:02x}" for o in valeur)
    for _ in range(hasard.randint(0, 2)):
        entetes[hasard.choice(ENTETES)] = hasard.choice(MAUVAIS)
    corps = b""
    if methode in ("POST", "PUT"):
        corps = hasard.choice(
            [
                b"",
                b"identifiant=x&mot_de_passe=y&suite=http://[x",
                b"identifiant=%00%ff&suite=%5b",
                b"a=1&" * 50,
                b"\x00\xff" * 30,
            ]
        )
        entetes.setdefault("content-length", str(len(corps)))
        entetes.setdefault(
            "content-type",
            hasard.choice(
                [
                    "application/x-www-form-urlencoded",
                    "application/x-www-form-urlencoded; charset=zzz",
                    "multipart/form-data; boundary=x; charset=zzz",
                    "multipart/form-data",
                    "",
                ]
            ),
        )
    tete = f"{methode} {chemin} HTTP/1.1\r\n".encode()
    lignes = b"".join(
        n.encode() + b": " + v.encode("utf-8").replace(b"\r", b"").replace(b"\n", b"") + b"\r\n"
        for n, v in entetes.items()
    )
    return tete + lignes + b"\r\n" + corps


def juger(recu: bytes, port: int) -> str | None:
    """Why this answer is a fault, if it is."""
    tete = recu.partition(b"\r\n\r\n")[0]
    if recu and tete.split(b" ")[1:2] >= [b"500"] and tete.split(b" ")[1] != b"503":
        return "500"
    for ligne in tete.lower().split(b"\r\n"):
        if ligne.startswith(b"location:"):
            ou = ligne.partition(b":")[2].strip()
            notre = f"http://127.0.0.1:{port}/".encode()
            if not (ou.startswith(notre) or (ou[:1] == b"/" and ou[1:2] not in (b"/", b"\\"))):
                return f"leads to {ou!r}"
    return "a traceback" if b"Traceback" in recu else None


def simples(hasard: random.Random) -> Iterator[bytes]:
    """Each address with each wrong value in its query, then in each header."""
    for chemin in CHEMINS:
        for valeur in MAUVAIS:
            code = "".join(f"%{o:02x}" for o in valeur.encode("utf-8"))
            yield f"GET {chemin}?suite={code}&code={code}&state={code} HTTP/1.1\r\n".encode()
        for nom in ENTETES:
            tete = f"{hasard.choice(['GET', 'POST'])} {chemin} HTTP/1.1\r\n{nom}: "
            yield tete.encode() + hasard.choice(MAUVAIS).encode("utf-8") + b"\r\n"
    for valeur in MAUVAIS:
        for nom in ENTETES:
            tete = f"POST /connexion HTTP/1.1\r\n{nom}: ".encode()
            yield tete + valeur.encode("utf-8") + b"\r\n"


@pytest.mark.parametrize("dedans", [False, True])
def test_no_request_is_answered_500_nor_leads_elsewhere(serveur, dedans):
    session = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    hasard, fautes, port = random.Random(13), [], serveur.port
    suite = f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n".encode()
    suite += f"Cookie: {sessions.COOKIE}={session if dedans else ''}\r\n".encode()
    envois = [e + suite + b"Connection: close\r\n\r\n" for e in simples(hasard)]
    # a header that comes twice is refused before its value is read: once each, too
    for envoi in [*envois, *map(une_fois, envois)]:
        faute = juger(brut(port, envoi), port)
        if faute:
            fautes.append((faute, envoi[:200]))
    for _ in range(300):
        envoi = requete(hasard, port, session)
        faute = juger(brut(port, envoi), port)
        if faute:
            fautes.append((faute, envoi[:200]))
    assert not fautes, (len(fautes), fautes[:5])
    assert httpx.get(f"{serveur.url}/sante").status_code == 200


def une_fois(envoi: bytes) -> bytes:
    """The same request, each header kept where it comes first."""
    lignes, vus = [], set()
    for ligne in envoi.removesuffix(b"\r\n\r\n").split(b"\r\n"):
        nom = ligne.partition(b":")[0].lower()
        if nom not in vus:
            lignes.append(ligne)
        vus.add(nom)
    return b"\r\n".join(lignes) + b"\r\n\r\n"


@pytest.mark.parametrize("nom", ["suite", "campagne"])
@pytest.mark.parametrize("valeur", MAUVAIS)
def test_a_wrong_address_to_come_back_to_leads_home(serveur, nom, valeur):
    page = httpx.get(f"{serveur.url}/connexion", params={nom: valeur})
    assert page.status_code == 200
    entree = flux.se_connecter(serveur.url, "comite", MOT_DE_PASSE, champs={nom: valeur})
    assert entree.status_code == 303 and entree.headers["location"] == "/"


@pytest.mark.parametrize("origine", ["http://[x", "//[", "null", "http://ailleurs.exemple", "x"])
def test_a_wrong_origin_is_another_site(serveur, origine):
    page = flux.se_connecter(serveur.url, "comite", MOT_DE_PASSE, headers={"origin": origine})
    assert page.status_code == 403 and "set-cookie" not in page.headers


@pytest.mark.parametrize(
    "genre, corps, statut",
    [
        ("multipart/form-data; boundary=x; charset=zzz", b"--x\r\n", 415),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 30_000, 413),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(50)), 400),
        ("application/x-www-form-urlencoded", b"identifiant=%ff", 400),
        ("application/x-www-form-urlencoded", b"\xff", 400),
    ],
)
def test_a_form_that_is_not_ours_is_refused_with_a_sentence(serveur, genre, corps, statut):
    entetes = {"origin": serveur.url, "content-type": genre}
    page = httpx.post(f"{serveur.url}/connexion", content=corps, headers=entetes)
    assert page.status_code == statut and 'lang="fr"' in page.text
    en_morceaux = httpx.post(f"{serveur.url}/connexion", content=iter([corps]), headers=entetes)
    assert en_morceaux.status_code == statut


# --- under which name


@pytest.fixture(scope="module")
def nomme(modele, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("nomme")
    shutil.copytree(modele, dossier / "modele")
    (dossier / "modele" / "identification.yaml").write_text(
        f"adresse: https://{DECLAREE}\nautres_adresses: ['http://clas.interne:8080']\n", "utf-8"
    )
    with lancer(dossier / "modele", dossier / "i") as s:
        yield s


@pytest.mark.parametrize(
    "hote, statut",
    [
        (DECLAREE, 200),
        (DECLAREE.upper() + ".:443", 200),
        ("clas.interne", 200),
        ("localhost:8501", 200),
        ("127.0.0.1", 200),
        ("[::1]:8501", 200),
        ("ailleurs.exemple", 421),
        (f"{DECLAREE}.ailleurs.exemple", 421),
        ("203.0.113.7", 421),
        (f"{DECLAREE}@ailleurs.exemple", 400),
        ("http://[x", 400),
        ("", 400),
    ],
)
def test_a_declared_installation_answers_under_its_names_only(nomme, hote, statut):
    octets = f"GET /connexion HTTP/1.1\r\nHost: {hote}\r\nConnection: close\r\n\r\n".encode()
    assert brut(nomme.port, octets).split(b" ")[1] == str(statut).encode()


def test_another_name_opens_no_websocket_and_takes_no_password(nomme):
    cookie = flux.cookie(nomme.url, "comite", MOT_DE_PASSE)
    with Flux(nomme.url, cookie) as f:
        f.ouvrir("actions")
    octets = (
        "GET /_stcore/stream HTTP/1.1\r\nHost: ailleurs.exemple\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://ailleurs.exemple\r\n"
        f"Cookie: {sessions.COOKIE}={cookie}\r\n\r\n"
    )
    assert brut(nomme.port, octets.encode()).split(b" ")[1] == b"403"
    entetes = {"host": "ailleurs.exemple", "origin": "http://ailleurs.exemple"}
    page = flux.se_connecter(nomme.url, "comite", MOT_DE_PASSE, headers=entetes)
    assert page.status_code == 421 and "set-cookie" not in page.headers
    entetes = {"host": "127.0.0.1", "origin": f"https://{DECLAREE}"}
    assert flux.se_connecter(nomme.url, "comite", MOT_DE_PASSE, headers=entetes).is_redirect


def test_two_names_in_one_request_are_refused():
    scope = {"headers": [(b"host", b"a.fr"), (b"host", b"b.fr")]}
    assert hotes.refus(scope) == 400


def test_an_address_that_is_none_is_said(vide):
    for texte in ("adresse: clas.exemple.fr", "autres_adresses: [12]", "autres_adresses: x"):
        vide.identification.write_text(texte, "utf-8")
        with pytest.raises(UsageError, match="adresse"):
            reglages.load(vide)


# --- behind a proxy


def _adresses(s: Serveur) -> set[str]:
    return {a.adresse for a in journal.lire(Installation(s.racine), MOI) if a.type == "echec"}


def _echecs(s: Serveur, transmises: list[str]) -> list[int]:
    return [
        flux.se_connecter(s.url, f"nul{i}", "faux", headers={"x-forwarded-for": a}).status_code
        for i, a in enumerate(transmises)
    ]


@pytest.mark.parametrize("declares, lues", [("10.9.9.9", False), (PROXY, True)])
def test_the_address_of_a_reader_comes_from_declared_proxies_only(modele, tmp_path, declares, lues):
    with lancer(modele, tmp_path / "i", environnement={"FORWARDED_ALLOW_IPS": declares}) as s:
        statuts = _echecs(s, [f"198.51.100.{i}" for i in range(40)])
        assert (429 in statuts) is not lues
        assert (_adresses(s) == {PROXY}) is not lues
        # a reader who writes the header itself: the proxy adds the address that it sees at the end
        _echecs(s, ["203.0.113.9, 198.51.100.200"])
        assert "203.0.113.9" not in _adresses(s)
        entetes = {"x-forwarded-proto": "https"}
        entree = flux.se_connecter(s.url, "comite", MOT_DE_PASSE, headers=entetes)
        if lues:
            assert "secure" in entree.headers["set-cookie"].lower()


# --- requests never finished

LENTE = "POST /connexion HTTP/1.1\r\nHost: {h}\r\nOrigin: http://{h}\r\n"
LENTE += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nident"


def _serrer(souple: int, dure: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (souple, dure))


@pytest.mark.parametrize(
    "souple, dure, journal_max", [(400, 400, 300_000), (400, limites.DESCRIPTEURS, 2_000)]
)
def test_requests_never_finished_neither_stop_the_server_nor_fill_its_log(
    modele, tmp_path, souple, dure, journal_max
):
    """Where the system refuses more descriptors, the event loop runs out of them for a while and
    says it, a bounded number of times; where it does not, it never runs out.
    """
    options = {"prealable": _serrer(souple, dure), "trace": souple == dure}
    with lancer(modele, tmp_path / "i", **options) as s, contextlib.ExitStack() as pile:
        hote, avant = f"127.0.0.1:{s.port}", len(s.lire_journal())
        ouvertes = []
        for i in range(1200):
            try:
                c = socket.create_connection(("127.0.0.1", s.port), timeout=5)
            except OSError:
                continue
            pile.callback(c.close)
            ouvertes.append(c)
            debut = LENTE.format(h=hote) if i % 2 else "GET / HTTP/1.1\r\nHost: x\r\nX-"
            with contextlib.suppress(OSError):
                c.sendall(debut.encode())
        fin = time.monotonic() + limites.ENTETES_S + 10
        while time.monotonic() < fin:
            for c in ouvertes[::7]:  # a byte now and then gives no more time
                with contextlib.suppress(OSError):
                    c.send(b"a")
            time.sleep(1)
        entree = flux.se_connecter(s.url, "comite", MOT_DE_PASSE, timeout=10)
        assert entree.status_code == 303 and len(s.lire_journal()) - avant < journal_max


def test_a_form_that_does_not_arrive_is_given_up_and_a_slow_honest_one_is_read(serveur):
    hote = f"127.0.0.1:{serveur.port}"
    debut = time.monotonic()
    with socket.create_connection(("127.0.0.1", serveur.port), timeout=30) as c:
        c.sendall(LENTE.format(h=hote).encode())
        assert c.recv(4096).split(b" ")[1] == b"408" and 8 < time.monotonic() - debut < 20

    def lentement():
        for morceau in (b"identifiant=comite", b"&mot_de_passe=", MOT_DE_PASSE.encode()):
            time.sleep(1)
            yield morceau.replace(b" ", b"+")

    entetes = {"origin": serveur.url, "content-type": "application/x-www-form-urlencoded"}
    page = httpx.post(f"{serveur.url}/connexion", content=lentement(), headers=entetes)
    assert page.status_code == 303


def test_a_window_left_open_is_not_a_request_never_finished(serveur):
    cookie = flux.cookie(serveur.url, "comite", MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f:
        f.ouvrir("actions")
        time.sleep(limites.ENTETES_S + 2)
        f.ouvrir("enfants")


def test_lines_of_one_kind_are_kept_back_and_counted():
    heure, lues = [0.0], []
    retenue = limites.Retenue(lambda: heure[0])

    def ecrire(texte: str, *valeurs: str) -> None:
        ligne = logging.LogRecord("x", logging.WARNING, "f.py", 1, texte, valeurs, None)
        if retenue.filter(ligne):
            lues.append(ligne.getMessage())

    for i in range(1000):
        ecrire("faux %s", str(i))
    assert len(lues) == limites.LIGNES_MAX
    ecrire("autre")
    assert lues[-1] == "autre"
    heure[0] = limites.LIGNES_S
    ecrire("faux %s", "x")
    assert lues[-1] == f"faux x (and {1000 - limites.LIGNES_MAX} such lines kept back)"


def test_wrong_bytes_do_not_fill_the_log(serveur):
    avant = len(serveur.lire_journal())
    for _ in range(300):
        brut(serveur.port, b"\x00\xff\r\n\r\n")
    assert len(serveur.lire_journal()) - avant < 5_000


# --- what an honest reader does


def test_a_link_followed_after_sign_in_a_reload_and_a_sign_out(serveur):
    with httpx.Client(follow_redirects=True) as client:
        page = client.get(f"{serveur.url}/actions?campagne={reelle.PUBLIEE}")
        suite = page.url.params["suite"]
        champs = {"identifiant": "comite", "mot_de_passe": MOT_DE_PASSE, "suite": suite}
        entree = client.post(
            f"{serveur.url}/connexion", data=champs, headers={"origin": serveur.url}
        )
        assert str(entree.url) == f"{serveur.url}/actions?campagne={reelle.PUBLIEE}"
        assert client.get(entree.url).url == entree.url
        sessions.fermer(Installation(serveur.racine), client.cookies[sessions.COOKIE])
        assert client.get(entree.url).url.path == "/connexion"


def test_the_unit_file_and_the_image_ask_for_what_the_server_counts_on():
    page = (DEPOT / "docs" / "exploitation.md").read_text("utf-8")
    assert f"LimitNOFILE={limites.DESCRIPTEURS}\n" in page
    assert f"--ulimit nofile={limites.DESCRIPTEURS}:{limites.DESCRIPTEURS}" in page
    assert "\nMemoryMax=" in page
    for limite in ("--memory ", "--pids-limit ", "--log-opt max-size="):
        assert limite in page, limite
    assert page.count("FORWARDED_ALLOW_IPS=") == 2
    assert "FORWARDED_ALLOW_IPS=127.0.0.1" in (DEPOT / "Dockerfile").read_text("utf-8")


def test_the_unit_file_is_one_that_systemd_accepts(tmp_path):
    """Without its user and its program, which this machine need not have."""
    if not (verifier := shutil.which("systemd-analyze")):
        pytest.skip("systemd is not here")
    page = (DEPOT / "docs" / "exploitation.md").read_text("utf-8")
    unite = re.search(r"```\n(\[Unit\].*?)```", page, re.S)[1]
    unite = re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", unite).replace("User=clas", "")
    (tmp_path / "clas.service").write_text(unite)
    fait = subprocess.run(
        [verifier, "verify", str(tmp_path / "clas.service")], capture_output=True, text=True
    )
    dits = [l for l in (fait.stdout + fait.stderr).splitlines() if "clas.service" in l]
    assert not dits, dits


def test_nginx_gives_the_name_the_scheme_and_the_reader_and_keeps_windows_open():
    page = (DEPOT / "docs" / "exploitation.md").read_text("utf-8")
    for ligne in (
        "proxy_set_header Host $host;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_read_timeout 3600s;",
    ):
        assert ligne in page, ligne
    corps = int(re.search(r"client_max_body_size (\d+)m;", page)[1])
    assert corps * enveloppe.MO >= enveloppe.TAILLE_MAX


def test_the_diagnostic_of_real_data_asks_for_the_address(modele, tmp_path):
    inst = Installation(tmp_path / "i")
    shutil.copytree(modele, inst.racine)
    assert [c.etat for c in sante.constater(inst) if c.quoi == "adresse"] == [sante.ALERTE]
    inst.identification.write_text("adresse: https://clas.exemple.fr\n")
    assert not [c for c in sante.constater(inst) if c.quoi == "adresse"]
