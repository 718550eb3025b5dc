"""Open sessions: a signed cookie holds a token drawn at random; what the token opens is written
here and ends here.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable

from itsdangerous import BadSignature, URLSafeSerializer

from clas_data.acces import coffre, comptes, registre, reglages
from clas_data.acces.registre import Compte
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import disque

COOKIE = "clas_session"
HEURE_S = 3600
RECUL_S = 60  # a clock that is set right by less ends nothing


def ouvrir(
    installation: Installation, identifiant: str, marque: str | None = None
) -> tuple[str, int]:
    """A new session of this account: the value of its cookie, and how many seconds it lasts.

    `marque`: that of the account when it was recognised; what changed since ends the session.
    """
    duree = int(reglages.load(installation).session_h * HEURE_S)
    jeton = secrets.token_urlsafe(32)
    maintenant = time.time()
    if marque is None:
        marque = registre.lire(installation)[identifiant].marque
    nouvelle = {
        "identifiant": identifiant,
        "marque": marque,
        "ouverte": maintenant,
        "expire": maintenant + duree,
    }
    _changer(installation, lambda s: {**s, coffre.empreinte(jeton): nouvelle})
    comptes.noter_connexion(installation, identifiant)
    return _signature(installation).dumps(jeton), duree


def lire(installation: Installation, cookie: str | None) -> Compte | None:
    """The account of this cookie; None when it is forged, expired, signed out, or when its account
    was revoked or has other rights or another password.
    """
    jeton = _jeton(installation, cookie)
    if jeton is None:
        return None
    session = (_toutes(installation) or {}).get(coffre.empreinte(jeton))
    # opened later than now: the clock went back, and nothing says when this session should end
    if session is None or not session["ouverte"] - RECUL_S <= time.time() < session["expire"]:
        return None
    compte = registre.lire(installation).get(session["identifiant"])
    tient = compte is not None and compte.actif and session.get("marque") == compte.marque
    return compte if tient else None


def fermer(installation: Installation, cookie: str | None) -> None:
    """Sign out: this token opens nothing any more, in any window."""
    jeton = _jeton(installation, cookie)
    if jeton is not None:
        _changer(
            installation, lambda s: {k: v for k, v in s.items() if k != coffre.empreinte(jeton)}
        )


def reparer(installation: Installation) -> str:
    """Forget sessions that cannot be read, and draw a key again where it is altered: everybody
    signs in again. What was done, in a sentence.
    """
    abimees = [nom for nom in ("sessions", "clé") if _faute(installation, nom)]
    if not abimees:
        return ""
    with coffre.verrou(installation):
        disque.retirer(_fichier(installation))
        if "clé" in abimees:
            disque.retirer(installation.comptes / ".cle")
    coffre.cle(installation)
    return f"Abîmé ({', '.join(abimees)}) : refait. Chacun se reconnecte."


def fautes(installation: Installation) -> list[str]:
    """Sentences about what keeps people out, or signed them out."""
    return [f for nom in ("sessions", "clé") if (f := _faute(installation, nom))]


def _faute(installation: Installation, nom: str) -> str:
    if nom == "sessions" and _toutes(installation) is None:
        return (
            "les sessions ouvertes ne se lisent plus (fichier coupé ou abîmé) : chacun doit se "
            "reconnecter. Lancez « python -m clas_data diagnostic --reparer »."
        )
    if nom == "clé" and (installation.comptes / ".cle").exists():
        try:
            coffre.cle(installation)
        except BaseIndisponible as e:
            return e.message
    return ""


def _toutes(installation: Installation) -> dict[str, dict] | None:
    """The sessions by the mark of their token; None where the file is cut or altered, which opens
    nothing to anybody.
    """
    chemin = _fichier(installation)
    return coffre.lire_signe(chemin) if chemin.exists() else {}


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
            k: v for k, v in (_toutes(installation) or {}).items() if v["expire"] > time.time()
        }
        contenu = json.dumps(changement(vives)).encode("ascii")
        disque.write_signed(_fichier(installation), contenu)
