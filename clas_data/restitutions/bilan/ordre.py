"""What is read and what is looked up: the body, its sentences and figures; then the annexes, with
the tables, the data of the figures, the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clas_data.figures.figure import Figure, Paragraphe, Tableau
from clas_data.formats import INSECABLE
from clas_data.restitutions.bilan import renvois
from clas_data.restitutions.document import Bloc, Document, Partie

TABLEAUX, DONNEES = "Les tableaux, partie par partie", "Les chiffres des figures"
INTERTITRE = "intertitre"
NOTE_MAX, SUITE = 220, "La suite est sous les chiffres de la figure, en annexe."
FIN = ".; \u00a0\u202f"
PHRASE = re.compile(r"(?<=[.;])\s+")
LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Ordre:
    """The body and the annexes, their sentences citing their figure by its number."""

    corps: tuple[Partie, ...]
    annexes: tuple[Partie, ...]
    numeros: Mapping[tuple[str, str], int]

    @property
    def parties(self) -> tuple[Partie, ...]:
        return self.corps + self.annexes

    def titres(self) -> Iterator[tuple[str, Partie]]:
        """« 3. », « Annexe B. » in front of each part, in order."""
        yield from ((f"{i}.", p) for i, p in enumerate(self.corps, 1))
        for lettre, p in zip(LETTRES, self.annexes, strict=False):
            yield f"Annexe{INSECABLE}{lettre}.", p

    def numero(self, b: Figure | Tableau) -> int:
        nom = renvois.NOMS[type(b)]
        return self.numeros[nom, b.cle]

    def legende(self, f: Figure) -> str:
        """« Figure 3. Produits des actions selon le financeur (en euros) »."""
        return f"Figure {self.numero(f)}. {f.sous_titre}"


def ranger(d: Document) -> Ordre:
    """The document as it is read on paper."""
    parties = [p for p in d.parties if not p.annexe]
    corps = [replace(p, blocs=tuple(b for b in p.blocs if _lu(b, p))) for p in parties]
    corps = [p for p in corps if p.blocs]
    autres = [p for p in d.parties if p.annexe]
    tables = Partie("tableaux", TABLEAUX, tuple(_consultes(parties)), annexe=True)
    numeros = renvois.numeros([*corps, tables, *autres])
    donnees = Partie(
        "donnees", DONNEES, tuple(_donnees([*corps, tables, *autres], numeros)), annexe=True
    )
    annexes = [p for p in (tables, donnees) if p.blocs] + autres
    numeros = renvois.numeros([*corps, *annexes])
    cite = renvois.citer(replace(d, parties=(*corps, *annexes)), numeros).parties
    return Ordre(cite[: len(corps)], cite[len(corps) :], numeros)


def _lu(b: Bloc, p: Partie) -> bool:
    """True for what the body keeps: its sentences, its figures, the tables that people write."""
    if isinstance(b, Tableau):
        return b.ecrit
    return not (isinstance(b, Figure) and b.cle in p.en_annexe)


def _consultes(parties: Sequence[Partie]) -> Iterator[Bloc]:
    """What the body leaves out, under the name of its part."""
    for p in parties:
        sortis = [b for b in p.blocs if not _lu(b, p)]
        if sortis:
            yield Paragraphe(p.titre, INTERTITRE)
            yield from sortis


def _donnees(
    parties: Sequence[Partie], numeros: Mapping[tuple[str, str], int]
) -> Iterator[Tableau]:
    """The data behind each figure, under its number."""
    for f in (f for p in parties for f in p.de(Figure) if not f.vide):
        titre = f"Figure{INSECABLE}{numeros['figure', f.cle]}{INSECABLE}: {f.sous_titre}"
        note = f.note if breve(f.note) != f.note else ""
        yield replace(
            f.tableau, cle=f"donnees_{f.cle}", titre=titre, note=note, source="", champ=""
        )


def breve(note: str) -> str:
    """A note as the body holds it: its first sentences, and where the rest is."""
    if len(note) <= NOTE_MAX:
        return note
    fins = [m.start() for m in PHRASE.finditer(note, 0, NOTE_MAX - len(SUITE))]
    entieres = [n for n in fins if note.count("(", 0, n) == note.count(")", 0, n)]
    lues = f"{note[: entieres[-1]].rstrip(FIN)}." if entieres else ""
    return f"{lues} {SUITE}".strip()
