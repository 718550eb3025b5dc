"""The table of a picture as it is taken away: where it shows the totals of two campagnes, those who
answer both years have their columns beside.
"""

from __future__ import annotations

from dataclasses import replace

from clas_data import formats
from clas_data.figures.figure import BARRES, Figure, Tableau
from clas_data.figures.segments import A_EMPORTER, AUCUN
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs.changements import Changement


def donnees(v: Valeurs, f: Figure) -> Tableau:
    """All the rows, in numbers, both ways to compare them, and the answers behind each."""
    t = f.donnees
    if f.genre != BARRES or len(f.series) != 2 or not f.codes:
        return t
    lus = _changements(v, f)
    if not any(c is not None and c.constant for c in lus):
        return t
    place = 1 + len(f.series)  # after the totals, before the answers
    compares = [_valeurs(c) for c in lus]
    return replace(
        t,
        colonnes=(*t.colonnes[:place], *A_EMPORTER, *t.colonnes[place:]),
        lignes=tuple(
            (*l[:place], *_mots(c, x), *l[place:])
            for l, c, x in zip(t.lignes, lus, compares, strict=True)
        ),
        brutes=tuple((*b[:place], *x, *b[place:]) for b, x in zip(t.brutes, compares, strict=True)),
    )


def _changements(v: Valeurs, f: Figure) -> list[Changement | None]:
    """What may be said of each row: a value of the axis, or an indicator."""
    if f.axe:
        par = v.changements_par(f.indicateur, f.axe)
        return [par.get(nom) for nom in f.categories]
    v.comparer(f.codes)
    return [v.changement(i) for i in f.codes]


def _valeurs(c: Changement | None) -> tuple[float | None, float | None, int | None]:
    """Before, after, how many actions answered both; nothing where the guard refuses."""
    m = c.mouvements if c is not None and not c.refuse else None
    if m is None or not m.comparables.actions:
        return None, None, None
    avant, apres = (
        None if x is None else float(x) for x in (m.comparables.avant, m.comparables.apres)
    )
    return avant, apres, m.comparables.actions


def _mots(c: Changement | None, valeurs: tuple) -> tuple[str, ...]:
    *deux, actions = valeurs
    if actions is None:
        return (AUCUN,) * len(A_EMPORTER)
    dits = (formats.valeur_unite(x, c.ind.unite, c.ind.decimales) for x in deux)
    return *dits, formats.nombre(actions)
