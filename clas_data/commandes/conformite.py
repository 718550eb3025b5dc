"""Commands about conformity: fiches, relances."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from clas_data import formats
from clas_data.commandes import lecture
from clas_data.commandes.sortie import avancer, dire, ecrire_fichier
from clas_data.config import Installation
from clas_data.conformite import matrice, relances
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.restitutions import envoi, lettre
from clas_data.restitutions import relances as publipostage
from clas_data.restitutions.fiche import instruction, seance
from clas_data.tables import controles


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande(
        "fiches",
        "écrit les fiches d'instruction des demandes d'une campagne (pdf, une page par demande)",
    )
    p.set_defaults(faire=ecrire_fiches)
    p.add_argument("--campagne", required=True, metavar="C", help="campagne des demandes")
    p.add_argument("--action", metavar="CODE", help="une seule demande")
    p.add_argument("-o", "--sortie", required=True, metavar="FICHIER", help="fichier pdf à écrire")
    p = commande(
        "relances",
        "écrit les questions à poser aux porteurs d'une campagne (classeur de publipostage, et à "
        "côté la lettre Word à fusionner)",
    )
    p.set_defaults(faire=ecrire_relances)
    p.add_argument(
        "--campagne", required=True, metavar="C", help="campagne dont les réponses sont attendues"
    )
    p.add_argument("-o", "--sortie", required=True, metavar="FICHIER", help="fichier xlsx à écrire")


def ecrire_fiches(inst: Installation, choix: Namespace) -> int:
    """One page per request, all in one document, with the progress on stderr."""
    campagnes.exiger(inst, choix.campagne)
    ouverte = lecture.courante(inst)
    perimetre = lecture.tout(inst)
    dossier = instruction.lire(inst, ouverte, perimetre, choix.campagne)
    codes = [choix.action] if choix.action else None
    tenue = seance.lire(inst, choix.campagne)
    pdf = instruction.document(dossier, codes, avancer, tenue)
    ecrire_fichier(choix.sortie, pdf)
    dire(
        f"{formats.pluriel(len(codes or dossier.codes), 'fiche écrite', 'fiches écrites')} : "
        f"{choix.sortie}"
    )
    return 0


def ecrire_relances(inst: Installation, choix: Namespace) -> int:
    """The mail-merge workbook of a campagne."""
    campagnes.exiger(inst, choix.campagne)
    ouverte = lecture.courante(inst)
    perimetre = lecture.tout(inst)
    demandes = ouverte.lire(perimetre, "conformite_demandes", {"campagne": choix.campagne})
    if demandes.empty:
        raise UsageError(
            f"La base ne contient aucune demande pour {choix.campagne} : déposez d'abord ses "
            "fichiers."
        )
    questions = relances.lister(
        demandes,
        matrice.juger(ouverte, perimetre, choix.campagne),
        controles.run(ouverte, choix.campagne),
    )
    expedition = envoi.lire(inst, choix.campagne)
    mentions = publipostage.mentions(ouverte)
    modele = str(Path(choix.sortie).with_suffix(".docx"))
    ecrire_fichier(
        choix.sortie, publipostage.classeur(questions, choix.campagne, mentions, expedition)
    )
    ecrire_fichier(modele, lettre.ecrire(choix.campagne, expedition, date.today()))
    dire(
        f"{formats.pluriel(len(questions), 'question')} à "
        f"{formats.pluriel(questions['porteur_siret'].nunique(), 'porteur')} : {choix.sortie} ; "
        f"la lettre à fusionner : {modele}"
    )
    return 0
