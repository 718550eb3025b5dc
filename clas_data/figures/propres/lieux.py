"""What a map is made of, as plain values: outlines, classes of colour, points, a legend."""

from __future__ import annotations

from dataclasses import dataclass

from clas_data.figures.images import Lignes


@dataclass(frozen=True)
class Semis:
    """Points to put on a map: where, and what is said of each."""

    lon: tuple[float, ...] = ()
    lat: tuple[float, ...] = ()
    survols: tuple[Lignes, ...] = ()
    codes: Lignes = ()


@dataclass(frozen=True)
class Fond:
    """The territories to draw: their codes, the addresses of their outlines and of the outlines
    drawn over them, the frame, and the towns that are named to find one's way.
    """

    adresse: str
    codes: Lignes
    cadre: tuple[float, float, float, float]
    limites: str = ""
    codes_limites: Lignes = ()
    villes: Semis = Semis()


@dataclass(frozen=True)
class Calque:
    """Points of one kind over the territories; `noms` are groups, each with its points."""

    genre: str  # SIGNES, LOSANGES, RANGS, CERCLES, POINTS
    semis: tuple[Semis, ...]
    valeurs: tuple[tuple[float | None, ...], ...] = ()
    maximum: float = 0
    noms: Lignes = ()


SIGNES, LOSANGES, RANGS, CERCLES, POINTS = "signes", "losanges", "rangs", "cercles", "points"
Teinte = tuple[str | int, ...]  # a colour of the theme: its scale, then its place there
ZERO: Teinte = ("zero",)  # no action: a true zero
INCONNU: Teinte = ("inconnu",)  # no answer
PISTE: Teinte = ("piste",)  # under points that say it all


@dataclass(frozen=True)
class Case:
    """One line of a legend: a colour, a sign or the area of a circle, its words, how many."""

    mots: str
    teinte: Teinte = ()
    signe: str = ""
    effectif: int | None = None
    rond: float = 0


@dataclass(frozen=True)
class Croisement:
    """A legend in two directions: how many territories are in each cell, which has its colour."""

    titre: str
    lignes: Lignes
    colonnes: Lignes
    effectifs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Territoires:
    """A map: each territory of `fond` in one of `teintes` (`classes`: its rank there), the chosen
    ones outlined, then `calques`, one over the other.
    """

    fond: Fond
    classes: tuple[int, ...]
    teintes: tuple[Teinte, ...]
    survols: tuple[Lignes, ...]
    choisis: Lignes
    legende: tuple[Case, ...]
    calques: tuple[Calque, ...] = ()
    croisement: Croisement | None = None
