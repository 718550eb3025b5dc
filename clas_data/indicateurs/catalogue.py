"""The indicators as `catalogue.yaml` declares them: title, definition, unit, source, treatment, and
how they are computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import UsageError
from clas_data.formats import ponctuer
from clas_data.tables.modeles import MARTS

AXES = {
    "campagne": "Campagne",
    "commune": "Commune",
    "epci": "Intercommunalité",
    "arrondissement": "Arrondissement",
    "niveau": "Niveau",
    "porteur_type": "Type de porteur",
    "qpv": "Quartier prioritaire",
    "porteur": "Porteur",
    "action": "Action",
}
# the other axes bear the name of their column
COLONNES_AXES = {"porteur": "porteur_siret", "action": "code_action"}


# the received files whose rows can be behind a figure
PIECES = ("agrements", "actions", "collectifs", "bilans")
OBLIGATOIRES = frozenset(
    {
        "titre",
        "definition",
        "unite",
        "table",
        "mesure",
        "axes",
        "source",
        "traitement",
        "famille",
        "reponse",
        "derriere",
        "lecture",
    }
)
# what an indicator may tell outside of the committee, in the words of the dictionary
SECRETS = {
    nature: ponctuer(mots)
    for nature, mots in {
        "effectif": "effectif de personnes, soumis au secret hors du comité",
        "groupe": "diffusé pour assez de porteurs qui ont répondu, et jamais là où il rendrait un "
        "effectif masqué",
        "public": "diffusé tel quel",
        "reponses": "part de réponses, diffusée là où assez de porteurs étaient interrogés",
        "retenu": "n'est pas diffusé : dirait un croisement de deux axes",
        "": "n'est pas diffusé : ne dit pas ce qu'il peut révéler (« secret » manque à son entrée)",
    }.items()
}


@dataclass(frozen=True)
class Indicateur:
    """One figure. `mesure` is an SQL aggregate over `table`; `reponse` says which expected action
    answered (empty: nobody has to), `concernees` to which actions the question applies (empty: to
    all).

    `derriere` and `retenues` lead to the received rows: which file, and which of its rows count.
    """

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
    derriere: str
    lecture: str
    retenues: str = ""
    concernees: str = ""
    decimales: int = 0
    secret: str = ""
    additif: bool = False
    polarite: str = ""
    court: str = ""

    @property
    def diffusable(self) -> bool:
        """True where it may leave the committee, protected as it says; saying nothing is no."""
        return self.secret not in ("", "retenu")


@cache
def load() -> dict[str, Indicateur]:
    """All the indicators, in the order of the declaration; every wrong entry is refused, all at
    once.
    """
    return interpreter(_brut())


@cache
def _brut() -> dict:
    return declarations.read(Path(__file__).parent / "catalogue.yaml")


def familles() -> dict[str, str]:
    """The families of indicators, by key, with their words."""
    return _brut()["familles"]


def version() -> str:
    """Which edition of the definitions this is, in words that people use."""
    return str(_brut()["version"])


def interpreter(brut: Mapping[str, Any]) -> dict[str, Indicateur]:
    """The indicators of a declaration; a UsageError says everything that is wrong in it."""
    entrees = {
        i: {**brut["modeles"].get(e.get("modele"), {}), **e} for i, e in brut["indicateurs"].items()
    }
    fautes = [
        f"Le modèle « {m} » ne peut pas porter « secret » : chaque indicateur dit le sien."
        for m, e in brut["modeles"].items()
        if "secret" in e
    ] + [f"« {i} » : {faute}" for i, e in entrees.items() for faute in _fautes(i, e, brut)]
    if fautes:
        raise UsageError("catalogue.yaml ne peut pas être lu. " + " ".join(fautes))
    return {i: _read(i, e, brut["familles"]) for i, e in entrees.items()}


def _fautes(id_: str, e: Mapping[str, Any], brut: Mapping[str, Any]) -> list[str]:
    """What is wrong in one entry, in sentences."""
    fautes = (
        []
        if re.fullmatch(r"[a-z][a-z0-9_]*", id_)
        else ["un identifiant s'écrit en minuscules sans accent (lettres, chiffres, _)."]
    )
    if "modele" in e and e["modele"] not in brut["modeles"]:
        fautes.append(f"le modèle « {e['modele']} » n'existe pas ({', '.join(brut['modeles'])}).")
    connues = {f.name for f in fields(Indicateur)} - {"id"} | {"modele"}
    fautes += [
        f"la clé « {c} » n'est pas attendue.{_proches(c, connues)}"
        for c in sorted(set(e) - connues)
    ]
    fautes += [f"la clé « {c} » manque." for c in sorted(OBLIGATOIRES - set(e))]
    permis = {
        "table": MARTS,
        "unite": brut["unites"],
        "famille": tuple(brut["familles"]),
        "derriere": PIECES,
        "polarite": ("hausse", "baisse"),
        "secret": tuple(filter(None, SECRETS)),
        "additif": ("oui", "non"),
        "decimales": range(5),
    }
    fautes += [
        (
            f"{c} : « {e[c]} » n'est pas connu "
            f"({', '.join(map(str, valeurs))}).{_proches(str(e[c]), map(str, valeurs))}"
        )
        for c, valeurs in permis.items()
        if c in e and e[c] not in valeurs
    ]
    fautes += [
        f"l'axe « {a} » n'existe pas ({', '.join(AXES)})."
        for a in e.get("axes", ())
        if a not in AXES
    ]
    trous = set(re.findall(r"\{(\w*)\}", e.get("lecture", "{valeur}")))
    if not trous or trous - {"valeur", "nombre"}:
        fautes.append(
            "lecture : la phrase contient {valeur} ou {nombre}, et rien d'autre entre accolades."
        )
    return fautes


def _read(id_: str, e: Mapping[str, Any], noms: Mapping[str, str]) -> Indicateur:
    e = {k: v for k, v in e.items() if k != "modele"}
    mots = {
        k: ponctuer(e.get(k, ""))
        for k in ("titre", "definition", "source", "traitement", "lecture", "court")
    }
    retenues = e.get("retenues") or e["reponse"] or "true"
    return Indicateur(
        id=id_,
        **{
            **e,
            **mots,
            "additif": e.get("additif") == "oui",
            "axes": tuple(e["axes"]),
            "famille": noms[e["famille"]],
            "retenues": retenues,
        },
    )


def exiger(id_: str) -> Indicateur:
    """The indicator of that name, or a UsageError that suggests the nearest."""
    if id_ not in load():
        raise UsageError(
            f"L'indicateur « {id_} » n'existe pas.{_proches(id_, load())} La page Dictionnaire les "
            "liste tous."
        )
    return load()[id_]


def exiger_axe(ind: Indicateur, axe: str) -> str:
    """The axis, or a UsageError that says which ones this indicator has."""
    if axe not in ind.axes:
        raise UsageError(
            f"« {ind.titre} » ne se lit pas par « {axe} ».{_proches(axe, ind.axes)} Axes possibles "
            f": {', '.join(ind.axes)}."
        )
    return axe


def _proches(mot: str, connus: Iterable[str]) -> str:
    proches = get_close_matches(mot, list(connus), 3, 0.6)
    return f" Vouliez-vous dire « {' », « '.join(proches)} » ?" if proches else ""
