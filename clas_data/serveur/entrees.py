"""How every way in ends: counted and written down where it fails; where it opens, a session and
the screen that was asked for.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from clas_data import config
from clas_data.acces import (
    journal,
    registre,
    reglages,
    sessions,
)
from clas_data.acces.essais import Essais
from clas_data.acces.registre import Compte
from clas_data.serveur import menu
from clas_data.serveur.garde import adresse, prefixe
from clas_data.serveur.hotes import decoupe

ESSAIS = Essais()


async def session(scope: Scope, compte: Compte, suite: str) -> Response:
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
        secure=chiffre(scope),
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


async def echec(request: Request, qui: str, detail: str = "") -> None:
    """Write down who did not come in, and why."""
    inst, ou = config.installation(), adresse(request.scope)
    await asyncio.to_thread(journal.ajouter, inst, "echec", qui, adresse=ou, detail=detail)


def connu(inst: config.Installation, identifiant: str) -> str:
    """The name typed, if it is an account: anything else may be a password typed in the wrong
    place.
    """
    return identifiant if identifiant in registre.lire(inst) else "identifiant inconnu"


def chiffre(scope: Scope) -> bool:
    """Did the reader come by https?  The server has read it from a declared proxy."""
    return scope.get("scheme") == "https"
