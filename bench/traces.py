"""What an installation holds and what its journals tell are as many."""

from __future__ import annotations

from bench.installation import CAMPAGNE
from clas_data.acces import journal as journal_acces
from clas_data.acces import ligne_de_commande, registre
from clas_data.baremes.ajout import AJOUTS, EVENEMENT
from clas_data.baremes.lecture import parametres
from clas_data.config import Installation
from clas_data.fichiers import corrections, journal, suites
from clas_data.fichiers.correspondances import rangement as correspondances
from clas_data.fichiers.paquets import etat
from clas_data.restitutions.bilan import edition
from clas_data.restitutions.dossiers import garde as dossiers
from clas_data.restitutions.fiche import seance
from clas_data.simulateur import rangement
from clas_data.tables import sante


def traces(inst: Installation) -> None:
    """AssertionError where something is there without its trail, or told and not there."""
    faits = journal.lire(inst)
    dits = [e.type for e in faits]
    ajoutees = [v for p in parametres(inst).values() for v in p.valeurs if v.fichier == AJOUTS]
    assert len(corrections.lire(inst)) == dits.count("correction"), "corrections and trail differ"
    retirees = sum("retiree" in e.details for e in faits if e.type == EVENEMENT)
    dites = dits.count(EVENEMENT) - 2 * retirees
    assert len(ajoutees) == dites, "barèmes and trail differ"
    gardes = [s.nom for s in rangement.lister(inst)[0]]
    assert len(gardes) == dits.count("scenario") - dits.count("scenario_supprime"), "scenarios"
    assert (edition.lire(inst, CAMPAGNE) is not None) == ("bilan" in dits), "bilan and trail differ"
    lignes = [l for e in faits if e.type == suites.TYPE for l in e.details["lignes"]]
    assert [s.id for s in suites.lire(inst)] == lignes, "suites and trail differ"
    lues = [e.details["geste"] for e in faits if e.type == correspondances.EVENEMENT]
    gardees = len(correspondances.toutes(inst))
    assert gardees == lues.count("enregistrée") - lues.count("retirée"), "correspondances"
    prises = len(seance.lire(inst, CAMPAGNE).prises)
    assert prises == dits.count(seance.EVENEMENT) % 2, "the sitting and its trail differ"
    paquets = dits.count(etat.DEPOT) - dits.count(etat.RETRAIT) + dits.count(etat.ANNULATION)
    assert len(etat.lire(inst)) == paquets, "packages and trail differ"
    changes = [
        c.message for c in sante.constater(inst) if "depuis" in c.message and c.etat != "bon"
    ]
    assert not changes, f"not as the journal says: {changes}"
    tenus = dossiers.lister(inst, ligne_de_commande())
    changements = sum(dossiers.possibles(inst, d.id)[0] for d in tenus)
    assert changements == dits.count(dossiers.EVENEMENT), "dossiers and trail differ"
    acces = [a.type for a in journal_acces.lire(inst, ligne_de_commande())]
    comptes = registre.lire(inst).values()
    fermes = sum(not c.actif for c in comptes)
    assert len(comptes) == len(acces) - fermes, "accounts and trail differ"
    assert fermes == acces.count("revocation"), "revocations and trail differ"
