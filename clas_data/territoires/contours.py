"""The outlines to draw: communes, EPCI, arrondissements, département, as GeoJSON that any map
accepts.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from clas_data.config import Installation
from clas_data.errors import BLOQUANTE, Anomalie, BaseIndisponible
from clas_data.fichiers import referentiels
from clas_data.territoires import geojson
from clas_data.territoires.geojson import polygons

# maille → the column of communes.csv whose values are its codes; the département has one outline
MAILLES = {
    "communes": "code_insee",
    "epci": "epci_siren",
    "arrondissements": "arrondissement_code",
    "departement": "",
}
LUS_GARDES = 16
LONGUEUR_EMPREINTE = 12


def load(installation: Installation, maille: str) -> dict[str, Any]:
    """The GeoJSON of a maille: one feature per territory (`id` and properties code, nom), outer
    rings clockwise, longitude and latitude.

    A territory of communes.csv without outline, an unknown one or a duplicate is refused with its
    line.  The answer is shared: do not change it.
    """
    collection, anomalies = _lu(installation, maille)
    referentiels.refuser(anomalies)
    return collection


def verifier(installation: Installation) -> list[Anomalie]:
    """Everything that is wrong in the référentiels, tables and outlines, all files at once."""
    anomalies = referentiels.verifier(installation)
    if any(a.gravite == BLOQUANTE for a in anomalies):
        return anomalies
    return anomalies + [a for maille in MAILLES for a in _lu(installation, maille)[1]]


def source(installation: Installation, maille: str) -> str:
    """The credit to print under a map."""
    collection = load(installation, maille)
    annee = f", millésime {collection['millesime']}" if collection.get("millesime") else ""
    return f"Contours\u00a0: {collection.get('source', 'fichier de cette installation')}{annee}"


def text(installation: Installation, maille: str) -> tuple[bytes, str]:
    """The GeoJSON as a browser receives it, and its fingerprint."""
    load(installation, maille)
    return _texte(
        installation,
        maille,
        referentiels.chemin(installation, f"contours_{maille}", "geojson").stat().st_mtime_ns,
    )


@lru_cache(maxsize=LUS_GARDES)
def _texte(installation: Installation, maille: str, _modifie: int) -> tuple[bytes, str]:
    texte = json.dumps(
        load(installation, maille), ensure_ascii=False, separators=(",", ":")
    ).encode()
    return texte, hashlib.sha256(texte).hexdigest()[:LONGUEUR_EMPREINTE]


def bounds(collection: dict[str, Any]) -> tuple[float, float, float, float]:
    """West, south, east, north, in degrees."""
    points = [
        p
        for f in collection["features"]
        for polygone in polygons(f["geometry"])
        for p in polygone[0]
    ]
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def rings(collection: dict[str, Any]) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer rings of all the territories, for a drawing that wants lines and nothing else."""
    return tuple(
        tuple((float(x), float(y)) for x, y in p[0])
        for f in collection["features"]
        for p in polygons(f["geometry"])
    )


def _lu(installation: Installation, maille: str) -> tuple[dict[str, Any], tuple[Anomalie, ...]]:
    fichier = referentiels.chemin(installation, f"contours_{maille}", "geojson")
    if not fichier.exists():
        raise BaseIndisponible(
            f"Les contours « {fichier.name} » sont introuvables. Restaurez le dossier "
            "data/referentiels du produit."
        )
    communes = referentiels.load(installation, "communes")
    codes = communes[MAILLES[maille]] if MAILLES[maille] else []
    attendus = tuple(dict.fromkeys(zip(codes, communes.attrs["lignes"], strict=False)))
    etat = fichier.stat()
    return geojson.lire(
        fichier,
        etat.st_mtime_ns,
        etat.st_size,
        attendus,
        referentiels.chemin(installation, "communes").name,
    )
