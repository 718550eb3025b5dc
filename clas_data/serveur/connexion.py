"""Signing in: the routes that take a password, an invitation, or the answer of an identity
provider, and give a session.
"""

from __future__ import annotations

import asyncio
import json
import logging
from http.cookies import SimpleCookie

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from clas_data import config
from clas_data.acces import (
    coffre,
    comptes,
    fournisseur,
    identifiants,
    invitations,
    journal,
    registre,
    reglages,
    revendications,
    sessions,
)
from clas_data.acces.essais import Essais, TropDEssais
from clas_data.acces.registre import Compte
from clas_data.errors import ClasError
from clas_data.serveur import menu, porte
from clas_data.serveur.formulaires import FormulaireRefuse, Lecteur
from clas_data.serveur.garde import DECLARATION, adresse, prefixe, visiteur
from clas_data.serveur.hotes import decoupe

JOURNAL = logging.getLogger("clas_data.serveur")
INCORRECT = "Identifiant ou mot de passe incorrect."
AILLEURS = (
    "Cette demande ne vient pas de la page de connexion de ce tableau de bord : elle est "
    "refusée. Rouvrez la page de connexion, puis recommencez."
)
SUITE, SUITE_S = "clas_suite", 600
UTILISATEUR = "_streamlit_user"  # what the framework would give to the browser, and we keep
ESSAIS, FORMULAIRES = Essais(), Lecteur()
_places = asyncio.Semaphore(4)  # argon2id takes 64 MB a time: not more at once


async def montrer(request: Request) -> Response:
    """The sign-in page; who is in already goes on."""
    inst = config.installation()
    qui = visiteur(request.cookies.get(sessions.COOKIE))
    suite = sure(request.query_params.get("suite"))
    if qui.compte is not None:
        return RedirectResponse(suite, status_code=303)
    fini = (
        "Votre session est terminée. Identifiez-vous pour continuer."
        if request.cookies.get(sessions.COOKIE)
        else ""
    )
    reponse = porte.connexion(reglages.load(inst), suite, qui.demonstration, note=fini)
    if fini:
        reponse.delete_cookie(sessions.COOKIE, path="/")
    return reponse


async def entrer(request: Request) -> Response:
    """A name and a password: counted, compared, written down; then a session."""
    if not meme_site(request):
        return porte.refus("Demande refusée", AILLEURS)
    try:
        champs = await FORMULAIRES.lire(request)
    except FormulaireRefuse as erreur:
        return porte.refus("Demande refusée", erreur.message, erreur.statut)
    inst = config.installation()
    regles, suite = reglages.load(inst), sure(champs.get("suite"))
    # counted under the name of the account, so that no spelling of it is counted apart
    identifiant = identifiants.lisible(champs.get("identifiant", "")) or ""
    saisi = identifiant or champs.get("identifiant", "")[:100]
    demonstration = visiteur(None).demonstration
    try:
        ESSAIS.compter(regles, identifiant, adresse(request.scope))
    except TropDEssais as trop:
        if trop.premier:
            await _echec(request, _connu(inst, identifiant), "trop d'essais")
        reponse = porte.connexion(
            regles, suite, demonstration, faute=trop.message, identifiant=saisi, statut=429
        )
        reponse.headers["retry-after"] = str(int(trop.attente_s) + 1)
        return reponse
    async with _places:
        compte = await asyncio.to_thread(
            comptes.verifier, inst, identifiant, champs.get("mot_de_passe", "")
        )
    if compte is None or (compte.demonstration and not demonstration):
        await _echec(request, _connu(inst, identifiant))
        return porte.connexion(
            regles, suite, demonstration, faute=INCORRECT, identifiant=saisi, statut=401
        )
    ESSAIS.reussi(identifiant, adresse(request.scope))
    return await _session(request.scope, compte, suite)


