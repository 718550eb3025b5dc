"""The blocks that tell where a difference comes from: waterfall, territories, paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clas_data.fichiers import campagnes
from clas_data.figures import mouvements
from clas_data.figures.figure import Paragraphe
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import changements, libelles
from clas_data.indicateurs import pourquoi as raisons
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.mouvements import Mouvements, comparer


def cascade(v: Valeurs, d: Mapping[str, Any]) -> list:
    """The waterfall of one indicator, since the compared campagne."""
    ind = v.indicateur(d["id"])
    c = _changement(v, ind)
    return [] if c is None or c.refuse else mouvements.cascade(ind, c.mouvements, v.champ, _avis(c))


def ecarts(v: Valeurs, d: Mapping[str, Any]) -> list:
    """The differences of one indicator by territory or niveau, sorted and named."""
    ind = v.indicateur(d["id"])
    c = _changement(v, ind)
    if c is None or c.refuse:
        return []
    lu, noms = _par_axe(v, ind, d["axe"])
    return mouvements.ecarts(ind, lu, noms, v.champ, d.get("limite", 0))


def pourquoi(v: Valeurs, d: Mapping[str, Any]) -> list:
    """« Pourquoi ce chiffre a changé », in one paragraph; why nothing is told where the guard
    refuses.
    """
    ind = v.indicateur(d["id"])
    c = _changement(v, ind)
    if c is None:
        return []
    if c.refuse:
        return [Paragraphe(c.avis.raison, "avis")]
    territoire = "commune" if "epci" in v.filtres else "epci"
    axes = [a for a in (territoire, "niveau") if a in ind.axes and a not in v.filtres]
    dit = raisons.expliquer(ind, c.mouvements, {a: _par_axe(v, ind, a) for a in axes})
    return [Paragraphe(raisons.ecrire(ind, dit))]


def _changement(v: Valeurs, ind: Indicateur) -> changements.Changement | None:
    """The change since the compared campagne; None where there is none, where this figure is not
    read by these filters, or in the version for diffusion, where no row is read.
    """
    if v.comparaison is None or v.diffusion or not {*v.filtres} <= {*ind.axes}:
        return None
    generations = {c.nom: c.generation_qpv for c in campagnes.load(v.installation).values()}
    lus = changements.lire(
        v.base, v.perimetre, [ind.id], v.campagne, v.comparaison, v.filtres, generations
    )
    return lus[ind.id]


def _avis(c: changements.Changement) -> tuple[str, ...]:
    return (c.avis.raison,) if c.avis else ()


def _par_axe(v: Valeurs, ind: Indicateur, axe: str) -> tuple[Mouvements, Mapping[str, str]]:
    """The movements by an axis, and the words of its values."""
    lus = comparer(v.base, v.perimetre, [ind.id], v.campagne, v.comparaison, axe, v.filtres)
    return lus[ind.id], libelles.noms(v.installation, axe)
