"""The SQL files of the product: models, controls, requests — read once, refused when a name is
unknown.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from clas_data.acces import Perimetre
from clas_data.errors import UsageError

SQL = Path(__file__).parent / "sql"
# A model reads the layer below its own, never its own layer.
STAGING = ("agrements", "codes", "actions", "collectifs", "bilans", "national")
MARTS = ("agrements", "actions", "collectifs", "porteurs", "budgets", "articulations")
# Who continues whom, which values are approximate: read like marts, neither exported nor diffused.
LUS = (*MARTS, "suites", "approches")


@cache
def read(dossier: str, nom: str) -> str:
    """The text of one file of `sql/`."""
    chemin = SQL / dossier / f"{nom}.sql"
    if not chemin.is_file():
        raise UsageError(
            f"La requête « {nom} » n'existe pas. Connues : {', '.join(noms(dossier))}."
        )
    return chemin.read_text(encoding="utf-8")


@cache
def noms(dossier: str) -> tuple[str, ...]:
    return tuple(sorted(p.stem for p in (SQL / dossier).glob("*.sql")))


def textes() -> dict[str, str]:
    """Every model by its path: what the empreinte is made of on the SQL side (controls and requests
    read, they build nothing).
    """
    return {f"{d}/{n}": read(d, n) for d in ("construction", "staging", "marts") for n in noms(d)}


def restriction(perimetre: Perimetre) -> tuple[str, dict[str, Any]]:
    """The marts of this perimetre, as common table expressions that bear their bare names."""
    conditions, valeurs = ["true"], {}
    if perimetre.siret is not None:
        conditions.append("porteur_siret = $_siret")
        valeurs["_siret"] = perimetre.siret
    if perimetre.campagnes is not None:
        conditions.append("campagne in (select unnest($_campagnes::varchar[]))")
        valeurs["_campagnes"] = list(perimetre.campagnes)
    modele = read("perimetre", "mart").strip()
    return "with " + ",\n".join(
        modele.format(mart=m, conditions=" and ".join(conditions)) for m in LUS
    ) + "\n", valeurs
