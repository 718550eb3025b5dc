"""Gaps: where a link is expected and none is declared, action by action; a missing answer is never
a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from clas_data import declarations, formats
from clas_data.acces import Perimetre
from clas_data.formats import ponctuer
from clas_data.tables.base import Base


@dataclass(frozen=True)
class Lacune:
    """One gap as `lacunes.yaml` declares it."""

    id: str
    titre: str
    concerne: str
    manque: str
    phrase: str
    aucune: str
    note: str
    agir: str


@dataclass(frozen=True)
class Constat:
    """A gap in one campagne: its sentence, the actions that show it, how many it concerns, how many
    of these did not answer.
    """

    lacune: Lacune
    phrase: str
    actions: pd.DataFrame
    base: int
    sans_reponse: int


@cache
def load() -> dict[str, Lacune]:
    """Every gap, in the order of the declaration."""
    brut = declarations.read(Path(__file__).parent / "lacunes.yaml")
    dites = ("titre", "phrase", "aucune", "note", "agir")
    return {
        i: Lacune(i, **{c: ponctuer(v) if c in dites else v for c, v in l.items()})
        for i, l in brut.items()
    }


def lire(base: Base, perimetre: Perimetre, campagne: str) -> pd.DataFrame:
    """One row per agreed action of the campagne, with `concerne_X` and `manque_X` for each gap
    X.
    """
    jugements = ",\n  ".join(
        f"coalesce({l.concerne}, false) as concerne_{l.id}, ({l.manque}) as manque_{l.id}"
        for l in load().values()
    )
    return base.lire(
        perimetre, "articulation_lacunes", {"campagne": campagne}, {"jugements": jugements}
    )


def constater(actions: pd.DataFrame, id_: str) -> Constat:
    """What one gap amounts to among these actions, as a sentence and as a list."""
    lacune = load()[id_]
    concernees = actions[actions[f"concerne_{id_}"].astype(bool)]
    manque = concernees[f"manque_{id_}"].astype("boolean")
    vues, base = concernees[manque.fillna(False)], int(manque.notna().sum())
    if not base:
        phrase = (
            f"{lacune.titre}{formats.INSECABLE}: {formats.ND}, aucune action concernée n'a répondu"
        )
    elif len(vues):
        phrase = lacune.phrase.format(
            actions=formats.pluriel(len(vues), "action"), base=formats.nombre(base)
        )
        phrase = _accorder(phrase) if len(vues) < 2 else phrase
    else:
        phrase = lacune.aucune
    return Constat(lacune, phrase, vues.reset_index(drop=True), base, int(manque.isna().sum()))


SINGULIERS = {
    "répondent": "répond",
    "déclarent": "déclare",
    "se disent pas articulées": "se dit pas articulée",
    "articulées avec un PRE sont": "articulée avec un PRE est",
}


def _accorder(phrase: str) -> str:
    """« 1 action sur 12 … ne déclare » : the verb follows the number."""
    for plusieurs, une in SINGULIERS.items():
        phrase = phrase.replace(plusieurs, une)
    return phrase


def communes_muettes(actions: pd.DataFrame) -> list[str]:
    """The communes with a PRE where at least one action answered and none declares an articulation
    with it.
    """
    ici = actions[actions["concerne_pre_non_declare"].astype(bool)]
    manque = ici["manque_pre_non_declare"].astype("boolean")
    repondues = ici.assign(manque=manque)[manque.notna()]
    return sorted(nom for nom, g in repondues.groupby("commune_nom") if g["manque"].all())
