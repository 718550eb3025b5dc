"""The columns of a synthèse on paper: none without a head, none that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.formats import ND, ponctuer
from clas_data.restitutions.synthese import mots
from clas_data.restitutions.synthese.composition import Ligne, Synthese

MUETTES = ("", ND, formats.INSECABLE)


def dites(entetes: Sequence[str], lignes: Sequence[Sequence[str]]) -> list[int]:
    """The ranks of the columns that have a head and say something; the first always does."""
    return [
        j
        for j, tete in enumerate(entetes)
        if not j or (tete and any(l[j] not in MUETTES for l in lignes))
    ]


def garder(entetes: Sequence[str], lignes: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A table reduced to its columns that say something, and the heads of those left out."""
    rangs = dites(entetes, lignes)
    return {
        "entetes": [entetes[j] for j in rangs],
        "lignes": [[l[j] for j in rangs] for l in lignes],
        "sans": [e for j, e in enumerate(entetes) if j not in rangs],
    }


def precedente(s: Synthese) -> str:
    """The campagne before, where this porteur has a figure of it."""
    connues = any(not formats.inconnu(l.avant) for l in (*s.comptes, *s.rapports))
    return s.precedente if s.precedente and connues else ""


def tendances(campagnes: Sequence[str], lignes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The campagnes of which this porteur has a figure, with the median of the porteurs."""
    rangs = [
        j for j, _ in enumerate(campagnes) if any(t["valeurs"][j][0] not in MUETTES for t in lignes)
    ]
    return {
        "campagnes": [campagnes[j] for j in rangs],
        "tendances": [{**t, "valeurs": [t["valeurs"][j] for j in rangs]} for t in lignes],
    }


def manque(s: Synthese, campagnes: Sequence[str]) -> str:
    """Why a campagne has no column."""
    sans = [c for c in s.campagnes if c not in campagnes]
    if not sans:
        return ""
    return ponctuer(f"Aucun de vos chiffres n'est connu en {', '.join(sans)}.")


def tendance(s: Synthese, i: str) -> dict[str, Any]:
    """One figure over the campagnes: mine, then the median of the porteurs."""
    t = s.tendance[s.tendance["indicateur"] == i].set_index("campagne")
    l = next(x for x in (*s.comptes, *s.rapports) if x.id == i)
    return {
        "titre": l.indicateur.titre,
        "valeurs": [
            [l.ecrire(t["moi"].get(c)), l.ecrire(t["mediane"].get(c))] for c in s.campagnes
        ],
    }


def places(s: Synthese, codes: Sequence[str], moities: bool) -> list[list[list[str]]]:
    """One row per ratio: its title, then for each action its value with its place, and the middle
    half of the comparable actions.
    """
    rangs = []
    for k, l in enumerate(s.rapports):
        cases = [
            _case(s.comparables[c][1][k], moities) if s.comparables[c][1] else [ND, ""]
            for c in codes
        ]
        rangs.append([[l.indicateur.titre, ""], *cases])
    return rangs


def _case(l: Ligne, moities: bool) -> list[str]:
    dessous = mots.moitie(l) if moities else ""
    if formats.inconnu(l.moi):
        return [ND, dessous]
    return [l.ecrire(l.moi) + (f" {l.signe}" if l.place != "inconnue" else ""), dessous]
