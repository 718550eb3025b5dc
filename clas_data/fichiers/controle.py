"""The check of what was received: every anomaly at once, and typed tables of what can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from clas_data.fichiers import cellules, ecartees, schemas, titres
from clas_data.fichiers.correspondances.application import en_une_phrase, traduire
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.entetes import accessoires, placer
from clas_data.fichiers.lecteur import (
    APPROCHES,
    PROVENANCE,
    Controle,
    Lecteur,
    Source,
    arrow_schema,
)
from clas_data.fichiers.lecture import Depot, read
from clas_data.fichiers.lieux import Communes
from clas_data.fichiers.messages import anomalie

__all__ = ["APPROCHES", "PROVENANCE", "Controle", "Source", "arrow_schema", "check"]


def check(
    depots: Sequence[Depot],
    campagne: str,
    communes: Mapping[str, str],
    anciens: Mapping[str, str],
    postaux: Mapping[str, list[str]] | None = None,
    par: Sequence[Correspondance] = (),
    exigee: bool = False,
) -> Controle:
    """Read the files dropped for a campagne; `communes`: code → name, `anciens`: merged code →
    today's code, `par`: the correspondances that may read them (`exigee`: that must).
    """
    controle, lues = Controle(), []
    lieux = Communes(communes, anciens, postaux or {})
    for depot in depots:
        feuilles, anomalies = read(depot)
        controle.anomalies += anomalies
        traduit = traduire(feuilles, par, campagne, exigee)
        controle.anomalies += traduit.anomalies
        placees = accessoires(
            [(f, p, []) for f, p in traduit.lues]
            + [(f, *placer(f, campagne)) for f in traduit.restes]
        )
        placees = cellules.choisir(placees)
        controle.anomalies += [a for _, _, refus in placees for a in refus]
        lues += [(f, p) for f, p, _ in placees if p]
    controle.anomalies = en_une_phrase(controle.anomalies)
    if not lues and controle.acceptable:
        controle.anomalies.append(
            anomalie("aucune_table", fichier=", ".join(d.nom for d in depots))
        )
        return controle
    for table, schema in schemas.load().items():
        siennes = [(f, p) for f, p in lues if p.table == table]
        if siennes:
            morceaux = [Lecteur(f, p, schema, campagne, lieux, controle).lire() for f, p in siennes]
            if any(m.num_rows for m in morceaux):  # a sheet left empty replaces nothing
                controle.tables[table] = pa.concat_tables(morceaux)
                dites = ecartees.doubles(controle.tables[table], schema, campagne)
                for feuille, _ in siennes:
                    dites = titres.en_leurs_mots(dites, feuille, table, campagne)
                controle.anomalies += dites
    controle.sources = _reunies(controle.sources)
    if lues and not controle.tables and controle.acceptable:
        controle.anomalies.append(
            anomalie("aucune_ligne", fichier=", ".join(d.nom for d in depots))
        )
    return controle


def _reunies(sources: list[Source]) -> list[Source]:
    """One source per sheet and table, though repeated columns were read group by group."""
    uniques: dict[Source, int] = {}
    for s in sources:
        cle = replace(s, lignes=0)
        uniques[cle] = uniques.get(cle, 0) + s.lignes
    return [replace(s, lignes=n) for s, n in uniques.items()]
