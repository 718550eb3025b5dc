"""What the pictures of one page are made of, as plain values: `dessin/images.py` draws them.

A hover is a tuple of lines, the first of which names what is pointed at; words are written as they
were received, and each medium protects itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from clas_data.figures.figure import PROPRE, Figure, Tableau

Lignes = tuple[str, ...]
OUI, NON, MANQUE, HORS = "oui", "non", "manque", "hors"  # how a state is drawn


@dataclass(frozen=True)
class Flux:
    """Who pays → the centre → what it pays for, each with its amount."""

    sources: tuple[tuple[str, float], ...]
    postes: tuple[tuple[str, float], ...]
    centre: str


@dataclass(frozen=True)
class Couts:
    """Collectifs (or actions) by their cost, in steps, beside landmarks."""

    couts: tuple[float, ...]
    poids: tuple[int, ...]
    reperes: tuple[tuple[str, float], ...]
    pas: float = 500
    hachures: bool = True
    titre_x: str = "Coût d'un collectif, en euros"
    quoi: str = "collectif"


@dataclass(frozen=True)
class Ecarts:
    """Gains on one side of nothing, losses on the other."""

    noms: Lignes
    valeurs: tuple[float, ...]
    textes: Lignes


@dataclass(frozen=True)
class Courbe:
    """One curve: its name, its points, what each says."""

    nom: str
    x: tuple[Any, ...]
    y: tuple[float, ...]
    survols: Lignes


@dataclass(frozen=True)
class Courbes:
    """Up to four curves, each named at its end."""

    series: tuple[Courbe, ...]
    titre_x: str
    titre_y: str


@dataclass(frozen=True)
class Pas:
    """From one total to another, step by step."""

    noms: Lignes
    valeurs: tuple[float, ...]
    textes: Lignes
    totaux: tuple[bool, ...]


@dataclass(frozen=True)
class Financeurs:
    """A column per campagne cut into who pays; `dessous`: what is written under each."""

    campagnes: Lignes
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    dessous: tuple[Lignes, ...]


@dataclass(frozen=True)
class Etats:
    """How many are in each state, one bar per row; a series is (name, counts, hovers, style)."""

    libelles: Lignes
    series: tuple[tuple[str, tuple[int, ...], tuple[Lignes, ...], str], ...]


@dataclass(frozen=True)
class Matrice:
    """One square per row and column; `cles` come back with a click."""

    rangees: Lignes
    colonnes: Lignes
    cases: tuple[Lignes, ...]
    survols: tuple[tuple[Lignes, ...], ...]
    cles: tuple[tuple[tuple[str, str], ...], ...]
    styles: tuple[tuple[str, str], ...]
    signes: tuple[tuple[str, str], ...]
    penche: bool = True


@dataclass(frozen=True)
class Seuil:
    """How many at each value, on which side of a threshold."""

    valeurs: tuple[float, ...]
    nombres: tuple[int, ...]
    tenus: tuple[bool, ...]
    survols: tuple[Lignes, ...]
    repere: tuple[float, str]
    titre_x: str
    largeur: float = 1


@dataclass(frozen=True)
class Periodes:
    """One line per collectif, from its first to its last day, beside limits."""

    debuts: tuple[date, ...]
    fins: tuple[date, ...]
    tenus: tuple[bool, ...]
    survols: tuple[Lignes, ...]
    limites: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Combinaisons:
    """How many are in each exact combination; `totaux`: what is written on each name."""

    dispositifs: Lignes
    totaux: Lignes
    membres: tuple[tuple[bool, ...], ...]
    valeurs: tuple[int, ...]
    textes: Lignes
    survols: tuple[Lignes, ...]


@dataclass(frozen=True)
class Pentes:
    """Several shares over the campagnes, one of them in view; a series is (name, values, words)."""

    campagnes: Lignes
    series: tuple[tuple[str, tuple[float | None, ...], Lignes], ...]
    en_vue: str


@dataclass(frozen=True)
class Portee:
    """How many people live farther than each distance, beside the one that was chosen."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    seuil: float
    mots: str
    survols: tuple[Lignes, ...]


def figure(
    cle: str,
    titre: str,
    sous_titre: str,
    image: Any,
    table: Tableau,
    *,
    en_mots: str,
    champ: str,
    source: str,
    lecture: str = "",
    note: str = "",
    **reste: Any,
) -> Figure:
    """A figure of one page: its picture (None where there is nothing to draw), its words, its
    table.
    """
    return Figure(
        cle,
        PROPRE,
        titre,
        sous_titre,
        (),
        (),
        "",
        "",
        lecture,
        champ,
        source,
        note,
        detail=table,
        en_mots=en_mots,
        image=image,
        **reste,
    )
