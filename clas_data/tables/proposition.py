"""What a deposit would do, before anything is accepted: its anomalies, the base that it would
give, the differences with the one in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa

from clas_data import formats
from clas_data.acces import Acteur
from clas_data.config import Installation
from clas_data.errors import BLOQUANTE, AccesRefuse, Anomalie, UsageError
from clas_data.fichiers import campagnes, journal, schemas
from clas_data.fichiers.controle import Controle, Source
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.messages import affichable, anomalie, nom_de_fichier
from clas_data.tables import base, comparaison, construction, controles, lectures, menage
from clas_data.tables.base import Base
from clas_data.tables.comparaison import Rapprochement

CLES_MONTREES = 12  # keys that a sentence names; the others are counted


@dataclass(frozen=True)
class Proposition:
    """What accepting these files would do.

    `differences`: table → {ajoutees, remplacees, retirees}, each a list of keys. `absentes`: table
    → {key: porteur} of what the base holds and this deposit does not: kept by *compléter*, removed
    by *remplacer*.
    """

    campagne: str
    depots: tuple[Depot, ...] = field(repr=False)
    anomalies: tuple[Anomalie, ...]
    sources: tuple[Source, ...]
    lignes: dict[str, int]
    avant: str | None = None
    apres: str | None = None
    deja: bool = False
    mode: str = journal.COMPLETER
    differences: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    absentes: dict[str, dict[str, str]] = field(default_factory=dict)
    rapprochements: tuple[Rapprochement, ...] = ()
    tables: dict[str, pa.Table] = field(default_factory=dict, repr=False, compare=False)

    @property
    def acceptable(self) -> bool:
        return not any(a.gravite == BLOQUANTE for a in self.anomalies)


def proposer(
    installation: Installation,
    depots: Sequence[Depot],
    campagne: str,
    acteur: Acteur,
    mode: str = journal.COMPLETER,
    par: str = "",
) -> Proposition:
    """Check the files, build the base that they would give, and tell the differences; nothing is
    accepted. Known layouts are recognised; `par` names the one correspondance to read through.
    """
    acteur.exige("importer")
    campagnes.exiger(installation, campagne)
    if not depots:
        raise UsageError("Aucun fichier n'est donné. Indiquez au moins un fichier de la campagne.")
    uniques, repetes = depots_distincts(depots)
    voies = [rangement.lire(installation, par)] if par else connues(installation)
    lu = lectures.controler(installation, uniques, campagne, voies, exigee=bool(par))
    lignes = {t: lu.tables[t].num_rows for t in lu.tables}
    anomalies = (*repetes, *lu.anomalies)
    proposition = Proposition(
        campagne,
        tuple(uniques),
        anomalies,
        tuple(lu.sources),
        lignes,
        mode=mode,
        tables=_exterieures(lu),
    )
    if not proposition.acceptable:
        return proposition
    return _candidate(installation, proposition, acteur, lu)


def _exterieures(lu: Controle) -> dict[str, pa.Table]:
    """The rows that are judged beside our own figures, above this floor."""
    return {t: lu.tables[t] for t in (schemas.NATIONAL,) if t in lu.tables}


def connues(installation: Installation) -> list[Correspondance]:
    """The layouts that this installation knows."""
    return list(rangement.toutes(installation).values())


def depots_distincts(depots: Sequence[Depot]) -> tuple[list[Depot], list[Anomalie]]:
    """Each content once, and what was dropped twice."""
    vus: dict[str, Depot] = {}
    repetes = []
    for recu in depots:
        d = Depot(nom_de_fichier(recu.nom), recu.contenu)
        premier = vus.setdefault(d.sha256, d)
        if premier is not d:
            repetes.append(anomalie("fichier_repete", fichier=d.nom, autre=affichable(premier.nom)))
    return list(vus.values()), repetes


def _candidate(
    installation: Installation, p: Proposition, acteur: Acteur, lu: Controle
) -> Proposition:
    """The same proposition, with the base that it would give, its controls, and the differences
    with today's. No original is kept yet.
    """
    with construction.verrou(installation):
        evenements = journal.lire(installation)
        etat = journal.etat(evenements)
        avant = construction.construire(installation, etat)
        lectures.retenir(installation, lu, p.campagne)
        apres = construction.construire(
            installation, journal.poser(etat, p.campagne, p.sources, p.mode)
        )
        ancienne, nouvelle = (
            base.ouvrir(installation, avant.empreinte),
            base.ouvrir(installation, apres.empreinte),
        )
        if acteur.demonstration and not nouvelle.demonstration:
            if apres.nouvelle:
                menage.oublier(installation, apres.chemin, p.campagne, p.sources)
            raise AccesRefuse(
                "Ces fichiers contiennent des porteurs réels (leur SIREN ne commence pas par "
                "000). Un profil de démonstration, ouvert à tous, "
                "ne peut pas les faire entrer : déposez-les avec un compte, ou par la commande "
                "« python -m clas_data importer ». Rien n'en a été gardé."
            )
    deposees = {t: set(comparaison.cles(lu.tables[t], t)) for t in p.lignes}
    absentes = {t: comparaison.absentes(ancienne, t, p.campagne, deposees[t]) for t in p.lignes}
    p = replace(p, absentes={t: a for t, a in absentes.items() if a})
    return replace(
        p,
        anomalies=(
            *p.anomalies,
            *_deja_deposes(evenements, p.depots),
            *(_gardes(p, deposees) if p.mode == journal.COMPLETER else _retirees(p)),
            *_controles(ancienne, nouvelle, p),
        ),
        avant=avant.empreinte,
        apres=apres.empreinte,
        deja=avant.empreinte == apres.empreinte,
        differences={
            t: comparaison.differences(ancienne, nouvelle, t, p.campagne) for t in p.lignes
        },
        rapprochements=tuple(comparaison.rapprochements(nouvelle, p.campagne))
        if "agrements" in p.lignes
        else (),
    )


def _deja_deposes(evenements: Sequence[Evenement], depots: Sequence[Depot]) -> list[Anomalie]:
    """Files that were deposited before, whole: dropped again by mistake, or on purpose."""
    debout = {e.id for e in journal.actifs(evenements)}
    imports = {f["sha256"]: e for e in evenements for f in e.fichiers}
    return [
        anomalie(
            "fichier_deja_depose" if imports[d.sha256].id in debout else "fichier_annule",
            fichier=d.nom,
            import_id=imports[d.sha256].id,
            jour=formats.jour(date.fromisoformat(imports[d.sha256].date[:10])),
        )
        for d in depots
        if d.sha256 in imports
    ]


def _retirees(p: Proposition) -> list[Anomalie]:
    """What replacing would remove, in numbers and names."""
    return [
        anomalie(
            "lignes_retirees",
            fichier=", ".join(affichable(d.nom) for d in p.depots),
            table=schemas.load()[t].titre,
            n=formats.pluriel(len(siennes), "ligne"),
            cles=", ".join(
                f"{cle} ({porteur})" if porteur else cle
                for cle, porteur in list(siennes.items())[:CLES_MONTREES]
            )
            + ("…" if len(siennes) > CLES_MONTREES else ""),
        )
        for t, siennes in p.absentes.items()
    ]


def _gardes(p: Proposition, deposees: dict[str, set[str]]) -> list[Anomalie]:
    """Collectifs that stay from an earlier deposit beside those of an action sent again."""
    redonnees = {c.split("/")[0] for c in deposees.get("collectifs", ())}
    restes = p.absentes.get("collectifs", {})
    siens = sorted(c for c in restes if c.split("/")[0] in redonnees)
    if not siens:
        return []
    return [
        anomalie(
            "collectifs_gardes",
            fichier=", ".join(affichable(d.nom) for d in p.depots),
            n=formats.pluriel(len(siens), "collectif"),
            cles=", ".join(siens[:CLES_MONTREES]) + ("…" if len(siens) > CLES_MONTREES else ""),
        )
    ]


def _identite(a: Anomalie) -> tuple[str, ...]:
    """What an anomaly says, wherever its row came from: the same row sent again is no news."""
    return (a.code, a.code_action, a.colonne, a.valeur, a.message)


def _controles(ancienne: Base, nouvelle: Base, p: Proposition) -> list[Anomalie]:
    """What the controls say of the campagne: what is new, and what was known of these tables."""
    connues = {_identite(a) for a in controles.run(ancienne, p.campagne)}
    tables = {c.nom: c.table for c in controles.load().values()}
    trouvees = [
        replace(a, connue=_identite(a) in connues) for a in controles.run(nouvelle, p.campagne)
    ]
    return [
        a for a in trouvees if not a.connue or a.gravite == BLOQUANTE or tables[a.code] in p.lignes
    ]
