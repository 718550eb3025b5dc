"""Passwords: argon2id with the library's own (RFC 9106) parameters, long enough, and not the
account's own name.
"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clas_data.acces import reglages
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.formats import pluriel

LONGUEUR_MAX = 1000  # beyond, hashing would be a way to keep the server busy
DIFFERENTS_MIN = 5
_HACHEUR = PasswordHasher()


def hacher(installation: Installation, identifiant: str, mot_de_passe: str) -> str:
    """What is kept of a password; one that is too weak is refused with the reason."""
    minimum = reglages.load(installation).mot_de_passe_min
    if len(mot_de_passe) < minimum:
        raise UsageError(
            "Ce mot de passe est trop court : il en faut au moins "
            f"{pluriel(minimum, 'caractère')}. Une phrase de quelques mots convient très bien."
        )
    if len(mot_de_passe) > LONGUEUR_MAX:
        raise UsageError(
            f"Ce mot de passe est trop long : {pluriel(LONGUEUR_MAX, 'caractère')} au plus."
        )
    if (
        len(set(mot_de_passe.casefold())) < DIFFERENTS_MIN
        or identifiant.casefold() in mot_de_passe.casefold()
    ):
        raise UsageError(
            "Ce mot de passe se devine : il répète les mêmes caractères ou contient l'identifiant. "
            "Choisissez-en un autre."
        )
    return _HACHEUR.hash(mot_de_passe)


def verifier(garde: str, mot_de_passe: str) -> bool:
    """Is it the password?  Where none is kept, the same time is spent and the answer is no."""
    try:
        return _HACHEUR.verify(garde or _leurre(), mot_de_passe[:LONGUEUR_MAX]) and bool(garde)
    except (VerificationError, InvalidHashError):
        return False


def a_refaire(garde: str) -> bool:
    """True when the parameters of the library have grown since this one was kept."""
    return _HACHEUR.check_needs_rehash(garde)


def refaire(mot_de_passe: str) -> str:
    """What is kept of a password that was already accepted: whoever signs in with it is not asked
    for a longer one.
    """
    return _HACHEUR.hash(mot_de_passe[:LONGUEUR_MAX])


@cache
def _leurre() -> str:
    return _HACHEUR.hash("un compte qui n'existe pas prend le même temps")
