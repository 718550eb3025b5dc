"""An import, accepted, undone, restored; a correction.  Each moves the base in force, and says so
in the journal.
"""

from __future__ import annotations

from dataclasses import asdict

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, FichierRefuse, UsageError
from clas_data.fichiers import archive, corrections, ensemble, journal
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.messages import affichable
from clas_data.tables import base, construction, controles, lectures, prealables
from clas_data.tables.proposition import Proposition, proposer

__all__ = ["Proposition", "accepter", "annuler", "corriger", "proposer", "retablir"]


def accepter(installation: Installation, proposition: Proposition, acteur: Acteur) -> Evenement:
    """Archive the originals, write the journal (the point of no return), move the pointer."""
    acteur.exige("importer")
    if not proposition.acceptable or proposition.apres is None:
        raise FichierRefuse(list(proposition.anomalies))
    if proposition.deja:
        raise UsageError("Ces fichiers sont déjà pris en compte à l'identique : rien n'a changé.")
    prealables.accomplir(installation, proposition.apres)  # seconds, that nobody else waits for
    with construction.verrou(installation):
        etat = journal.etat(journal.lire(installation))
        if construction.empreinte(installation, etat) != proposition.avant:
            raise UsageError(
                "La base a changé depuis l'examen de ces fichiers (un autre dépôt a été "
                "accepté). Relancez le contrôle, puis acceptez."
            )
        for depot in proposition.depots:
            archive.archiver(installation, depot)
        construite = construction.construire(
            installation,
            journal.poser(etat, proposition.campagne, proposition.sources, proposition.mode),
        )
        evenement = journal.ajouter(
            installation,
            journal.IMPORT,
            acteur.nom,
            construction.pointeur(installation, construite.empreinte),
            campagne=proposition.campagne,
            sources=proposition.sources,
            fichiers=tuple(
                {"nom": affichable(d.nom), "sha256": d.sha256, "octets": len(d.contenu)}
                for d in proposition.depots
            ),
            details={
                "mode": proposition.mode,
                "lignes": proposition.lignes,
                "empreinte": construite.empreinte,
                "alertes": len(proposition.anomalies),
                **_reel(installation, construite.empreinte),
            },
        )
        construction.activer(installation, construite.empreinte)
    return evenement


def _reel(installation: Installation, empreinte: str) -> dict[str, bool]:
    """What the journal remembers for good: a real porteur was accepted here, and closed the
    demonstration.
    """
    return {"reel": not base.ouvrir(installation, empreinte).demonstration}


def annuler(installation: Installation, import_id: str, acteur: Acteur) -> Evenement:
    """Undo an import: what it had replaced is read again. The files stay archived and the journal
    keeps both lines.
    """
    return _basculer(installation, import_id, acteur, journal.ANNULATION)


def retablir(installation: Installation, import_id: str, acteur: Acteur) -> Evenement:
    """Restore an import that was undone."""
    return _basculer(installation, import_id, acteur, journal.RETABLISSEMENT)


def _basculer(installation: Installation, import_id: str, acteur: Acteur, type_: str) -> Evenement:
    acteur.exige("annuler")
    with construction.verrou(installation):
        evenements = journal.lire(installation)
        cible = journal.trouver(evenements, import_id)
        debout = cible.id in {e.id for e in journal.actifs(evenements)}
        if debout != (type_ == journal.ANNULATION):
            raise UsageError(
                f"L'import {import_id} est déjà {'en vigueur' if debout else 'annulé'} : rien n'a "
                "changé."
            )
        essai = Evenement(id="", type=type_, date="", acteur=acteur.nom, cible=cible.id)
        construite = construction.construire(installation, journal.etat([*evenements, essai]))
        controles.exiger_sans_orphelines(base.ouvrir(installation, construite.empreinte), import_id)
        evenement = journal.ajouter(
            installation,
            type_,
            acteur.nom,
            construction.pointeur(installation, construite.empreinte),
            campagne=cible.campagne,
            cible=cible.id,
            details={"empreinte": construite.empreinte},
        )
        construction.activer(installation, construite.empreinte)
    return evenement


def corriger(installation: Installation, correction: Correction, acteur: Acteur) -> Evenement:
    """Add a correction (a row, with its reason) and rebuild; what was received stays as it is.
    Refused where it would change nothing.
    """
    acteur.exige("corriger")
    if acteur.demonstration and correction.colonne == "porteur_siret":
        raise AccesRefuse(
            "Un profil de démonstration, ouvert à tous, ne change pas le SIRET d'un porteur : un "
            "SIRET réel fermerait la démonstration à tout le monde, "
            "sans retour. Corrigez-le avec un compte. Rien n'a été enregistré."
        )
    with construction.verrou(installation):
        ensemble.terminer(installation, installation.racine)
        recues = lectures.recues(installation, journal.etat(journal.lire(installation)))
        corrections.exiger_ligne(recues, corrections.lire(installation), correction)
        faites = corrections.avec(installation, correction)
        construite = construction.construire(installation, faites=faites)
        evenement = journal.ajouter(
            installation,
            "correction",
            acteur.nom,
            {installation.corrections: corrections.en_csv(faites)}
            | construction.pointeur(installation, construite.empreinte),
            campagne=correction.campagne,
            details=asdict(correction) | _reel(installation, construite.empreinte),
        )
        construction.activer(installation, construite.empreinte)
    return evenement
