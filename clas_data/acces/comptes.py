"""Accounts: who may identify, in which role; kept in one private file, changed by an administrator
only, each change in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from clas_data.acces import journal, mots_de_passe
from clas_data.acces.acteurs import Acteur, roles
from clas_data.acces.identifiants import IDENTIFIANT, SIRET, normaliser, nouvelle_epoque
from clas_data.acces.registre import Compte, changement, lire
from clas_data.config import Installation
from clas_data.errors import UsageError

ADMINISTRATION = "administration"


def visibles(installation: Installation, acteur: Acteur) -> list[Compte]:
    """The accounts that this acteur manages: a demonstration profile, which anyone can take, sees
    those of the demonstration only.
    """
    acteur.exige("gerer_comptes")
    return [c for c in lire(installation).values() if c.demonstration or not acteur.demonstration]


def nommer(installation: Installation, lecteur: Acteur, auteurs: Iterable[str]) -> list[str]:
    """Who did it, as this reader may know: a demonstration profile, which anyone can take, does not
    learn the name of a real account.
    """
    caches = {
        c.acteur().nom
        for c in lire(installation).values()
        if lecteur.demonstration and not c.demonstration
    }
    return ["un compte" if a in caches else a for a in auteurs]


def gerable(comptes: dict[str, Compte], identifiant: str, acteur: Acteur) -> Compte:
    """The account of that name, if this acteur manages it; else a sentence that gives nothing
    away.
    """
    acteur.exige("gerer_comptes")
    compte = comptes.get(identifiant) or comptes.get(normaliser(identifiant))
    if compte is None or (acteur.demonstration and not compte.demonstration):
        raise UsageError(
            f"Aucun compte « {identifiant} ». La liste des comptes est sur la page Comptes, ou par "
            "« python -m clas_data compte lister »."
        )
    return compte


def creer(
    installation: Installation,
    acteur: Acteur,
    identifiant: str,
    nom: str,
    role: str,
    siret: str = "",
) -> Compte:
    """A new account, without password: an invitation link or the command line gives it one."""
    acteur.exige("gerer_comptes")
    nouveau = _verifie(
        Compte(
            # a space inside is a mistake here, not a way of typing a name that exists
            identifiant=identifiant if identifiant.split()[1:] else normaliser(identifiant),
            nom=nom.strip(),
            role=role,
            siret=siret.replace(" ", ""),
            cree_le=maintenant(),
            cree_par=acteur.nom,
            epoque=nouvelle_epoque(),
            demonstration=acteur.demonstration,
        )
    )
    dite = journal.ligne(
        "creation",
        acteur.nom,
        cible=nouveau.identifiant,
        detail=roles()[role].titre,
        demonstration=acteur.demonstration,
    )
    with changement(installation, lambda: [dite]) as comptes:
        poser(comptes, nouveau)
    return nouveau


def revoquer(installation: Installation, acteur: Acteur, identifiant: str) -> Compte:
    """This account opens nothing any more, from its next gesture on, whatever window is open."""

    def fin(compte: Compte, comptes: Iterable[Compte]) -> Compte:
        autres = [
            c
            for c in comptes
            if c.role == ADMINISTRATION
            and c.actif
            and c.identifiant != compte.identifiant
            and not c.demonstration
        ]
        if compte.role == ADMINISTRATION and not compte.demonstration and not autres:
            raise UsageError(
                f"« {compte.identifiant} » est le dernier compte d'administration : le révoquer "
                "fermerait la porte à tous. Créez-en un autre d'abord."
            )
        return replace(
            compte,
            revoque_le=maintenant(),
            epoque=nouvelle_epoque(),
            invitation="",
            invitation_expire=0,
        )

    return _modifier(installation, acteur, identifiant, "revocation", fin)


def retablir(installation: Installation, acteur: Acteur, identifiant: str) -> Compte:
    """Give a revoked account back, with its password; a provider's next entry binds it again."""
    rendu = {"revoque_le": "", "emetteur": "", "sujet": ""}
    return _modifier(
        installation, acteur, identifiant, "retablissement", lambda c, _: replace(c, **rendu)
    )


def changer_mot_de_passe(
    installation: Installation, acteur: Acteur, identifiant: str, mot_de_passe: str
) -> Compte:
    """A new password; open sessions of this account are over, and so is a pending invitation."""
    garde = mots_de_passe.hacher(installation, normaliser(identifiant), mot_de_passe)
    return _modifier(
        installation,
        acteur,
        identifiant,
        "mot_de_passe",
        lambda c, _: replace(
            c, mot_de_passe=garde, epoque=nouvelle_epoque(), invitation="", invitation_expire=0
        ),
    )


def verifier(installation: Installation, identifiant: str, mot_de_passe: str) -> Compte | None:
    """The account, if this is its password and it is not revoked; the time taken does not say which
    of the two was wrong.
    """
    compte = lire(installation).get(normaliser(identifiant))
    bon = mots_de_passe.verifier(compte.mot_de_passe if compte else "", mot_de_passe)
    if not bon or compte is None or not compte.actif:
        return None
    if mots_de_passe.a_refaire(compte.mot_de_passe):
        garde = mots_de_passe.refaire(mot_de_passe)
        with changement(installation) as comptes:
            comptes[compte.identifiant] = replace(comptes[compte.identifiant], mot_de_passe=garde)
    return compte


def noter_connexion(installation: Installation, identifiant: str) -> None:
    with changement(installation) as comptes:
        comptes[identifiant] = replace(comptes[identifiant], derniere_connexion=maintenant())


def poser(comptes: dict[str, Compte], nouveau: Compte) -> None:
    """Add an account; only one of the demonstration may be replaced, and by a real one."""
    present = comptes.get(nouveau.identifiant)
    if present is not None and (nouveau.demonstration or not present.demonstration):
        raise UsageError(
            f"L'identifiant « {nouveau.identifiant} » n'est pas disponible : prenez-en un autre."
        )
    comptes[nouveau.identifiant] = nouveau


def maintenant() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _modifier(
    installation: Installation,
    acteur: Acteur,
    identifiant: str,
    type_: str,
    change: Callable[[Compte, Iterable[Compte]], Compte],
) -> Compte:
    cible, essai = normaliser(identifiant), acteur.demonstration
    dite = journal.ligne(type_, acteur.nom, cible=cible, demonstration=essai)
    with changement(installation, lambda: [dite]) as comptes:
        compte = change(gerable(comptes, identifiant, acteur), comptes.values())
        comptes[compte.identifiant] = compte
    return compte


def _verifie(compte: Compte) -> Compte:
    if not IDENTIFIANT.fullmatch(compte.identifiant):
        raise UsageError(
            f"« {compte.identifiant} » ne convient pas comme identifiant : de 3 à 100 lettres sans "
            "accent, chiffres, points, tirets ou @."
        )
    if compte.role not in roles():
        raise UsageError(f"Le rôle « {compte.role} » n'existe pas. Rôles : {', '.join(roles())}.")
    if not compte.nom:
        raise UsageError("Il manque le nom de la personne ou de l'organisme.")
    siennes = roles()[compte.role].lignes == "siennes"
    if siennes and not SIRET.fullmatch(compte.siret):
        raise UsageError("Un compte de porteur porte le SIRET de l'organisme : 14 chiffres.")
    if compte.siret and not siennes:
        raise UsageError("Seul un compte de porteur porte un SIRET.")
    return compte
