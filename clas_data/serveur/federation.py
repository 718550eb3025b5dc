"""Signing in by the identity provider of the organisation: leaving for it, coming back with its
answer.
"""

from __future__ import annotations

import asyncio
import json
import logging
from http.cookies import SimpleCookie

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from clas_data import config
from clas_data.acces import (
    coffre,
    fournisseur,
    reglages,
    revendications,
)
from clas_data.errors import ClasError
from clas_data.serveur import porte
from clas_data.serveur.entrees import ESSAIS, chiffre, echec, session, sure
from clas_data.serveur.garde import adresse, prefixe

JOURNAL = logging.getLogger("clas_data.serveur")
SUITE = "clas_suite"
SUITE_S = 600
UTILISATEUR = "_streamlit_user"  # what the framework would give to the browser, and we keep


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
        secure=chiffre(request.scope),
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
            await echec(request, qui, f"fournisseur d'identité : {erreur.message}")
        return porte.refus("Vous n'êtes pas entré", erreur.message)
    reponse = await session(request.scope, compte, sure(request.cookies.get(SUITE)))
    reponse.delete_cookie(SUITE)
    return reponse


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
