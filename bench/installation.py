"""An installation that holds all that people can add to it, by the product's own gestures."""

from __future__ import annotations

import io

import xlsxwriter

from clas_data import baremes, secret
from clas_data.acces import comptes, ligne_de_commande, sessions
from clas_data.config import REFERENTIELS, Installation
from clas_data.fichiers import corrections, journal, suites
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.lecture import Depot
from clas_data.restitutions.bilan import edition
from clas_data.simulateur import rangement, scenario
from clas_data.tables import base, construction, importation, lectures, rapprochement

CAMPAGNE = "2021-2022"
SEUIL = 11  # not the one shipped: what a lost setting would bring back


def garnir(inst: Installation) -> None:
    """Settings, accounts, a session, a barème, a correction, suites, a scenario, a bilan, and what
    is computed from them.
    """
    moi = ligne_de_commande()
    inst.secret.write_text(f"seuil: {SEUIL}\n", encoding="utf-8")
    inst.campagnes.write_text("2022-2023: {publication: 2024-03-01}\n", encoding="utf-8")
    inst.identification.write_text("session_h: 6\nessais_compte: 7\n", encoding="utf-8")
    inst.accessibilite.write_text("contact: acces@exemple.fr\n", encoding="utf-8")
    inst.referentiels.mkdir(exist_ok=True)
    publies = (REFERENTIELS / "national.csv").read_bytes()
    (inst.referentiels / "national.csv").write_bytes(publies)
    construction.a_jour(inst)
    comptes.creer(inst, moi, "marie", "Marie", "comite")
    comptes.creer(inst, moi, "paul", "Paul", "administration")
    sessions.ouvrir(inst, "marie")
    baremes.ajouter(inst, "plafond", "8000", "01/09/2023", "Circulaire", moi)
    baremes.ajouter(inst, "plafond", "8100", "01/09/2024", "Circulaire", moi)
    etat = journal.etat(journal.lire(inst))
    campagne = max(c for c, _ in etat)
    ligne = next(
        l
        for l in lectures.recues(inst, etat)["agrements"].to_pylist()
        if l["campagne"] == campagne and l["enfants_prevus"]
    )
    prevus = ligne["enfants_prevus"]
    for ancienne, nouvelle in ((prevus, prevus + 1), (prevus + 1, prevus + 2)):
        correction = Correction(
            "2022-10-01",
            "Essai",
            campagne,
            "agrements",
            ligne["code_action"],
            "enfants_prevus",
            str(ancienne),
            str(nouvelle),
            "Vu",
            "Essai",
        )
        importation.corriger(inst, correction, moi)
    assert len(corrections.lire(inst)) == 2
    demandes = lectures.recues(inst, etat)["agrements"].to_pylist()
    avant = max(l["campagne"] for l in demandes if l["campagne"] < campagne)
    code = next(l["code_action"] for l in demandes if l["campagne"] == avant)
    paires = [(ligne["code_action"], code)]
    rapprochement.decider(inst, campagne, paires, suites.CONFIRMEE, moi)
    rangement.enregistrer(
        inst, scenario.construire("Essai", "2022-2023", {"plafond": "8200"}, moi.nom)
    )
    edition.ouvrir(inst, campagne, None, moi.nom)
    edition.changer(inst, campagne, "parents.libre", "Un texte.", {}, moi.nom)
    construction.a_jour(inst)
    secret.diffuser(base.ouvrir(inst), moi.agregats(()), campagne)


def classeur(enfants: int, campagne: str = CAMPAGNE) -> bytes:
    """One agreed action and its only collectif, whose number of children tells the states apart."""
    tables = {
        "Agréments": {
            "campagne": campagne,
            "code_action": "A1",
            "intitule": "Essai",
            "porteur_siret": "00000001800010",
            "porteur_nom": "Porteur d'essai",
            "porteur_type": "centre social",
            "commune_insee": "38185",
            "niveau": "élémentaire",
            "collectifs_demandes": 1,
            "collectifs_agrees": 1,
            "enfants_prevus": enfants,
            "decision": "agréée",
        },
        "Collectifs": {
            "campagne": campagne,
            "code_action": "A1",
            "numero": 1,
            "niveau": "élémentaire",
            "enfants": enfants,
        },
    }
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as classeur:
        for nom, ligne in tables.items():
            feuille = classeur.add_worksheet(nom)
            for j, (titre, v) in enumerate(ligne.items()):
                feuille.write(0, j, titre)
                feuille.write(1, j, v)
    return tampon.getvalue()


def importer(inst: Installation, contenu: bytes, campagne: str = CAMPAGNE) -> None:
    """Accept this workbook."""
    moi = ligne_de_commande()
    proposition = importation.proposer(inst, [Depot("essai.xlsx", contenu)], campagne, moi)
    importation.accepter(inst, proposition, moi)
