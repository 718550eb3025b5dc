"""Under which names this server answers, and addresses read without trusting who wrote them."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from clas_data import config
from clas_data.acces import reglages

# a name or an address, and a port: nothing that a parser of addresses could read otherwise
HOTE = re.compile(r"(?P<nom>[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.I)
BOUCLE = frozenset({"localhost", "127.0.0.1", "[::1]"})  # who is on the machine itself
REFUS = {
    400: "Cette demande est mal formée : elle ne dit pas à quel nom de serveur elle s'adresse.",
    421: (
        "Ce tableau de bord ne répond pas sous ce nom. Ouvrez-le par son adresse habituelle. "
        "(Administration : les noms acceptés sont « adresse » et « autres_adresses » "
        "d'identification.yaml.)"
    ),
}


class Hotes:
    """ASGI middleware: a request that names another server than ours is refused.

    A site that makes its own name lead to our address (DNS rebinding) would otherwise be, for a
    browser, the owner of our pages. Until the installation says its address, any name is taken.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        statut = refus(scope) if scope["type"] in ("http", "websocket") else None
        if statut is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "hote"})
        else:
            await PlainTextResponse(REFUS[statut], status_code=statut)(scope, receive, send)


def refus(scope: Scope) -> int | None:
    """The status of the refusal; None for a request that names us.

    A request without any name is of no browser (HTTP/1.0): it passes.
    """
    recus = [v.decode("latin-1") for n, v in scope["headers"] if n.lower() == b"host"]
    if not recus:
        return None
    lu = HOTE.fullmatch(recus[0])
    if len(recus) > 1 or lu is None:
        return 400
    admis = noms()
    return 421 if admis and _nom(lu) not in admis | BOUCLE else None


def noms() -> frozenset[str]:
    """The names that the installation declares; none while it has not said its address."""
    regles = reglages.load(config.installation())
    if not regles.adresse:
        return frozenset()
    adresses = [regles.adresse, *regles.autres_adresses]
    if regles.fournisseur is not None:
        adresses.append(regles.fournisseur.redirect_uri)
    lus = (HOTE.fullmatch(decoupe(a).netloc) for a in adresses)
    return frozenset(_nom(lu) for lu in lus if lu is not None)


def decoupe(adresse: str | None) -> SplitResult:
    """The parts of an address; all empty for what is none (`http://[x` makes the library raise)."""
    try:
        return urlsplit(adresse or "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def _nom(lu: re.Match[str]) -> str:
    return lu["nom"].lower().rstrip(".")
