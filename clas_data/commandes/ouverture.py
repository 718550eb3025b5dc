"""Commands about open data: exporter."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.commandes import lecture
from clas_data.commandes.sortie import avancer, creer_dossier, dire, ecrire_fichier
from clas_data.config import Installation
from clas_data.fichiers.paquets import sceau
from clas_data.restitutions.ouvertes import dossier, echange, ecriture
from clas_data.tables import modeles


def declarer(commande: Callable) -> None:
    """Add this command to the parser."""
    p = commande(
        "exporter",
        "écrit les données à publier (secret statistique appliqué), avec leur dictionnaire et "
        "leurs schémas",
    )
    p.set_defaults(faire=exporter)
    p.add_argument(
        "--campagne",
        metavar="C",
        help="une campagne (sinon toutes celles qui sont publiées et définitives)",
    )
    p.add_argument(
        "--table",
        metavar="T",
        choices=modeles.MARTS,
        help=f"une table parmi {', '.join(modeles.MARTS)} (sinon toutes)",
    )
    p.add_argument(
        "--format", required=True, choices=sorted(ecriture.FORMATS), help="csv, parquet ou xlsx"
    )
    p.add_argument(
        "--complet",
        action="store_true",
        help="tables entières, sans secret statistique, campagnes provisoires comprises : pour le "
        "comité seulement",
    )
    p.add_argument("--licence", default="", metavar="L", help="licence sous laquelle ils partent")
    p.add_argument(
        "--nommer",
        action="store_true",
        help="accepte que le département soit nommé à côté d'autres (sinon il est fondu avec eux)",
    )
    p.add_argument(
        "-o",
        "--sortie",
        required=True,
        metavar="DOSSIER",
        help="dossier où écrire (créé s'il n'existe pas), ou fichier .zip",
    )


def exporter(inst: Installation, choix: Namespace) -> int:
    """The files of the export in a folder or in one archive."""
    ouverte = lecture.courante(inst)
    archive = choix.sortie.endswith(".zip")
    contenus: dict[str, bytes] = {}
    for fait, total, nom, contenu in dossier.fichiers(
        inst,
        ouverte,
        ligne_de_commande(),
        choix.format,
        choix.campagne,
        choix.table,
        choix.complet,
        echange.Accord(choix.licence, choix.nommer),
    ):
        contenus[nom] = contenu
        avancer(fait, total, nom == sceau.SOMMES)
    if archive:
        ecrire_fichier(choix.sortie, dossier.en_zip(contenus))
    else:
        creer_dossier(choix.sortie)
        for nom, contenu in contenus.items():
            ecrire_fichier(str(Path(choix.sortie) / nom), contenu)
    dire(
        f"{formats.pluriel(len(contenus), 'fichier écrit', 'fichiers écrits')} : {choix.sortie} "
        f"(base {ouverte.empreinte})."
    )
    empreinte = sceau.a_voix_haute(sceau.sceau(contenus[sceau.SOMMES]))
    dire(f"Empreinte à lire à voix haute à qui les reçoit : {empreinte}")
    if choix.complet:
        dire(
            "Export complet : effectifs non masqués et textes des porteurs. Réservé au comité, ne "
            "pas publier."
        )
    return 0
