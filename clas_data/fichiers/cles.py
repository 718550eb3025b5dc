"""Rows of a table that say the same key twice."""

from __future__ import annotations

import pyarrow as pa

from clas_data.errors import Anomalie
from clas_data.fichiers.entetes import libelle
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.schemas import Schema


def doubles(table: pa.Table, schema: Schema, campagne: str) -> list[Anomalie]:
    """Each row whose key was seen before, here or in another file of the deposit."""
    vues: dict[tuple, tuple[str, str, int]] = {}
    trouves = []
    cles = zip(*(table[c].to_pylist() for c in schema.cle), strict=True)
    ou = zip(*(table[c].to_pylist() for c in ("_fichier", "_feuille", "_ligne")), strict=True)
    for cle, (fichier, feuille, ligne) in zip(cles, ou, strict=True):
        if None in cle:
            continue
        if cle in vues:
            f, s, n = vues[cle]
            ailleurs = f"ligne {n}" + ("" if (f, s) == (fichier, feuille) else f" de « {s or f} »")
            trouves.append(
                anomalie(
                    "cle_double",
                    fichier=fichier,
                    feuille=feuille,
                    ligne=ligne,
                    colonne=libelle(schema.table, schema.cle[-1], campagne),
                    valeur=" / ".join(map(str, cle)),
                    ailleurs=ailleurs,
                    grain=schema.grain.removeprefix("une ligne par "),
                )
            )
        else:
            vues[cle] = (fichier, feuille, ligne)
    return trouves
