"""The values that their own cell says to be approximate (« env. 30 »), kept beside what was
received: a correction makes the value exact again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from clas_data.fichiers import schemas
from clas_data.fichiers.controle import APPROCHES
from clas_data.fichiers.corrections import Correction

COLONNES = pa.schema(
    [
        ("campagne", pa.string()),
        ("table_recue", pa.string()),
        ("cle", pa.string()),
        ("code_action", pa.string()),
        ("colonne", pa.string()),
        ("texte", pa.string()),
        ("_fichier", pa.string()),
        ("_feuille", pa.string()),
        ("_ligne", pa.int64()),
    ]
)


def detacher(
    tables: Mapping[str, pa.Table], faites: Sequence[Correction]
) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """The received tables without what their cells say of their exactness, and that as a table."""
    corrigees = {(c.campagne, c.table, c.cle, c.colonne) for c in faites}
    lignes = []
    for table, recue in tables.items():
        dites = recue.filter(pa.compute.not_equal(recue[APPROCHES], ""))
        for l in dites.to_pylist():
            cle = "/".join(str(l[c]) for c in schemas.load()[table].cle)
            ou = {c: l.get(c) for c in COLONNES.names if c in l}
            lignes += [
                {**ou, "table_recue": table, "cle": cle, "colonne": colonne, "texte": texte}
                for colonne, texte in json.loads(l[APPROCHES]).items()
                if (l["campagne"], table, cle, colonne) not in corrigees
            ]
    return (
        {t: recue.drop_columns([APPROCHES]) for t, recue in tables.items()},
        {"approches": pa.Table.from_pylist(lignes, schema=COLONNES)},
    )
