"""What an identity provider says of somebody, each claim looked at before it is kept or shown."""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clas_data.acces.identifiants import SIRET, lisible
from clas_data.acces.reglages import Fournisseur
from clas_data.errors import AccesRefuse

# the claims are used as soon as they arrive; later, they would open a session that was signed out
FRAIS_S = 300
SUJET_MAX = 255  # OpenID Connect Core, section 2
ADRESSE_MAX = 2000
NOM_MAX = 100
VALEURS_MAX = 1000  # groups of one person
INCONNU = "inconnu"


@dataclass(frozen=True)
class Identite:
    """Who comes, once every claim that we use has the type, the length and the characters of what
    it says.
    """

    identifiant: str
    emetteur: str
    sujet: str
    nom: str
    groupes: frozenset[str]
    siret: str


def lire(regle: Fournisseur, recues: Mapping[str, Any]) -> Identite:
    """The identity that these claims tell, or the reason why they tell none."""
    _fraiches(recues)
    emetteur, sujet = _texte(recues.get("iss"), ADRESSE_MAX), _texte(recues.get("sub"), SUJET_MAX)
    if not emetteur or not sujet:
        raise AccesRefuse(
            f"{regle.nom} n'a pas dit qui vous désigne (« iss » et « sub »), ou l'a dit sous une "
            "forme inattendue. Prévenez l'administration."
        )
    identifiant = lisible(_texte(recues.get(regle.compte), NOM_MAX))
    if identifiant is None:
        raise AccesRefuse(
            f"{regle.nom} n'a pas transmis « {regle.compte} », qui désigne votre compte ici, sous "
            "une forme connue : de 3 à 100 lettres sans accent, chiffres, points, tirets ou @. "
            "Prévenez l'administration."
        )
    # `true` of JSON, nothing that resembles it; absent is not true
    verifiee = recues.get("email_verified") is True or emetteur == regle.emetteur_sur
    if regle.compte == "email" and not verifiee:
        raise AccesRefuse(
            f"{regle.nom} n'a pas vérifié votre adresse électronique : elle ne peut pas désigner "
            "un compte. Vérifiez-la chez ce fournisseur, ou prévenez l'administration."
        )
    return Identite(
        identifiant,
        emetteur,
        sujet,
        _texte(recues.get("name"), NOM_MAX).strip() or identifiant,
        _groupes(regle, recues),
        _siret(regle, recues),
    )


def designer(regle: Fournisseur | None, recues: Mapping[str, Any] | None) -> str:
    """Whom the journal names for claims that were refused: a name that can be one, or none."""
    for cle in (regle.compte if regle else "email", "email"):
        nom = lisible(_texte((recues or {}).get(cle), NOM_MAX))
        if nom:
            return nom
    return INCONNU


def _fraiches(recues: Mapping[str, Any]) -> None:
    emises, maintenant = _instant(recues.get("iat")), time.time()
    expirent = _instant(recues["exp"]) if "exp" in recues else math.inf
    # not `>`: an instant that is no number (nan) compares false with everything
    if not (abs(maintenant - emises) <= FRAIS_S and maintenant <= expirent + FRAIS_S):
        raise AccesRefuse("Cette identification date : recommencez-la.")


def _instant(valeur: Any) -> float:
    nombre = isinstance(valeur, (int, float)) and not isinstance(valeur, bool)
    try:
        return float(valeur) if nombre else math.nan
    except OverflowError:
        return math.nan


def _texte(valeur: Any, longueur: int) -> str:
    """A text that can be kept and shown: no control, no invisible sign that turns or hides what
    follows; else nothing.
    """
    if not isinstance(valeur, str) or len(valeur) > longueur:
        return ""
    genres = {unicodedata.category(c) for c in valeur}
    return "" if any(g[0] == "C" or g in ("Zl", "Zp") for g in genres) else valeur


def _groupes(regle: Fournisseur, recues: Mapping[str, Any]) -> frozenset[str]:
    """The values of the claim that gives a role: one text, or a list of texts."""
    valeurs = recues.get(regle.role) if regle.role else None
    if valeurs is None:
        return frozenset()
    liste = [valeurs] if isinstance(valeurs, str) else valeurs
    if not (
        isinstance(liste, list)
        and len(liste) <= VALEURS_MAX
        and all(isinstance(v, str) for v in liste)
    ):
        raise AccesRefuse(
            f"{regle.nom} a transmis « {regle.role} », qui donne votre rôle, sous une forme "
            "inattendue : un texte ou une liste de textes était attendu. Prévenez l'administration."
        )
    return frozenset(liste)


def _siret(regle: Fournisseur, recues: Mapping[str, Any]) -> str:
    valeur = "".join(_texte(recues.get(regle.siret), NOM_MAX).split()) if regle.siret else ""
    return valeur if SIRET.fullmatch(valeur) else ""
