"""« Si toutes avaient répondu », beside the figures of a screen or of a document; never in the
version for diffusion, never added to anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from clas_data import formats
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ND, ponctuer
from clas_data.indicateurs import catalogue, estimation
from clas_data.indicateurs.estimation import SIGNE, Estimation

Estimee = tuple[float, float, float, str]  # value, both ends, words: what a picture shows
NOTE = (
    f"{SIGNE} et croisillons : estimation si toutes avaient répondu, avec son intervalle à 95 % ; "
    "elle n'est comptée nulle part."
)


def lire(v: Valeurs, ids: Sequence[str], campagne: str = "") -> dict[str, Estimation]:
    """The estimates of these figures in one campagne, those that have one or a reason not to."""
    if v.diffusion:
        return {}
    connus = [
        i for i in ids if i in catalogue.load() and {*v.filtres} <= {*catalogue.load()[i].axes}
    ]
    c = campagne or v.campagne
    lues = v.garder(
        ("estimation", c, *connus),
        lambda: estimation.estimer(v.base, v.perimetre, connus, c, None, dict(v.filtres)),
    )
    return {i: e[None] for i, e in lues.items() if e[None].manquants or e[None].refus}


def ligne(v: Valeurs, e: Estimation | None) -> str:
    """The line of a card: « ≈ environ 3 320 (de 3 290 à 3 350) si toutes avaient répondu »."""
    if e is None:
        return ""
    dit = estimation.ecrire(v.indicateur(e.indicateur), e)
    return ponctuer(e.refus or f"{SIGNE} {dit} si toutes avaient répondu")


def jeton(v: Valeurs, id_: str) -> str:
    """What a sentence says of it; « n.d. » where there is none, so that the sentence is not
    written.
    """
    e = lire(v, [id_]).get(id_)
    return ND if e is None or e.valeur is None else estimation.ecrire(v.indicateur(id_), e)


def annees(v: Valeurs, id_: str) -> tuple[Estimee | None, ...]:
    """The estimate of one figure in each campagne, None where there is none."""
    return tuple(_une(v, lire(v, [id_], c).get(id_)) for c in v.campagnes)


def _une(v: Valeurs, e: Estimation | None) -> Estimee | None:
    if e is None or e.valeur is None:
        return None
    valeur, bas, haut = estimation.arrondir(e.valeur, e.bas, e.haut)
    ind = v.indicateur(e.indicateur)
    return (valeur, bas, haut, f"{SIGNE} {formats.valeur_unite(valeur, ind.unite, ind.decimales)}")
