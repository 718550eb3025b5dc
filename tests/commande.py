"""The command line, asked from a test: in this process, captured; or in one of its own."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clas_data.commandes.analyse import run
from clas_data.config import DEPOT
from tests.attente import ATTENTE_S

ANGLAIS = re.compile(
    r"usage:|required|expected|unrecognized|invalid|error|No "
    r"such|directory|denied|Traceback|argument -|choose from",
    re.I,
)
Fait = subprocess.CompletedProcess[str]


def lancer(
    *arguments: str | Path,
    racine: Path | None = None,
    dossier: Path | None = None,
    entree: str = "",
    **env: str,
) -> Fait:
    """One command, read and run as `python -m clas_data` does, without the start of a process."""
    return _demander(_ici, arguments, racine, dossier, entree, env)


def lancer_a_part(
    *arguments: str | Path,
    racine: Path | None = None,
    dossier: Path | None = None,
    entree: str = "",
    **env: str,
) -> Fait:
    """One command in a process of its own, as a user starts it, with no language of a person."""
    return _demander(
        _a_part,
        arguments,
        racine,
        dossier,
        entree,
        {"PYTHONWARNINGS": "error", "LC_ALL": "C"} | env,
    )


def json_de(fait: Fait) -> Any:
    return json.loads(fait.stdout)


def mesurer(banc: str, **env: str) -> dict[str, Any]:
    """What a loop of the bench measures, shortened by `env`; in its own process, which forks."""
    fait = subprocess.run(
        [sys.executable, "-m", f"bench.{banc}"],
        cwd=DEPOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=2 * ATTENTE_S,
    )
    assert fait.returncode == 0, fait.stderr
    return json_de(fait)


def _demander(
    faire: Callable[[list[str], Path, str, dict[str, str]], Fait],
    arguments: tuple[str | Path, ...],
    racine: Path | None,
    dossier: Path | None,
    entree: str,
    env: dict[str, str],
) -> Fait:
    options = ["--racine", str(racine)] if racine else []
    fait = faire([*map(str, arguments), *options], dossier or DEPOT, entree, env)
    assert not ANGLAIS.search(fait.stderr), fait.stderr
    return fait


def _ici(mots: list[str], dossier: Path, entree: str, env: dict[str, str]) -> Fait:
    dit, reproche = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as m:
        m.delenv("CLAS_RACINE", raising=False)
        for nom, valeur in env.items():
            m.setenv(nom, valeur)
        m.chdir(dossier)
        m.setattr(sys, "stdin", io.StringIO(entree))
        m.setattr(sys, "stdout", dit)
        m.setattr(sys, "stderr", reproche)
        code = run(mots)
    return subprocess.CompletedProcess(mots, code, *map(_lu, (dit, reproche)))


def _lu(flux: io.TextIOWrapper) -> str:
    flux.flush()
    return flux.buffer.getvalue().decode("utf-8").replace(os.linesep, "\n")


def _a_part(mots: list[str], dossier: Path, entree: str, env: dict[str, str]) -> Fait:
    herite = {k: v for k, v in os.environ.items() if k != "CLAS_RACINE"}
    return subprocess.run(
        [sys.executable, "-m", "clas_data", *mots],
        input=entree,
        capture_output=True,
        encoding="utf-8",
        env={**herite, "PYTHONPATH": str(DEPOT), **env},
        cwd=dossier,
        timeout=ATTENTE_S,
    )
