"""How an installation stands: journal, originals, corrections, base — each finding with what to do;
and the repair of what can be made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from clas_data import formats
from clas_data.acces import coffre, reglages
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, ClasError
from clas_data.fichiers import archive, corrections, disque, ensemble, journal
from clas_data.fichiers.restauration import en_cours, verifiee
from clas_data.tables import base, coherence, construction, lectures, restauration

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
    if fautes:  # nothing else can be judged before what it rests on
        return [*_journal(installation), *fautes]
    return [
        *_journal(installation),
        *(Constat(q, ALERTE, m) for q, m in coherence.ecarts(installation)),
        *_originaux(installation),
        *_corrections(installation),
        *_lectures(installation),
        *_adresse(installation),
        *_base(installation),
    ]


def reparer(installation: Installation) -> list[str]:
    """Make again what can be made again, from the archived files: the pointer, the base, what a
    crash left behind. What was done, in sentences.
    """
    faits = []
    if verifiee(installation).exists():
        with construction.verrou(installation):
            restauration.achever(installation)
        faits.append("Restauration interrompue après sa vérification : achevée.")
    if en_cours(installation):
        return faits
    if any(ensemble.en_suspens(installation)):
        with construction.verrou(installation), coffre.verrou(installation):
            finis = ensemble.terminer(installation)
        mots = f" : {', '.join(finis)}" if finis else ""
        faits.append(f"Écriture interrompue : achevée si le journal la dit, sinon oubliée{mots}.")
    with construction.verrou(installation):
        restes = [
            p
            for d in (installation.base, installation.imports)
            for p in d.glob(".*")
            if p.is_file()
        ]
        for reste in restes:
            reste.unlink()
        if restes:
            faits.append(
                f"{formats.pluriel(len(restes), 'fichier laissé', 'fichiers laissés')} par un "
                "arrêt brutal : retirés."
            )
        abimees = [
            p
            for p in sorted(installation.base.glob("*.duckdb"))
            if not construction.saine(p, complete=True)
        ]
        for abimee in abimees:
            base.oublier(abimee)
            abimee.unlink()
            faits.append(f"Base {abimee.stem} abîmée : retirée.")
        pointee = base.courante(installation)
        construite = construction.construire(installation)
        construction.activer(installation, construite.empreinte)
        if construite.nouvelle:
            faits.append(
                f"Base {construite.empreinte} refaite à partir des fichiers archivés "
                f"({formats.nombre(construite.secondes, 2)} s)."
            )
        if pointee != construite.empreinte:
            faits.append(f"Le pointeur désigne de nouveau la base {construite.empreinte}.")
    return faits


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
    """The originals that the accepted state needs are faults when they miss; those of undone
    imports are alerts.
    """
    evenements = journal.lire(installation)
    utiles = {s.sha256: e.id for e in journal.actifs(evenements) for s in e.sources}
    noms = {f["sha256"]: f["nom"] for e in evenements for f in e.fichiers}
    bons = 0
    for sha256, nom in sorted(noms.items(), key=lambda x: x[1]):
        try:
            archive.lire(installation, sha256)
            bons += 1
        except BaseIndisponible as e:
            import_ = f" Il vient de l'import {utiles[sha256]}." if sha256 in utiles else ""
            yield Constat(
                "originaux",
                PANNE if sha256 in utiles else ALERTE,
                f"« {nom} » : {e.message}{import_}",
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
        construction.recues(installation, journal.etat(journal.lire(installation))), faites
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
