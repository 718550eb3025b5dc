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


def read(chemin: Path) -> Any:
    """What a file shipped with the product declares; through libyaml where the wheel has it, about
    ten times faster.
    """
    return yaml.load(chemin.read_bytes(), Loader=RAPIDE)


def read_received(texte: str | bytes, ou: str, conseil: str = CONSEIL) -> Any:
    """What a person wrote, None when empty; a UsageError says where it cannot be read, then
    `conseil`.

    Never through libyaml: brackets nested a hundred thousand deep would end the process, where
    Python only refuses them.
    """
    try:
        return yaml.safe_load(texte)
    except (
        yaml.YAMLError,
        ValueError,
        RecursionError,
    ) as e:  # ValueError: a day that no calendar has
        marque = getattr(e, "problem_mark", None)
        ligne = f", ligne {marque.line + 1}," if marque else ""
        raise UsageError(
            f"{ou}{ligne} ne se lit pas comme du YAML, ou contient une date qui n'existe pas. "
            f"{conseil}"
        ) from e


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
