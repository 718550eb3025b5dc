"""The same questions on the same rows: DuckDB over partitioned Parquet, DuckLake with a local
catalogue, DuckLake with a PostgreSQL catalogue.

An experiment apart from the product, in an environment of its own (these extensions are not needed
by any Caf):

    python -m venv /tmp/ducklake && /tmp/ducklake/bin/pip install duckdb==1.5.5
      duckdb-extension-ducklake==1.5.5 duckdb-extension-postgres-scanner==1.5.5
    /tmp/ducklake/bin/python bench/_ducklake.py ["dbname=clas host=/tmp/pg user=clas"]

CLAS_LAC_LIGNES: collectifs in all (3 000 000: 101 départements, 20 campagnes).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import duckdb_extension_ducklake
import duckdb_extension_postgres_scanner

LIGNES, FOIS = int(os.environ.get("CLAS_LAC_LIGNES", 3_000_000)), 7
ECRIRE = f"""select 2012 + i % 20 as campagne, (i // 20) % 101 as departement, (i // 2020) % 512 as commune, i as action,
                    8 + (hash(i) % 5)::int as enfants, 9000 + (hash(i * 7) % 20000)::int as charges from range({LIGNES}) as t(i)"""
QUESTIONS = {
    "total par campagne": "select campagne, sum(enfants) from {t} group by all order by all",
    "rapport par commune d'un département et d'une campagne": "select commune, sum(charges) / "
    "sum(enfants) from {t} where "
    "campagne = 2030 and departement = 38 group by all order by all",
    "médiane nationale d'une campagne": (
        "select departement, median(charges) from {t} where "
        "campagne = 2030 group by all order by all"
    ),
}


def _extension(module, nom: str) -> str:
    return str(next(Path(module.__file__).parent.rglob(f"{nom}.duckdb_extension")))


def _temps(c: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, list]:
    c.execute(sql).fetchall()
    durees = []
    for _ in range(FOIS):
        debut = time.perf_counter()
        lignes = c.execute(sql).fetchall()
        durees.append(time.perf_counter() - debut)
    return statistics.median(durees), lignes


def main(postgres: str = "") -> None:
    with tempfile.TemporaryDirectory() as d:
        c = duckdb.connect(
            config={"allow_unsigned_extensions": True, "autoinstall_known_extensions": False}
        )
        for module, nom in (
            (duckdb_extension_ducklake, "ducklake"),
            (duckdb_extension_postgres_scanner, "postgres_scanner"),
        ):
            c.execute(f"load '{_extension(module, nom)}'")
        ecritures, tables = {}, {}
        debut = time.perf_counter()
        c.execute(f"copy ({ECRIRE}) to '{d}/parquet' (format parquet, partition_by (campagne))")
        ecritures["DuckDB et Parquet partitionné"] = time.perf_counter() - debut
        tables["DuckDB et Parquet partitionné"] = (
            f"read_parquet('{d}/parquet/**/*.parquet', hive_partitioning = true)"
        )
        catalogues = {
            "DuckLake, catalogue local": f"ducklake:{d}/catalogue.ducklake",
            **(
                {"DuckLake, catalogue PostgreSQL": f"ducklake:postgres:{postgres}"}
                if postgres
                else {}
            ),
        }
        for i, (nom, adresse) in enumerate(catalogues.items()):
            c.execute(f"attach '{adresse}' as lac{i} (data_path '{d}/lac{i}/')")
            debut = time.perf_counter()
            c.execute(f"create table lac{i}.collectifs as {ECRIRE} limit 0")
            c.execute(f"alter table lac{i}.collectifs set partitioned by (campagne)")
            c.execute(f"insert into lac{i}.collectifs {ECRIRE}")
            ecritures[nom], tables[nom] = time.perf_counter() - debut, f"lac{i}.collectifs"
        base = next(iter(tables))
        for question, sql in QUESTIONS.items():
            temps = {nom: _temps(c, sql.format(t=t)) for nom, t in tables.items()}
            for nom in catalogues:
                assert temps[nom][1] == temps[base][1], "not the same figures"
                print(
                    json.dumps(
                        {
                            "mesure": f"{nom} : {question}",
                            "secondes": round(temps[nom][0], 4),
                            "base": base,
                            "base_secondes": round(temps[base][0], 4),
                            "rapport": round(temps[nom][0] / temps[base][0], 2),
                            "lignes": LIGNES,
                        },
                        ensure_ascii=False,
                    )
                )
        for nom in catalogues:
            print(
                json.dumps(
                    {
                        "mesure": f"{nom} : écriture",
                        "secondes": round(ecritures[nom], 2),
                        "base": base,
                        "base_secondes": round(ecritures[base], 2),
                        "rapport": round(ecritures[nom] / ecritures[base], 2),
                        "lignes": LIGNES,
                    },
                    ensure_ascii=False,
                )
            )


if __name__ == "__main__":
    main(*sys.argv[1:2])
