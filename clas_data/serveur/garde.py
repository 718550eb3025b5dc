"""The door: before any screen, file or message is served, who is asking, and may they?  What is not
written here is refused.

It stands in front of the framework, so that no screen can forget it: addresses, websocket,
downloads and uploads pass here.
"""

from __future__ import annotations

import asyncio
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clas_data import config
from clas_data.acces import Acteur, journal, profils, sessions
from clas_data.serveur import messages, places
from clas_data.serveur.visiteurs import Visiteur, visiteur

DECLARATION = "declaration-accessibilite"  # the law wants it read by anyone
PUBLICS = ("sante", "connexion", "invitation", profils.CHEMIN, DECLARATION)  # first of the path
PUBLICS_STREAMLIT = ("_stcore/health", "_stcore/host-config")
FOURNISSEUR = ("auth", "oauth2callback")
PRIS = (200, 206)  # the whole file, or the part of it that was asked for
REFUS = {
    "anonyme": "Identifiez-vous d'abord.",
    "importer": "Votre profil ne dépose pas de fichiers.",
    "plein": "Trop de fichiers attendent d'être déposés. Déposez ou retirez ceux de votre page, "
    "puis recommencez dans quelques minutes.",
    "exporter": "Votre profil ne télécharge pas de fichiers.",
    "fichier": "Ce fichier n'a pas été préparé pour vous.",
    "fermee": "Cette adresse n'est pas ouverte.",
}


def depots(session: str, compte: Acteur | None, permis: bool) -> None:
    """Say, at each run of a session, whether who is there may send files."""
    (messages.deposants.ajouter if permis else messages.deposants.retirer)(compte, session)


class Garde:
    """ASGI middleware: deny by default."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._messages(scope, receive, send)
        elif scope["type"] == "http":
            await self._requete(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _requete(self, scope: Scope, receive: Receive, send: Send) -> None:
        chemin = relatif(scope)
        premier = chemin.split("/")[0]
        if premier in PUBLICS or chemin in PUBLICS_STREAMLIT or commun(chemin):
            await self.app(scope, receive, send)
            return
        if premier in FOURNISSEUR:
            await (self.app if _fournisseur(chemin) else refus("fermee", 404))(scope, receive, send)
            return
        qui = visiteur(cookies(scope).get(sessions.COOKIE))
        if premier == "media":
            await self._fichier(qui, chemin, scope, receive, send)
        elif chemin.startswith("_stcore/upload_file/"):
            session = (chemin.split("/") + [""])[2]
            permis = (
                qui.entre
                and (qui.identite, session) in messages.deposants
                and (qui.compte is None or qui.compte.acteur().peut("importer"))
            )
            if permis and scope["method"] == "PUT":
                await self._depot(session, scope, receive, send)
            else:
                await (self.app if permis or scope["method"] == "OPTIONS" else refus("importer"))(
                    scope, receive, send
                )
        elif chemin.startswith("_stcore/") and not chemin.startswith("_stcore/bidi-components/"):
            await refus("fermee", 404)(scope, receive, send)  # counters and agents of the framework
        elif qui.entre:
            raison = places.place(qui) if "." not in chemin else None
            await (places.complet(raison) if raison else self.app)(scope, receive, send)
        elif "." in chemin.rsplit("/", 1)[-1] or premier in ("component", "_stcore"):
            await refus("anonyme")(scope, receive, send)
        else:
            await vers_connexion(scope)(scope, receive, send)

    async def _depot(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        """A file that is sent, where the memory of the server has room for it."""
        octets = places.taille(scope)
        if not places.recevable(session, octets):
            await refus("plein", 413)(scope, receive, send)
            return
        with places.recevoir(session, octets):
            await self.app(scope, receive, send)

    async def _fichier(
        self, qui: Visiteur, chemin: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """A file of the framework's memory: for whom it was prepared, and in the journal when it is
        taken away.
        """
        nom = chemin.partition("/")[2].partition(".")[0]
        if not qui.entre or (qui.entree, nom) not in messages.remis:
            await refus("fichier" if qui.entre else "anonyme")(scope, receive, send)
            return

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in PRIS:
                piece = dict(message["headers"]).get(b"content-disposition", b"").decode("latin-1")
                if piece.startswith("attachment") and scope["method"] == "GET":
                    await asyncio.to_thread(
                        journal.ajouter,
                        config.installation(),
                        "export",
                        qui.nom,
                        cible=_nom(piece),
                        adresse=adresse(scope),
                        demonstration=qui.compte is None or qui.compte.demonstration,
                    )
            await send(message)

        if qui.compte is not None and not qui.compte.acteur().peut("exporter"):
            await refus("exporter")(scope, receive, send)
        else:
            await self.app(scope, receive, note)

    async def _messages(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The websocket: closed to who has not come in; then each message is weighed, since a
        session may end while a window is open.
        """
        cookie = cookies(scope).get(sessions.COOKIE)
        entrant = visiteur(cookie)
        if not entrant.entre or places.place(entrant):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "identification"})
            return
        refuses = 0

        async def recevoir() -> Message:
            nonlocal entrant, refuses
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                present = visiteur(cookie)
                permis = messages.peser(
                    message.get("bytes") or b"", entrant, entrant.tient(present)
                )
                if permis is not None:
                    entrant = present if present.entre else entrant  # in its role of now
                    return {**message, "bytes": permis}
                refuses += 1
                if refuses > messages.REFUSES_MAX:
                    await send({"type": "websocket.close", "code": 1008, "reason": "messages"})
                    return {"type": "websocket.disconnect", "code": 1008}

        async def envoyer(message: Message) -> None:
            if refuses > messages.REFUSES_MAX:
                return  # closed: the last words of a screen go nowhere
            if message["type"] == "websocket.send":
                messages.placer(message.get("bytes") or b"", entrant)
            await send(message)

        scope = messages.sans_la_session_d_un_autre(scope, entrant)
        with places.occuper(entrant):
            await self.app(scope, recevoir, envoyer)


