"""Commands that look after an installation: diagnostic."""
from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from clas_data import formats
from clas_data.commandes.sortie import dire, ecrire_json
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, ClasError
from clas_data.fichiers import archive, journal
from clas_data.tables import base, construction

BON, ALERTE, PANNE = "bon", "alerte", "panne"


@dataclass(frozen=True)
class Constat:
    """What was looked at, how it stands, and what to do about it."""

    quoi: str
    etat: str
    message: str


def declarer(commande: Callable) -> None:
    """Add these commands to the parser."""
    p = commande("diagnostic", "vérifie l'installation : journal, originaux, base")
    p.set_defaults(faire=diagnostic)
    p.add_argument("--json", action="store_true", help="résultat en JSON sur la sortie standard")


def diagnostic(inst: Installation, choix: Namespace) -> int:
    """Look at everything, change nothing; 1 when something is broken."""
    constats = [*_journal(inst), *_originaux(inst), *_base(inst)]
    sain = all(c.etat != PANNE for c in constats)
    if choix.json:
        ecrire_json({"sain": sain, "racine": str(inst.racine), "constats": [asdict(c) for c in constats]})
    else:
        for c in constats:
            dire(f"[{c.etat}] {c.quoi} : {c.message}")
    return 0 if sain else 1


def _journal(inst: Installation) -> Iterator[Constat]:
    if not inst.journal.exists():
        yield Constat("journal", BON, "rien n'a encore été importé ici.")
        return
    lignes = [l for l in inst.journal.read_text(encoding="utf-8", errors="replace").splitlines() if l.strip()]
    lus = len(journal.lire(inst))
    if lus < len(lignes):
        yield Constat("journal", ALERTE, f"{formats.pluriel(len(lignes) - lus, 'ligne illisible', 'lignes illisibles')} (arrêt pendant une écriture) : "
                                         "ce qu'elles annonçaient n'a pas eu lieu. Vérifiez le dernier import avec « journal ».")
    yield Constat("journal", BON, f"{formats.pluriel(lus, 'événement')}.")


def _originaux(inst: Installation) -> Iterator[Constat]:
    """The originals that the accepted state needs are faults when they miss; those of undone imports are alerts."""
    evenements = journal.lire(inst)
    utiles = {s.sha256 for sources in journal.etat(evenements).values() for s in sources}
    noms = {f["sha256"]: f["nom"] for e in evenements for f in e.fichiers}
    bons = 0
    for sha256, nom in sorted(noms.items(), key=lambda x: x[1]):
        try:
            archive.lire(inst, sha256)
            bons += 1
        except BaseIndisponible as e:
            yield Constat("originaux", PANNE if sha256 in utiles else ALERTE, f"« {nom} » : {e.message}")
    yield Constat("originaux", BON, f"{formats.pluriel(bons, 'fichier')} sur {formats.nombre(len(noms))} conformes à leur réception.")


def _base(inst: Installation) -> Iterator[Constat]:
    try:
        attendue = construction.empreinte(inst, journal.etat(journal.lire(inst)))
        courante = base.courante(inst)
        if courante is None:
            yield Constat("base", ALERTE, "aucune base n'est construite. Lancez « construire ».")
        elif courante != attendue:
            yield Constat("base", ALERTE, f"la base {courante} n'est plus celle de ce qui est accepté ({attendue}) ; elle sera refaite à la prochaine lecture.")
        else:
            base.ouvrir(inst, courante)
            yield Constat("base", BON, f"{courante}, à jour.")
    except ClasError as e:
        yield Constat("base", PANNE, e.message)
