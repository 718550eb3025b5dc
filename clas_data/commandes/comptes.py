"""Command about who may enter: compte creer, lister, inviter, revoquer, retablir, mot-de-passe,
journal.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from clas_data import formats
from clas_data.acces import (
    Acteur,
    comptes,
    invitations,
    journal,
    ligne_de_commande,
    reglages,
    roles,
)
from clas_data.acces.invitations import Invitation
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_fichier, ecrire_json, tableau
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes

SECRETS = ("mot_de_passe", "invitation")


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande("compte", "tient les comptes : qui peut entrer, dans quel rôle")
    p.set_defaults(faire=faire)
    p.add_argument("geste", metavar="GESTE", choices=list(GESTES), help=", ".join(GESTES))
    p.add_argument(
        "identifiant",
        metavar="IDENTIFIANT",
        nargs="?",
        default="",
        help="le compte (adresse électronique, ou SIRET d'un porteur)",
    )
    p.add_argument("--nom", default="", metavar="NOM", help="creer : la personne ou l'organisme")
    p.add_argument("--role", default="", metavar="ROLE", help=f"creer : {', '.join(roles())}")
    p.add_argument("--siret", default="", metavar="SIRET", help="creer : le SIRET d'un porteur")
    p.add_argument(
        "--porteurs",
        action="store_true",
        help="inviter : tous les porteurs de la base qui n'ont ni compte, ni lien en cours",
    )
    p.add_argument(
        "--renouveler",
        action="store_true",
        help="inviter --porteurs : aussi ceux qui n'ont pas utilisé leur lien (il cesse de "
        "fonctionner)",
    )
    p.add_argument(
        "--adresse",
        default="",
        metavar="URL",
        help="inviter, creer : adresse publique du tableau de bord (sinon celle "
        "d'identification.yaml)",
    )
    p.add_argument(
        "-o",
        "--sortie",
        default="",
        metavar="FICHIER",
        help="inviter --porteurs : les liens, en csv pour un publipostage",
    )
    p.add_argument(
        "--json",
        action="store_true",
        help="lister, journal : résultat en JSON sur la sortie standard",
    )


def faire(inst: Installation, choix: Namespace) -> int:
    """One gesture on the accounts, as whoever holds the machine."""
    if choix.geste not in ("lister", "journal") and not choix.identifiant and not choix.porteurs:
        raise UsageError(f"compte {choix.geste} : il manque l'identifiant du compte.")
    GESTES[choix.geste](inst, ligne_de_commande(), choix)
    return 0


def _creer(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    compte = comptes.creer(
        inst, qui, choix.identifiant, choix.nom or choix.identifiant, choix.role, choix.siret
    )
    dire(f"Compte « {compte.identifiant} » créé ({roles()[compte.role].titre}).")
    _dire_lien(inst, choix, invitations.inviter(inst, qui, compte.identifiant))


def _lister(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    tous = comptes.visibles(inst, qui)
    if choix.json:
        ecrire_json(
            [
                {k: v for k, v in asdict(c).items() if k not in SECRETS} | {"etat": c.etat}
                for c in tous
            ]
        )
    elif not tous:
        dire(
            "Aucun compte : « compte creer IDENTIFIANT --role administration --nom … » fait le "
            "premier."
        )
    else:
        tableau(
            ["Identifiant", "Nom", "Rôle", "État", "Dernière connexion"],
            [
                [
                    c.identifiant,
                    c.nom,
                    roles()[c.role].titre,
                    c.etat,
                    c.derniere_connexion[:16].replace("T", " ") or "jamais",
                ]
                for c in tous
            ],
        )


def _inviter(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    if not choix.porteurs:
        _dire_lien(inst, choix, invitations.inviter(inst, qui, choix.identifiant))
        return
    porteurs = lecture.courante(inst).lire(
        qui.perimetre(campagnes.publiees(inst)), "ecran_porteurs"
    )
    faites = invitations.inviter_porteurs(
        inst,
        qui,
        zip(porteurs["porteur_siret"], porteurs["porteur_nom"], strict=True),
        choix.renouveler,
    )
    contenu = invitations.en_csv(faites, _adresse(inst, choix))
    if not faites:
        dire(
            "Tous les porteurs de la base ont un compte ou un lien en cours : aucun lien n'est "
            "fait, aucun fichier n'est écrit."
        )
    elif choix.sortie:
        ecrire_fichier(choix.sortie, contenu)
        dire(
            f"{formats.pluriel(len(faites), 'lien écrit', 'liens écrits')} : {choix.sortie}. Ce "
            "fichier ouvre les comptes : gardez-le comme des mots de passe."
        )
    else:
        sys.stdout.write(contenu.decode("utf-8-sig"))


def _revoquer(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    dire(
        f"Compte « {comptes.revoquer(inst, qui, choix.identifiant).identifiant} » révoqué : ses "
        "fenêtres ouvertes le sont aussi."
    )


def _retablir(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    dire(f"Compte « {comptes.retablir(inst, qui, choix.identifiant).identifiant} » rétabli.")


def _mot_de_passe(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    if sys.stdin.isatty():
        nouveau = getpass.getpass("Nouveau mot de passe : ", sys.stderr)
        if getpass.getpass("Le même : ", sys.stderr) != nouveau:
            raise UsageError("Les deux mots de passe diffèrent : rien n'est changé.")
    else:
        nouveau = sys.stdin.readline().rstrip("\r\n")
    compte = comptes.changer_mot_de_passe(inst, qui, choix.identifiant, nouveau)
    dire(f"Mot de passe de « {compte.identifiant} » changé ; ses sessions ouvertes sont terminées.")


def _journal(inst: Installation, qui: Acteur, choix: Namespace) -> None:
    acces = journal.lire(inst, qui)
    if choix.json:
        ecrire_json([asdict(a) for a in acces])
    else:
        tableau(
            ["Date", "Quoi", "Qui", "Sur", "Depuis", "Détail"],
            [
                [
                    a.date[:19].replace("T", " "),
                    journal.TYPES.get(a.type, a.type),
                    a.qui,
                    a.cible,
                    a.adresse,
                    a.detail,
                ]
                for a in acces
            ],
        )


def _dire_lien(inst: Installation, choix: Namespace, invitation: Invitation) -> None:
    jour = formats.jour(datetime.fromtimestamp(invitation.expire))
    print(invitation.lien(_adresse(inst, choix)))
    dire(
        f"Ce lien sert une fois, jusqu'au {jour} : transmettez-le à la personne, qui choisira son "
        "mot de passe."
    )


def _adresse(inst: Installation, choix: Namespace) -> str:
    adresse = choix.adresse or reglages.load(inst).adresse
    if not adresse:
        dire(
            "L'adresse publique n'est pas connue : les liens sont écrits sans elle. Donnez "
            "--adresse https://…, ou « adresse » dans identification.yaml."
        )
    return adresse


GESTES: dict[str, Callable[[Installation, Acteur, Namespace], None]] = {
    "creer": _creer,
    "lister": _lister,
    "inviter": _inviter,
    "revoquer": _revoquer,
    "retablir": _retablir,
    "mot-de-passe": _mot_de_passe,
    "journal": _journal,
}
