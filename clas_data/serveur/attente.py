"""Before the door: nothing is served of a folder that is being restored, not even its sign-in."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clas_data import config
from clas_data.fichiers.restauration import en_cours
from clas_data.serveur.garde import relatif

PLUS_TARD = 1013  # the code of a websocket that says: try again later


class Attente:
    """ASGI middleware: 503 and the reason while a restoration is not whole."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        demande = scope["type"] in ("http", "websocket") and relatif(scope) != "sante"
        raison = en_cours(config.installation()) if demande else ""
        if not raison:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            reponse = PlainTextResponse(raison, 503, {"cache-control": "no-store"})
            await reponse(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": PLUS_TARD, "reason": "restauration"})
