"""How an installation stands: journal, originals, corrections, base; what to do of each finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from clas_data import formats
from clas_data.acces import reglages
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, ClasError
from clas_data.fichiers import archive, corrections, disque, ensemble, journal
from clas_data.fichiers.paquets import etat
from clas_data.fichiers.restauration import en_cours
from clas_data.tables import base, calculs, coherence, construction, lectures

BON, ALERTE, PANNE = "bon", "alerte", "panne"
REFUS_DITS = 10
REPARER = "Lancez « python -m clas_data diagnostic --reparer »."


@dataclass(frozen=True)
class Constat:
    """What was looked at, how it stands, and what to do about it."""

    quoi: str
    etat: str
    message: str


def constater(installation: Installation) -> list[Constat]:
    """Everything that can be checked; nothing is changed."""
    if raison := en_cours(installation):
        return [Constat("restauration", PANNE, raison)]
    fautes = [Constat(q, PANNE, m) for q, m in coherence.illisibles(installation)]
    journal_ = _parler("journal", lambda: _journal(installation))
    if fautes or any(c.etat == PANNE for c in journal_):
        return [*journal_, *fautes]  # nothing else can be judged before what it rests on
    return journal_ + [
        c
        for quoi, partie in PARTIES.items()
        for c in _parler(quoi, lambda partie=partie: partie(installation))
    ]


def _parler(quoi: str, partie: Callable[[], Iterator[Constat]]) -> list[Constat]:
    """The findings of a part; what stops it is one of them."""
    dits = []
    try:
        for constat in partie():
            dits.append(constat)
    except ClasError as e:
        dits.append(Constat(quoi, PANNE, e.message))
    except OSError as e:
        dits.append(Constat(quoi, PANNE, disque.panne(e)))
    return dits


def _verrous(installation: Installation) -> Iterator[Constat]:
    for pris in calculs.verrous_pris(installation):
        nom = pris.relative_to(installation.racine)
        yield Constat("verrou", PANNE, f"{nom} est un dossier : rien ne s'écrit plus. {REPARER}")


def _journal(installation: Installation) -> Iterator[Constat]:
    if not installation.journal.exists():
        yield Constat("journal", BON, "rien n'a encore été importé ici.")
        return
    lignes = disque.lignes(installation.journal)
    lus = len(journal.lire(installation))
    if lus < len(lignes):
        yield Constat(
            "journal",
            ALERTE,
            f"{formats.pluriel(len(lignes) - lus, 'ligne illisible', 'lignes illisibles')} (arrêt "
            "pendant une écriture) : ce qu'elles annonçaient n'a pas eu lieu. Vérifiez le dernier "
            "import avec « journal ».",
        )
    yield Constat("journal", BON, f"{formats.pluriel(lus, 'événement')}.")


def _originaux(installation: Installation) -> Iterator[Constat]:
    """The originals that the accepted state needs are faults when they miss, packages in force
    included; those of what is undone, replaced or removed are alerts.
    """
    evenements = journal.lire(installation)
    utiles = {s.sha256: f"l'import {e.id}" for e in journal.actifs(evenements) for s in e.sources}
    utiles |= {g.sha256: f"l'ajout {g.evenement}" for g in etat.plier(evenements)}
    noms = {f["sha256"]: f["nom"] for e in evenements for f in e.fichiers}
    bons = 0
    for sha256, nom in sorted(noms.items(), key=lambda x: x[1]):
        try:
            archive.lire(installation, sha256)
            bons += 1
        except BaseIndisponible as e:
            origine = f" Il vient de {utiles[sha256]}." if sha256 in utiles else ""
            yield Constat(
                "originaux",
                PANNE if sha256 in utiles else ALERTE,
                f"« {nom} » : {e.message}{origine}",
            )
    yield Constat(
        "originaux",
        BON,
        f"{formats.pluriel(bons, 'fichier')} sur {formats.nombre(len(noms))} conformes à leur "
        "réception.",
    )


def _corrections(installation: Installation) -> Iterator[Constat]:
    """Corrections that the journal does not tell: added by hand, or just before a crash. They count
    all the same.
    """
    try:
        faites = corrections.lire(installation)
    except ClasError as e:
        yield Constat("corrections", PANNE, e.message)
        return
    dites = [e.details for e in journal.lire(installation) if e.type == "correction"]
    muettes = [c for c in faites if not any(asdict(c).items() <= d.items() for d in dites)]
    if muettes:
        combien = formats.pluriel(
            len(muettes), "correction ne figure pas", "corrections ne figurent pas"
        )
        yield Constat(
            "corrections",
            ALERTE,
            f"{combien} au journal (ajoutées à la main, ou juste avant un arrêt) ; elles "
            f"s'appliquent. Première : {muettes[0].motif}.",
        )
    perdues = corrections.sans_ligne(
        lectures.recues(installation, journal.etat(journal.lire(installation))), faites
    )
    if perdues:
        combien = formats.pluriel(len(perdues), "correction ne touche", "corrections ne touchent")
        yield Constat(
            "corrections",
            ALERTE,
            f"{combien} plus aucune ligne reçue (fichier remplacé ou annulé). Première : "
            f"{perdues[0].campagne}, {perdues[0].cle}.",
        )
    yield Constat("corrections", BON, f"{formats.pluriel(len(faites), 'correction')}.")


def _adresse(installation: Installation) -> Iterator[Constat]:
    """A real installation that has not said its address answers under any name."""
    try:
        ouverte = not reglages.load(installation).adresse
        reelle = not base.demonstration(installation)
    except ClasError:
        return  # said by what rests on it
    if ouverte and reelle:
        yield Constat(
            "adresse",
            ALERTE,
            "aucune n'est déclarée : le serveur répond sous n'importe quel nom, et un autre site "
            "peut se faire passer pour lui. Écrivez « adresse: https://… » dans "
            "identification.yaml.",
        )


def _lectures(installation: Installation) -> Iterator[Constat]:
    """What was accepted once and is refused since, by a stricter reading."""
    try:
        dites = lectures.refusees(installation, journal.etat(journal.lire(installation)))
    except ClasError:
        return  # said by the originals, and by the base
    for dite in dites[:REFUS_DITS]:
        yield Constat("lectures", ALERTE, f"{lectures.REFUSEE} {dite}")
    if len(dites) > REFUS_DITS:
        reste = formats.pluriel(len(dites) - REFUS_DITS, "autre")
        yield Constat("lectures", ALERTE, f"{reste} ; elles sont toutes page « Données ».")


def _ecarts(installation: Installation) -> Iterator[Constat]:
    yield from (Constat(q, ALERTE, m) for q, m in coherence.ecarts(installation))


def _reglages(installation: Installation) -> Iterator[Constat]:
    """What was set by hand, and when it was last seen to change."""
    evenements = journal.lire(installation)
    notes = [e for e in evenements if e.type == ensemble.REGLAGES]
    if notes:
        noms = ", ".join(sorted(notes[-1].ecrits))
        quand = formats.jour(notes[-1].date[:10])
        yield Constat(
            "réglages", BON, f"dernier changement vu le {quand} ({notes[-1].id}) : {noms}."
        )


def _calculs(installation: Installation) -> Iterator[Constat]:
    """The build products that a reader would have to make again."""
    pointee = base.courante(installation)
    for abime in calculs.abimes(installation):
        if abime.stem != pointee:  # the one in force is judged below
            nom = abime.relative_to(installation.racine)
            yield Constat("base", ALERTE, f"{nom} est abîmé ; il se refait. {REPARER}")


def _base(installation: Installation) -> Iterator[Constat]:
    try:
        attendue = construction.empreinte(installation, journal.etat(journal.lire(installation)))
    except ClasError as e:
        yield Constat("base", PANNE, e.message)
        return
    courante = base.courante(installation)
    if courante is None:
        yield Constat("base", ALERTE, f"aucune base n'est désignée. {REPARER}")
    elif not re.fullmatch(r"[0-9a-f]{16}", courante):
        yield Constat("base", PANNE, f"le pointeur est abîmé. {REPARER}")
    elif not base.chemin(installation, courante).exists():
        yield Constat("base", PANNE, f"la base {courante} a disparu. {REPARER}")
    elif not construction.saine(base.chemin(installation, courante), complete=True):
        yield Constat("base", PANNE, f"la base {courante} est abîmée. {REPARER}")
    elif courante != attendue:
        yield Constat(
            "base",
            ALERTE,
            f"la base {courante} n'est plus celle de ce qui est accepté ({attendue}) ; elle sera "
            "refaite à la prochaine lecture.",
        )
    else:
        yield Constat("base", BON, f"{courante}, à jour.")


PARTIES: dict[str, Callable[[Installation], Iterator[Constat]]] = {
    "verrou": _verrous,
    "calculs": _calculs,  # before what reads them, and makes them again
    "cohérence": _ecarts,
    "originaux": _originaux,
    "corrections": _corrections,
    "lectures": _lectures,
    "adresse": _adresse,
    "réglages": _reglages,
    "base": _base,
}
