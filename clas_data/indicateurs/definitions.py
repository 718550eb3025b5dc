"""What an indicator is made of, and which definition it follows: what two installations must have
in common for their figures to be added up.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from clas_data.indicateurs import catalogue
from clas_data.indicateurs.catalogue import Indicateur

LONGUEUR = 12  # hexadecimal digits: two definitions are told apart, nothing is signed
RAPPORT = re.compile(r"(?:(100)\.0 \* )?(.+) / nullif\((.+), 0\)")
MOYENNE = re.compile(r"avg(\(\w+\)(?: filter \(.+\))?)")


@dataclass(frozen=True)
class Rapport:
    """A ratio or a mean, cut in what is added up and what it is divided by, times `facteur`."""

    facteur: int
    numerateur: str
    denominateur: str


def decouper(ind: Indicateur) -> Rapport | None:
    """The two sums behind a ratio or a mean; None for what is itself a sum."""
    if lu := RAPPORT.fullmatch(ind.mesure):
        return Rapport(int(lu[1] or 1), lu[2], lu[3])
    if lu := MOYENNE.fullmatch(ind.mesure):
        return Rapport(1, f"sum{lu[1]}", f"count{lu[1]}")
    return None


@cache
def signature(ind: Indicateur) -> str:
    """The sign of one definition: what is counted, on whom, in which unit, in which words; commas,
    capitals and accents apart.
    """
    simple = unicodedata.normalize("NFKD", ind.definition).encode("ascii", "ignore").decode()
    mots = re.findall(r"[a-z0-9]+", simple.lower())
    matiere = [ind.id, ind.unite, ind.table, ind.mesure, ind.reponse, ind.concernees, mots]
    return hashlib.sha256(json.dumps(matiere).encode()).hexdigest()[:LONGUEUR]


def en_vigueur(indicateur: str, signe: str) -> bool:
    """Whether this sign is that of the definition of here."""
    ind = catalogue.load().get(indicateur)
    return ind is not None and signature(ind) == signe


def empreinte() -> str:
    """The sign of all the definitions together."""
    toutes = {i: signature(ind) for i, ind in catalogue.load().items()}
    return hashlib.sha256(json.dumps(toutes, sort_keys=True).encode()).hexdigest()[:LONGUEUR]
