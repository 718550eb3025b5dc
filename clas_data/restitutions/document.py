"""A document before it has a format: parts of sentences, figures and tables — what every writer
(pdf, docx, xlsx, pptx) reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.formats import INSECABLE

Bloc = Figure | Tableau | Chiffres | Paragraphe


@dataclass(frozen=True)
class Partie:
    """One numbered part of the document; `resultat`: what its title says was learnt.

    `annexe`: it comes after the text; `en_annexe`: the figures that are looked up, not read.
    """

    id: str
    titre: str
    blocs: tuple[Bloc, ...]
    resultat: str = ""
    annexe: bool = False
    en_annexe: tuple[str, ...] = ()

    @property
    def intitule(self) -> str:
        """« Parents : 31 % des parents rencontrés prennent une part active »."""
        return f"{self.titre}{INSECABLE}: {self.resultat}" if self.resultat else self.titre

    def de(self, *genres: type) -> Iterator[Any]:
        """The blocks of these kinds, in order."""
        return (b for b in self.blocs if isinstance(b, genres))


@dataclass(frozen=True)
class Document:
    """The whole document, and what it says of itself in its footer and on its first page."""

    titre: str
    sous_titre: str
    campagne: str
    date: str
    empreinte: str
    champ: str
    statut: str
    version: str
    auteur: str = "Clas, tableau de bord départemental"
    demonstration: str = ""
    logo: bytes = b""  # a PNG
    provenance: tuple[tuple[str, str], ...] = ()
    parties: tuple[Partie, ...] = field(default_factory=tuple)

    @property
    def pied(self) -> str:
        """The footer: what is described, when it was edited, on which base."""
        morceaux = [
            self.champ,
            self.statut,
            self.version,
            f"édité le {self.date}",
            f"base {self.empreinte}",
        ]
        return " · ".join(m for m in morceaux if m)

    @property
    def date_iso(self) -> str:
        """The date of edition as machines write it."""
        return "-".join(reversed(self.date.split("/")))

    def figures(self) -> Iterator[Figure]:
        return (f for p in self.parties for f in p.de(Figure) if not f.vide)
