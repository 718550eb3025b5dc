"""From the claims of an identity provider to an account, as the settings of the installation say;
whoever they do not name is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clas_data.acces import comptes, identifiants, registre, reglages, revendications
from clas_data.acces.acteurs import roles
from clas_data.acces.registre import Compte
from clas_data.acces.reglages import Fournisseur
from clas_data.acces.revendications import Identite
from clas_data.config import Installation
from clas_data.errors import AccesRefuse


def compte(installation: Installation, recues: Mapping[str, Any]) -> Compte:
    """The account of these claims: the one bound to their subject, else one that an administrator
    made, else one in the role that the settings give to a claim's value.
    """
    regle = reglages.load(installation).fournisseur
    if regle is None:
        raise AccesRefuse("Aucun fournisseur d'identité n'est déclaré pour ce tableau de bord.")
    qui = revendications.lire(regle, recues)
    with registre.changement(installation) as tous:
        connu = _connu(tous, qui)
        if connu is not None:
            _ouvert(regle, connu, qui)
        if connu is None or connu.fournisseur or connu.demonstration:
            ancien = connu if connu and connu.fournisseur else None
            connu = _provisoire(regle, qui, ancien)
        connu = replace(connu, emetteur=qui.emetteur, sujet=qui.sujet)
        tous[connu.identifiant] = connu
    return connu


def _connu(tous: Mapping[str, Compte], qui: Identite) -> Compte | None:
    """Who this subject is here, whatever name the provider gives it today; else who has the
    name.
    """
    lies = (c for c in tous.values() if (c.emetteur, c.sujet) == (qui.emetteur, qui.sujet))
    return next(lies, None) or tous.get(qui.identifiant)


def _ouvert(regle: Fournisseur, connu: Compte, qui: Identite) -> None:
    """May this subject enter this account?"""
    if not connu.actif:
        raise AccesRefuse(
            "Ce compte est révoqué. Adressez-vous à l'administration de ce tableau de bord."
        )
    if connu.demonstration:
        return
    if connu.sujet and (connu.emetteur, connu.sujet) != (qui.emetteur, qui.sujet):
        raise AccesRefuse(
            f"Le compte « {connu.identifiant} » est lié à une autre identité chez {regle.nom} : "
            "la vôtre ne l'ouvre pas. Si la personne est la même, l'administration refait ce lien "
            "en révoquant le compte, puis en le rétablissant."
        )
    local = bool(connu.mot_de_passe or connu.invitation)
    if local and not connu.sujet and not regle.comptes_locaux:
        raise AccesRefuse(
            f"Le compte « {connu.identifiant} » s'ouvre ici avec son mot de passe, non avec "
            f"{regle.nom}. Entrez avec ce mot de passe ; l'administration peut permettre l'autre "
            "entrée (« comptes_locaux » dans identification.yaml)."
        )


def _provisoire(regle: Fournisseur, qui: Identite, connu: Compte | None) -> Compte:
    """The account that the provider vouches for, with the role of today: it is listed and can be
    revoked like another.
    """
    role = next(
        (r for v, r in (regle.roles or {}).items() if v in qui.groupes and r in roles()), None
    )
    if role is None:
        raise AccesRefuse(
            "Votre identité est reconnue, mais aucun droit ne lui est donné ici. Demandez-le à "
            "l'administration de ce tableau de bord."
        )
    siret = qui.siret if roles()[role].lignes == "siennes" else ""
    if roles()[role].lignes == "siennes" and not siret:
        raise AccesRefuse(
            f"{regle.nom} n'a pas transmis le SIRET de votre organisme (14 chiffres) : rien ne "
            "peut vous être montré."
        )
    base = connu or Compte(
        identifiant=qui.identifiant,
        nom=qui.nom,
        role=role,
        cree_le=comptes.maintenant(),
        cree_par=regle.nom,
        epoque=identifiants.nouvelle_epoque(),
    )
    return replace(base, nom=qui.nom, role=role, siret=siret, fournisseur=True)
