"""The diffused set of a campagne kept beside its base: what a reader may see, masked values left
out, so that it is protected once and not at each start.

A file is read only if it is whole (checksum), asked for (rows of the campagne, rules, code) and
holds no value where a cell is masked; else it is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from functools import cache
from pathlib import Path

import pandas as pd

from clas_data.config import PAQUET
from clas_data.fichiers.disque import read_signed, write_signed
from clas_data.secret.regles import Regles
from clas_data.tables.base import Base

MATIERE = (
    "secret/*.py",
    "secret/*.yaml",
    "indicateurs/*.py",
    "indicateurs/*.yaml",
    "tables/base.py",
    "tables/sql/perimetre/*.sql",
    "tables/sql/requetes/*.sql",
)
NOMBRES = {"valeur": "float64", "masque": "bool", "repondants": "Int64", "attendus": "Int64"}


@cache
def _code() -> str:
    """Fingerprint of everything, besides the base, that decides what is masked and what is read."""
    somme = hashlib.sha256()
    for chemin in sorted(p for motif in MATIERE for p in PAQUET.glob(motif)):
        somme.update(chemin.name.encode() + b"\0" + hashlib.sha256(chemin.read_bytes()).digest())
    return somme.hexdigest()


def chemin(base: Base, campagne: str, regles: Regles) -> Path:
    """Where this set is kept: its name says the rows of the campagne, the rules and the code, so
    that an import into another campagne changes nothing here.
    """
    cle = hashlib.sha256(
        json.dumps([_code(), base.empreinte_de(campagne), campagne, repr(regles)]).encode()
    ).hexdigest()[:32]
    return base.chemin.parent / f"diffusion-{cle}.json"


def lire(base: Base, campagne: str, regles: Regles) -> tuple[pd.DataFrame, int] | None:
    """The protected cells and the number of porteurs; None where there is no file that can be
    trusted.
    """
    fichier = chemin(base, campagne, regles)
    try:
        texte = read_signed(fichier)
        if texte is None:
            return None
        lu = json.loads(texte)
        types = {c: NOMBRES.get(c, "str") for c in ("indicateur", *regles.axes, *NOMBRES)}
        if set(lu["cellules"]) != set(types):
            return None
        cellules = pd.DataFrame(
            {c: pd.Series(v, dtype="object") for c, v in lu["cellules"].items()}
        ).astype(types)
        if cellules.loc[cellules["masque"], "valeur"].notna().any():
            return None
        servir(fichier)
        return cellules, int(lu["porteurs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ecrire(
    base: Base, campagne: str, regles: Regles, cellules: pd.DataFrame, porteurs: int
) -> None:
    """Keep this set for the next start."""
    fichier = chemin(base, campagne, regles)
    colonnes = {
        c: cellules[c].astype("object").where(cellules[c].notna(), None).tolist() for c in cellules
    }
    texte = json.dumps(
        {"cellules": colonnes, "porteurs": porteurs}, ensure_ascii=False, allow_nan=False
    ).encode()
    # a folder that cannot be written costs time at the next start, and nothing else
    with contextlib.suppress(OSError):
        write_signed(fichier, texte)


def servir(fichier: Path) -> None:
    """Used today: kept as long as a base of today is."""
    with contextlib.suppress(OSError):
        os.utime(fichier)
