"""A small real OpenID Connect provider: discovery, keys, authorization code with PKCE, tokens
signed RS256. `python -m tests.fournisseur_identite PORT FILE`.

FILE (json) says who is signed in at the provider: the claims of the next token, and `faute` to
cheat on purpose (signature, audience, nonce, refus).
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "clas", "un secret de client"
CLE = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
AUTRE_CLE = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
codes: dict[str, dict] = {}


def application(emetteur: str, fichier: Path) -> Starlette:
    def personne() -> dict:
        return json.loads(fichier.read_text(encoding="utf-8"))

    async def decouverte(_: Request) -> Response:
        return JSONResponse(
            {
                "issuer": emetteur,
                "authorization_endpoint": f"{emetteur}/autoriser",
                "token_endpoint": f"{emetteur}/jeton",
                "jwks_uri": f"{emetteur}/cles",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid", "email", "profile"],
            }
        )

    async def cles(_: Request) -> Response:
        return JSONResponse({"keys": [CLE.as_dict(private=False)]})

    async def autoriser(request: Request) -> Response:
        demande = dict(request.query_params)
        assert (
            demande["client_id"] == CLIENT
            and demande["response_type"] == "code"
            and demande["code_challenge_method"] == "S256"
            and demande["nonce"]
        )
        if personne().get("faute") == "refus":
            return RedirectResponse(
                f"{demande['redirect_uri']}?"
                f"{urlencode({'error': 'access_denied', 'state': demande['state']})}"
            )
        code = secrets.token_urlsafe(16)
        codes[code] = demande
        return RedirectResponse(
            f"{demande['redirect_uri']}?{urlencode({'code': code, 'state': demande['state']})}"
        )

    async def jeton(request: Request) -> Response:
        champs, qui = dict(await request.form()), personne()
        faute = qui.pop("faute", "")
        demande = codes.pop(champs["code"], None)
        identite = base64.b64decode(
            request.headers.get("authorization", " ").split(" ")[1]
        ).decode()
        preuve = (
            base64.urlsafe_b64encode(
                hashlib.sha256(champs.get("code_verifier", "").encode()).digest()
            )
            .rstrip(b"=")
            .decode()
        )
        if (
            demande is None
            or identite.split(":")[0] != CLIENT
            or preuve != demande["code_challenge"]
            or champs["redirect_uri"] != demande["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        maintenant = int(time.time())
        revendications = {
            "iss": emetteur,
            "aud": "un autre" if faute == "audience" else CLIENT,
            "iat": maintenant,
            "exp": maintenant + 300,
            "nonce": "autre" if faute == "nonce" else demande["nonce"],
            **qui,
        }
        signe = jwt.encode(
            {"alg": "RS256", "kid": "cle-1"},
            revendications,
            AUTRE_CLE if faute == "signature" else CLE,
        )
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(16),
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": signe,
            }
        )

    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", decouverte),
            Route("/cles", cles),
            Route("/autoriser", autoriser),
            Route("/jeton", jeton, methods=["POST"]),
        ]
    )


if __name__ == "__main__":
    port = int(sys.argv[1])
    uvicorn.run(
        application(f"http://127.0.0.1:{port}", Path(sys.argv[2])),
        host="127.0.0.1",
        port=port,
        log_level="warning",
    )
