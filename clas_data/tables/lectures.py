"""The typed rows of each archived sheet: read once, kept as parquet, read again where lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from clas_data.config import PAQUET, Installation
from clas_data.errors import BLOQUANTE, Anomalie, BaseIndisponible
from clas_data.fichiers import archive, referentiels, schemas
from clas_data.fichiers.controle import Controle, Source, arrow_schema, check
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.correspondances.forme import Correspondance
from clas_data.fichiers.disque import read_signed, retirer, write_signed
from clas_data.fichiers.journal import Etat
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.messages import affichable
from clas_data.tables import couches

REFUS = b"refus"  # the key under which a kept reading says what it refused
REFUSEE = "Accepté autrefois, refusé par la lecture d'aujourd'hui (« n.d. » depuis) :"
SUFFIXES = {".py", ".yaml", ".csv"}


def lire_source(installation: Installation, source: Source, campagne: str) -> pa.Table:
    """The typed rows of one archived sheet; read once, then kept as parquet until a schema
    changes.
    """
    lu = chemin(installation, source, campagne)
    garde = read_signed(lu)
    if garde is not None:
        return pq.read_table(pa.BufferReader(garde))
    retirer(lu)  # cut or altered: a build product, read again
    depot = Depot(source.fichier, archive.lire(installation, source.sha256))
    nom = source.correspondance
    par = [rangement.lire(installation, nom)] if nom else []
    controle = controler(installation, [depot], campagne, par)
    refus = [a for a in controle.anomalies if a.gravite == BLOQUANTE]
    if source.table not in controle.tables:
        raise BaseIndisponible(
            f"L'original de « {source.fichier} » ne se lit plus comme « {source.table} ». "
            f"{''.join(a.message + ' ' for a in refus[:1])}Annulez cet import, ou restaurez la "
            "version précédente du produit."
        )
    return _garder(installation, controle, source, campagne, refus)


def recues(installation: Installation, etat: Etat) -> dict[str, pa.Table]:
    """table → the typed rows of everything accepted in this state, before any correction."""
    tables = {}
    for table, schema in schemas.load().items():
        morceaux = [
            couches.superposer(
                [
                    pa.concat_tables([lire_source(installation, s, campagne) for s in couche])
                    for couche in siennes
                ],
                schema.cle,
            )
            for (campagne, t), siennes in sorted(etat.items())
            if t == table
        ]
        tables[table] = (
            pa.concat_tables(morceaux) if morceaux else arrow_schema(schema).empty_table()
        )
    return tables


def controler(
    installation: Installation,
    depots: Sequence[Depot],
    campagne: str,
    par: Sequence[Correspondance],
    exigee: bool = False,
) -> Controle:
    """The check of these files, with all that the installation knows of communes."""
    return check(
        depots,
        campagne,
        referentiels.noms_communes(installation),
        referentiels.anciens_codes(installation),
        referentiels.codes_postaux(installation),
        par,
        exigee,
    )


def retenir(installation: Installation, controle: Controle, campagne: str) -> None:
    """Keep what the check of a deposit has just read: it is not read a second time."""
    for source in controle.sources:
        if source.table in controle.tables:
            _garder(installation, controle, source, campagne, [])


def _garder(
    installation: Installation,
    controle: Controle,
    source: Source,
    campagne: str,
    refus: Sequence[Anomalie],
) -> pa.Table:
    """The rows of this source, written as parquet with what they were refused for: a row without
    its key, or that has the key of another, cannot be placed.
    """
    table = de_la_feuille(controle.tables[source.table], source)
    ses_refus = [a for a in refus if a.feuille in ("", affichable(source.feuille))]
    if ses_refus:
        doubles = pa.array([a.ligne for a in ses_refus if a.code == "cle_double"], pa.int64())
        gardees = pc.invert(pc.is_in(table["_ligne"], value_set=doubles))
        for nom, colonne in schemas.load()[source.table].colonnes.items():
            if colonne.obligatoire:
                gardees = pc.and_(gardees, pc.is_valid(table[nom]))
        table = table.filter(gardees)
    dits = json.dumps([[a.feuille, a.ligne, a.colonne, a.message] for a in ses_refus])
    tampon = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({REFUS: dits.encode("utf-8")}), tampon)
    lu = chemin(installation, source, campagne)
    write_signed(lu, tampon.getvalue().to_pybytes(), durable=False)
    return table


def refusees(installation: Installation, etat: Etat) -> list[str]:
    """What was accepted once and is refused by today's reading, in sentences: an update of the
    product reads every archived file again, more strictly.
    """
    dites = []
    for (campagne, _), empilees in etat.items():
        for source in {s: None for couche in empilees for s in couche}:
            lu = chemin(installation, source, campagne)
            if not lu.is_file():
                lire_source(installation, source, campagne)
            dites += [
                " · ".join(
                    m
                    for m in (source.fichier, feuille, ligne and f"ligne {ligne}", colonne, message)
                    if m
                )
                for feuille, ligne, colonne, message in _refus(lu)
            ]
    return dites


@lru_cache(maxsize=4096)
def _refus(lu: Path) -> list[list[Any]]:
    """What a kept reading refused: its name holds all that it depends on."""
    garde = read_signed(lu)
    if garde is None:
        return []
    return json.loads((pq.read_schema(pa.BufferReader(garde)).metadata or {}).get(REFUS, b"[]"))


def de_la_feuille(table: pa.Table, source: Source) -> pa.Table:
    """The rows of one sheet of one file."""
    sienne = pc.equal(table["_sha256"], source.sha256)
    return table.filter(pc.and_(sienne, pc.equal(table["_feuille"], source.feuille)))


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
        installation.base / "lectures" / f"{hashlib.sha256(identite.encode()).hexdigest()[:32]}.lu"
    )


@cache
def interprete() -> str:
    """Fingerprint of all that turns cells into values, declarations and modules: when one changes,
    files are read again and the base is another one.
    """
    lecteurs = [p for p in (PAQUET / "fichiers").rglob("*") if p.suffix in SUFFIXES]
    textes = [p.read_text(encoding="utf-8") for p in sorted(lecteurs)]
    return hashlib.sha256("".join(textes).encode()).hexdigest()
