"""Every gesture that writes into an installation, as it is killed and starved: what it needs
before, what it does, how many lines it adds to the journal.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from bench import paquets
from bench.installation import CAMPAGNE, classeur, importer
from clas_data import baremes
from clas_data.acces import comptes, ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal, schemas, suites
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.correspondances import ecrite
from clas_data.fichiers.lecture import Depot
from clas_data.partage import depot
from clas_data.partage import gestes as partages
from clas_data.restitutions.bilan import edition
from clas_data.restitutions.dossiers import garde as dossiers
from clas_data.restitutions.dossiers.epingle import Epingle
from clas_data.restitutions.fiche import seance
from clas_data.restitutions.fiche.seance import Prise
from clas_data.simulateur import rangement, scenario
from clas_data.tables import (
    construction,
    importation,
    rapprochement,
    relectures,
    restauration,
    sauvegarde,
)

MOI = ligne_de_commande()
CORRECTION = Correction(
    "2022-10-01", "Essai", CAMPAGNE, "agrements", "A1", "enfants_prevus", "11", "13", "Vu", "Essai"
)
SCENARIO = scenario.construire("Essai", "2022-2023", {"plafond": "8200"}, MOI.nom)
CORRESPONDANCE = """
format: 1
nom: Essai
tableaux:
- tables:
  - table: collectifs
    colonnes: {code_action: Dossier, numero: Groupe, enfants: Inscrits}