async def inviter(request: Request) -> Response:
    """An invitation link: GET shows what it opens (a mail filter that reads it uses nothing), POST
    uses it.
    """
    inst, jeton = config.installation(), request.path_params["jeton"]
    try:
        compte = invitations.ouvrir(inst, jeton)
        if request.method != "POST":
            return porte.invitation(compte, reglages.load(inst))
        if not meme_site(request):
            return porte.refus("Demande refusée", AILLEURS)
    except ClasError as erreur:
        return porte.refus("Ce lien n'ouvre rien", erreur.message, 410)
    try:
        champs = await FORMULAIRES.lire(request)
    except FormulaireRefuse as erreur:
        return porte.refus("Demande refusée", erreur.message, erreur.statut)
    if champs.get("mot_de_passe", "") != champs.get("encore", ""):
        return porte.invitation(
            compte,
            reglages.load(inst),
            faute="Les deux mots de passe diffèrent. Écrivez-les à nouveau.",
        )
    try:
        async with _places:
            compte = await asyncio.to_thread(
                invitations.accepter, inst, jeton, champs.get("mot_de_passe", "")
            )
    except ClasError as erreur:
        return porte.invitation(compte, reglages.load(inst), faute=erreur.message)
    return await _session(request.scope, compte, f"{prefixe()}/")


async def vers_fournisseur(request: Request) -> Response:
    """Leave for the identity provider, remembering where to come back; the rest is the framework's
    sign-in (`st.login`).
    """
    if reglages.load(config.installation()).fournisseur is None:
        return porte.refus(
            "Adresse fermée",
            "Aucun fournisseur d'identité n'est déclaré pour ce tableau de bord.",
            404,
        )
    reponse = RedirectResponse(
        f"{prefixe()}/auth/login?provider={encode_provider_token('default')}", status_code=303
    )
    reponse.set_cookie(
        SUITE,
        sure(request.query_params.get("suite")),
        max_age=SUITE_S,
        httponly=True,
        samesite="lax",
        secure=_chiffre(request.scope),
    )
    return reponse


