"""Invitation links: each opens one account once, until a date; only what is needed to know the
token again is kept.
"""

from __future__ import annotations

import csv
import io
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clas_data import formats
from clas_data.acces import (
    coffre,
    comptes,
    identifiants,
    journal,
    mots_de_passe,
    registre,
    reglages,
)
from clas_data.acces.acteurs import Acteur
from clas_data.acces.registre import Compte
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, UsageError
from clas_data.fichiers.classeur import neutraliser

JOUR_S = 86_400
CHEMIN = "invitation"
ENTETES = ["Organisme", "SIRET", "Identifiant", "Lien (sert une fois)", "Valable jusqu'au"]


@dataclass(frozen=True)
class Invitation:
    """What the person receives; the token is shown now and never again."""

    identifiant: str
    nom: str
    siret: str
    jeton: str
    expire: float

    def lien(self, adresse: str) -> str:
        return f"{adresse.rstrip('/')}/{CHEMIN}/{self.jeton}"


def inviter(installation: Installation, acteur: Acteur, identifiant: str) -> Invitation:
    """A new link for this account; a link given before no longer works."""
    invitations: list[Invitation] = []
    with registre.changement(installation, lambda: _dites(invitations, acteur)) as tous:
        compte = comptes.gerable(tous, identifiant, acteur)
        invitations.append(_inviter(installation, tous, compte))
    return invitations[0]


def inviter_porteurs(
    installation: Installation,
    acteur: Acteur,
    porteurs: Iterable[tuple[str, str]],
    renouveler: bool = False,
) -> list[Invitation]:
    """One account and one link for each (SIRET, name) that has none; with `renouveler`, a new link
    too for those that did not use theirs.
    """
    acteur.exige("gerer_comptes")
    invitations: list[Invitation] = []
    with registre.changement(installation, lambda: _dites(invitations, acteur)) as tous:
        siens = [c for c in tous.values() if c.siret and c.demonstration == acteur.demonstration]
        pris = {
            c.siret
            for c in siens
            if c.mot_de_passe
            or c.fournisseur
            or not c.actif
            or (c.etat == "invité" and not renouveler)
        }
        pris |= {c.siret for c in tous.values() if acteur.demonstration and not c.demonstration}
        connus = {c.siret: c.identifiant for c in siens}
        for siret, nom in porteurs:
            if siret in pris:
                continue
            if siret not in connus:
                comptes.poser(
                    tous,
                    Compte(
                        identifiant=siret,
                        nom=nom,
                        role="porteur",
                        siret=siret,
                        cree_le=comptes.maintenant(),
                        cree_par=acteur.nom,
                        epoque=identifiants.nouvelle_epoque(),
                        demonstration=acteur.demonstration,
                    ),
                )
            invitations.append(
                _inviter(
                    installation, tous, comptes.gerable(tous, connus.get(siret, siret), acteur)
                )
            )
    return invitations


def _dites(invitations: Sequence[Invitation], acteur: Acteur) -> list[journal.Acces]:
    return [
        journal.ligne(
            "invitation",
            acteur.nom,
            cible=i.identifiant,
            demonstration=acteur.demonstration,
        )
        for i in invitations
    ]


def en_csv(faites: Sequence[Invitation], adresse: str) -> bytes:
    """The links, one line each, for a mail-merge (UTF-8 with BOM, semicolons)."""
    tampon = io.StringIO(newline="")
    lignes = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    lignes.writerow(ENTETES)
    for i in faites:
        lignes.writerow(
            [
                neutraliser(i.nom),
                i.siret,
                i.identifiant,
                i.lien(adresse),
                formats.jour(datetime.fromtimestamp(i.expire)),
            ]
        )
    return tampon.getvalue().encode("utf-8-sig")


def ouvrir(installation: Installation, jeton: str) -> Compte:
    """The account that this link invites, or the reason why it opens nothing; reading a link does
    not use it.
    """
    compte = _trouver(registre.lire(installation), jeton)
    if compte.invitation_expire <= time.time():
        raise AccesRefuse(
            "Ce lien d'invitation a expiré. Demandez-en un nouveau à l'administration de ce "
            "tableau de bord."
        )
    return compte


def accepter(installation: Installation, jeton: str, mot_de_passe: str) -> Compte:
    """Choose the password of the account: the link is used, and any session that was open is
    over.
    """
    garde = mots_de_passe.hacher(
        installation, ouvrir(installation, jeton).identifiant, mot_de_passe
    )
    dites: list[journal.Acces] = []
    with registre.changement(installation, lambda: dites) as tous:
        compte = replace(
            _trouver(tous, jeton),
            mot_de_passe=garde,
            invitation="",
            invitation_expire=0,
            epoque=identifiants.nouvelle_epoque(),
        )
        tous[compte.identifiant] = compte
        dites.append(
            journal.ligne(
                "invitation_utilisee",
                compte.acteur().nom,
                cible=compte.identifiant,
                demonstration=compte.demonstration,
            )
        )
    return compte


def _inviter(installation: Installation, tous: dict[str, Compte], compte: Compte) -> Invitation:
    if not compte.actif:
        raise UsageError(
            f"Le compte « {compte.identifiant} » est révoqué : rétablissez-le avant de l'inviter."
        )
    jeton = secrets.token_urlsafe(32)
    expire = time.time() + reglages.load(installation).invitation_j * JOUR_S
    tous[compte.identifiant] = replace(
        compte, invitation=coffre.empreinte(jeton), invitation_expire=expire
    )
    return Invitation(compte.identifiant, compte.nom, compte.siret, jeton, expire)


def _trouver(tous: dict[str, Compte], jeton: str) -> Compte:
    trouve = next(
        (
            c
            for c in tous.values()
            if c.invitation and secrets.compare_digest(c.invitation, coffre.empreinte(jeton))
        ),
        None,
    )
    if trouve is None or not trouve.actif:
        raise AccesRefuse(
            "Ce lien d'invitation a déjà servi, ou un lien plus récent l'a remplacé. Si vous avez "
            "choisi un mot de passe, connectez-vous ; sinon, demandez un nouveau lien à "
            "l'administration."
        )
    return trouve