"""
NATIONAL = {
    "campagne": CAMPAGNE,
    "indicateur": "part_benevoles",
    "territoire_sorte": "france",
    "territoire": "France",
    "valeur": 70.0,
    "unite": "%",
    "source": "Essai",
    "date_publication": "15/11/2022",
    "statut": "définitif",
}
EPINGLE = Epingle("", "enfants", "repartition", "enfants_accompagnes_niveau", CAMPAGNE)
AILLEURS = "F9"  # the fictional département whose package is exchanged


@dataclass(frozen=True)
class Geste:
    """`faire` receives the installation and a workbook of twelve children; `evenements` and
    `prepares`: the lines that the gesture, and what comes before it, add to the journal;
    `enfants`: how many are counted by the number of lines that were added.
    """

    faire: Callable[[Installation, bytes], Any]
    evenements: int = 1
    preparer: Callable[[Installation], Any] | None = None
    prepares: int = 0
    enfants: dict[int, int] = field(default_factory=lambda: {0: 11, 1: 11})


def archive(inst: Installation) -> Path:
    """The backup beside an installation."""
    return inst.racine.with_name("clas.zip")


def paquet(inst: Installation) -> Path:
    """The package of another département, beside an installation; written once."""
    chemin = inst.racine.with_name("paquet.zip")
    if not chemin.exists():
        chemin.write_bytes(paquets.de_fiction(inst, CAMPAGNE, AILLEURS).contenu)
    return chemin


def _paquet(inst: Installation) -> None:
    recu = [Depot("paquet.zip", paquet(inst).read_bytes())]
    partages.accepter(inst, depot.proposer(inst, recu, MOI, attaquer=False), MOI)


def _retirer(inst: Installation) -> None:
    partages.retirer(inst, AILLEURS, CAMPAGNE, MOI)


def _annuler_le_retrait(inst: Installation) -> None:
    dernier = journal.lire(inst)[-1]
    partages.annuler(inst, dernier.id, MOI)


def _national(inst: Installation) -> None:
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as w:
        feuille = w.add_worksheet(schemas.load()[schemas.NATIONAL].titre)
        for rang, valeurs in enumerate((list(NATIONAL), list(NATIONAL.values()))):
            feuille.write_row(rang, 0, valeurs)
    recu = [Depot("national.xlsx", tampon.getvalue())]
    importation.accepter(inst, importation.proposer(inst, recu, CAMPAGNE, MOI), MOI)


def _construire(inst: Installation) -> None:
    with construction.verrou(inst):
        c = construction.construire(inst, refaire=True)
        construction.activer(inst, c.empreinte)


def _retablir_scenario(inst: Installation) -> None:
    (perdu,) = rangement.supprimes(journal.lire(inst))
    rangement.retablir(inst, perdu, MOI)


def _scenario_perdu(inst: Installation) -> None:
    rangement.enregistrer(inst, SCENARIO)
    rangement.supprimer(inst, SCENARIO.nom, MOI)


def _regler(inst: Installation) -> None:
    """A setting written by hand, that the product has not seen yet."""
    inst.accessibilite.write_text("contact: acces@exemple.fr\n", encoding="utf-8")


def _decider(inst: Installation) -> None:
    seance.decider(inst, MOI, CAMPAGNE, "A1", Prise(seance.accordee(), 100_00))


def _reprendre(inst: Installation) -> None:
    seance.deplacer(inst, MOI, CAMPAGNE, -1)


def _epingler(inst: Installation) -> None:
    dossiers.epingler(inst, MOI, "", EPINGLE)


def _renommer(inst: Installation) -> None:
    (dossier,) = dossiers.lister(inst, MOI)
    dossiers.renommer(inst, MOI, dossier.id, "Essai")


def _correspondance(inst: Installation) -> None:
    relectures.enregistrer(inst, ecrite.lire(CORRESPONDANCE, "essai.yaml"), MOI)


GESTES: dict[str, Geste] = {
    "import": Geste(importer, enfants={0: 11, 1: 12}),
    "annulation": Geste(
        lambda i, _: importation.annuler(i, "imp-0002", MOI), enfants={0: 11, 1: 10}
    ),
    "reconstruction": Geste(lambda i, _: _construire(i), 0, enfants={0: 11}),
    "correction": Geste(
        lambda i, _: importation.corriger(i, CORRECTION, MOI), enfants={0: 11, 1: 13}
    ),
    "bareme": Geste(lambda i, _: baremes.ajouter(i, "plafond", "8000", "01/09/2023", "Essai", MOI)),
    "compte": Geste(  # its line is in the journal of accesses
        lambda i, _: comptes.creer(i, MOI, "marie", "Marie", "comite"), 0, enfants={0: 11}
    ),
    "sauvegarde": Geste(lambda i, _: sauvegarde.sauvegarder(i, archive(i)), 0, enfants={0: 11}),
    "restauration": Geste(  # into an empty folder
        lambda i, _: restauration.restaurer(i, archive(i)), 2, enfants={}
    ),
    "retablissement": Geste(
        lambda i, _: importation.retablir(i, "imp-0002", MOI),
        preparer=lambda i: importation.annuler(i, "imp-0002", MOI),
        prepares=1,
        enfants={0: 10, 1: 11},
    ),
    "scenario": Geste(lambda i, _: rangement.enregistrer(i, SCENARIO)),
    "scenario_supprime": Geste(
        lambda i, _: rangement.supprimer(i, SCENARIO.nom, MOI),
        preparer=lambda i: rangement.enregistrer(i, SCENARIO),
        prepares=1,
    ),
    "scenario_retabli": Geste(
        lambda i, _: _retablir_scenario(i), preparer=_scenario_perdu, prepares=2
    ),
    "bilan": Geste(lambda i, _: edition.ouvrir(i, CAMPAGNE, None, MOI.nom)),
    "rapprochement": Geste(
        lambda i, _: rapprochement.decider(i, CAMPAGNE, [("A1", "A1")], suites.CONFIRMEE, MOI),
        preparer=lambda i: importer(i, classeur(10, "2020-2021"), "2020-2021"),
        prepares=1,
        enfants={0: 10, 1: 10},  # those of 2020-2021
    ),
    "reglage": Geste(lambda i, _: construction.a_jour(i), preparer=_regler),
    "correspondance": Geste(lambda i, _: _correspondance(i)),
    "correspondance_retiree": Geste(
        lambda i, _: relectures.retirer(i, "essai", MOI), preparer=_correspondance, prepares=1
    ),
    "seance": Geste(lambda i, _: _decider(i)),
    "seance_reprise": Geste(lambda i, _: _reprendre(i), preparer=_decider, prepares=1),
    "dossier": Geste(lambda i, _: _epingler(i)),
    "dossier_renomme": Geste(lambda i, _: _renommer(i), preparer=_epingler, prepares=1),
    "bilan_redige": Geste(
        lambda i, _: edition.changer(i, CAMPAGNE, "parents.libre", "Un", {}, MOI.nom),
        preparer=lambda i: edition.ouvrir(i, CAMPAGNE, None, MOI.nom),
        prepares=1,
    ),
    "bareme_retire": Geste(
        lambda i, _: baremes.retirer(i, "plafond", "01/09/2023", MOI),
        preparer=lambda i: baremes.ajouter(i, "plafond", "8000", "01/09/2023", "Essai", MOI),
        prepares=1,
    ),
    "compte_revoque": Geste(
        lambda i, _: comptes.revoquer(i, MOI, "marie"),
        0,
        lambda i: comptes.creer(i, MOI, "marie", "Marie", "comite"),
        enfants={0: 11},
    ),
    "national": Geste(lambda i, _: _national(i)),
    "partage": Geste(lambda i, _: _paquet(i)),
    "partage_retire": Geste(lambda i, _: _retirer(i), preparer=_paquet, prepares=1),
    "partage_annule": Geste(
        lambda i, _: _annuler_le_retrait(i),
        preparer=lambda i: (_paquet(i), _retirer(i)),
        prepares=2,
    ),
}
