"""Whom a rate is reckoned for: all the inhabitants, or the young of school age once Insee's own
file has been put in the installation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from clas_data import formats
from clas_data.config import Installation
from clas_data.fichiers import referentiels
from clas_data.territoires import parametres, recensement
from clas_data.territoires.recensement import AGES, Jeunes

MOTIF = "base-cc-diplomes-formation*"


@dataclass(frozen=True)
class Denominateur:
    """What a rate is divided by: a column of the communes, how many of them make one unit, whose
    they are and of which year.
    """

    colonne: str
    libelle: str
    pour: int
    annee: int
    source: str

    @property
    def unite(self) -> str:
        return f"pour {formats.nombre(self.pour)}{formats.INSECABLE}{self.libelle}"


def habitants(communes: pd.DataFrame) -> Denominateur:
    """Per 1 000 inhabitants: what can always be reckoned."""
    annee = int(communes["pop_annee"].iloc[0])
    return Denominateur(
        "habitants",
        "habitants",
        parametres.valeur("habitants_taux"),
        annee,
        f"Insee, population municipale {annee}",
    )


def jeunes(lus: Jeunes, niveau: str | None = None) -> Denominateur:
    """Per 100 young people of school age, or of the ages of one level."""
    colonne, ages = next(
        ((c, a) for c, n, a in AGES.values() if n == niveau), ("jeunes", "6 à 17 ans")
    )
    return Denominateur(
        colonne, f"jeunes de {ages}", parametres.valeur("jeunes_taux"), lus.annee, lus.source
    )


def load(installation: Installation) -> Jeunes | None:
    """The file of the installation, or None when nobody has put one there; a file that cannot be
    trusted is refused.
    """
    fichiers = sorted(
        p for p in installation.referentiels.glob(MOTIF) if p.suffix.lower() in (".csv", ".zip")
    )
    if not fichiers:
        return None
    if len(fichiers) > 1:
        recensement.refuser(
            fichiers[1].name,
            "double",
            None,
            f"deux fichiers de population ({', '.join(p.name for p in fichiers)}). Gardez-en un "
            "seul.",
        )
    etat = fichiers[0].stat()
    communes, anciens = (
        referentiels.noms_communes(installation),
        referentiels.anciens_codes(installation),
    )
    return _load(fichiers[0], etat.st_mtime_ns, tuple(communes), tuple(anciens.items()))


@lru_cache(maxsize=4)
def _load(
    fichier: Path, _modifie: int, communes: tuple[str, ...], anciens: tuple[tuple[str, str], ...]
) -> Jeunes:
    return recensement.read(fichier.name, fichier.read_bytes(), communes, dict(anciens))
