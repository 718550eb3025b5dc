"""Open sessions: a signed cookie holds a token drawn at random; what the token opens is written
here and ends here.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from itsdangerous import BadSignature, URLSafeSerializer

from clas_data.acces import coffre, comptes, reglages
from clas_data.acces.comptes import Compte
from clas_data.config import Installation

COOKIE = "clas_session"
HEURE_S = 3600


def ouvrir(installation: Installation, identifiant: str) -> tuple[str, int]:
    """A new session of this account: the value of its cookie, and how many seconds it lasts."""
    duree = int(reglages.load(installation).session_h * HEURE_S)
    jeton = secrets.token_urlsafe(32)
    maintenant = time.time()
    nouvelle = {"identifiant": identifiant, "ouverte": maintenant, "expire": maintenant + duree}
    _changer(installation, lambda s: {**s, coffre.empreinte(jeton): nouvelle})
    comptes.noter_connexion(installation, identifiant)
    return _signature(installation).dumps(jeton), duree


def lire(installation: Installation, cookie: str | None) -> Compte | None:
    """The account of this cookie; None when it is forged, expired, signed out, or its account
    revoked.
    """
    jeton = _jeton(installation, cookie)
    if jeton is None:
        return None
    session = (coffre.lire(_fichier(installation)) or {}).get(coffre.empreinte(jeton))
    if session is None or session["expire"] <= time.time():
        return None
    compte = comptes.lire(installation).get(session["identifiant"])
    return (
        compte
        if compte is not None and compte.actif and session["ouverte"] >= compte.sessions_depuis
        else None
    )


def fermer(installation: Installation, cookie: str | None) -> None:
    """Sign out: this token opens nothing any more, in any window."""
    jeton = _jeton(installation, cookie)
    if jeton is not None:
        _changer(
            installation, lambda s: {k: v for k, v in s.items() if k != coffre.empreinte(jeton)}
        )


def _fichier(installation: Installation):
    return installation.comptes / ".sessions.json"


def _signature(installation: Installation) -> URLSafeSerializer:
    return URLSafeSerializer(coffre.cle(installation), salt=COOKIE)


def _jeton(installation: Installation, cookie: str | None) -> str | None:
    if not cookie:
        return None
    try:
        return _signature(installation).loads(cookie)
    except BadSignature:
        return None


def _changer(installation: Installation, changement: Callable[[dict], dict]) -> None:
    with coffre.verrou(installation):
        vives = {
            k: v
            for k, v in (coffre.lire(_fichier(installation)) or {}).items()
            if v["expire"] > time.time()
        }
        coffre.ecrire(_fichier(installation), changement(vives))
