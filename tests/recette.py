"""The recipe « Add an indicator » of CONTRIBUTING, as it is written."""

from __future__ import annotations

import re

import yaml

from clas_data.config import DEPOT

RECETTE = (
    (DEPOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## Add an indicator\n")[1]
)
RECETTE = RECETTE.split("\n## ")[0]
ENTREE, _SORTES = re.findall(r"```yaml\n(.*?)```", RECETTE, re.S)
COMMANDES = re.search(r"```\n(python .*?)```", RECETTE, re.S)[1].strip().splitlines()
ID, CHAMPS = next(iter(yaml.safe_load(ENTREE).items()))
SORTES: dict[str, str] = yaml.safe_load(_SORTES)  # kind → measure
