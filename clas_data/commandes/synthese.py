"""Commands about porteurs: syntheses."""

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
from clas_data.restitutions import synthese_pdf


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("syntheses", "écrit la synthèse de chaque porteur d'une campagne publiée (un pdf de deux pages par porteur)")
    p.set_defaults(faire=ecrire)
    p.add_argument("--campagne", required=True, metavar="C", help="campagne publiée")
    p.add_argument("-o", "--sortie", required=True, metavar="DOSSIER", help="dossier où écrire les pdf (créé s'il n'existe pas), ou fichier .zip")


def ecrire(inst: Installation, choix: Namespace) -> int:
    """One PDF per porteur, as each would see it; what is written stays if the command is stopped."""
    campagnes.exiger(inst, choix.campagne)
    ouverte = lecture.courante(inst)
    archive = choix.sortie.endswith(".zip")
    fichiers: dict[str, bytes] = {}
    n = 0
    for n, total, nom, contenu in synthese_pdf.toutes(inst, ouverte, ligne_de_commande(), choix.campagne):
        if archive:
            fichiers[nom] = contenu
        else:
            creer_dossier(choix.sortie)
            ecrire_fichier(str(Path(choix.sortie) / nom), contenu)
        avancer(n, total)
    if archive:
        ecrire_fichier(choix.sortie, synthese_pdf.en_zip(fichiers))
    dire(f"{formats.pluriel(n, 'synthèse écrite', 'synthèses écrites')} : {choix.sortie}")
    return 0
