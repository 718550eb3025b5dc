"""Really killed (SIGKILL) at random instants of all that writes: the installation is the old one or
the new one, whole, and nothing is there without its trail.

Each try forks a child that does the work and is killed after a random delay; another child then
reads what is left, as the next start would.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.installation import CAMPAGNE, classeur, importer
from bench.mesure import dire
from bench.processus import fils
from clas_data import baremes
from clas_data.acces import comptes, ligne_de_commande, registre
from clas_data.acces import journal as journal_acces
from clas_data.acces.seuil import seuil_secret
from clas_data.baremes.ajout import AJOUTS, EVENEMENT
from clas_data.baremes.lecture import parametres
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import archive, corrections, journal, suites
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.restauration import en_cours
from clas_data.indicateurs import calcul
from clas_data.restitutions.bilan import edition
from clas_data.simulateur import rangement, scenario
from clas_data.tables import (
    base,
    construction,
    importation,
    rapprochement,
    restauration,
    sante,
    sauvegarde,
)

FOIS, GRAINE = 300, 20221124
TOURS_MAX = 6  # tries for one kill that falls inside, at most
EVENEMENTS = {
    "import": 1,
    "annulation": 1,
    "reconstruction": 0,
    "correction": 1,
    "bareme": 1,
    "compte": 0,  # its line is in the journal of accesses
    "sauvegarde": 0,
    "restauration": 2,  # into an empty folder
    "retablissement": 1,
    "scenario": 1,
    "scenario_supprime": 1,
    "scenario_retabli": 1,
    "bilan": 1,
    "rapprochement": 1,
}  # what each work adds to the journal
PREPARES = {"retablissement": 1, "scenario_supprime": 1, "scenario_retabli": 2, "rapprochement": 1}


CORRECTION = Correction(
    "2022-10-01", "Essai", CAMPAGNE, "agrements", "A1", "enfants_prevus", "11", "13", "Vu", "Essai"
)
SEUIL = 11  # not the one shipped: what half a restoration would lose


def _travail(inst: Installation, quoi: str, contenu: bytes) -> None:
    if quoi == "import":
        importer(inst, contenu)
    elif quoi == "annulation":
        importation.annuler(inst, "imp-0002", ligne_de_commande())
    elif quoi == "correction":
        importation.corriger(inst, CORRECTION, ligne_de_commande())
    elif quoi == "bareme":
        baremes.ajouter(inst, "plafond", "8000", "01/09/2023", "Essai", ligne_de_commande())
    elif quoi == "compte":
        comptes.creer(inst, ligne_de_commande(), "marie", "Marie", "comite")
    elif quoi == "sauvegarde":
        sauvegarde.sauvegarder(inst, _archive(inst))
    elif quoi == "retablissement":
        importation.retablir(inst, "imp-0002", ligne_de_commande())
    elif quoi == "scenario":
        rangement.enregistrer(inst, SCENARIO)
    elif quoi == "scenario_supprime":
        rangement.supprimer(inst, SCENARIO.nom, ligne_de_commande())
    elif quoi == "scenario_retabli":
        (perdu,) = rangement.supprimes(journal.lire(inst))
        rangement.retablir(inst, perdu, ligne_de_commande())
    elif quoi == "bilan":
        edition.ouvrir(inst, CAMPAGNE, None, ligne_de_commande().nom)
    elif quoi == "rapprochement":
        paire, moi = [("A1", "A1")], ligne_de_commande()
        rapprochement.decider(inst, CAMPAGNE, paire, suites.CONFIRMEE, moi)
    elif quoi == "restauration":
        restauration.restaurer(inst, _archive(inst))
    else:
        with construction.verrou(inst):
            c = construction.construire(inst, refaire=True)
            construction.activer(inst, c.empreinte)


SCENARIO = scenario.construire("Essai", "2022-2023", {"plafond": "8200"}, ligne_de_commande().nom)


def _preparer(inst: Installation, quoi: str) -> None:
    """What must be there before the work; never killed."""
    if quoi == "retablissement":
        importation.annuler(inst, "imp-0002", ligne_de_commande())
    elif quoi in ("scenario_supprime", "scenario_retabli"):
        rangement.enregistrer(inst, SCENARIO)
        if quoi == "scenario_retabli":
            rangement.supprimer(inst, SCENARIO.nom, ligne_de_commande())
    elif quoi == "rapprochement":
        importer(inst, classeur(10, "2020-2021"), "2020-2021")


def _archive(inst: Installation) -> Path:
    return inst.racine.with_name("clas.zip")


def _traces(inst: Installation) -> None:
    """What was added and what is told are as many."""
    faits = journal.lire(inst)
    dits = [e.type for e in faits]
    ajoutees = [v for p in parametres(inst).values() for v in p.valeurs if v.fichier == AJOUTS]
    assert len(corrections.lire(inst)) == dits.count("correction"), "corrections and trail differ"
    assert len(ajoutees) == dits.count(EVENEMENT), "barèmes and trail differ"
    gardes = [s.nom for s in rangement.lister(inst)[0]]
    assert len(gardes) == dits.count("scenario") - dits.count("scenario_supprime"), "scenarios"
    assert (edition.lire(inst, CAMPAGNE) is not None) == ("bilan" in dits), "bilan and trail differ"
    lignes = [l for e in faits if e.type == suites.TYPE for l in e.details["lignes"]]
    assert [s.id for s in suites.lire(inst)] == lignes, "suites and trail differ"
    changes = [
        c.message for c in sante.constater(inst) if "depuis" in c.message and c.etat != "bon"
    ]
    assert not changes, f"not as the journal says: {changes}"
    acces = journal_acces.lire(inst, ligne_de_commande())
    assert len(registre.lire(inst)) == len(acces), "accounts and trail differ"


def _apres_restauration(inst: Installation) -> str:
    """Nothing, or a folder that refuses to be read; the same command then ends it."""
    commencee = en_cours(inst) != ""
    if commencee:
        with contextlib.suppress(ClasError):
            raise AssertionError(f"half a restoration reads a threshold: {seuil_secret(inst)}")
    finie = not commencee and inst.secret.exists()
    if not finie:
        restauration.restaurer(inst, _archive(inst))
    assert seuil_secret(inst) == SEUIL and _enfants(inst) == 11
    assert all(c.etat != sante.PANNE for c in sante.constater(inst))
    return "nouveau" if finie else "ancien"


def _apres_sauvegarde(inst: Installation) -> None:
    """The backup that was there before, or the new one: whole."""
    restauration.restaurer(Installation(inst.racine.with_name("ailleurs")), _archive(inst))
    shutil.rmtree(inst.racine.with_name("ailleurs"))


def _enfants(inst: Installation) -> int | None:
    df = calcul.calculer(
        base.ouvrir(inst), ligne_de_commande().perimetre(()), ["enfants_prevus"], ["campagne"]
    )
    return int(df["valeur"].iloc[0]) if len(df) else None


def _apres(inst: Installation, quoi: str, evenements: int, valeurs: dict[int, int]) -> str:
    """How the installation stands after the kill: « ancien » or « nouveau »; any fault is an
    AssertionError.
    """
    if quoi == "restauration":
        return _apres_restauration(inst)
    if quoi == "sauvegarde":
        _apres_sauvegarde(inst)
    pointee = base.courante(inst)
    if pointee is not None:  # at any instant, what the pointer names opens, whole
        assert construction.saine(base.chemin(inst, pointee), complete=True), (
            f"{pointee} does not open"
        )
        assert _enfants(inst) in valeurs.values()
    faits = journal.lire(inst)
    assert len(faits) - evenements in {0, EVENEMENTS[quoi]}, f"{len(faits)} events"
    construction.a_jour(inst)
    assert _enfants(inst) == valeurs[len(faits) - evenements], (
        "the base does not agree with the journal"
    )
    _traces(inst)
    for e in faits:
        for f in e.fichiers:
            archive.lire(inst, f["sha256"])
    assert all(c.etat != sante.PANNE for c in sante.constater(inst))
    return "nouveau" if len(faits) > evenements else "ancien"


def eprouver(fois: int, graine: int = GRAINE) -> dict:
    """`fois` kills that fall inside, shared by all the works (`dedans`); how many left the old
    state, the new one, or came after the end; `fautes` tells each that left something else.
    """
    alea, comptes, fautes = random.Random(graine), Counter(), []
    voulus = -(-fois // len(EVENEMENTS))
    dedans = dict.fromkeys(EVENEMENTS, 0)
    with tempfile.TemporaryDirectory() as d:
        un, deux, trois = classeur(10), classeur(11), classeur(12)
        modele = Path(d) / "modele"
        for contenu in (un, deux):
            code, dit = fils(lambda contenu=contenu: importer(Installation(modele), contenu))
            assert code == 0, dit
        Installation(modele).secret.write_text(f"seuil: {SEUIL}\n", encoding="utf-8")
        code, dit = fils(lambda: _travail(Installation(modele), "sauvegarde", trois))
        assert code == 0, dit
        valeurs = {
            "import": {0: 11, 1: 12},
            "annulation": {0: 11, 1: 10},
            "reconstruction": {0: 11},
            "correction": {0: 11, 1: 13},
            "bareme": {0: 11, 1: 11},
            "compte": {0: 11},
            "sauvegarde": {0: 11},
            "restauration": {},
            "retablissement": {0: 10, 1: 11},
            "scenario": {0: 11, 1: 11},
            "scenario_supprime": {0: 11, 1: 11},
            "scenario_retabli": {0: 11, 1: 11},
            "bilan": {0: 11, 1: 11},
            "rapprochement": {0: 10, 1: 10},  # the children of 2020-2021
        }
        durees = {}
        tours = range(TOURS_MAX * voulus)
        for i, quoi in enumerate(q for _ in tours for q in EVENEMENTS if dedans[q] < voulus):
            racine = Path(d) / f"essai{i}"
            if quoi != "restauration":
                shutil.copytree(modele, racine)
            inst = Installation(racine)
            code, dit = fils(lambda inst=inst, quoi=quoi: _preparer(inst, quoi))
            assert code == 0, dit
            avant = 2 + PREPARES.get(quoi, 0)
            debut = time.perf_counter()
            # the first of each runs to its end, to know how long it takes; then anywhere, and as
            # often near the end, where the journal is written
            delai = (
                durees[quoi] * alea.uniform(*alea.choice(((0, 1.1), (0.75, 1.05))))
                if quoi in durees
                else None
            )
            code, dit = fils(lambda inst=inst, quoi=quoi: _travail(inst, quoi, trois), delai)
            assert delai is not None or code == 0, f"{quoi} : {dit}"
            durees.setdefault(quoi, time.perf_counter() - debut)
            if delai is not None:  # the kill came after the end: the next ones come sooner
                dedans[quoi] += code != 0
                durees[quoi] *= 1.05 if code else 0.8
            etat, dit = fils(
                lambda inst=inst, quoi=quoi, avant=avant: _apres(inst, quoi, avant, valeurs[quoi])
            )
            if etat:
                fautes.append(f"{quoi}, killed after {delai}: {dit}")
            comptes[f"{quoi} : {'fini' if code == 0 else dit if not etat else 'faute'}"] += 1
            shutil.rmtree(racine, ignore_errors=True)
    return {
        "fois": fois,
        "dedans": dedans,
        "durees_s": {k: round(v, 3) for k, v in durees.items()},
        "etats": dict(sorted(comptes.items())),
        "fautes": fautes,
    }


def mesurer() -> None:
    debut = time.perf_counter()
    resultat = eprouver(int(os.environ.get("CLAS_PANNES", FOIS)))
    dire(
        {
            "mesure": "tué à un instant quelconque",
            "base": "aucune faute attendue",
            "rapport": len(resultat["fautes"]) / resultat["fois"],
            "attendu": "0",
            "secondes": round(time.perf_counter() - debut, 1),
            **resultat,
        }
    )


if __name__ == "__main__":
    print(json.dumps(eprouver(int(os.environ.get("CLAS_PANNES", FOIS))), ensure_ascii=False))
