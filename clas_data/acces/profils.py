"""The profile of a demonstration, kept by a browser: a signed cookie, which opens nothing of an
account and nothing at all once the base holds real data.
"""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeTimedSerializer

from clas_data.acces import coffre, reglages
from clas_data.acces.acteurs import Acteur, profil_demonstration, roles
from clas_data.acces.sessions import HEURE_S
from clas_data.config import Installation

COOKIE = "clas_profil"
CHEMIN = "profil"  # where a browser brings a choice back, to be given its cookie


def signer(installation: Installation, qui: Acteur) -> str:
    """The value of the cookie which keeps this profile."""
    return _signature(installation).dumps([qui.role, qui.siret])


def lire(installation: Installation, cookie: str | None) -> Acteur | None:
    """The profile of this cookie; None where it is forged, too old, or of a role of another
    version.
    """
    if not cookie:
        return None
    try:
        role, siret = _signature(installation).loads(cookie, max_age=duree_s(installation))
    except (BadSignature, ValueError, TypeError):
        return None
    connu = roles().get(role)
    if connu is None or (connu.lignes == "siennes") != bool(siret):
        return None
    return profil_demonstration(role, siret)


def duree_s(installation: Installation) -> int:
    """As long as the session of an account."""
    return int(reglages.load(installation).session_h * HEURE_S)


def _signature(installation: Installation) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(coffre.cle(installation), salt=COOKIE)
