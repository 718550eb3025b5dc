"""The axes that a screen filters by, and what each offers to who reads."""

from __future__ import annotations

from dataclasses import dataclass

from clas_data.acces import Perimetre
from clas_data.indicateurs.libelles import RANGS
from clas_data.ui import lecture
from clas_data.ui.selection import Selection


@dataclass(frozen=True)
class Axe:
    """One filter: its key in the URL, the axis of the indicators, its name, the words for « no
    filter ».
    """

    cle: str
    axe: str
    nom: str
    tous: str
    largeur: int = 200
    rare: bool = False  # under « Plus de filtres »


AXES = {
    a.cle: a
    for a in (
        Axe("epci", "epci", "Intercommunalité", "Toutes", 235),
        Axe("niveau", "niveau", "Niveau", "Tous les niveaux", 175),
        Axe("type", "porteur_type", "Type de porteur", "Tous les types", 220, rare=True),
        Axe("qpv", "qpv", "Quartier", "QPV et hors QPV", 220, rare=True),
    )
}


def cle(axe: str) -> str:
    """The key of the filter on this axis, on the screen and in the URL."""
    return next((a.cle for a in AXES.values() if a.axe == axe), axe)


def offerts(axe: str, selection: Selection) -> dict[str, str]:
    """value → label of what the bar offers on this axis to who reads; nothing where it has no such
    filter.
    """
    if axe == "campagne":
        return {c: c for c in selection.campagnes}
    return offre(cle(axe), selection.perimetre) if cle(axe) in AXES else {}


def offre(cle: str, perimetre: Perimetre) -> dict[str, str]:
    """value → label of what one filter offers in this perimetre, in the order in which it is
    read.
    """
    cle_ = (lecture.ouverte().empreinte, perimetre, "offre", cle)
    return dict(lecture.FIGURES.lire(cle_, lambda: _offre(cle, perimetre)))


def _offre(cle: str, perimetre: Perimetre) -> dict[str, str]:
    valeurs = lecture.valeurs_axe(perimetre, AXES[cle].axe)
    if cle == "epci":
        noms = lecture.noms_axe("epci")
        return dict(sorted(((v, noms.get(v, v)) for v in valeurs), key=lambda paire: paire[1]))
    if cle == "niveau":
        ordre = RANGS["niveau"]
        valeurs = sorted(valeurs, key=lambda v: ordre.index(v) if v in ordre else len(ordre))
    return {v: v for v in valeurs}
