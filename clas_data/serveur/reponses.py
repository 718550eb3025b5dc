"""What the server adds around the screens: health, security headers, the language of the
page.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import gzip
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clas_data import config, secret
from clas_data.errors import ClasError
from clas_data.serveur import attente, etats, francais, garde, limites, menu
from clas_data.tables import base, construction, prealables
from clas_data.territoires import contours

CADRE = config.PAQUET / "ui" / "cadre.py"
ROUTES = (*garde.PUBLICS, *garde.FOURNISSEUR)
INCONNUE = (  # {}: the base path of the server
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Page inconnue · Clas'
    "</title>"
    "</head>"
    '<body style="font:18px/1.5 sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem">'
    "<h1>Cette page n'existe pas</h1>"
    '<p>L\'adresse a peut-être été mal recopiée. <a href="{}/">Ouvrir le tableau de bord</a></p>'
    "</body></html>"
)
JOURNAL = logging.getLogger("clas_data.serveur")

# Streamlit's own page needs inline styles (emotion), inline start-up script, blobs (workers,
# downloads) and its websocket.
CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' "
    "'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: "
    "wss: blob: data:; worker-src 'self' blob:; frame-src 'self' blob: data:; frame-ancestors "
    "'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
CLE_CSP = b"content-security-policy"
SECURITE = {
    CLE_CSP: CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
}
CONSERVATION = b"cache-control"
# new objects, then passes, before garbage is looked for (decision 0185)
RAMASSER = (20_000, 10, 10)


def prepare(charger: Callable[[], None]) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """What the server does before its first reader; `charger` brings the screens into memory."""

    @contextlib.asynccontextmanager
    async def avant(_: object) -> AsyncIterator[None]:
        """What nobody may use up, and the base of what the journal says is accepted, whatever a
        crash left behind.
        """
        prealables.exiger(secret.avant_de_servir)
        limites.poser()
        etats.poser()
        try:
            await asyncio.to_thread(construction.a_jour, config.installation())
        except (ClasError, OSError) as erreur:
            JOURNAL.error("La base n'est pas prête : %s", attente.raison(erreur))
        charger()
        gc.collect()
        gc.freeze()  # what is loaded by now is never garbage: it is not searched again
        gc.set_threshold(*RAMASSER)
        yield

    return avant


async def health(request: Request) -> JSONResponse:
    """Is the service able to answer?  200 with the empreinte of the base, 503 where there is
    none.
    """
    try:
        ouverte = base.ouvrir(config.installation())
    except (ClasError, OSError) as erreur:
        raison = erreur.message if isinstance(erreur, ClasError) else attente.ILLISIBLE
        return JSONResponse({"etat": "indisponible", "raison": raison}, status_code=503)
    return JSONResponse({"etat": "ok", "empreinte": ouverte.empreinte})


async def outlines(request: Request) -> Response:
    """The outlines of a maille (public data), at an address that holds their fingerprint: a browser
    asks for them once.
    """
    maille, attendue = request.path_params["maille"], request.path_params["empreinte"]
    if maille not in contours.MAILLES:
        return JSONResponse(
            {"erreur": f"maille inconnue ; valeurs possibles : {', '.join(contours.MAILLES)}"},
            status_code=404,
        )
    try:
        texte, empreinte = contours.text(config.installation(), maille)
    except ClasError as erreur:
        return JSONResponse({"erreur": erreur.message}, status_code=503)
    duree = "private, max-age=31536000, immutable" if attendue == empreinte else "no-store"
    entetes = {"cache-control": duree}
    if "gzip" in request.headers.get("accept-encoding", ""):
        texte, entetes["content-encoding"] = gzip.compress(texte, 6), "gzip"
    return Response(texte, media_type="application/geo+json", headers=entetes)


class Headers:
    """ASGI middleware: each response says what a browser may do with it.

    Nothing is kept by a browser or a proxy unless the response allows it, or is a file of the
    framework, the same for everyone.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                recus = list(message.get("headers", []))
                # A page of ours without a script declares a stricter policy than the framework can
                # bear: it keeps it.
                noms = {n.lower() for n, _ in recus}
                imposes = {n: v for n, v in SECURITE.items() if n != CLE_CSP or CLE_CSP not in noms}
                if CONSERVATION not in noms and not garde.commun(garde.relatif(scope)):
                    imposes[CONSERVATION] = b"no-store"
                message = {
                    **message,
                    "headers": [(n, v) for n, v in recus if n.lower() not in imposes]
                    + list(imposes.items()),
                }
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _screen(scope: Scope) -> str | None:
    """The last part of the path when a browser asks for a screen; None for files, routes of the
    framework and the websocket.
    """
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    chemin = garde.relatif(scope)
    dernier = chemin.rsplit("/", 1)[-1]
    return None if "." in dernier or chemin.split("/")[0] in ROUTES else dernier


class FrenchPage:
    """ASGI middleware: the page of a screen speaks French, and declares it; an unknown address
    says so.

    The page is a few kilobytes: it is held until complete, changed, and sent with its new length.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ecran = _screen(scope) if "_stcore" not in scope.get("path", "") else None
        if ecran is None:
            await self.app(scope, receive, send)
        elif ecran and ecran not in menu.ecrans():
            await HTMLResponse(INCONNUE.format(garde.prefixe()), status_code=404)(
                scope, receive, send
            )
        else:
            await self._rewritten(scope, receive, send)

    async def _rewritten(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Compressed bytes, or the part of a page, could not be rewritten: ask for the page whole
        # and as it is.
        refuses = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since")
        scope = {
            **scope,
            "headers": [(n, v) for n, v in scope["headers"] if n.lower() not in refuses],
        }
        debut: Message | None = None
        corps = b""

        async def hold(message: Message) -> None:
            nonlocal debut, corps
            if message["type"] == "http.response.start" and b"text/html" in dict(
                message["headers"]
            ).get(b"content-type", b""):
                debut = message
            elif debut is None or message["type"] != "http.response.body":
                await send(message)
            else:
                corps += message.get("body", b"")
                if not message.get("more_body"):
                    page = francais.page(corps)
                    entetes = [
                        (n, v)
                        for n, v in debut["headers"]
                        if n.lower() not in (b"content-length", b"etag", b"last-modified")
                    ]
                    await send(
                        {
                            **debut,
                            "headers": [*entetes, (b"content-length", str(len(page)).encode())],
                        }
                    )
                    await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, hold)
