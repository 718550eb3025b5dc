"""Beside a curve of totals, those who answer both years: one segment for each pair of campagnes, as
they are not the same actions from one pair to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from clas_data import formats
from clas_data.figures.comparaisons import Comparaisons
from clas_data.formats import ponctuer
from clas_data.indicateurs.catalogue import Indicateur

NOM = "Actions qui répondent les deux années"
FLECHE = " → "
# The columns of numbers of the table that is taken away.
A_EMPORTER = (
    "À champ constant, campagne d'avant",
    "À champ constant, cette campagne",
    "Actions comparables",
)
AUCUN = "—"  # in the table: nothing to compare, or all answered and the total says it


@dataclass(frozen=True)
class Segment:
    """The actions that answer two campagnes in a row: the rank of the curve they are of, that of
    the first campagne, their two values, the same in words, how many they are.
    """

    serie: int
    debut: int
    avant: float
    apres: float
    texte: str
    actions: int

    @property
    def fin(self) -> int:
        """The rank of the second campagne."""
        return self.debut + 1

    @property
    def milieu(self) -> tuple[float, float]:
        """Where its number of actions is written: a rank between two campagnes, a value."""
        return self.debut + 0.5, (self.avant + self.apres) / 2

    @property
    def effectif(self) -> str:
        """« 73 actions »: what is written beside the segment."""
        return formats.pluriel(self.actions, "action")

    @property
    def dits(self) -> tuple[str, str]:
        """Its two values in words."""
        avant, apres = self.texte.split(FLECHE)
        return avant, apres

    @property
    def mots(self) -> str:
        """« 2 150 → 2 219 (73 actions) »."""
        return f"{self.texte} ({self.effectif})"


def lire(
    v: Comparaisons,
    inds: Sequence[Indicateur],
    campagnes: Sequence[str],
    seulement: tuple[str | None, str] | None = None,
) -> tuple[Segment, ...]:
    """The segments of these curves, of one pair alone where it is named; none where all answered
    alike, where the guard refuses to compare, where secrecy forbids it.
    """
    paires = [p for p in pairwise(campagnes) if seulement in (None, p)]
    v.comparer([i.id for i in inds], paires=paires)
    lus = []
    for avec, campagne in paires:
        debut, paire = campagnes.index(avec), v.entre(avec, campagne)
        for serie, ind in enumerate(inds):
            c = paire.changement(ind.id)
            if c is None or not (c.constant and c.dit):
                continue
            dits = (formats.valeur_unite(x, ind.unite, ind.decimales) for x in c.paire)
            valeurs = map(float, c.paire)
            lus.append(Segment(serie, debut, *valeurs, FLECHE.join(dits), c.derriere or c.actions))
    return tuple(sorted(lus, key=lambda s: (s.serie, s.debut)))


def note(segments: Sequence[Segment]) -> str:
    """What the thin lines are; their numbers of actions are beside them, in words and in the
    table.
    """
    return "Trait fin : actions qui répondent les deux années." if segments else ""


def en_mots(segments: Sequence[Segment], campagnes: Sequence[str]) -> str:
    """The thin lines, for whoever does not see them."""
    if not segments:
        return ""
    dits = " ; ".join(f"{campagnes[s.debut]} → {campagnes[s.fin]} : {s.mots}" for s in segments)
    return f" {NOM} : {dits}."


def colonnes(
    segments: Sequence[Segment], noms: Sequence[str], campagnes: int
) -> dict[str, list[str]]:
    """The same in a table: a column for each curve that has segments, its words on the row of the
    second campagne.
    """
    lues: dict[str, list[str]] = {}
    for s in segments:
        lues.setdefault(_titre(noms, s), [AUCUN] * campagnes)[s.fin] = s.mots
    return lues


def a_emporter(segments: Sequence[Segment], noms: Sequence[str], t: Any) -> Any:
    """The table of a picture as it is taken away: its columns of words become numbers, to add up
    and to compare.
    """
    mots = colonnes(segments, noms, len(t.lignes))
    places = [j for j, c in enumerate(t.colonnes) if c not in mots]
    dits, lus = ({}, {})
    for s in segments:
        for quoi, dit, lu in zip(
            A_EMPORTER,
            (*s.dits, formats.nombre(s.actions)),
            (s.avant, s.apres, s.actions),
            strict=True,
        ):
            nom = (
                quoi if len(noms) == 1 else ponctuer(f"{noms[s.serie]} : {formats.en_phrase(quoi)}")
            )
            dits.setdefault(nom, [AUCUN] * len(t.lignes))[s.fin] = dit
            lus.setdefault(nom, [None] * len(t.lignes))[s.fin] = lu
    return replace(
        t,
        colonnes=(*(t.colonnes[j] for j in places), *dits),
        lignes=_joindre(t.lignes, places, dits),
        brutes=_joindre(t.brutes, places, lus),
    )


def _titre(noms: Sequence[str], s: Segment) -> str:
    return NOM if len(noms) == 1 else ponctuer(f"{noms[s.serie]} : {NOM.lower()}")


def _joindre(rangees: Sequence, places: Sequence[int], plus: dict[str, list]) -> tuple:
    return tuple(
        (*(r[j] for j in places), *(x[i] for x in plus.values())) for i, r in enumerate(rangees)
    )
