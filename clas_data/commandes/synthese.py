"""Commands about porteurs: syntheses, proteger."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes import lecture
from clas_data.commandes.sortie import avancer, creer_dossier, dire, ecrire_fichier
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.restitutions.synthese import lot
from clas_data.secret import diffuser, preparer
from clas_data.tables import base


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande(
        "syntheses",
        "écrit la synthèse de chaque porteur d'une campagne publiée (un pdf de deux pages par "
        "porteur)",
    )
    p.set_defaults(faire=ecrire)
    p.add_argument("--campagne", required=True, metavar="C", help="campagne publiée")
    p.add_argument(
        "-o",
        "--sortie",
        required=True,
        metavar="DOSSIER",
        help="dossier où écrire les pdf (créé s'il n'existe pas), ou fichier .zip",
    )
    p = commande(
        "proteger",
        "prépare d'avance les figures du département que lisent les porteurs (secret statistique), "
        "gardées à côté de la base",
    )
    p.set_defaults(faire=proteger)
    p.add_argument(
        "--campagne", metavar="C", help="une campagne (sinon toutes celles qui sont publiées)"
    )
    p.add_argument(
        "--base",
        metavar="EMPREINTE",
        help="une base construite, qui peut n'être pas encore en vigueur (sinon celle qui l'est)",
    )


def proteger(inst: Installation, choix: Namespace) -> int:
    """The protected figures of one campagne here, of all the published ones in as many processes as
    there are cores.
    """
    ouverte = base.ouvrir(inst, choix.base) if choix.base else lecture.courante(inst)
    publiees = campagnes.publiees(inst)
    agregats = ligne_de_commande().agregats(publiees)
    if choix.campagne:
        campagnes.exiger(inst, choix.campagne)
        diffuser(ouverte, agregats, choix.campagne)
    else:
        preparer(ouverte, agregats, publiees)
    dire(
        "Figures protégées prêtes : "
        f"{choix.campagne or ', '.join(publiees) or 'aucune campagne publiée'} (base "
        f"{ouverte.empreinte})."
    )
    return 0


def ecrire(inst: Installation, choix: Namespace) -> int:
    """One PDF per porteur, as each would see it; what is written stays if the command is
    stopped.
    """
    campagnes.exiger(inst, choix.campagne)
    ouverte = lecture.courante(inst)
    archive = choix.sortie.endswith(".zip")
    fichiers: dict[str, bytes] = {}
    n = 0
    for n, total, nom, contenu in lot.toutes(inst, ouverte, ligne_de_commande(), choix.campagne):
        if archive:
            fichiers[nom] = contenu
        else:
            creer_dossier(choix.sortie)
            ecrire_fichier(str(Path(choix.sortie) / nom), contenu)
        avancer(n, total)
    if archive:
        ecrire_fichier(choix.sortie, lot.en_zip(fichiers))
    dire(f"{formats.pluriel(n, 'synthèse écrite', 'synthèses écrites')} : {choix.sortie}")
    return 0