class Retour:
    """ASGI middleware: when the framework has checked the provider's answer, its cookie (30 days,
    no revocation) becomes our session.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope.get("path") != f"{prefixe()}/oauth2callback":
            await self.app(scope, receive, send)
            return
        debut: list[Message] = []

        async def retenir(message: Message) -> None:
            if message["type"] == "http.response.start":
                debut.append(message)

        await self.app(scope, receive, retenir)
        poses = [v.decode("latin-1") for n, v in debut[0]["headers"] if n.lower() == b"set-cookie"]
        reponse = await _depuis_fournisseur(Request(scope), recues(poses))
        for pose in poses:
            if not pose.startswith(UTILISATEUR):
                reponse.headers.append("set-cookie", pose)
        await reponse(scope, receive, send)


def recues(poses: list[str]) -> dict | None:
    """The claims that the framework signed for the browser, read from the cookies that it sets."""
    valeurs = {
        c.key: c.value
        for pose in poses
        for c in SimpleCookie(pose).values()
        if c.value and c["max-age"] != "0"
    }

    def lire(nom: str) -> bytes | None:
        return (
            decode_signed_value(get_cookie_secret(), nom, valeurs[nom].encode("latin-1"))
            if nom in valeurs
            else None
        )

    brut = get_cookie_with_chunks(lire, UTILISATEUR)
    return json.loads(brut) if brut else None


async def _depuis_fournisseur(request: Request, dites: dict | None) -> Response:
    inst = config.installation()
    regles = reglages.load(inst)
    try:
        # nothing vouches for who comes: such returns are counted, anyone can make them
        if dites is None:
            ESSAIS.compter(regles, "", adresse(request.scope))
            raise ClasError(
                "L'identification n'a pas abouti chez le fournisseur, ou ce retour date d'une "
                "demande précédente. Recommencez-la."
            )
        compte = await asyncio.to_thread(fournisseur.compte, inst, dites)
    except ClasError as erreur:
        if getattr(erreur, "premier", True):
            qui = revendications.designer(regles.fournisseur, dites)
            await _echec(request, qui, f"fournisseur d'identité : {erreur.message}")
        return porte.refus("Vous n'êtes pas entré", erreur.message)
    reponse = await _session(request.scope, compte, sure(request.cookies.get(SUITE)))
    reponse.delete_cookie(SUITE)
    return reponse


async def _session(scope: Scope, compte: Compte, suite: str) -> Response:
    """Open the session, write it down, and lead where one was going."""
    inst = config.installation()
    cookie, duree = await asyncio.to_thread(
        sessions.ouvrir, inst, compte.identifiant, compte.marque
    )
    await asyncio.to_thread(
        journal.ajouter,
        inst,
        "connexion",
        compte.acteur().nom,
        adresse=adresse(scope),
        demonstration=compte.demonstration,
    )
    reponse = RedirectResponse(suite, status_code=303, headers={"cache-control": "no-store"})
    reponse.set_cookie(
        sessions.COOKIE,
        cookie,
        max_age=duree,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_chiffre(scope),
    )
    return reponse


def sure(suite: str | None) -> str:
    """An address of ours to go on to: one of the screens, never another site."""
    parties = decoupe(suite)
    chemin = parties.path.removeprefix(prefixe()).strip("/")
    if (
        parties.scheme
        or parties.netloc
        or not (suite or "").isprintable()
        or "\\" in (suite or "")
        or (chemin and chemin not in menu.ecrans())
    ):
        return f"{prefixe()}/"
    return f"{prefixe()}/{chemin}" + (f"?{parties.query}" if parties.query else "")


def meme_site(request: Request) -> bool:
    """Was this form sent by a page of ours?  A browser says where a form comes from; what does not
    say it is refused.
    """
    origine = decoupe(request.headers.get("origin")).netloc
    notres = {
        request.headers.get("host"),
        decoupe(reglages.load(config.installation()).adresse).netloc,
    } - {None, ""}
    return bool(origine) and origine in notres


def secrets() -> dict:
    """What the framework's `st.login` asks for, from the settings of the installation; nothing
    where there is no provider.
    """
    inst = config.installation()
    try:
        regle = reglages.load(inst).fournisseur
    except ClasError as erreur:  # the server starts, to say so: see `attente`
        JOURNAL.error("Réglages illisibles : %s Corrigez, puis redémarrez.", erreur.message)
        return {}
    if regle is None:
        return {}
    cookie = coffre.empreinte(f"oidc {coffre.cle(inst).decode('ascii')}")
    return {
        "auth": {
            "redirect_uri": regle.redirect_uri,
            "cookie_secret": cookie,
            "client_id": regle.client_id,
            "client_secret": regle.secret,
            "server_metadata_url": regle.server_metadata_url,
            "client_kwargs": {"scope": regle.scope},
        }
    }


def routes() -> list[Route]:
    racine = prefixe()
    return [
        Route(f"{racine}/{DECLARATION}", declarer),
        Route(f"{racine}/connexion", montrer),
        Route(f"{racine}/connexion", entrer, methods=["POST"]),
        Route(f"{racine}/connexion/fournisseur", vers_fournisseur),
        Route(f"{racine}/{invitations.CHEMIN}/{{jeton}}", inviter, methods=["GET", "POST"]),
    ]


async def declarer(request: Request) -> Response:
    """The declaration of accessibility, for who has not come in."""
    try:
        return await asyncio.to_thread(porte.declaration, config.installation())
    except ClasError as erreur:
        return porte.refus("Déclaration d'accessibilité", erreur.message, 503)


async def _echec(request: Request, qui: str, detail: str = "") -> None:
    inst, ou = config.installation(), adresse(request.scope)
    await asyncio.to_thread(journal.ajouter, inst, "echec", qui, adresse=ou, detail=detail)


def _connu(inst: config.Installation, identifiant: str) -> str:
    """The name typed, if it is an account: anything else may be a password typed in the wrong
    place.
    """
    return identifiant if identifiant in registre.lire(inst) else "identifiant inconnu"


def _chiffre(scope: Scope) -> bool:
    """Did the reader come by https?  The server has read it from a declared proxy."""
    return scope.get("scheme") == "https"
