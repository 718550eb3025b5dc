"""A value that stands in another sheet of the file, on the row that bears a key: the repeated block
of an online form names its parent by a number of the platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clas_data.errors import Anomalie
from clas_data.fichiers.correspondances.conversion import cle_mot
from clas_data.fichiers.correspondances.forme import LIGNES, Renvoi, remplir
from clas_data.fichiers.correspondances.reperage import Vue, cle_entete
from clas_data.fichiers.entetes import RECHERCHE
from clas_data.fichiers.feuilles import vide
from clas_data.fichiers.messages import affichable, anomalie


def suivre(
    bruts: list[Any], par: Renvoi, vues: Sequence[Vue], campagne: str, ou: dict[str, str]
) -> tuple[list[Any], list[Anomalie]]:
    """The values that these keys lead to, and what is said where the sheet is not there."""
    table = chercher(par, vues, campagne)
    if table is None:
        mots = {"cle": affichable(par.cle), "colonne": par.colonne}
        return [None] * len(bruts), [anomalie("renvoi_introuvable", **mots, **ou)]
    return [None if vide(b) else table.get(cle_mot(b)) for b in bruts], []


def chercher(par: Renvoi, vues: Sequence[Vue], campagne: str) -> dict[str, Any] | None:
    """key → value, from the sheet that holds both columns; None where none does."""
    cle, colonne = (cle_entete(remplir(e, campagne)) for e in (par.cle, par.colonne))
    for vue in vues:
        lignes = vue.feuille.lignes
        for rang in range(min(len(lignes), RECHERCHE)):
            lus = vue.entetes(LIGNES, rang, 1)
            if cle in lus and colonne in lus:
                i, j = lus[cle], lus[colonne]
                return {
                    cle_mot(l[i]): l[j] if j < len(l) else None
                    for l in lignes[rang + 1 :]
                    if i < len(l) and not vide(l[i])
                }
    return None
