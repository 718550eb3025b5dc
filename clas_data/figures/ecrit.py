"""What leaves the committee holds each number as it is written: the exact value of a ratio, in the
cell of a workbook or the point of a chart, would give its two counts back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

from clas_data import formats
from clas_data.figures.figure import Chiffre, Chiffres, Figure, Serie, Tableau

DECIMALES = re.compile(r",(\d+)")


def comme_ecrit(bloc: Any) -> Any:
    """The same block, each of its values rounded as the words beside it are."""
    if isinstance(bloc, Figure):
        return replace(
            bloc,
            series=tuple(map(_serie, bloc.series)),
            detail=comme_ecrit(bloc.detail),
            segments=tuple(
                replace(s, avant=_lu(s.avant, s.texte), apres=_lu(s.apres, s.texte))
                for s in bloc.segments
            ),
        )
    if isinstance(bloc, Tableau) and bloc.lignes:
        mots = chain(bloc.lignes, repeat(bloc.lignes[-1]))  # a workbook may hold more rows
        return replace(
            bloc,
            brutes=tuple(tuple(map(_lu, b, l)) for b, l in zip(bloc.brutes, mots, strict=False)),
        )
    if isinstance(bloc, Chiffres):
        return replace(bloc, chiffres=tuple(map(_chiffre, bloc.chiffres)))
    return bloc


def _chiffre(c: Chiffre) -> Chiffre:
    return replace(
        c,
        brut=_lu(c.brut, c.valeur),
        avant=_lu(c.avant, c.valeur),
        trace=c.trace and _serie(c.trace),
    )


def _serie(s: Serie) -> Serie:
    return replace(s, valeurs=tuple(map(_lu, s.valeurs, s.textes)))


def _lu(valeur: Any, texte: str) -> Any:
    """This number as someone reads it in these words; anything else as it is."""
    if not isinstance(valeur, float):
        return valeur
    ecrites = DECIMALES.search(texte)
    return formats.arrondir(valeur, len(ecrites[1]) if ecrites else 0)
