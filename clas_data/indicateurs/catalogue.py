"""The indicators as `catalogue.yaml` declares them: title, definition, unit, source, treatment, and how they are computed."""
from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from clas_data.errors import UsageError
from clas_data.tables.modeles import MARTS

AXES = {
    "campagne": "Campagne", "commune": "Commune", "epci": "Intercommunalité", "arrondissement": "Arrondissement", "niveau": "Niveau",
    "porteur_type": "Type de porteur", "qpv": "Quartier prioritaire", "porteur": "Porteur", "action": "Action",
}
COLONNES_AXES = {"porteur": "porteur_siret", "action": "code_action"}   # the other axes bear the name of their column


@dataclass(frozen=True)
class Indicateur:
    """One figure. `mesure` is an SQL aggregate over `table`; `reponse` says which expected action answered."""

    id: str
    titre: str
    definition: str
    unite: str
    table: str
    mesure: str
    axes: tuple[str, ...]
    source: str
    traitement: str
    famille: str
    reponse: str
    decimales: int = 0
    sensible: bool = False
    additif: bool = False
    polarite: str = ""


@cache
def load() -> dict[str, Indicateur]:
    """All the indicators, in the order of the declaration; a wrong entry is refused with its name."""
    brut = _brut()
    return {id_: _read(id_, {**brut["modeles"][e["modele"]], **e}, brut["familles"]) for id_, e in brut["indicateurs"].items()}


@cache
def _brut() -> dict:
    return yaml.safe_load((Path(__file__).parent / "catalogue.yaml").read_text(encoding="utf-8"))


def familles() -> dict[str, str]:
    """The families of indicators, by key, with their words."""
    return _brut()["familles"]


def _read(id_: str, e: dict, connues: dict[str, str]) -> Indicateur:
    e = {k: v for k, v in e.items() if k != "modele"}
    inconnues = set(e) - {f.name for f in fields(Indicateur)}
    manquent = {"titre", "definition", "unite", "table", "mesure", "axes", "source", "traitement", "famille", "reponse"} - set(e)
    if inconnues or manquent:
        raise UsageError(f"catalogue.yaml, « {id_} » : {', '.join(sorted(inconnues | manquent))} : clé inconnue ou manquante.")
    if e["table"] not in MARTS or set(e["axes"]) - set(AXES) or e["famille"] not in connues or e.get("polarite", "") not in ("", "hausse", "baisse"):
        raise UsageError(f"catalogue.yaml, « {id_} » : table, axe, famille ou polarité inconnus.")
    oui = {k: e.get(k) == "oui" for k in ("sensible", "additif")}
    return Indicateur(id=id_, **{**e, **oui, "axes": tuple(e["axes"]), "famille": connues[e["famille"]]})


def exiger(id_: str) -> Indicateur:
    """The indicator of that name, or a UsageError that suggests the nearest."""
    if id_ not in load():
        raise UsageError(f"L'indicateur « {id_} » n'existe pas.{_proches(id_, load())} La page Dictionnaire les liste tous.")
    return load()[id_]


def exiger_axe(ind: Indicateur, axe: str) -> str:
    """The axis, or a UsageError that says which ones this indicator has."""
    if axe not in ind.axes:
        raise UsageError(f"« {ind.titre} » ne se lit pas par « {axe} ».{_proches(axe, ind.axes)} Axes possibles : {', '.join(ind.axes)}.")
    return axe


def _proches(mot: str, connus) -> str:
    proches = get_close_matches(mot, list(connus), 3, 0.6)
    return f" Vouliez-vous dire « {' », « '.join(proches)} » ?" if proches else ""
