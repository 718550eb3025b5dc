"""The four tables of a campagne, each declared once in YAML; headers of each year in
`colonnes.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from clas_data import declarations

ICI = Path(__file__).parent
TABLES = ("agrements", "actions", "collectifs", "bilans")


@dataclass(frozen=True)
class Colonne:
    """One column as the porteur reads it; the check, the template and the dictionary interpret
    it.
    """

    nom: str
    type: str
    titre: str
    question: str
    exemple: str = ""
    obligatoire: bool = False
    unite: str = ""
    min: float | None = None
    max: float | None = None
    choix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    table: str
    titre: str
    description: str
    grain: str
    cle: tuple[str, ...]
    colonnes: dict[str, Colonne] = field(hash=False)


@cache
def load() -> dict[str, Schema]:
    """The four schemas, in the order in which the tables are checked."""
    return {table: _read(ICI / f"{table}.yaml") for table in TABLES}


def _read(chemin: Path) -> Schema:
    brut = declarations.read(chemin)
    colonnes = {}
    for nom, c in brut["colonnes"].items():
        c = {
            **c,
            "obligatoire": c.get("obligatoire") == "oui",
            "exemple": str(c.get("exemple", "")),
        }
        colonnes[nom] = Colonne(nom=nom, **{**c, "choix": tuple(c.get("choix", ()))})
    return Schema(
        brut["table"],
        brut["titre"],
        brut["description"],
        brut["grain"],
        tuple(brut["cle"]),
        colonnes,
    )


@cache
def entetes() -> dict[str, dict[tuple[str, str], str]]:
    """campagne → {(table, column): the header that year's form used}, from `colonnes.csv`."""
    with (ICI.parent / "colonnes.csv").open(encoding="utf-8", newline="") as f:
        lignes = list(csv.DictReader(f, delimiter=";"))
    campagnes = [c for c in lignes[0] if c not in ("table", "colonne")]
    return {c: {(l["table"], l["colonne"]): l[c] for l in lignes if l[c]} for c in campagnes}


def entetes_de(campagne: str) -> dict[tuple[str, str], str]:
    """The headers of that campagne; those of the latest earlier campagne where the year is not
    listed yet.
    """
    connues = sorted(c for c in entetes() if c <= campagne) or sorted(entetes())[:1]
    return entetes()[connues[-1]]
