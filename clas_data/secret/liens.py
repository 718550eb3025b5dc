"""Which sensitive counts a ratio or a mean would give back, read in its measure.

Nothing is listed by hand: an indicator added to the catalogue is held by the rule at once. One term
of a ratio is often public (agreed collectifs): the other is then known as soon as the ratio is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from clas_data.errors import UsageError
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.secret.regles import Regles

SOMME = re.compile(r"sum\((\w+)\)")
MOT = re.compile(r"\w+")
TEXTE = re.compile(r"'[^']*'")


def liens(indicateurs: Mapping[str, Indicateur], regles: Regles) -> dict[str, tuple[str, ...]]:
    """For each indicator that is not itself a sensitive count, those that it would give back."""
    colonnes = {**regles.colonnes, **_comptes(indicateurs, regles)}
    lus = {
        i: {colonnes[m] for m in MOT.findall(TEXTE.sub("", ind.mesure)) if m in colonnes}
        for i, ind in indicateurs.items()
        if i not in regles.sensibles
    }
    return {i: _avec_les_sommes(d, regles) for i, d in lus.items() if d}


def _comptes(indicateurs: Mapping[str, Indicateur], regles: Regles) -> dict[str, str]:
    """The column that each sensitive count sums; a count that cannot be followed is refused."""
    lues = {}
    for i in regles.sensibles:
        somme = SOMME.match(indicateurs[i].mesure)
        if somme is None:
            raise UsageError(
                f"« {i} » est soumis au secret, et sa mesure n'est pas la somme d'une colonne : "
                "les ratios qui le rendraient ne pourraient pas être masqués. Écrivez-la "
                "« sum(colonne) »."
            )
        lues[somme[1]] = i
    return lues


def _avec_les_sommes(lus: set[str], regles: Regles) -> tuple[str, ...]:
    """Two terms of a declared sum give the third."""
    sommes = (set(e) for f in regles.familles for e in f.egal)
    return tuple(sorted(lus.union(*(e for e in sommes if len(e & lus) > 1))))
