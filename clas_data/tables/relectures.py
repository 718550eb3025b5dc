"""A correspondance kept, corrected or withdrawn: what the deposits already accepted through it
would become is told first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import BLOQUANTE, Anomalie, UsageError
from clas_data.fichiers import archive, ensemble, journal, referentiels, schemas
from clas_data.fichiers.controle import Controle, Source
from clas_data.fichiers.correspondances import devinette, ecrite, rangement, reprise
from clas_data.fichiers.correspondances.assise import Assise, unir
from clas_data.fichiers.correspondances.devinette import Devinee
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.disque import verrou
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.lecture import Depot, read
from clas_data.fichiers.lieux import Communes
from clas_data.tables import comparaison, construction, lectures, proposition
from clas_data.tables.proposition import Proposition


@dataclass(frozen=True)
class Relecture:
    """One sheet accepted before, read again through the corrected correspondance: its rows that
    would read differently, and why it would not be read any more, if so.
    """

    campagne: str
    source: Source
    changees: tuple[str, ...]
    refus: str = ""

    @property
    def differente(self) -> bool:
        return bool(self.changees or self.refus)


def lire_par(
    installation: Installation, depots: list[Depot], campagne: str, par: Correspondance
) -> Controle:
    """These files read through this correspondance, kept or not."""
    return lectures.controler(installation, depots, campagne, [par], exigee=True)


def proposer(
    installation: Installation,
    depots: list[Depot],
    campagne: str,
    acteur: Acteur,
    mode: str,
    par: Correspondance,
    examiner: Callable[[Proposition], Proposition] = lambda p: p,
) -> Proposition:
    """What accepting these files, read through this correspondance, would do; it stays kept only
    where they can be accepted, once `examiner` has said what else is wrong with them.
    """
    lu = lire_par(installation, depots, campagne, par)
    if not lu.acceptable:
        lignes = {t: lu.tables[t].num_rows for t in lu.tables}
        dites, sources = tuple(lu.anomalies), tuple(lu.sources)
        p = Proposition(
            campagne, tuple(depots), dites, sources, lignes, mode=mode, tables=lu.tables
        )
        return examiner(p)
    avant = rangement.toutes(installation).get(par.identifiant)
    nouvelle = enregistrer(installation, par, acteur)
    acceptable = False
    try:
        p = examiner(
            proposition.proposer(installation, depots, campagne, acteur, mode, par.identifiant)
        )
        acceptable = p.acceptable
    finally:
        if nouvelle and not acceptable and avant:
            enregistrer(installation, avant, acteur)
        elif nouvelle and not acceptable:
            retirer(installation, par.identifiant, acteur)
    return p


def deviner(
    installation: Installation,
    depots: list[Depot],
    campagne: str,
    assises: Sequence[tuple[str, Assise]] | None = None,
) -> tuple[Devinee, list[Anomalie]]:
    """The best guess at these files, helped by the layouts that this installation knows; why one
    of them cannot be opened, if so. Files of one layout are guessed together.
    """
    feuilles, refus = [], []
    for depot in depots:
        lues, dites = read(depot)
        feuilles += lues
        refus += dites
    passees, ici = rangement.toutes(installation).values(), communes(installation)
    return devinette.deviner(unir(feuilles), campagne, ici, passees, assises=assises), refus


def montrer(
    installation: Installation, c: Correspondance, depots: list[Depot], campagne: str
) -> Devinee | None:
    """These files as this correspondance reads them, to correct it; None where they are not its."""
    feuilles = [f for d in depots for f in read(d)[0]]
    return reprise.montrer(unir(feuilles), campagne, communes(installation), c)


def derniers(installation: Installation, c: Correspondance) -> tuple[str, list[Depot]]:
    """The last campagne that was read through it, and its files; nothing where none was."""
    etat = journal.etat(journal.lire(installation))
    lus: dict[str, dict[str, str]] = {}
    for (campagne, _), couches in sorted(etat.items()):
        for source in (s for couche in couches for s in couche):
            if source.correspondance == c.identifiant:
                lus.setdefault(campagne, {})[source.sha256] = source.fichier
    if not lus:
        return "", []
    campagne = max(lus)
    siens = lus[campagne].items()
    return campagne, [Depot(nom, archive.lire(installation, sha)) for sha, nom in siens]


def communes(installation: Installation) -> Communes:
    """The communes of this installation, by code, name and postcode."""
    return Communes(
        referentiels.noms_communes(installation),
        referentiels.anciens_codes(installation),
        referentiels.codes_postaux(installation),
    )


def apercu(installation: Installation, corrigee: Correspondance) -> list[Relecture]:
    """What each deposit in force that is read through it would become."""
    relues = []
    for (campagne, _), couches in sorted(journal.etat(journal.lire(installation)).items()):
        for source in dict.fromkeys(s for couche in couches for s in couche):
            if source.correspondance == corrigee.identifiant:
                relues.append(_relire(installation, source, campagne, corrigee))
    return relues


def _relire(
    installation: Installation, source: Source, campagne: str, corrigee: Correspondance
) -> Relecture:
    avant = lectures.lire_source(installation, source, campagne)
    depot = Depot(source.fichier, archive.lire(installation, source.sha256))
    lu = lire_par(installation, [depot], campagne, corrigee)
    fautes = [a.message for a in lu.anomalies if a.gravite == BLOQUANTE]
    if fautes or source.table not in lu.tables:
        titre = schemas.load()[source.table].titre
        return Relecture(campagne, source, (), fautes[0] if fautes else f"Plus rien pour {titre}.")
    apres = lectures.de_la_feuille(lu.tables[source.table], source)
    return Relecture(campagne, source, _changees(avant, apres, source.table))


def _changees(avant: pa.Table, apres: pa.Table, table: str) -> tuple[str, ...]:
    """The keys of the rows added, removed or read differently."""
    colonnes = list(schemas.load()[table].colonnes)
    avants, apress = (
        dict(zip(comparaison.cles(t, table), t.select(colonnes).to_pylist(), strict=True))
        for t in (avant, apres)
    )
    return tuple(c for c in sorted(avants | apress) if avants.get(c) != apress.get(c))


def enregistrer(installation: Installation, c: Correspondance, acteur: Acteur) -> Evenement | None:
    """Keep it, with its line of the journal, and read again what was read through it; None where it
    is kept already, word for word. Refused where a deposit in force would not be read any more.
    """
    acteur.exige("importer")
    texte = ecrite.ecrire(c)
    ecrite.lire(texte, f"{c.identifiant}.yaml")  # what is kept can be read again
    with verrou(installation):
        ensemble.terminer(installation, installation.racine, installation.correspondances)
        connue = rangement.toutes(installation).get(c.identifiant)
        if connue == c:
            return None
        exiger_place(installation, connue)
        relues = apercu(installation, c) if connue else []
        perdues = [r for r in relues if r.refus]
        if perdues:
            raise UsageError(
                f"Corrigée ainsi, « {c.nom} » ne lirait plus « {perdues[0].source.fichier} », "
                f"accepté pour {perdues[0].campagne} : {perdues[0].refus} Rien n'a été enregistré. "
                "Donnez-lui un autre nom pour en faire une autre correspondance."
            )
        evenement = journal.ajouter(
            installation,
            rangement.EVENEMENT,
            acteur.nom,
            {rangement.chemin(installation, c.identifiant): texte.encode("utf-8")},
            details={
                "correspondance": c.identifiant,
                "geste": "corrigée" if connue else "enregistrée",
                "texte": texte,
            },
        )
        _reconstruire(installation)
    return evenement


def exiger_place(installation: Installation, connue: Correspondance | None) -> None:
    """UsageError where the installation keeps too many of them."""
    if not connue and len(rangement.toutes(installation)) >= rangement.NOMBRE_MAX:
        raise UsageError(
            f"Cette installation garde déjà {rangement.NOMBRE_MAX} correspondances : retirez "
            "celles qui ne servent plus."
        )


def retirer(installation: Installation, identifiant: str, acteur: Acteur) -> Evenement:
    """Withdraw it, with its line of the journal; refused where a deposit in force is read through
    it.
    """
    acteur.exige("importer")
    with verrou(installation):
        c = rangement.lire(installation, identifiant)
        etat = journal.etat(journal.lire(installation))
        lus = [s for couches in etat.values() for couche in couches for s in couche]
        siens = [s.fichier for s in lus if s.correspondance == identifiant]
        if siens:
            raise UsageError(
                f"« {siens[0]} », accepté, est lu par « {c.nom} » : annulez d'abord cet import. "
                "Rien n'a été retiré."
            )
        return journal.ajouter(
            installation,
            rangement.EVENEMENT,
            acteur.nom,
            {rangement.chemin(installation, identifiant): None},
            details={
                "correspondance": identifiant,
                "geste": "retirée",
                "texte": ecrite.ecrire(c),
            },
        )


def _reconstruire(installation: Installation) -> None:
    construite = construction.construire(installation)
    construction.activer(installation, construite.empreinte)
