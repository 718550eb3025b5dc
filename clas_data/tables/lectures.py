"""The typed rows of each archived sheet: read once, kept as parquet, read again where lost."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from clas_data.config import PAQUET, Installation
from clas_data.errors import BaseIndisponible
from clas_data.fichiers import archive, referentiels
from clas_data.fichiers.controle import Source, check
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.disque import write_atomic
from clas_data.fichiers.lecture import Depot

SUFFIXES = {".py", ".yaml", ".csv"}


def lire_source(installation: Installation, source: Source, campagne: str) -> pa.Table:
    """The typed rows of one archived sheet; read once, then kept as parquet until a schema
    changes.
    """
    lu = chemin(installation, source, campagne)
    if lu.is_file():
        try:
            return pq.read_table(lu)
        except (pa.ArrowException, OSError):  # cut or altered: a build product, read again
            lu.unlink()
    depot = Depot(source.fichier, archive.lire(installation, source.sha256))
    controle = check(
        [depot],
        campagne,
        referentiels.noms_communes(installation),
        referentiels.anciens_codes(installation),
        referentiels.codes_postaux(installation),
        [rangement.lire(installation, source.correspondance)] if source.correspondance else (),
    )
    if source.table not in controle.tables:
        raise BaseIndisponible(
            f"L'original de « {source.fichier} » ne se lit plus comme « {source.table} ». Annulez "
            "cet import, ou restaurez la version précédente du produit."
        )
    table = controle.tables[source.table]
    garde = de_la_feuille(table, source)
    tampon = pa.BufferOutputStream()
    pq.write_table(garde, tampon)
    write_atomic(lu, tampon.getvalue().to_pybytes())
    return garde


def de_la_feuille(table: pa.Table, source: Source) -> pa.Table:
    """The rows of one sheet of a file."""
    return table.filter(pc.equal(table["_feuille"], source.feuille))


def chemin(installation: Installation, source: Source, campagne: str) -> Path:
    par = source.correspondance
    identite = "|".join(
        (
            *(source.sha256, source.fichier, source.feuille, source.table, campagne),
            *rangement.empreintes(installation, [par] if par else []).values(),
            interprete(),
        )
    )
    return (
        installation.base
        / "lectures"
        / f"{hashlib.sha256(identite.encode()).hexdigest()[:32]}.parquet"
    )


@cache
def interprete() -> str:
    """Fingerprint of all that turns cells into values, declarations and modules: when one changes,
    files are read again and the base is another one.
    """
    lecteurs = [p for p in (PAQUET / "fichiers").rglob("*") if p.suffix in SUFFIXES]
    textes = [p.read_text(encoding="utf-8") for p in sorted(lecteurs)]
    return hashlib.sha256("".join(textes).encode()).hexdigest()
