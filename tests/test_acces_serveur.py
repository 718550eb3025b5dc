"""Nothing leaks: each role, each page, changed addresses, downloads, uploads, other people's files,
raw websocket; as an intruder would try.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import time
import zipfile

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from clas_data.acces import (
    comptes,
    invitations,
    journal,
    ligne_de_commande,
    profil_demonstration,
    roles,
    sessions,
)
from clas_data.config import Installation
from clas_data.fichiers import disque
from clas_data.serveur import menu
from clas_data.tables import importation
from tests import flux, reelle
from tests.flux import Flux
from tests.outils import classeur
from tests.reelle import AUTRES, CACHEE, CODES, INTERDITS, MIEN, MOT_DE_PASSE, PUBLIEE, SIRETS
from tests.serveur import Serveur, en_marche

MOI = ligne_de_commande()


@pytest.fixture(scope="module")
def modele(tmp_path_factory):
    racine = tmp_path_factory.mktemp("reelle") / "installation"
    reelle.installer(racine)
    return racine


@pytest.fixture(scope="module")
def serveur(modele, tmp_path_factory):
    racine = tmp_path_factory.mktemp("serveur_reel") / "installation"
    shutil.copytree(modele, racine)
    with en_marche(racine) as s:
        yield s


@pytest.fixture(scope="module")
def jetons(serveur):
    """The cookie of each role. The committee reads every page first: whatever is cached then is
    there for the porteur to be given by mistake.
    """
    obtenus = {role: flux.cookie(serveur.url, role, MOT_DE_PASSE) for role in roles()}
    for page in menu.ecrans():
        with Flux(serveur.url, obtenus["administration"]) as f:
            f.ouvrir(page)
    return obtenus


def fuites(octets: bytes) -> list[str]:
    return [m for m in INTERDITS if m.encode() in octets]


def deplie(contenu: bytes) -> bytes:
    """The text of a file, that of a workbook or of a zip included."""
    if not contenu.startswith(b"PK"):
        return contenu
    with zipfile.ZipFile(io.BytesIO(contenu)) as z:
        return b"\n".join(z.read(n) for n in z.namelist())


def telecharger(f: Flux, cookie: str | None) -> dict[str, bytes]:
    """Every file that the screen just shown offers, asked for as its button does."""
    obtenus = {}
    for bouton in f.deltas("download_button"):
        url = bouton.url
        if bouton.deferred_file_id:
            f.differe(bouton.deferred_file_id)
            url = f.attendre("backend_operation_response").deferred_file.url
            assert url, f.messages[-1]
        reponse = httpx.get(f.url + url, cookies={sessions.COOKIE: cookie} if cookie else {})
        assert reponse.status_code == 200, (bouton.label, reponse.status_code)
        obtenus[bouton.id] = deplie(reponse.content)
    return obtenus


# --- the door


@pytest.mark.parametrize("page", ["", *menu.ecrans()])
def test_a_direct_link_on_a_server_just_started_leads_to_the_sign_in_page_and_back(serveur, page):
    reponse = httpx.get(f"{serveur.url}/{page}?campagne={PUBLIEE}")
    assert (
        reponse.status_code == 303
        and reponse.headers["location"].startswith("/connexion?suite=")
        and not reponse.content
    )
    entree = flux.se_connecter(
        serveur.url, "comite", MOT_DE_PASSE, champs={"suite": f"/{page}?campagne={PUBLIEE}"}
    )
    assert entree.headers["location"] == f"/{page}?campagne={PUBLIEE}"


@pytest.mark.parametrize(
    "chemin, statut",
    [
        ("/media/0123456789abcdef0123456789abcdef.csv", 403),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/upload_file/a/b", 403),
        ("/component/x/index.html", 403),
        ("/_stcore/bidi-components/x/y", 403),
        ("/auth/login?provider=x", 404),
        ("/oauth2callback", 404),
        ("/_stcore/health", 200),
        ("/sante", 200),
        ("/connexion", 200),
        ("/app/static/x", 303),
        ("/invitation/rien", 410),
    ],
)
def test_what_a_passer_by_gets(serveur, chemin, statut):
    reponse = httpx.get(serveur.url + chemin)
    assert reponse.status_code == statut
    assert (
        reponse.headers["x-frame-options"] == "DENY"
        and "frame-ancestors 'none'" in reponse.headers["content-security-policy"]
    )
    assert not fuites(reponse.content) and MIEN not in reponse.text


@pytest.mark.parametrize("cookie", [None, "n'importe quoi", "IjEi.signature", ""])
def test_the_websocket_is_closed_to_who_has_not_signed_in(serveur, cookie):
    with pytest.raises(InvalidStatus):
        Flux(serveur.url, cookie)


def test_a_session_cookie_is_signed_http_only_lax_and_a_changed_one_opens_nothing(serveur):
    reponse = flux.se_connecter(serveur.url, "porteur", MOT_DE_PASSE)
    pose = reponse.headers["set-cookie"].lower()
    assert (
        "httponly" in pose
        and "samesite=lax" in pose
        and "path=/" in pose
        and "max-age=36000" in pose
        and "secure" not in pose
    )
    assert (
        "secure"
        in flux.se_connecter(
            serveur.url, "porteur", MOT_DE_PASSE, headers={"x-forwarded-proto": "https"}
        )
        .headers["set-cookie"]
        .lower()
    )
    valeur = reponse.cookies[sessions.COOKIE]
    assert httpx.get(serveur.url, cookies={sessions.COOKIE: valeur}).status_code == 200
    for fausse in (valeur[:-1], valeur.replace(".", "x."), "x" + valeur):
        assert httpx.get(serveur.url, cookies={sessions.COOKIE: fausse}).status_code == 303


@pytest.mark.parametrize(
    "entetes", [{"origin": ""}, {"origin": "https://ailleurs.exemple"}, {"origin": "null"}]
)
def test_a_sign_in_sent_from_another_site_is_refused(serveur, entetes):
    reponse = httpx.post(
        f"{serveur.url}/connexion",
        data={"identifiant": "porteur", "mot_de_passe": MOT_DE_PASSE},
        headers=entetes,
    )
    assert (
        reponse.status_code == 403
        and "set-cookie" not in reponse.headers
        and "refusée" in reponse.text
    )


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple",
        "/\\ailleurs.exemple",
        "javascript:alert(1)",
        "/inconnue",
        "/comptes/../../x",
    ],
)
def test_signing_in_leads_to_our_screens_only(serveur, suite):
    assert (
        flux.se_connecter(serveur.url, "comite", MOT_DE_PASSE, champs={"suite": suite}).headers[
            "location"
        ]
        == "/"
    )


def test_a_wrong_password_and_an_unknown_account_are_told_the_same(serveur):
    pages = [
        flux.se_connecter(serveur.url, qui, "pas le bon mot").text.replace(qui, "")
        for qui in ("direction", "inconnue")
    ]
    assert pages[0] == pages[1] and "incorrect" in pages[0] and 'lang="fr"' in pages[0]


def test_too_many_tries_wait_and_say_how_long_even_for_the_right_password(serveur):
    reelle.compte(Installation(serveur.racine), "assailli", "partenaire")
    statuts = [
        flux.se_connecter(serveur.url, "assailli", f"essai numero {i}").status_code
        for i in range(6)
    ]
    assert statuts == [401] * 5 + [429]
    bon = flux.se_connecter(serveur.url, "assailli", MOT_DE_PASSE)
    assert (
        bon.status_code == 429
        and re.search(r"Attendez 1[45].minutes", bon.text)
        and int(bon.headers["retry-after"]) > 60
    )
    assert flux.se_connecter(serveur.url, "comite", MOT_DE_PASSE).status_code == 303, (
        "another account is not held back"
    )


# --- the table: role × page


@pytest.mark.parametrize("role, page", [(r, p) for r in roles() for p in menu.ecrans()])
def test_each_role_gets_its_pages_and_nothing_of_the_others(serveur, jetons, role, page):
    with Flux(serveur.url, jetons[role]) as f:
        f.ouvrir(page)
        alertes = [a.body for a in f.deltas("alert")]
        if page not in roles()[role].pages:
            assert any(f"« {roles()[role].titre} »" in a and "page" in a for a in alertes), (
                "the refusal says why"
            )
            assert (
                not f.deltas("dataframe")
                and not f.tables()
                and not f.deltas("plotly_chart")
                and not f.deltas("download_button")
                and not f.deltas("file_uploader")
            )
            assert not fuites(f.recu) and MIEN.encode() not in f.recu
            return
        recus = {"écran": f.recu, **telecharger(f, jetons[role])}
    if roles()[role].lignes == "siennes":
        assert not {ou: fuites(octets) for ou, octets in recus.items() if fuites(octets)}
        assert not [ou for ou, octets in recus.items() if f"{MIEN} {CACHEE}".encode() in octets], (
            "a campagne that is not published"
        )


def test_no_tab_of_a_porteur_holds_anything_of_the_others(serveur, jetons):
    """The table above opens each page on its first tab: here, every one of them, its lists and its
    files.
    """
    vus = []
    for page in sorted(roles()["porteur"].pages & set(menu.ecrans())):
        with Flux(serveur.url, jetons["porteur"]) as f:
            f.lancer(page)
            onglets = [
                m.delta.add_block.tab.label
                for m in f.messages
                if m.WhichOneof("type") == "delta" and m.delta.add_block.tab.label
            ]
        for onglet in onglets:
            with Flux(serveur.url, jetons["porteur"]) as f:
                f.ouvrir(page, onglet=onglet)
                recus = [f.recu, *telecharger(f, jetons["porteur"]).values()]
            assert not [(page, onglet, m) for octets in recus for m in fuites(octets)]
            assert not [(page, onglet) for octets in recus if f"{MIEN} {CACHEE}".encode() in octets]
            vus.append(onglet)
    assert {
        "Vos chiffres",
        "Actions comparables",
        "Vos droits, et si…",
        "Colonnes des fichiers",
    } <= set(vus)


def test_the_table_can_see_a_leak(serveur, jetons):
    """What it looks for is really there for who may read it: on screen, in a csv, in a workbook, in
    a sheet.
    """
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        assert set(fuites(f.recu)) == {m for n in AUTRES for m in (n, CODES[n])}
        assert any(set(fuites(c)) for c in telecharger(f, jetons["comite"]).values())
        f.lancer("actions", porteur=SIRETS[AUTRES[0]])
        assert SIRETS[AUTRES[0]] in fuites(f.recu)
    with Flux(serveur.url, jetons["porteur"]) as f:
        f.lancer("actions")
        assert MIEN.encode() in f.recu and CODES[MIEN].encode() in f.recu


# --- the intruder: a porteur's account, and addresses changed by hand

AILLEURS = AUTRES[0]
ADRESSES = [
    {"action": CODES[AILLEURS]},
    {"porteur": SIRETS[AILLEURS]},
    {"q": AILLEURS},
    {"q": "QX"},
    {"campagne": CACHEE},
    {"campagne": CACHEE, "action": CODES[MIEN]},
    {"action": CODES[MIEN], "annee": CACHEE},
    {"porteur": SIRETS[AILLEURS], "action": CODES[AILLEURS]},
    {"type": "centre social"},
    {"decision": "agréée"},
    {"onglet": "Journal"},
    {"onglet": "Comptes"},
    {"epci": "Grenoble-Alpes-Métropole"},
    {"indicateur": "Porteurs"},
    {"siret": SIRETS[AILLEURS]},
    {"role": "comite"},
]


@pytest.mark.parametrize(
    "adresse", ADRESSES, ids=lambda a: "&".join(f"{k}={v}" for k, v in a.items())
)
def test_another_address_gives_a_porteur_nothing_more(serveur, jetons, adresse):
    # the screen may repeat what the intruder wrote: that teaches nothing
    siens = set(adresse.values())
    for page in sorted(roles()["porteur"].pages & set(menu.ecrans())):
        with Flux(serveur.url, jetons["porteur"]) as f:
            f.ouvrir(page, **adresse)
            recus = [
                f.recu,
                *(telecharger(f, jetons["porteur"]).values() if page == "actions" else ()),
            ]
        assert not [(page, m) for octets in recus for m in fuites(octets) if m not in siens]
        assert not [page for octets in recus if f"{MIEN} {CACHEE}".encode() in octets]


@pytest.mark.parametrize(
    "cle, vrai, faux",
    [("action", CODES[AILLEURS], "QXZ9"), ("porteur", SIRETS[AILLEURS], reelle.siret(77))],
)
def test_what_exists_elsewhere_is_told_as_what_does_not_exist(serveur, jetons, cle, vrai, faux):
    reponses = []
    for valeur in (vrai, faux):
        with Flux(serveur.url, jetons["porteur"]) as f:
            f.lancer("actions", **{cle: valeur})
            reponses.append([a.body.replace(valeur, "…") for a in f.deltas("alert")])
    assert reponses[0] == reponses[1] and reponses[0]


def test_widgets_set_by_hand_to_what_was_not_offered(serveur, jetons):
    """The state of a widget comes from the browser: an intruder writes what he wants in it."""
    with Flux(serveur.url, jetons["porteur"]) as f:
        f.lancer("actions")
        etats = {d.id: {"string_value": v} for d in f.deltas("selectbox") for v in (CACHEE,)} | {
            d.id: {"string_value": "QX"} for d in f.deltas("text_input")
        }
        f.lancer("actions", etats)
        f.lancer("vue_ensemble", {d.id: {"string_value": CACHEE} for d in f.deltas("selectbox")})
        assert not fuites(f.recu) and f"{MIEN} {CACHEE}".encode() not in f.recu


def test_the_file_of_a_page_asked_by_its_hash_is_guarded_too(serveur, jetons):
    with Flux(serveur.url, jetons["administration"]) as f:
        f.lancer("donnees")
        pages = next(
            m.navigation for m in f.messages if m.WhichOneof("type") == "navigation"
        ).app_pages
        hashes = {p.url_pathname: p.page_script_hash for p in pages}
    with Flux(serveur.url, jetons["porteur"]) as f:
        for nom in ("donnees", "comptes"):
            f.lancer(nom, hash_=hashes[nom])
        assert (
            not f.deltas("file_uploader")
            and not fuites(f.recu)
            and b"Compte administration" not in f.recu
        )


def test_an_export_of_the_committee_is_not_for_a_porteur(serveur, jetons):
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        telecharger(f, jetons["comite"])
        (url, *_) = re.findall(r"/media/[0-9a-f]{32}\.csv", f.recu.decode("latin-1"))
        differe = f.deltas("download_button")[0].deferred_file_id
        assert fuites(
            httpx.get(serveur.url + url, cookies={sessions.COOKIE: jetons["comite"]}).content
        )
        for role in ("porteur", "partenaire", "direction"):
            refus = httpx.get(serveur.url + url, cookies={sessions.COOKIE: jetons[role]})
            assert refus.status_code == 403 and not fuites(refus.content)
        assert httpx.get(serveur.url + url).status_code == 403
        with Flux(
            serveur.url, jetons["porteur"]
        ) as intrus:  # the same file, asked for before it is prepared
            intrus.lancer("actions")
            intrus.differe(differe)
            intrus.lancer("actions")
            assert not [
                m for m in intrus.messages if m.WhichOneof("type") == "backend_operation_response"
            ] and not fuites(intrus.recu)


def test_a_file_taken_away_in_parts_is_in_the_journal_too(serveur, jetons):
    def exports() -> int:
        return sum(a.type == "export" for a in journal.lire(Installation(serveur.racine), MOI))

    with Flux(serveur.url, jetons["partenaire"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        telecharger(f, jetons["partenaire"])
        (url, *_) = re.findall(r"/media/[0-9a-f]{32}\.csv", f.recu.decode("latin-1"))
        avant = exports()
        partie = httpx.get(
            serveur.url + url,
            cookies={sessions.COOKIE: jetons["partenaire"]},
            headers={"range": "bytes=0-"},
        )
    assert partie.status_code == 206 and fuites(partie.content) and exports() == avant + 1


def test_a_link_cannot_put_its_own_link_on_our_screens(serveur, jetons):
    """The screen repeats what a link asked for: as words, never as a link to elsewhere or an
    image.
    """
    piege = "[Reconnectez-vous](https://ailleurs.exemple) www.ailleurs.exemple"
    for page, cle in (
        ("actions", "decision"),
        ("actions", "action"),
        ("actions", "porteur"),
        ("actions", "campagne"),
    ):
        with Flux(serveur.url, jetons["porteur"]) as f:
            f.lancer(page, **{cle: piege})
            dites = [a.body for a in f.deltas("alert") if "ailleurs" in a.body]
        assert dites and all(
            r"\[Reconnectez-vous\](https\://ailleurs\.exemple) www\.ailleurs" in d for d in dites
        ), (page, cle, dites)


@pytest.mark.parametrize(
    "genre",
    ["clear_cache", "install_skills", "debug_shutdown_runtime", "load_git_info", "dataframe_chunk"],
)
def test_messages_that_are_not_for_readers_go_nowhere(serveur, jetons, genre):
    message = BackMsg()
    if genre == "install_skills":
        message.backend_operation_request.install_skills.SetInParent()
    elif genre == "dataframe_chunk":
        message.backend_operation_request.dataframe_chunk.source_id = "0" * 32
    else:
        setattr(message, genre, True)
    with Flux(serveur.url, jetons["porteur"]) as f:
        f.lancer("dictionnaire")
        if message.HasField("backend_operation_request"):
            message.backend_operation_request.session_id = f.session
        f.envoyer(message)
        f.lancer("dictionnaire")
        assert not [m for m in f.messages if m.WhichOneof("type") == "backend_operation_response"]
    assert httpx.get(f"{serveur.url}/_stcore/health").status_code == 200


def test_reconnecting_to_the_session_of_another_gives_one_s_own_screens(serveur, jetons):
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        numero = f.session
    with Flux(serveur.url, jetons["porteur"], session=numero) as intrus:
        intrus.lancer("actions")
        assert not fuites(intrus.recu) and MIEN.encode() in intrus.recu


# --- uploads


def _adresse_depot(f: Flux) -> str:
    message = BackMsg()
    message.file_urls_request.request_id, message.file_urls_request.session_id = "r", "s"
    message.file_urls_request.file_names.append("x.csv")
    f.envoyer(message)
    return f.attendre("file_urls_response").file_urls[0].upload_url


def _deposer(url: str, chemin: str, cookie: str) -> int:
    avant = httpx.get(f"{url}/_stcore/host-config", cookies={sessions.COOKIE: cookie})
    xsrf = avant.cookies.get("_streamlit_xsrf") or httpx.get(f"{url}/_stcore/health").cookies.get(
        "_streamlit_xsrf", ""
    )
    return httpx.put(
        url + chemin,
        files={"file": ("x.csv", b"a;b\n1;2\n")},
        headers={"X-Xsrftoken": xsrf},
        cookies={sessions.COOKIE: cookie, "_streamlit_xsrf": xsrf},
    ).status_code


@pytest.mark.parametrize("role", list(roles()))
def test_only_those_who_may_import_can_send_a_file(serveur, jetons, role):
    with Flux(serveur.url, jetons[role]) as f:
        f.lancer("donnees")
        statut = _deposer(serveur.url, _adresse_depot(f), jetons[role])
    assert statut == (204 if "importer" in roles()[role].actions else 403)


def test_a_porteur_cannot_send_a_file_into_the_session_of_the_committee(serveur, jetons):
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("donnees")
        adresse = _adresse_depot(f)
        assert (
            _deposer(serveur.url, adresse, jetons["porteur"]) == 403
            and _deposer(serveur.url, adresse, "") == 403
        )
        assert _deposer(serveur.url, adresse, jetons["comite"]) == 204


# --- ends


def _fin_de_session(f: Flux) -> None:
    """From the very next message on, whatever it asks for, the screen says that the session is over
    and shows nothing.
    """
    f.recu, f.messages = b"", []
    f.lancer("actions", campagne=PUBLIEE)
    assert (
        any("Identifiez-vous" in a.body for a in f.deltas("alert"))
        and not fuites(f.recu)
        and MIEN.encode() not in f.recu
    )


@pytest.mark.parametrize(
    "fin", ["revocation", "mot de passe", "expiration", "deconnexion ailleurs"]
)
def test_an_open_window_ends_with_its_session(serveur, fin):
    inst, qui = Installation(serveur.racine), f"passant-{fin.replace(' ', '-')}"
    reelle.compte(inst, qui, "comite")
    cookie = flux.cookie(serveur.url, qui, MOT_DE_PASSE)
    with Flux(serveur.url, cookie) as f:
        f.lancer("actions", campagne=PUBLIEE)
        assert fuites(f.recu)
        bouton = next(b for b in f.deltas("download_button"))
        if fin == "revocation":
            comptes.revoquer(inst, MOI, qui)
        elif fin == "mot de passe":
            comptes.changer_mot_de_passe(inst, MOI, qui, "un autre mot de passe")
        elif fin == "expiration":
            chemin = inst.comptes / ".sessions.json"
            ouvertes = {
                k: v | ({"expire": time.time() - 1} if v["identifiant"] == qui else {})
                for k, v in json.loads(disque.read_signed(chemin)).items()
            }
            disque.write_signed(chemin, json.dumps(ouvertes).encode())
        else:
            with Flux(serveur.url, cookie) as autre:
                autre.lancer("actions")
                sortir = next(b.id for b in autre.deltas("button") if b.id.endswith("sortir"))
                autre.lancer("actions", {sortir: {"trigger_value": True}})
        # the file prepared on demand is not given any more either
        f.differe(bouton.deferred_file_id)
        _fin_de_session(f)
        assert not [m for m in f.messages if m.WhichOneof("type") == "backend_operation_response"]
    with pytest.raises(InvalidStatus):
        Flux(serveur.url, cookie)
    assert httpx.get(serveur.url, cookies={sessions.COOKIE: cookie}).status_code == 303


def test_a_session_survives_a_restart_of_the_server(modele, tmp_path):
    racine = tmp_path / "installation"
    shutil.copytree(modele, racine)
    s = Serveur(racine)
    cookie = flux.cookie(s.url, "porteur", MOT_DE_PASSE)
    s.arreter()
    s = Serveur(racine)
    try:
        assert httpx.get(s.url, cookies={sessions.COOKIE: cookie}).status_code == 200
    finally:
        s.arreter()


# --- invitations


def test_an_invitation_opens_one_account_once(serveur):
    inst = Installation(serveur.racine)
    (invitation,) = invitations.inviter_porteurs(inst, MOI, [(SIRETS[AUTRES[1]], AUTRES[1])])
    lien = invitation.lien(serveur.url)
    for _ in range(2):  # a mail filter that follows the link uses nothing
        vue = httpx.get(lien)
        assert vue.status_code == 200 and SIRETS[AUTRES[1]] in vue.text
    champs = {"mot_de_passe": MOT_DE_PASSE, "encore": MOT_DE_PASSE}
    assert httpx.post(lien, data=champs).status_code == 403, "from nowhere"
    entetes = {"origin": serveur.url}
    for faux, mots in (
        ({"mot_de_passe": "court", "encore": "court"}, "trop court"),
        ({"mot_de_passe": MOT_DE_PASSE, "encore": "autre"}, "diffèrent"),
        ({"mot_de_passe": SIRETS[AUTRES[1]], "encore": SIRETS[AUTRES[1]]}, "se devine"),
    ):
        refus = httpx.post(lien, data=faux, headers=entetes)
        assert refus.status_code == 400 and mots in refus.text
    entre = httpx.post(lien, data=champs, headers=entetes)
    assert entre.status_code == 303
    with Flux(serveur.url, entre.cookies[sessions.COOKIE]) as f:
        f.lancer("actions")
        assert (
            AUTRES[1].encode() in f.recu
            and MIEN.encode() not in f.recu
            and AUTRES[0].encode() not in f.recu
        )
    assert (
        httpx.get(lien).status_code == 410
        and httpx.post(lien, data=champs, headers=entetes).status_code == 410
    )
    assert flux.se_connecter(serveur.url, SIRETS[AUTRES[1]], MOT_DE_PASSE).status_code == 303


# --- the demonstration ends with the first real import


def test_one_real_import_ends_the_demonstration_at_once_and_for_good(demonstration_copie):
    inst = demonstration_copie
    s = Serveur(inst.racine)
    try:
        with Flux(s.url) as f:
            f.lancer()
            choisir = next(
                b.id for b in f.deltas("button") if b.id.endswith("profil_administration")
            )
            f.lancer("", {choisir: {"trigger_value": True}})
            f.lancer("actions")
            assert b"A38-" in f.recu
            depot = classeur(reelle.tables(PUBLIEE))
            evenement = importation.accepter(
                inst, importation.proposer(inst, [depot], PUBLIEE, MOI), MOI
            )
            _fin_de_session(f)
        with pytest.raises(InvalidStatus):
            Flux(s.url)
        assert (
            httpx.get(f"{s.url}/actions").status_code == 303
            and "démonstration" not in httpx.get(f"{s.url}/connexion").text
        )
        # the real files stay in the archive: a profile open to all could bring them back
        importation.annuler(inst, evenement.id, MOI)
        assert httpx.get(f"{s.url}/actions").status_code == 303
        with pytest.raises(InvalidStatus):
            Flux(s.url)
    finally:
        s.arreter()


def test_an_account_made_by_a_demonstration_profile_ends_with_it(demonstration_copie):

    inst, passant = demonstration_copie, profil_demonstration("administration")
    comptes.creer(inst, passant, "intrus", "Intrus", "administration")
    comptes.changer_mot_de_passe(inst, passant, "intrus", MOT_DE_PASSE)
    s = Serveur(inst.racine)
    try:
        cookie = flux.cookie(s.url, "intrus", MOT_DE_PASSE)
        importation.accepter(
            inst, importation.proposer(inst, [classeur(reelle.tables(PUBLIEE))], PUBLIEE, MOI), MOI
        )
        assert httpx.get(s.url, cookies={sessions.COOKIE: cookie}).status_code == 303
        assert flux.se_connecter(s.url, "intrus", MOT_DE_PASSE).status_code == 401
    finally:
        s.arreter()


# --- the journal


def test_the_journal_says_who_did_what(serveur, jetons):
    inst = Installation(serveur.racine)
    flux.se_connecter(serveur.url, "direction", "pas celui-ci")
    flux.se_connecter(serveur.url, "mon mot de passe secret", "x")
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("actions", campagne=PUBLIEE)
        telecharger(f, jetons["comite"])
    acces = journal.lire(inst, MOI)
    vus = {(a.type, a.qui) for a in acces}
    assert {
        ("connexion", "Compte comite (comite)"),
        ("echec", "direction"),
        ("echec", "identifiant inconnu"),
        ("export", "Compte comite (comite)"),
    } <= vus
    assert any(
        a.type == "export"
        and a.cible.endswith(".csv")
        and PUBLIEE in a.cible
        and a.adresse == "127.0.0.1"
        for a in acces
    )
    assert "secret" not in (inst.comptes / "acces.jsonl").read_text()
    with Flux(serveur.url, jetons["administration"]) as f:
        f.lancer("comptes", onglet="Journal des accès")
        assert (
            b"Connexion refus" in f.recu
            and "Téléchargement".encode() in f.recu
            and b"imp-0001" in f.recu
        )
