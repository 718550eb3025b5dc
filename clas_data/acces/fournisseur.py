"""From the claims of an identity provider to an account, as the settings of the installation say;
whoever they do not name is refused.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clas_data.acces import comptes, reglages
from clas_data.acces.acteurs import roles
from clas_data.acces.comptes import Compte
from clas_data.acces.reglages import Fournisseur
from clas_data.config import Installation
from clas_data.errors import AccesRefuse

# the claims are used as soon as they arrive; later, they would open a session that was signed out
FRAIS_S = 300


def compte(installation: Installation, revendications: Mapping[str, Any]) -> Compte:
    """The account of these claims: one that an administrator made, else one in the role that the
    settings give to a claim's value.
    """
    regle = reglages.load(installation).fournisseur
    if regle is None:
        raise AccesRefuse("Aucun fournisseur d'identité n'est déclaré pour ce tableau de bord.")
    if abs(time.time() - float(revendications.get("iat") or 0)) > FRAIS_S:
        raise AccesRefuse("Cette identification date : recommencez-la.")
    identifiant = comptes.normaliser(str(revendications.get(regle.compte) or ""))
    if not identifiant:
        raise AccesRefuse(
            f"{regle.nom} n'a pas transmis « {regle.compte} », qui désigne votre compte ici. "
            "Prévenez l'administration."
        )
    if regle.compte == "email" and revendications.get("email_verified") is False:
        raise AccesRefuse(
            f"{regle.nom} n'a pas vérifié votre adresse électronique : elle ne peut pas "
            "désigner "
            "un compte."
        )
    role = _role(regle, revendications)
    with comptes.changement(installation) as tous:
        connu = tous.get(identifiant)
        if connu is None or connu.fournisseur or connu.demonstration:
            ancien = connu if connu and connu.fournisseur else None
            tous[identifiant] = connu = _provisoire(
                regle, revendications, identifiant, role, ancien
            )
    if not connu.actif:
        raise AccesRefuse(
            "Ce compte est révoqué. Adressez-vous à l'administration de ce tableau de bord."
        )
    return connu


def _role(regle: Fournisseur, revendications: Mapping[str, Any]) -> str | None:
    """The first of our roles, in the order of the settings, that one of the values of the claim
    gives.
    """
    valeurs = revendications.get(regle.role) if regle.role else None
    recues = {str(v) for v in valeurs} if isinstance(valeurs, (list, tuple)) else {str(valeurs)}
    return next(
        (
            role
            for valeur, role in (regle.roles or {}).items()
            if valeur in recues and role in roles()
        ),
        None,
    )


def _provisoire(
    regle: Fournisseur,
    revendications: Mapping[str, Any],
    identifiant: str,
    role: str | None,
    connu: Compte | None,
) -> Compte:
    """The account that the provider vouches for, with the role of today: it is listed and can be
    revoked like another.
    """
    if role is None:
        raise AccesRefuse(
            "Votre identité est reconnue, mais aucun droit ne lui est donné ici. Demandez-le à "
            "l'administration de ce tableau de bord."
        )
    siret = str(revendications.get(regle.siret) or "") if roles()[role].lignes == "siennes" else ""
    if roles()[role].lignes == "siennes" and not comptes.SIRET.fullmatch(siret):
        raise AccesRefuse(
            f"{regle.nom} n'a pas transmis le SIRET de votre organisme : rien ne peut vous "
            "être "
            "montré."
        )
    nom = str(revendications.get("name") or identifiant)
    base = connu or Compte(
        identifiant=identifiant,
        nom=nom,
        role=role,
        cree_le=comptes.maintenant(),
        cree_par=regle.nom,
    )
    return replace(base, nom=nom, role=role, siret=siret, fournisseur=True)
