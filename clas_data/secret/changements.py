"""The difference of those who answer both years may leave the committee only where neither they nor
the others can be told apart from the totals that are already diffused.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data.acces import Perimetre
from clas_data.indicateurs import mouvements
from clas_data.indicateurs.changements import DEPLACEMENTS
from clas_data.indicateurs.mouvements import Mouvements, Nombre
from clas_data.secret import regles as declaration
from clas_data.secret.production import Agregee
from clas_data.secret.regles import Regles
from clas_data.tables.base import Base


def lire(
    base: Base, agregats: Perimetre, ids: Sequence[str], campagne: str, avec: str
) -> dict[str, Mouvements | None]:
    """indicateur → its movements, None where those who answer both years may not be told from the
    others.
    """
    lus = mouvements.comparer(Agregee(base), agregats, ids, campagne, avec, "porteur")
    return {i: m if diffusable(m, base.seuil_secret) else None for i, m in lus.items()}


def diffusable(m: Mouvements, seuil: int) -> bool:
    """May it be told, from its rows by porteur?  Deny by default: both groups hold enough porteurs
    and, for a count, enough people or none, of which no porteur makes nearly all.
    """
    regles = declaration.load().avec_seuil(seuil)
    if not m.reponses_differentes:
        return True  # what is said is the difference of the diffused totals
    communs = sum(l.comparables.actions > 0 for l in m.lignes)
    autres = sum(any(getattr(l, n).actions for n in DEPLACEMENTS) for l in m.lignes)
    if min(communs, autres) < regles.porteurs_min:
        return False
    if not m.additif:
        return True
    groupes = zip(_groupes(m), *map(_groupes, m.lignes), strict=True)
    return all(_sur(total, parts, regles) for total, *parts in groupes)


def _groupes(m: Mouvements) -> tuple[Nombre, ...]:
    """What those who answer both years say, before and after; what all the others say."""
    c, tout = m.comparables, m.brut
    return c.avant, c.apres, tout.avant - c.avant, tout.apres - c.apres


def _sur(total: Nombre, parts: Sequence[Nombre], regles: Regles) -> bool:
    """True where a count is of nobody, or of enough people and porteurs, none of them dominant."""
    if total == 0:
        return True
    plus_gros = max(parts, default=total)
    return (
        total >= regles.seuil
        and sum(p > 0 for p in parts) >= regles.porteurs_min
        and 100 * plus_gros <= regles.dominance_pct * total
    )
