"""Whether accounts, settings and barèmes are readable, and told by the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from clas_data import formats
from clas_data.acces import coffre, ligne_de_commande, registre, reglages, sessions
from clas_data.acces import journal as journal_acces
from clas_data.acces.seuil import seuil_secret
from clas_data.baremes.ajout import AJOUTS, EVENEMENT
from clas_data.baremes.lecture import parametres
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import campagnes, disque, ensemble, journal, referentiels, suites
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.journal import Evenement


def _utilisees(installation: Installation) -> dict[str, str]:
    """The correspondances that deposits in force are read through, or BaseIndisponible."""
    lus = [s for couches in journal.etat(journal.lire(installation)).values() for s in couches]
    return rangement.empreintes(
        installation, {s.correspondance for couche in lus for s in couche if s.correspondance}
    )


CREENT = ("creation", "invitation")  # the accesses that tell a new account
LECTURES: dict[str, Callable[[Installation], Any]] = {
    "comptes": registre.lire,
    "identification": reglages.load,
    "seuil du secret": seuil_secret,
    "campagnes": campagnes.load,
    "correspondances": lambda i: (rangement.toutes(i), _utilisees(i)),
    "barèmes": parametres,
    "rapprochements": suites.lire,
    "référentiels": lambda i: referentiels.refuser(referentiels.verifier(i)),
}


def illisibles(installation: Installation) -> Iterator[tuple[str, str]]:
    """(what, why) of all that an installation adds or sets and that cannot be read."""
    for quoi, lire in LECTURES.items():
        try:
            lire(installation)
        except ClasError as e:
            yield quoi, e.message
        except OSError as e:
            yield quoi, f"{e.filename} ne s'ouvre pas. Remettez-le d'une sauvegarde."


def ecarts(installation: Installation) -> Iterator[tuple[str, str]]:
    """(what, sentence) where the journals and what is there do not agree."""
    evenements = journal.lire(installation)
    yield from _numeros(evenements, len(disque.lignes(installation.journal)))
    yield from _alterees(installation)
    yield from _visees(evenements)
    yield from _originaux(installation, evenements)
    yield from ensemble.ecarts(installation, evenements)
    yield from _baremes(installation, evenements)
    yield from _comptes(installation)
    yield from (("sessions", faute) for faute in sessions.fautes(installation))


def _numeros(evenements: list[Evenement], lignes: int) -> Iterator[tuple[str, str]]:
    """The line of rank n bears the number n."""
    doubles = [i for i, n in Counter(e.id for e in evenements).items() if n > 1]
    if doubles:
        combien = formats.pluriel(len(doubles), "numéro porté", "numéros portés")
        yield "journal", f"{combien} par plusieurs événements (premier : {doubles[0]})."
    rangs = [int(n) for e in evenements if (n := e.id.rpartition("-")[2]).isdigit()]
    if rangs and max(rangs) > lignes:
        manque = formats.pluriel(max(rangs) - lignes, "ligne manque", "lignes manquent")
        yield "journal", f"{manque} : il a été coupé ou modifié. Remettez-le d'une sauvegarde."


def _alterees(installation: Installation) -> Iterator[tuple[str, str]]:
    """Lines and rows that were changed after they were written."""
    acces = installation.comptes / "acces.jsonl"
    combien = {
        "journal": disque.alterees(disque.lignes(installation.journal)),
        "journal des accès": disque.alterees(disque.lignes(acces)),
        "comptes": coffre.alterees(installation.comptes / "comptes.json"),
    }
    for quoi, n in combien.items():
        if n:
            mots = formats.pluriel(n, "ligne modifiée", "lignes modifiées")
            yield quoi, f"{mots} depuis son écriture. Remettez le fichier d'une sauvegarde."


def _visees(evenements: list[Evenement]) -> Iterator[tuple[str, str]]:
    imports = {e.id for e in evenements if e.type == journal.IMPORT}
    visees = [e for e in evenements if e.type in (journal.ANNULATION, journal.RETABLISSEMENT)]
    perdues = [e for e in visees if e.cible not in imports]
    if perdues:
        combien = formats.pluriel(len(perdues), "événement vise", "événements visent")
        yield (
            "journal",
            f"{combien} un import que le journal ne contient pas (premier : {perdues[0].id}, "
            f"« {perdues[0].cible} ») : sans effet.",
        )


def _originaux(
    installation: Installation, evenements: list[Evenement]
) -> Iterator[tuple[str, str]]:
    """What is archived and named by no line: an import that was cut, or lines that are lost."""
    nommes = {f["sha256"] for e in evenements for f in e.fichiers} | {installation.journal.name}
    etrangers = [p for p in installation.imports.glob("[!.]*") if p.name not in nommes]
    if etrangers:
        combien = formats.pluriel(len(etrangers), "fichier archivé", "fichiers archivés")
        yield (
            "journal",
            f"{combien} qu'aucune ligne ne dit (premier : {etrangers[0].name[:12]}…) : import "
            "interrompu, ou journal coupé. Comparez-le à celui d'une sauvegarde.",
        )


def _baremes(installation: Installation, evenements: list[Evenement]) -> Iterator[tuple[str, str]]:
    dites = {
        (e.details.get("parametre"), e.details.get("debut"))
        for e in evenements
        if e.type == EVENEMENT
    }
    muettes = [
        f"{nom} au {formats.jour(v.debut)}"
        for nom, p in parametres(installation).items()
        for v in p.valeurs
        if v.fichier == AJOUTS and (nom, str(v.debut)) not in dites
    ]
    if muettes:
        combien = formats.pluriel(len(muettes), "valeur ajoutée", "valeurs ajoutées")
        yield (
            "barèmes",
            f"{combien} sans trace au journal (première : {muettes[0]}) : à la main, ou par "
            "une version ancienne. Elles s'appliquent.",
        )


def _comptes(installation: Installation) -> Iterator[tuple[str, str]]:
    """Accounts against the journal of accesses."""
    dites = journal_acces.lire(installation, ligne_de_commande())
    lignes = len(disque.lignes(installation.comptes / "acces.jsonl"))
    if len(dites) < lignes:
        combien = formats.pluriel(lignes - len(dites), "ligne illisible", "lignes illisibles")
        yield "journal des accès", f"{combien} : ce qu'elles disaient est perdu."
    connus = registre.lire(installation)
    dits = {a.cible for a in dites if a.type in CREENT}
    muets = [i for i in connus if i not in dits]
    if muets:
        combien = formats.pluriel(len(muets), "compte", "comptes")
        yield (
            "comptes",
            f"{combien} sans trace au journal des accès (premier : {muets[0]}). Il a été coupé, "
            "ou un compte ajouté à la main. Remettez le dossier comptes/ d'une sauvegarde.",
        )
    perdus = sorted(a for a in dits if a not in connus)
    if perdus:
        combien = formats.pluriel(len(perdus), "compte a disparu", "comptes ont disparu")
        yield (
            "comptes",
            f"{combien} que le journal des accès dit créés (premier : {perdus[0]}). Remettez "
            "comptes.json d'une sauvegarde.",
        )
