"""What is declared in YAML: files shipped beside the code, files of an installation, texts that
people send; one way to read each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from clas_data.errors import UsageError

CONSEIL = "Corrigez ou retirez ce fichier."
RAPIDE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OCTETS_MAX = 1_000_000  # of a file of an installation
PROFONDEUR_MAX = 20  # lists within lists
NOMBRE_MAX = 100  # signs of a number


def read(chemin: Path) -> Any:
    """What a file shipped with the product declares; through libyaml where the wheel has it, about
    ten times faster.
    """
    return yaml.load(chemin.read_bytes(), Loader=RAPIDE)


class Demesure(yaml.MarkedYAMLError):
    """A text that would grow far beyond what was written; `problem` says how, in French."""


class Mesure(yaml.SafeLoader):
    """Read what a person wrote and no more than it: a name that repeats a list elsewhere, lists
    within lists without end and endless numbers are refused before they are built.
    """

    def __init__(self, texte: str | bytes) -> None:
        super().__init__(texte)
        self._profondeur = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        marque, renvoi = self.peek_event().start_mark, self.check_event(yaml.AliasEvent)
        if self._profondeur == PROFONDEUR_MAX:
            raise Demesure(None, None, "emboîte trop de listes les unes dans les autres", marque)
        self._profondeur += 1
        noeud = super().compose_node(parent, index)
        self._profondeur -= 1
        if renvoi and not isinstance(noeud, yaml.ScalarNode):
            raise Demesure(None, None, "répète une liste par un renvoi « * »", marque)
        return noeud

    def construct_object(self, noeud: Any, deep: bool = False) -> Any:
        nombre = noeud.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
        if nombre and len(noeud.value) > NOMBRE_MAX:
            raise Demesure(None, None, "contient un nombre démesuré", noeud.start_mark)
        return super().construct_object(noeud, deep)


def read_received(
    texte: str | bytes, ou: str, conseil: str = CONSEIL, octets_max: int = OCTETS_MAX
) -> Any:
    """What a person wrote, None when empty; a UsageError says where it cannot be read, then
    `conseil`.

    Never through libyaml: brackets nested a hundred thousand deep would end the process, where
    Python only refuses them.
    """
    if len(texte) > octets_max:
        raise UsageError(
            f"{ou} est trop long : {len(texte) // 1000} ko, pour {octets_max // 1000} ko au plus. "
            f"{conseil}"
        )
    try:
        return yaml.load(texte, Loader=Mesure)
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as e:  # ValueError: a day that no calendar has
        marque = getattr(e, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}," if marque else ""
        mal = "ne se lit pas comme du YAML, ou contient une date qui n'existe pas"
        mal = str(e.problem) if isinstance(e, Demesure) else mal
        raise UsageError(f"{ou}{ligne} {mal}. {conseil}") from e


def read_installation(chemin: Path, conseil: str = CONSEIL) -> dict[Any, Any]:
    """What an installation declares in an optional file of its own; {} when it has none, a
    UsageError when it is not a list of keys.
    """
    try:
        brut = read_received(chemin.read_bytes(), chemin.name, conseil)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as e:
        raise UsageError(
            f"{chemin.name} ne peut pas être lu (droits du fichier, ou ce n'est pas un fichier). "
            f"{conseil}"
        ) from e
    if not isinstance(brut or {}, dict):
        raise UsageError(
            f"{chemin.name} : écrivez une ligne « clé : valeur » par réglage. {conseil}"
        )
    return brut or {}
