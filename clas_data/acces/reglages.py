"""The settings of identification: those shipped, changed by the installation's
`identification.yaml`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.config import Installation
from clas_data.errors import UsageError

LIVRES = Path(__file__).with_name("reglages.yaml")
ATTENDUS = {
    "int": ("un nombre", (int, float)),
    "float": ("un nombre", (int, float)),
    "str": ("un texte", str),
    "bool": ("true ou false", bool),
    "tuple[str, ...]": ("une liste, [..]", list),
}
ADRESSE = re.compile(r"https?://[a-z0-9\[]", re.I)
VARIABLE_SECRET = "CLAS_OIDC_SECRET"


@dataclass(frozen=True)
class Fournisseur:
    """An OpenID Connect provider, and which of its claims says who somebody is here.

    `compte` is the claim that names the account; `role` the claim (a text or a list) whose values
    `roles` maps to ours; `siret` the claim that holds the SIRET of a porteur. Only a verified
    e-mail names an account.
    """

    nom: str
    server_metadata_url: str
    client_id: str
    redirect_uri: str
    client_secret: str = ""
    compte: str = "email"
    role: str = ""
    roles: dict[str, str] | None = None
    siret: str = ""
    emetteur_sur: str = ""  # the issuer trusted to have verified addresses without saying so
    comptes_locaux: bool = False  # may it open an account that has a password here?
    scope: str = "openid email profile"

    @property
    def secret(self) -> str:
        return os.environ.get(VARIABLE_SECRET) or self.client_secret


@dataclass(frozen=True)
class Reglages:
    """What `reglages.yaml` declares, as this installation has it."""

    session_h: float
    invitation_j: float
    mot_de_passe_min: int
    essais_compte: int
    essais_adresse: int
    essais_fenetre_min: float
    adresse: str = ""
    autres_adresses: tuple[str, ...] = ()
    fournisseur: Fournisseur | None = None


def load(installation: Installation) -> Reglages:
    """The settings in force; an unknown one is refused."""
    propres = installation.identification
    return _load(propres, propres.stat().st_mtime_ns if propres.exists() else 0)


@cache
def _load(propres: Path, _modifie: int) -> Reglages:
    valeurs = declarations.read(LIVRES)
    valeurs |= _verifier(declarations.read_installation(propres), Reglages, "identification.yaml")
    fournisseur = valeurs.pop("fournisseur")
    if fournisseur is not None:
        ou = "identification.yaml, fournisseur"
        fournisseur = Fournisseur(**_verifier(fournisseur, Fournisseur, ou))
        if not fournisseur.redirect_uri.endswith("/oauth2callback"):
            raise UsageError(
                f"{ou} : redirect_uri est l'adresse publique du tableau de bord suivie de « "
                "/oauth2callback »."
            )
    valeurs["autres_adresses"] = tuple(valeurs["autres_adresses"])
    for adresse in filter(None, (valeurs["adresse"], *valeurs["autres_adresses"])):
        if not ADRESSE.match(str(adresse)):
            raise UsageError(
                f"identification.yaml : « {adresse} » n'est pas une adresse ; elle s'écrit en "
                "entier, par exemple https://clas.exemple.fr."
            )
    return Reglages(**valeurs, fournisseur=fournisseur)


def _verifier(valeurs: Any, type_: type, ou: str) -> dict[str, Any]:
    if not isinstance(valeurs, dict):
        raise UsageError(f"{ou} : écrivez une ligne « clé : valeur » par réglage.")
    connus = {f.name for f in fields(type_)}
    inconnus = ", ".join(sorted(set(valeurs) - connus))
    if inconnus:
        raise UsageError(
            f"{ou} : « {inconnus} » n'est pas attendu. Réglages connus : "
            f"{', '.join(sorted(connus))}."
        )
    manquants = [
        n
        for n in ("nom", "server_metadata_url", "client_id", "redirect_uri")
        if type_ is Fournisseur and not valeurs.get(n)
    ]
    if manquants:
        raise UsageError(f"{ou} : il manque {', '.join(manquants)}.")
    for f in fields(type_):
        if f.type not in ATTENDUS or f.name not in valeurs:
            continue
        attendu, types = ATTENDUS[f.type]
        valeur = valeurs[f.name]
        if isinstance(valeur, bool) != (types is bool) or not isinstance(valeur, types):
            raise UsageError(f"{ou} : « {f.name} » attend {attendu}, non « {valeur} ».")
    return valeurs
