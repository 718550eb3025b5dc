"""The sums that give a column away: filles + garçons = that one."""

from __future__ import annotations

from typing import Any

from clas_data.fichiers.correspondances.choix import Candidat
from clas_data.fichiers.correspondances.indices import Indice

LIGNES_MIN = 3  # rows that must agree, with parts that vary
EXAMINEES = 500
SUR = 0.9
TERMES = (("collectifs", "filles", "garcons", "enfants"),)


def ajouter(candidats: list[Candidat], lignes: list[list[Any]]) -> None:
    """Where two columns are known and a third is their sum on each row, say what it is."""
    for table, a, b, total in TERMES:
        premiere, seconde = (_connue(candidats, table, nom) for nom in (a, b))
        if premiere is None or seconde is None:
            continue
        x, y = (_nombres(lignes, c.colonnes[0]) for c in (premiere, seconde))
        for c in candidats:
            if c not in (premiere, seconde) and len(c.colonnes) == 1:
                if _somme(x, y, _nombres(lignes, c.colonnes[0])):
                    raison = f"« {premiere.entete} » + « {seconde.entete} » = cette colonne"
                    autres = [i for i in c.indices if (i.table, i.colonne) != (table, total)]
                    c.indices = [Indice(table, total, SUR, raison), *autres]


def _connue(candidats: list[Candidat], table: str, colonne: str) -> Candidat | None:
    siens = [c for c in candidats if c.indices and len(c.colonnes) == 1]
    return next(
        (c for c in siens if (c.indices[0].table, c.indices[0].colonne) == (table, colonne)), None
    )


def _nombres(lignes: list[list[Any]], j: int) -> list[float | None]:
    bruts = (l[j] if j < len(l) else None for l in lignes[:EXAMINEES])
    return [float(b) if isinstance(b, (int, float)) and b is not True else None for b in bruts]


def _somme(a: list, b: list, c: list) -> bool:
    vues = [t for t in zip(a, b, c, strict=True) if None not in t]
    if len(vues) < LIGNES_MIN or any(x + y != z for x, y, z in vues):
        return False
    return len({x for x, _, _ in vues} - {0}) > 1 and len({y for _, y, _ in vues} - {0}) > 1
