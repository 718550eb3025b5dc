"""Themes of a text by a rule that anyone can check: a versioned list of terms, and the terms that
were found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clas_data import declarations

SANS_THEME = "sans thème"


@dataclass(frozen=True)
class Theme:
    id: str
    titre: str
    termes: tuple[str, ...]


@cache
def _brut() -> dict:
    return declarations.read(Path(__file__).parent / "themes.yaml")


def version() -> str:
    """The version of the list of terms, to print beside what it gave."""
    return str(_brut()["version"])


@cache
def load() -> dict[str, Theme]:
    """Every theme, in the order of the declaration."""
    return {i: Theme(i, t["titre"], tuple(t["termes"])) for i, t in _brut()["themes"].items()}


def plat(texte: str) -> str:
    """The text without capitals or accents, each character at its own place: « Élève » → « eleve
    ».
    """
    return "".join(_plat(c) for c in texte)


@cache
def _plat(c: str) -> str:
    if c in "’‘":
        return "'"
    simple = unicodedata.normalize("NFD", c)[0].lower()
    return simple if len(simple) == 1 else c


@cache
def _motif(terme: str) -> tuple[re.Pattern[str], bool]:
    """The pattern of a term, and whether capitals count."""
    capitales = len(terme) > 1 and terme.isupper()
    corps = re.escape((terme if capitales else plat(terme)).removesuffix("*"))
    fin = r"\w*" if terme.endswith("*") else ""
    return re.compile(rf"(?<!\w){corps}{fin}(?!\w)"), capitales


def reperer(texte: str) -> list[tuple[int, int, str]]:
    """Where the terms are in a text: start, end, theme, in the order of the text."""
    simple = plat(texte)
    trouves = [
        (m.start(), m.end(), theme.id)
        for theme in load().values()
        for terme in theme.termes
        for motif, capitales in [_motif(terme)]
        for m in motif.finditer(texte if capitales else simple)
    ]
    return sorted(set(trouves))


def attribuer(texte: str) -> dict[str, list[str]]:
    """The themes of a text, each with the words that gave it; empty when no term is found."""
    resultat: dict[str, list[str]] = {}
    for debut, fin, theme in reperer(texte):
        mots = resultat.setdefault(theme, [])
        if texte[debut:fin] not in mots:
            mots.append(texte[debut:fin])
    return {t: resultat[t] for t in load() if t in resultat}


def contient(texte: str, recherche: str) -> bool:
    """True when every word looked for is in the text, accents and capitals apart."""
    simple = plat(texte)
    return all(mot in simple for mot in plat(recherche).split())