def commun(chemin: str) -> bool:
    """Is this a file of the framework, that holds no data and is the same for everyone?"""
    return chemin.startswith("static/") or ("/" not in chemin and "." in chemin)


def relatif(scope: Scope) -> str:
    """The path asked for, without the base path of the server nor slashes around."""
    chemin = re.sub(r"/+", "/", scope.get("path", "")).strip("/")
    racine = prefixe().strip("/")
    return chemin.removeprefix(racine).strip("/") if racine else chemin


def prefixe() -> str:
    """The base path of the server: « » or « /clas »."""
    from streamlit import get_option

    racine = (get_option("server.baseUrlPath") or "").strip("/")
    return f"/{racine}" if racine else ""


def cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a request or of a websocket handshake."""
    jar: dict[str, str] = {}
    for nom, valeur in scope["headers"]:
        if nom.lower() == b"cookie":
            for morceau in valeur.decode("latin-1").split(";"):
                try:
                    jar |= {c.key: c.value for c in SimpleCookie(morceau.strip()).values()}
                except CookieError:  # one that another site of the host left there: not ours
                    continue
    return jar


def adresse(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def vers_connexion(scope: Scope) -> Response:
    """To the sign-in page, which leads back to the address asked for."""
    requete = scope.get("query_string", b"").decode("latin-1")
    suite = scope["path"] + (f"?{requete}" if requete else "")
    return RedirectResponse(
        f"{prefixe()}/connexion?suite={quote(suite, safe='')}",
        status_code=303,
        headers={"cache-control": "no-store"},
    )


def refus(raison: str, statut: int = 403) -> Response:
    return PlainTextResponse(
        REFUS[raison], status_code=statut, headers={"cache-control": "no-store"}
    )


def _fournisseur(chemin: str) -> bool:
    from clas_data.acces import reglages

    return (
        chemin in ("auth/login", "oauth2callback")
        and reglages.load(config.installation()).fournisseur is not None
    )


def _nom(piece: str) -> str:
    """The file name of a Content-Disposition header."""
    return piece.partition("filename=")[2].strip('"') or piece.partition("filename*=")[
        2
    ].removeprefix("utf-8''")
