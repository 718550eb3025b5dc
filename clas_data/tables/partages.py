"""The sums that other départements sent, as a table of the base: each package is read once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pyarrow as pa

from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, ClasError
from clas_data.fichiers import archive
from clas_data.fichiers.disque import read_signed, write_signed
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.journal import Evenement
from clas_data.fichiers.paquets import etat, paquet
from clas_data.fichiers.paquets.etat import Garde
from clas_data.tables import lectures

DITS = ("campagne", "departement", "nom", "publie", "version", "licence")
TEXTES = (*DITS, "indicateur", "definition")
NOMBRES = ("facteur", "numerateur", "denominateur", "repondants", "attendus")
SCHEMA = pa.schema(
    [
        ("rang", pa.int64()),
        *((c, pa.string()) for c in TEXTES),
        ("nomme", pa.bool_()),
        ("fictif", pa.bool_()),
        *((c, pa.float64()) for c in NOMBRES),
    ]
)


ETAPES = pa.schema(
    [
        ("etape", pa.int64()),
        ("rang", pa.int64()),
        ("campagne", pa.string()),
        ("departement", pa.string()),
        ("tus", pa.list_(pa.string())),
    ]
)


def matiere(evenements: Sequence[Evenement]) -> list[Any]:
    """All that these tables are made of."""
    gardes, faites = etat.plier(evenements), etat.etapes(evenements)
    return [[*g.cle, g.sha256, g.tus, g.nomme] for g in gardes] + [list(astuple(f)) for f in faites]


def tables(installation: Installation, evenements: Sequence[Evenement]) -> dict[str, pa.Table]:
    """The sums that stand, and who was here after each gesture."""
    lignes = [
        {"etape": n, "rang": rang, "campagne": e.campagne, "departement": d, "tus": list(tus)}
        for n, e in enumerate(etat.etapes(evenements))
        for rang, (d, tus) in enumerate(e.anonymes)
    ]
    return {
        "partages": _sommes(installation, etat.plier(evenements)),
        "partages_etapes": pa.Table.from_pylist(lignes, schema=ETAPES),
    }


def _sommes(installation: Installation, gardes: Sequence[Garde]) -> pa.Table:
    """One row per package and indicator told, in the order of arrival of the packages."""
    lignes = [
        {
            "rang": rang,
            **{c: getattr(g, c) for c in DITS},
            "nomme": g.nomme,
            "fictif": g.fictif,
            **{c: l[c] for c in ("indicateur", "definition", *NOMBRES)},
        }
        for rang, g in enumerate(gardes)
        for l in lire(installation, g)
    ]
    return pa.Table.from_pylist(lignes, schema=SCHEMA)


def lire(installation: Installation, g: Garde) -> list[dict[str, Any]]:
    """The rows of one package that may be added up."""
    return [l for l in dites(installation, g) if l["indicateur"] not in g.tus]


def dites(installation: Installation, g: Garde) -> list[dict[str, Any]]:
    """The rows of one package that say something, of whatever definition; read again from what was
    received where they are not at hand.
    """
    chemin = _chemin(installation, g.sha256)
    gardees = read_signed(chemin)
    if gardees is None:
        try:
            lu = paquet.ouvrir(Depot(g.fichier, archive.lire(installation, g.sha256)))
        except ClasError as e:
            raise BaseIndisponible(
                f"Le paquet de {g.qui} pour {g.campagne} ne se lit plus : {e.message} Sinon, "
                f"retirez-le (partage retirer {g.departement} --campagne {g.campagne})."
            ) from e
        gardees = json.dumps(lu.sommes).encode()
        write_signed(chemin, gardees, durable=False)
    return [l for l in json.loads(gardees) if l["numerateur"] is not None]


def _chemin(installation: Installation, sha256: str) -> Path:
    return installation.base / "lectures" / f"{sha256[:32]}-{lectures.interprete()[:16]}.lu"
