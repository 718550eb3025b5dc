"""A parquet table of a received package, as rows of cells; in the process apart only."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clas_data.errors import Anomalie
from clas_data.fichiers.feuilles import Depot, Feuille
from clas_data.fichiers.messages import anomalie

PREFIXE = "paquet/"  # the name under which a package sends one of its tables
LIGNES_MAX, COLONNES_MAX = 50_000, 100
SIMPLES = (pa.types.is_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
AUTRES = (pa.types.is_boolean, pa.types.is_date, pa.types.is_null)


def lire(depot: Depot) -> tuple[list[Feuille], list[Anomalie]]:
    """The one table of this file, its header first."""
    try:
        fichier = pq.ParquetFile(io.BytesIO(depot.contenu))
        schema, n = fichier.schema_arrow, fichier.metadata.num_rows
        simples = all(any(est(c.type) for est in (*SIMPLES, *AUTRES)) for c in schema)
        if not simples or n > LIGNES_MAX or len(schema) > COLONNES_MAX:
            return [], [anomalie("paquet_illisible", fichier=depot.nom)]
        table = fichier.read()
    except (pa.ArrowException, OSError, MemoryError):
        return [], [anomalie("paquet_illisible", fichier=depot.nom)]
    colonnes = [c.to_pylist() for c in table.columns]
    lignes: list[list[Any]] = [list(schema.names), *map(list, zip(*colonnes, strict=True))]
    return [Feuille(depot.nom, depot.sha256, "", lignes)], []
