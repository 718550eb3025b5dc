"""What a base holds beside what was received: référentiels, campagnes, headers, suites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd
import pyarrow as pa

from clas_data.config import Installation
from clas_data.fichiers import campagnes, referentiels, schemas, suites
from clas_data.fichiers.suites import Suite


def referentiel(installation: Installation, dites: Sequence[Suite]) -> dict[str, pa.Table]:
    """table → its rows, for the schema `referentiel` of a base where `dites` was said."""
    nombres = {
        "pop_municipale": "int64",
        "pop_annee": "int64",
        "lon": "float64",
        "lat": "float64",
        "generation": "int64",
    }
    resultat = {}
    for nom in referentiels.FICHIERS:
        table = referentiels.load(installation, nom)
        table = table.astype({c: t for c, t in nombres.items() if c in table})
        resultat[nom] = pa.Table.from_pandas(table, preserve_index=False)
    lignes = [
        {"campagne": n, **{k: v for k, v in asdict(c).items() if k != "nom"}}
        for n, c in campagnes.load(installation).items()
    ]
    jours = [(j, pa.date32()) for j in campagnes.JOURS]
    resultat["campagnes"] = pa.Table.from_pylist(
        lignes,
        schema=pa.schema(
            [
                ("campagne", pa.string()),
                ("statut", pa.string()),
                ("generation_qpv", pa.int64()),
                *jours,
            ]
        ),
    )
    colonnes = [
        {"table_recue": t, "colonne": n, "titre": c.titre}
        for t, s in schemas.load().items()
        for n, c in s.colonnes.items()
    ]
    resultat["colonnes"] = pa.Table.from_pandas(pd.DataFrame(colonnes), preserve_index=False)
    return resultat | _suites(suites.en_vigueur(dites))


def _suites(dites: Sequence[Suite]) -> dict[str, pa.Table]:
    """Who continues whom, as it stands: the actions that were said, the porteurs that are one."""
    memes = [{"siret": s, "porteur": p} for s, p in suites.memes_porteurs(dites).items()]
    return {
        nom: pa.Table.from_pylist(lignes, schema=pa.schema([(c, pa.string()) for c in colonnes]))
        for nom, lignes, colonnes in (
            ("suites", [asdict(s) for s in dites], suites.COLONNES),
            ("memes_porteurs", memes, ("siret", "porteur")),
        )
    }
