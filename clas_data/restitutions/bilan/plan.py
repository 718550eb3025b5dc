"""The outline as `plan.yaml` declares it: parts, blocks, sentences with their variants, open
questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations
from clas_data.errors import UsageError

GENRES = (
    "chiffres",
    "phrases",
    "messages",
    "a_noter",
    "courbes",
    "repartition",
    "composition",
    "barres",
    "pourquoi",
    "cascade",
    "ecarts",
    "nation",
    "tableau",
    "calcul",
)
CONDITIONS = ("hausse", "baisse", "stable", "compare", "suivi", "connu", "inconnu")
LIBRE = "libre"  # the free text that closes each part
RESULTAT = "resultat"  # what its title says was learnt
NOTABLE = "notable"  # the message of the change that departs most from the usual


@dataclass(frozen=True)
class Variante:
    """One way to write a sentence, and when."""

    texte: str
    si: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PartiePlan:
    """One part: its title, and its blocks as (kind, declaration).

    `resultat`: what its title says was learnt; `annexe`: after the text; `en_annexe`: the figures
    that are looked up, not read; `facultative`: left out where it has nothing but sentences.
    """

    id: str
    titre: str
    blocs: tuple[tuple[str, Any], ...]
    resultat: tuple[Variante, ...] = ()
    annexe: bool = False
    en_annexe: tuple[str, ...] = ()
    facultative: bool = False


@dataclass(frozen=True)
class Plan:
    """The whole outline."""

    titre: str
    sous_titre: str
    parties: Mapping[str, PartiePlan]
    questions: tuple[Mapping[str, Any], ...]
    preconisations: tuple[Mapping[str, Any], ...] = ()


@cache
def load() -> Plan:
    """The outline; a wrong declaration is refused with its place."""
    brut = declarations.read(Path(__file__).parent / "plan.yaml")
    parties = {i: _partie(i, p) for i, p in brut["parties"].items()}
    questions, preconisations = (
        tuple({**q, "si": _conditions(nom, q.get("si", ""))} for q in brut[nom])
        for nom in ("questions", "preconisations")
    )
    return Plan(brut["titre"], brut["sous_titre"], parties, questions, preconisations)


def ordre(choisies: tuple[str, ...] | None) -> list[PartiePlan]:
    """The parts kept, in the order chosen; all of them by default. A part that no longer exists is
    left out.
    """
    plan = load().parties
    return [plan[i] for i in (plan if choisies is None else choisies) if i in plan]


def _partie(id_: str, p: dict[str, Any]) -> PartiePlan:
    return PartiePlan(
        id_,
        p["titre"],
        tuple(_bloc(id_, b) for b in p["blocs"]),
        _variantes(f"{id_}.{RESULTAT}", p.get(RESULTAT, [])),
        p.get("annexe", False),
        tuple(p.get("en_annexe", ())),
        p.get("facultative", False),
    )


def _bloc(partie: str, bloc: dict[str, Any]) -> tuple[str, Any]:
    ((genre, d),) = bloc.items()
    if genre not in GENRES:
        raise UsageError(
            f"plan.yaml, « {partie} » : « {genre} » n'est pas un bloc connu ({', '.join(GENRES)})."
        )
    if genre == "messages":
        dits = {nom: _variantes(f"{partie}.{nom}", v) for nom, v in d["phrases"].items()}
        d = {**d, "phrases": dits}
    if genre == "phrases":
        d = {nom: _variantes(f"{partie}.{nom}", v) for nom, v in d.items()}
    return genre, d


def _variantes(cle: str, v: Any) -> tuple[Variante, ...]:
    return (
        tuple(Variante(x["texte"].strip(), _conditions(cle, x.get("si", ""))) for x in v)
        if isinstance(v, list)
        else (Variante(v.strip()),)
    )


def _conditions(cle: str, texte: str) -> tuple[tuple[str, str], ...]:
    paires = tuple(tuple(c.split()) for c in texte.split(",") if c.strip())
    for p in paires:
        if len(p) != 2 or p[0] not in CONDITIONS:
            raise UsageError(
                f"plan.yaml, « {cle} » : condition « {' '.join(p)} » ; écrivez par exemple « "
                f"hausse actions_agreees » ({', '.join(CONDITIONS)})."
            )
    return paires
