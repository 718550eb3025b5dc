"""Commands that look after an installation: diagnostic, sauvegarder, restaurer."""

from __future__ import annotations

import errno
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import dire, ecrire_json
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers.disque import panne
from clas_data.fichiers.enveloppe import MO
from clas_data.nation import sante as nation
from clas_data.tables import reparation, restauration, sante, sauvegarde


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("diagnostic", "vérifie l'installation : journal, originaux, corrections, base")
    p.set_defaults(faire=diagnostic)
    p.add_argument(
        "--reparer",
        action="store_true",
        help="refait ce qui peut l'être à partir des fichiers archivés, puis vérifie",
    )
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")
    p = commande(
        "sauvegarder",
        "enregistre l'installation dans une archive zip (originaux, journal, corrections, "
        "réglages, comptes)",
    )
    p.set_defaults(faire=sauvegarder)
    p.add_argument(
        "-o",
        "--sortie",
        required=True,
        metavar="FICHIER",
        help="archive à écrire (.zip), hors du dossier de l'installation",
    )
    p = commande(
        "restaurer",
        "remet une sauvegarde dans un dossier vide (--racine), vérifie tout, et refait la base",
    )
    p.set_defaults(faire=restaurer)
    p.add_argument("archive", metavar="FICHIER", help="archive écrite par « sauvegarder »")


def diagnostic(inst: Installation, choix: Namespace) -> int:
    """Look at everything, repair only when asked; 1 when something is still broken."""
    faits = reparation.reparer(inst) if choix.reparer else []
    constats = [*sante.constater(inst), *nation.constater(inst, lecture.tout(inst))]
    sain = all(c.etat != sante.PANNE for c in constats)
    if choix.json:
        ecrire_json(
            {
                "sain": sain,
                "racine": str(inst.racine),
                "repare": faits,
                "constats": [asdict(c) for c in constats],
            }
        )
        return 0 if sain else 1
    for fait in faits:
        dire(f"[réparé] {fait}")
    for c in constats:
        dire(f"[{c.etat}] {c.quoi} : {c.message}")
    return 0 if sain else 1


def sauvegarder(inst: Installation, choix: Namespace) -> int:
    """Everything that cannot be made again, in one file to keep elsewhere."""
    sortie = Path(choix.sortie).resolve()
    if sortie.is_relative_to(inst.racine):
        raise UsageError(
            "La sauvegarde s'écrit hors du dossier de l'installation, de préférence sur un autre "
            "disque. Choisissez un autre chemin."
        )
    if not sortie.parent.is_dir():
        raise UsageError(panne(FileNotFoundError(errno.ENOENT, "", str(sortie.parent))))
    r = sauvegarde.sauvegarder(inst, sortie)
    if r["etrangers"]:
        combien = formats.pluriel(
            len(r["etrangers"]), "fichier du dossier n'est", "fichiers du dossier ne sont"
        )
        dire(
            f"{combien} pas de ceux du tableau de bord, et hors de la sauvegarde "
            f"(premier : « {r['etrangers'][0]} »)."
        )
    dire(
        f"{formats.pluriel(r['fichiers'], 'fichier')} dans {choix.sortie} "
        f"({formats.nombre(r['octets'] / MO, 1)}{formats.INSECABLE}Mo). "
        "L'archive contient les fichiers reçus et les comptes : gardez-la comme eux."
    )
    return 0


def restaurer(inst: Installation, choix: Namespace) -> int:
    """A saved installation, put into an empty folder."""
    r = restauration.restaurer(inst, Path(choix.archive))
    dire(
        f"{formats.pluriel(r['fichiers'], 'fichier restauré', 'fichiers restaurés')} dans "
        f"{inst.racine} ; base {r['empreinte']}."
    )
    return 0
