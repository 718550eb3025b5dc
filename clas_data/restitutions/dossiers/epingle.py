"""A pinned figure: what it is made of (its page, its block, its selection), never its values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clas_data.errors import UsageError
from clas_data.figures.composer import BLOCS
from clas_data.indicateurs import catalogue

PROPRE = "propre"  # a figure that one page alone composes, of the selection only
PHRASE_MAX = 400
MOTS_MAX, NOMBRE_MAX, LISTE_MAX = 600, 1_000, 80  # of what a declaration may hold
NOM = re.compile(r"[a-z][a-z0-9_]{0,80}")
INDICATEUR, INDICATEURS = ("id", "effectif"), ("ids", "effectifs")
ABIMEE = "Cette figure ne se lit pas : sa déclaration est abîmée. Retirez-la, puis épinglez-la."


@dataclass(frozen=True)
class Epingle:
    """One figure of a dossier; each reader composes it again with its own rights."""

    id: str
    page: str
    genre: str  # a block of `figures.composer.BLOCS`, or PROPRE
    figure: str  # its key, among those of the block
    campagne: str
    declaration: Mapping[str, Any] = field(default_factory=dict)
    filtres: Mapping[str, str] = field(default_factory=dict)  # axis → value
    estimation: bool = False
    phrase: str = ""
    empreinte: str = ""  # of the base that was read when it was pinned
    auteur: str = ""
    le: str = ""


def lire(brut: Any) -> Epingle:
    """A pin as a file holds it, of the right shape; whether it can be composed is asked later."""
    try:
        e = Epingle(**brut)
    except TypeError as erreur:
        raise UsageError(ABIMEE) from erreur
    mots = (e.id, e.page, e.genre, e.figure, e.campagne, e.phrase, e.empreinte, e.auteur, e.le)
    if not all(isinstance(m, str) for m in mots) or not isinstance(e.estimation, bool):
        raise UsageError(ABIMEE)
    if not isinstance(e.declaration, Mapping) or not isinstance(e.filtres, Mapping):
        raise UsageError(ABIMEE)
    return e


def verifier(e: Epingle) -> Epingle:
    """The same pin, where each of its parts is one that exists."""
    if e.genre not in (*BLOCS, PROPRE):
        raise UsageError(
            f"Cette figure demande « {e.genre[:40]} », que cette version ne sait pas composer. "
            "Retirez-la, ou mettez le tableau de bord à jour."
        )
    phrase_tenue(e.phrase)
    if not all(axe in catalogue.AXES and isinstance(v, str) for axe, v in e.filtres.items()):
        raise UsageError(ABIMEE)
    for nom, valeur in e.declaration.items():
        _verifier_valeur(nom, valeur)
    return e


def phrase_tenue(phrase: str) -> None:
    """Refuse a sentence that would not hold on a slide."""
    if len(phrase) > PHRASE_MAX:
        raise UsageError(
            f"La phrase compte {len(phrase)} caractères, {PHRASE_MAX} au plus. "
            "Raccourcissez-la ; rien n'est enregistré."
        )


def _verifier_valeur(nom: Any, valeur: Any) -> None:
    if not isinstance(nom, str) or not NOM.fullmatch(nom):
        raise UsageError(ABIMEE)
    cites = [valeur] if nom in INDICATEUR else valeur if nom in INDICATEURS else []
    if not isinstance(cites, (list, tuple)) or not all(isinstance(c, str) for c in cites):
        raise UsageError(ABIMEE)
    for c in cites:
        catalogue.exiger(c)
    if nom == "axe" and valeur not in catalogue.AXES:
        raise UsageError(ABIMEE)
    suite = valeur if isinstance(valeur, (list, tuple)) else [valeur]
    if len(suite) > LISTE_MAX or not all(map(_simple, suite)):
        raise UsageError(ABIMEE)


def _simple(v: Any) -> bool:
    """A word, a number, yes or no, nothing: what a block is declared with."""
    if isinstance(v, str):
        return len(v) <= MOTS_MAX
    return v is None or isinstance(v, bool) or (isinstance(v, int) and abs(v) <= NOMBRE_MAX)


def composer(e: Epingle, bloc: Callable[[str, Mapping[str, Any]], list]) -> list:
    """What `bloc` composes of this pin: its figure alone; where none has its key, it is said."""
    verifier(e)
    try:
        composees = bloc(e.genre, e.declaration)
    except (LookupError, TypeError, ValueError, AttributeError) as erreur:
        raise UsageError(ABIMEE) from erreur
    trouvees = [f for f in composees if getattr(f, "cle", "") == e.figure]
    if not trouvees:
        raise UsageError(
            "Cette figure n'existe plus pour cette sélection. Ouvrez sa page pour voir ce qui la "
            "remplace, ou retirez-la."
        )
    return trouvees[:1]


def meme(a: Epingle, b: Epingle) -> bool:
    """Is it the same figure, of the same selection?"""
    return _contenu(a) == _contenu(b)


def _contenu(e: Epingle) -> tuple:
    dits = json.dumps([e.declaration, e.filtres], sort_keys=True, ensure_ascii=False)
    return e.page, e.genre, e.figure, e.campagne, e.estimation, dits
