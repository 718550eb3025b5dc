"""The sums of 101 départements × 20 campagnes (fictional), in Parquet partitioned by campagne.

Baseline: the same engine's bare scan of the same files, which adds one column up. Measured beside:
the ratios of sums of one campagne (the others are not opened), those of all campagnes, and who may
enter the sums under the rule of the product. Each reading runs in a process of its own, for its
memory.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench._departements import CAMPAGNES
from bench.mesure import comparer, dire
from clas_data.partage import ensemble, entree
from clas_data.secret import sommes
from clas_data.tables.partages import SCHEMA

DEPARTEMENTS = int(os.environ.get("CLAS_PARTAGES", 101))
NUE = "select sum(numerateur) from read_parquet('{d}/*/*.parquet')"
SOMMES = (
    "select campagne, indicateur, max(facteur) * sum(numerateur) / sum(denominateur), count(*) "
    "from read_parquet('{d}/*/*.parquet', hive_partitioning = true) {ou} group by all"
)
LECTURES = {
    "nue": NUE,
    "une campagne": SOMMES.replace("{ou}", f"where campagne = '{CAMPAGNES[-1]}'"),
    "toutes": SOMMES.replace("{ou}", ""),
}


def _ecrire(dossier: Path) -> int:
    """One file for each campagne, as packages would give them; how many rows."""
    alea, ids, n = np.random.default_rng(17), [ensemble.ACTIONS, *sommes.rapports()], 0
    for campagne in CAMPAGNES:
        lignes = [
            {
                **{"rang": d, "departement": f"{d:03d}", "nom": f"Fiction {d}", "licence": ""},
                **{"version": "", "publie": "2030-01-01", "nomme": d % 3 == 0, "fictif": True},
                **{"indicateur": i, "definition": "", "facteur": 100.0, "repondants": 80.0},
                "numerateur": float(alea.integers(1, 2_000)),
                "denominateur": float(alea.integers(2_000, 4_000)),
                "attendus": 100.0,
            }
            for d in range(DEPARTEMENTS)
            for i in ids
        ]
        (dossier / f"campagne={campagne}").mkdir()
        table = pa.Table.from_pylist(lignes, schema=SCHEMA).drop(["campagne"])
        pq.write_table(table, dossier / f"campagne={campagne}" / "paquets.parquet")
        n += len(lignes)
    return n


def lire(dossier: str, quoi: str) -> None:
    """One reading in this process: its time, and what it adds to its memory."""
    c = duckdb.connect()
    avant = _sommet_mo()
    debut = time.perf_counter()
    lues = c.execute(LECTURES[quoi].format(d=dossier)).fetchall()
    secondes = time.perf_counter() - debut
    print(json.dumps({"secondes": secondes, "mo": _sommet_mo() - avant, "lignes": len(lues)}))


def _sommet_mo() -> float:
    """The most memory that this process has held: its own count, not that of who started it."""
    texte = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s*(\d+) kB", texte, re.MULTILINE)[1]) / 1024


def _a_part(dossier: Path, quoi: str) -> dict[str, float]:
    code = f"from bench.partages import lire; lire({str(dossier)!r}, {quoi!r})"
    fait = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(fait.stdout)


def mesurer() -> None:
    with tempfile.TemporaryDirectory() as temporaire:
        dossier = Path(temporaire)
        n = _ecrire(dossier)
        c = duckdb.connect()
        taille = {"departements": DEPARTEMENTS, "campagnes": len(CAMPAGNES), "lignes": n}
        for quoi, attendu in (("une campagne", "<= 2"), ("toutes", "<= 10")):
            comparer(
                f"ensemble de {DEPARTEMENTS} départements, {quoi}",
                lambda quoi=quoi: c.execute(LECTURES[quoi].format(d=dossier)).fetchall(),
                "lecture nue des mêmes fichiers",
                lambda: c.execute(NUE.format(d=dossier)).fetchall(),
                attendu=attendu,
                **taille,
            )
        c.close()
        lus = {quoi: _a_part(dossier, quoi) for quoi in LECTURES}
        for quoi in ("une campagne", "toutes"):
            ligne = {"mesure": f"mémoire, {quoi}", "mo": round(lus[quoi]["mo"], 1)}
            rapport = round(lus[quoi]["mo"] / max(lus["nue"]["mo"], 0.1), 2)
            dire({**ligne, "base_mo": round(lus["nue"]["mo"], 1), "rapport": rapport})
    arrivees = tuple(tuple(f"{d:03d}" for d in range(n + 1)) for n in range(DEPARTEMENTS))
    debut = time.perf_counter()
    entres = entree.entrants(arrivees)
    secondes = round(time.perf_counter() - debut, 3)
    dire({"mesure": "qui entre, arrivés un par un", "entrés": len(entres), "secondes": secondes})
