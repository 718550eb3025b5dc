"""The rules of the référentiel as `regles.yaml` declares them."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from clas_data.errors import UsageError
from clas_data.fichiers import schemas

NATURES = {
    "imperatif": "Impératif du référentiel",
    "recevabilite": "Recevabilité de la demande",
    "recommande": "Recommandation",
    "bonus": "Condition d'un bonus",
}
MARTS = {"demandes": "agrements", "actions": "actions", "collectifs": "collectifs"}


@dataclass(frozen=True)
class Parametre:
    """A value that a rule is held to, with where it comes from."""

    valeur: float
    origine: str
    hypothese: bool = False


@dataclass(frozen=True)
class Regle:
    """One rule: what it asks, who says so, how a row is judged, what the porteur is asked."""

    id: str
    titre: str
    court: str
    texte: str
    source: str
    nature: str
    table: str
    conforme: str
    applicable: str
    lit: tuple[tuple[str, str], ...]
    question: str
    parametres: dict[str, Parametre]

    @property
    def mart(self) -> str:
        return MARTS[self.table]


@cache
def load() -> dict[str, Regle]:
    """All the rules, in the order of the declaration; a wrong declaration is refused with its rule's name."""
    brut = yaml.safe_load((Path(__file__).parent / "regles.yaml").read_text(encoding="utf-8"))
    return {id_: _read(id_, r, brut["source_par_defaut"]) for id_, r in brut["regles"].items()}


def _read(id_: str, r: dict, source: str) -> Regle:
    inconnues = set(r) - {"titre", "court", "texte", "source", "nature", "table", "conforme", "applicable", "lit", "question", "parametres"}
    if inconnues:
        raise UsageError(f"regles.yaml, règle « {id_} » : clé inconnue « {', '.join(sorted(inconnues))} ».")
    if r["nature"] not in NATURES or r["table"] not in MARTS:
        raise UsageError(f"regles.yaml, règle « {id_} » : nature ou table inconnue ({r['nature']}, {r['table']}).")
    lit = tuple(tuple(c.split(".")) for c in r["lit"])
    for table, colonne in lit:
        if table not in schemas.load() or colonne not in schemas.load()[table].colonnes:
            raise UsageError(f"regles.yaml, règle « {id_} » : la colonne « {table}.{colonne} » n'existe pas.")
    return Regle(
        id=id_, titre=r["titre"], court=r["court"], texte=r["texte"], source=r.get("source", source), nature=r["nature"],
        table=r["table"], conforme=r["conforme"].strip(), applicable=r.get("applicable", "true"), lit=lit, question=r["question"],
        parametres={n: Parametre(**{**p, "hypothese": p.get("hypothese") == "oui"}) for n, p in r.get("parametres", {}).items()},
    )
