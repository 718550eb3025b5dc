"""The tables of a campagne, each declared once in YAML; headers of each year in `colonnes.csv`.

Four come from the département; the fifth holds what other territories say of the same year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from clas_data import declarations
from clas_data.errors import UsageError

ICI = Path(__file__).parent
ENTETES = "colonnes.csv"
DU_DEPARTEMENT = ("agrements", "actions", "collectifs", "bilans")
NATIONAL = "national"
TABLES = (*DU_DEPARTEMENT, NATIONAL)


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
    """One table: `contenu`, the columns of which one at least is filled in a row of data (empty:
    any row is), `accessoires`, headers of our own template that are there to be read by people.
    """

    table: str
    titre: str
    description: str
    grain: str
    cle: tuple[str, ...]
    colonnes: dict[str, Colonne] = field(hash=False)
    contenu: tuple[str, ...] = ()
    accessoires: tuple[str, ...] = ()


@cache
def load() -> dict[str, Schema]:
    """The schemas, in the order in which the tables are checked."""
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
        tuple(brut.get("contenu", ())),
        tuple(brut.get("accessoires", ())),
    )


@cache
def entetes() -> dict[str, dict[tuple[str, str], str]]:
    """campagne → {(table, column): the header that year's form used}, from `colonnes.csv`."""
    brut = declarations.read_bytes(ICI.parent / ENTETES)
    if not brut:
        raise UsageError(f"{ENTETES} est absent ou vide. Restaurez-le depuis le produit.")
    texte = declarations.text(brut, ENTETES)
    lignes = [l for _, l in declarations.read_table(texte, ("table", "colonne"), ENTETES)]
    campagnes = [c for c in lignes[0] if c not in ("table", "colonne", "")] if lignes else []
    if not campagnes:
        raise UsageError(f"{ENTETES} ne nomme aucune campagne. Restaurez-le depuis le produit.")
    return {c: {(l["table"], l["colonne"]): l[c] for l in lignes if l[c]} for c in campagnes}


def entetes_de(campagne: str) -> dict[tuple[str, str], str]:
    """The headers of that campagne; where the year is not listed yet, those of the latest earlier
    campagne, and the titles of the columns that no campagne has asked for.
    """
    if campagne in entetes():
        return entetes()[campagne]
    connues = sorted(c for c in entetes() if c <= campagne) or sorted(entetes())[:1]
    return _neuves() | entetes()[connues[-1]]


def _neuves() -> dict[tuple[str, str], str]:
    """The columns declared after the last listed year, by their titles."""
    dites = {x for annee in entetes().values() for x in annee}
    return {
        (table, nom): colonne.titre
        for table, schema in load().items()
        if table in {t for t, _ in dites}
        for nom, colonne in schema.colonnes.items()
        if (table, nom) not in dites
    }
