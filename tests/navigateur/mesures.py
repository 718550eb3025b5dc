"""What the tests of accessibility measure, each in its own process: kept in a folder of the run,
read together once all is there.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ATTENTE_S = 1_200  # a guard: the others are at work, none waits for this one
ENSEMBLES = ("regles", "a_verifier", "exceptions", "alternatives", "clavier", "pages", "sombres")
Mesures = dict


def vides() -> Mesures:
    sommes = {"ecrans": [], "defauts": 0, "debordements": 0, "axe": "", "navigateur": ""}
    return sommes | {n: set() for n in ENSEMBLES}


@contextmanager
def mesurer(dossier: Path, nom: str) -> Iterator[Mesures]:
    """What one test measures, written down even where it fails: nobody waits for it in vain."""
    m = vides()
    try:
        yield m
    finally:
        provisoire = dossier / f"{nom}.partiel"
        provisoire.write_text(json.dumps({n: _liste(v) for n, v in m.items()}), encoding="utf-8")
        provisoire.rename(dossier / f"{nom}.json")


def ensemble(dossier: Path, noms: list[str]) -> Mesures:
    """The measures of all these tests together, once each is done."""
    fin = time.monotonic() + ATTENTE_S
    chemins = [dossier / f"{n}.json" for n in noms]
    while absents := [c.stem for c in chemins if not c.is_file()]:
        assert time.monotonic() < fin, f"never done: {absents}"
        time.sleep(0.2)
    tout = vides()
    for chemin in chemins:
        for n, v in json.loads(chemin.read_text(encoding="utf-8")).items():
            if n in ENSEMBLES:
                tout[n] |= {tuple(x) if isinstance(x, list) else x for x in v}
            elif isinstance(v, str):
                tout[n] = v or tout[n]
            else:
                tout[n] += v
    return tout


def _liste(v):
    return sorted(v) if isinstance(v, set) else v
