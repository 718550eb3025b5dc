"""A figure is data, composed once: its title is a result, its words and its table are properties.

Nothing here draws: every medium (screen, paper, slide, workbook) reads the same values and words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from clas_data import formats
from clas_data.figures import segments as communs
from clas_data.figures.annees import Annees
from clas_data.figures.segments import Segment
from clas_data.figures.typographie import soigner
from clas_data.figures.valeur import reponses

BARRES, COURBES, EMPILEES, COLONNES, CARTE = "barres", "courbes", "empilees", "colonnes", "carte"
PROPRE = "propre"  # a picture of one page only, drawn by `dessin` from what the page computed
EVOLUTION, PARTS, CASCADE, ECARTS = "evolution", "parts", "cascade", "ecarts"


@dataclass(frozen=True)
class Serie:
    """One series of a figure: values (None where unknown) and the same values in words.

    `repondants`, `attendus`: the answers behind each value, where someone had to answer; `courts`:
    what is written in the picture, where the words are too long for it; `details`: what more is
    said of each value to whoever points at it.
    """

    nom: str
    valeurs: tuple[float | None, ...]
    textes: tuple[str, ...]
    repondants: tuple[int | None, ...] = ()
    attendus: tuple[int | None, ...] = ()
    courts: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def reponses(self) -> tuple[str, ...]:
        """The answers behind each value, in words."""
        if not self.repondants:
            return ("",) * len(self.valeurs)
        return tuple(map(reponses, self.repondants, self.attendus))


@dataclass(frozen=True)
class Carte:
    """What a map needs besides its values: outlines (longitude, latitude), one point per value."""

    contours: tuple[tuple[tuple[float, float], ...], ...]
    points: tuple[tuple[float, float], ...]
    nommes: int = 8
    territoires: tuple[str, ...] = ()  # one per outline: its name, its value in words


@dataclass(frozen=True)
class Figure:
    """A picture with all its words: `titre` is the result in one sentence; the table printed under
    it is `tableau`.
    """

    cle: str
    genre: str
    titre: str
    sous_titre: str
    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    tete: str
    unite: str
    lecture: str
    champ: str
    source: str
    note: str = ""
    bande: tuple[float, float] | None = None
    carte: Carte | None = None
    lignes_max: int = 0  # rows of the picture; the table has them all
    detail: Tableau | None = None  # it says more than the series, and is printed instead
    reponses: str = ""  # the answers behind the whole, in words
    avertissements: tuple[str, ...] = ()  # what must be said before comparing
    indicateur: str = ""  # whose definition and rows are behind the picture
    annees: Annees | None = None
    nom_bande: str = ""
    notes: tuple[tuple[str, str], ...] = ()  # what is read beside the picture, each with its name
    en_mots: str = ""  # what the picture shows, where its series do not say it
    segments: tuple[Segment, ...] = ()  # beside curves: those who answer both years
    image: Any = None  # a picture of one page only: one of `figures/images.py`
    axe: str = ""  # what its marks stand for: one code per category, by which a screen filters
    codes: tuple[str, ...] = ()  # without an axis, the indicator of each mark

    @property
    def vide(self) -> bool:
        """True when there is nothing to draw."""
        return self.image is None and not any(v is not None for s in self.series for v in s.valeurs)

    @property
    def alternative(self) -> str:
        """The picture in words, for whoever does not see it."""
        if self.en_mots or not self.categories:
            return soigner(f"{self.titre.rstrip('.')}. {self.en_mots}".rstrip())
        lignes = [
            f"{c} : "
            + ", ".join(
                f"{s.textes[i]} ({s.nom})" if len(self.series) > 1 else s.textes[i]
                for s in self.series
            )
            for i, c in enumerate(self.categories[:ALTERNATIVE_MAX])
        ]
        reste = len(self.categories) - len(lignes)
        suite = (
            f" ; et {formats.pluriel(reste, 'autre ligne')}, dans le tableau" if reste > 0 else ""
        )
        traits = communs.en_mots(self.segments, self.categories)
        return soigner(f"{self.titre}. {' ; '.join(lignes)}{suite}.{traits}")

    @property
    def tableau(self) -> Tableau:
        """The data of the picture, as a table; two campagnes are read in the order of time."""
        if self.detail is not None:
            return self.detail
        series = [self.series[j] for j in self.colonnes]
        plus = communs.colonnes(self.segments, [s.nom for s in series], len(self.categories))
        lignes, brutes = (
            tuple(zip(self.categories, *lus, *plus.values(), strict=True))
            for lus in ([s.textes for s in series], [s.valeurs for s in series])
        )
        return Tableau(
            self.cle,
            soigner(f"{self.sous_titre} : les chiffres"),
            (self.tete, *(s.nom for s in series), *plus),
            lignes,
            brutes,
        )

    @property
    def donnees(self) -> Tableau:
        """The table to take away: all the rows, in numbers, and the answers behind each."""
        noms = [self.series[j].nom for j in self.colonnes]
        t = communs.a_emporter(self.segments, noms, self.tableau)
        lues = self.series[0] if self.detail is None and self.series else None
        if lues is None or not any(x is not None for x in lues.attendus):
            return t
        dits = tuple(zip(lues.repondants, lues.attendus, strict=True))
        return replace(
            t,
            colonnes=(*t.colonnes, *COLONNES_REPONSES),
            lignes=tuple(
                (*l, *map(formats.nombre, d)) for l, d in zip(t.lignes, dits, strict=True)
            ),
            brutes=tuple((*l, *d) for l, d in zip(t.brutes, dits, strict=True)),
        )

    @property
    def colonnes(self) -> tuple[int, ...]:
        """The series in the order of the columns of the table: the one that a tick marks comes
        before.
        """
        rangs = range(len(self.series))
        return (
            tuple(reversed(rangs))
            if self.genre == BARRES and len(self.series) == 2
            else tuple(rangs)
        )


ALTERNATIVE_MAX = 12
COLONNES_REPONSES = ("Réponses", "Attendues")


@dataclass(frozen=True)
class Tableau:
    """A table of words, and the same cells as values for the workbook; columns from `alignees` on
    are numbers.
    """

    cle: str
    titre: str
    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...]
    brutes: tuple[tuple[Any, ...], ...] = ()
    alignees: int = 1
    note: str = ""
    source: str = ""
    champ: str = ""
    largeurs: tuple[float, ...] = ()
    # terms, definitions: set as text in two columns where one reads, as a table in the workbook
    glossaire: bool = False
    indicateurs: tuple[str, ...] = ()  # whose definitions go with the file taken away
    total: tuple[str, ...] = ()  # the whole, as a last row of the screens
    axe: str = ""  # what its rows stand for: one code per row, by which a screen filters
    codes: tuple[str, ...] = ()
    ecrit: bool = False  # people write it: it is read with the text, not looked up


@dataclass(frozen=True)
class Chiffre:
    """A headline figure: name, value in words, difference in words, answers in words.

    `lignes`: the difference as a card says it, `bref`: as a strip; `estimation`: if all answered;
    `avis`: why to be careful; `trace`: its last campagnes, `fragiles` those too few answered;
    `exterieur`: in France.
    """

    id: str
    nom: str
    valeur: str
    ecart: str = ""
    couverture: str = ""
    brut: float | None = None
    avant: float | None = None
    lignes: tuple[str, ...] = ()
    bref: tuple[str, ...] = ()
    recues: str = ""  # « 89/108 réponses », in a strip
    estimation: str = ""
    avis: str = ""
    trace: Serie | None = None
    campagnes: tuple[str, ...] = ()
    fragiles: tuple[bool, ...] = ()
    exterieur: str = ""

    @property
    def trajet(self) -> str:
        """The last campagnes in words: what the small trace shows."""
        if self.trace is None:
            return ""
        return " ; ".join(
            f"{c} : {t}" for c, t in zip(self.campagnes, self.trace.textes, strict=True)
        )


@dataclass(frozen=True)
class Chiffres:
    """A group of headline figures."""

    cle: str
    titre: str
    chiffres: tuple[Chiffre, ...]


@dataclass(frozen=True)
class Paragraphe:
    """One paragraph; `genre`: corps, chapeau (it opens a part), message (of
    « L'essentiel »), puce (of a list), avis (a warning), note, intertitre, citation.
    """

    texte: str
    genre: str = "corps"
