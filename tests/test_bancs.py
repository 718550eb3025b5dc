"""The benches as a whole: one that fails is named and does not stop the others, and the exit code
says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.serveur import DEPOT


def bancs(*noms: str, **env: str) -> tuple[int, list[dict]]:
    fait = subprocess.run(
        [sys.executable, "-m", "bench", *noms],
        cwd=DEPOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return fait.returncode, [json.loads(l) for l in fait.stdout.splitlines()]


def test_a_bench_that_fails_is_named_and_the_next_one_runs():
    code, lignes = bancs("pannes", "fichiers_hostiles", CLAS_PANNES="no number", CLAS_HOSTILES="5")
    assert code == 1
    assert [(l["banc"], bool(l["faute"])) for l in lignes if "banc" in l] == [
        ("pannes", True),
        ("fichiers_hostiles", False),
    ]
    assert [l["mesure"] for l in lignes if "mesure" in l] == ["fichiers hostiles"]


def test_a_bench_without_end_is_left():
    code, lignes = bancs("fichiers_hostiles", CLAS_BANC_S="0.5")
    assert code == 1 and "pas fini" in lignes[-1]["faute"]


def test_an_unknown_bench_is_refused():
    assert bancs("vitesse_de_la_lumiere")[0] == 2


def test_the_bench_of_the_estimate_tries_three_mechanisms():
    code, lignes = bancs("estimation", CLAS_ESTIMATION="4")
    assert code == 0
    mesures = [l for l in lignes if "mesure" in l]
    for mot in ("au hasard", "petites", "reculent"):
        assert sum(mot in l["mesure"] for l in mesures) == 4
    assert all(0 <= l.get("contient_pct", 0) <= 100 for l in mesures)
