"""Before the door: nothing is served of a folder that is being restored, nor under settings that
cannot be read; a sentence says so.
"""

from __future__ import annotations

import logging

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clas_data import config
from clas_data.errors import ClasError
from clas_data.fichiers.disque import panne
from clas_data.fichiers.restauration import en_cours
from clas_data.serveur.garde import relatif

JOURNAL = logging.getLogger("clas_data.serveur")
ILLISIBLE = (  # without the words of the refusal: they may cite a secret of the settings
    "Le tableau de bord ne peut pas répondre : un fichier de réglages de l'installation ne se lit "
    "pas. L'administration le trouve avec « python -m clas_data diagnostic », et dans le journal "
    "du serveur. Rien n'a été modifié."
)
PLUS_TARD = 1013  # the code of a websocket that says: try again later


class Attente:
    """ASGI middleware: 503 and the reason while a restoration is not whole, or where a setting of
    the installation refuses to be read.
    """

    def __init__(self, app: ASGIApp):
        self.app, self.dite = app, ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        demande = scope["type"] in ("http", "websocket") and relatif(scope) != "sante"
        attend = en_cours(config.installation()) if demande else ""
        if attend:
            await _plus_tard(attend, scope, receive, send)
            return
        commence = False

        async def noter(message: Message) -> None:
            nonlocal commence
            commence = True
            await send(message)

        try:
            await self.app(scope, receive, noter)
        except (ClasError, OSError) as erreur:
            if commence or scope["type"] not in ("http", "websocket"):
                raise
            if raison(erreur) != self.dite:  # once: a log does not grow with each request
                JOURNAL.error("Réglages illisibles : %s", raison(erreur))
            self.dite = raison(erreur)
            await _plus_tard(ILLISIBLE, scope, receive, send)


async def _plus_tard(dite: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        reponse = PlainTextResponse(dite, 503, {"cache-control": "no-store"})
        await reponse(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": PLUS_TARD, "reason": "restauration"})


def raison(erreur: ClasError | OSError) -> str:
    """What stops the answer, as a sentence for the log and the health route."""
    return erreur.message if isinstance(erreur, ClasError) else panne(erreur)
