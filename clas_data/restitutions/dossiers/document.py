"""A dossier as a document: its figures in order, each under its sentence, for the writers of the
bilan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clas_data import formats
from clas_data.figures import figure as modele
from clas_data.figures.figure import Chiffres, Figure, Paragraphe, Tableau
from clas_data.restitutions.document import Bloc, Document, Partie

FORMATS = ("docx", "pptx", "pdf")
VERSION = "version du comité"
Lue = tuple[str, str, Figure | Tableau | Chiffres]  # sentence, selection in words, figure


def composer(titre: str, lues: Sequence[Lue], empreinte: str, avertissement: str) -> Document:
    """The document of these figures; one that only a screen draws is given by its table."""
    jour = formats.jour(date.today())
    blocs = [b for lue in lues for b in _blocs(*lue)]
    return Document(
        titre=titre,
        sous_titre=formats.pluriel(len(lues), "figure"),
        campagne="",
        date=jour,
        empreinte=empreinte,
        champ="Dossier",
        statut="",
        version=VERSION,
        demonstration=avertissement,
        provenance=(("Version", VERSION), ("Base", empreinte), ("Édité le", jour)),
        parties=(Partie("dossier", titre, tuple(blocs)),),
    )


# Kinds that screens alone have, by the one that says the same on paper.
PAREILS = {modele.EVOLUTION: modele.COURBES, modele.PARTS: modele.BARRES}


def _blocs(phrase: str, mots: str, f: Figure | Tableau | Chiffres) -> list[Bloc]:
    avant: list[Bloc] = [Paragraphe(phrase)] if phrase else []
    if isinstance(f, Figure) and f.genre == modele.PROPRE:
        t = replace(f.tableau, titre=f.tableau.titre or f.sous_titre)
        return [*avant, Paragraphe(f"{f.titre} ({mots})"), t]
    if isinstance(f, Figure):
        f = replace(f, genre=PAREILS.get(f.genre, f.genre))
    if isinstance(f, Chiffres):
        f = replace(f, titre=f.titre or f.chiffres[0].nom)
    return [*avant, Paragraphe(mots, "note"), f]
