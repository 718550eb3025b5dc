"""Outlines read from one GeoJSON file, and everything that is wrong in it, with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from clas_data.errors import BLOQUANTE, Anomalie

OCTETS_MAX = 60_000_000


@lru_cache(maxsize=16)
def lire(
    fichier: Path, _modifie: int, octets: int, attendus: tuple[tuple[str, int], ...], communes: str
) -> tuple[dict[str, Any], tuple[Anomalie, ...]]:
    """The collection of one file as it is now, outer rings clockwise, and its anomalies.

    `attendus`: the codes that must have an outline, with their line in `communes`.
    """
    if octets > OCTETS_MAX:
        return {}, (
            _anomalie(
                fichier.name,
                "taille",
                None,
                "est bien trop gros pour des contours. Simplifiez-les.",
            ),
        )
    try:
        texte = fichier.read_text(encoding="utf-8")
        collection = json.loads(texte)
    except (UnicodeDecodeError, json.JSONDecodeError) as e:
        ligne = e.lineno if isinstance(e, json.JSONDecodeError) else None
        return {}, (
            _anomalie(
                fichier.name,
                "json",
                ligne,
                "ce n'est pas du GeoJSON en UTF-8. Restaurez le fichier livré.",
            ),
        )
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        return {}, (
            _anomalie(
                fichier.name,
                "json",
                1,
                "ce n'est pas une « FeatureCollection ». Restaurez le fichier livré.",
            ),
        )
    connus = {code for code, _ in attendus}
    vus: dict[str, int] = {}
    anomalies = [
        a
        for rang, f in enumerate(collection["features"], 1)
        for a in _verifier_objet(fichier.name, texte, rang, f, connus, vus)
    ]
    premieres: dict[str, int] = {}
    for code, ligne in attendus:
        premieres.setdefault(code, ligne)
    anomalies += [
        _anomalie(
            communes,
            "sans_contour",
            ligne,
            f"« {code} » n'a pas de contour dans {fichier.name}. Ajoutez son contour, ou "
            "corrigez le code.",
        )
        for code, ligne in premieres.items()
        if code not in vus
    ]
    if not anomalies:
        for objet in collection["features"]:
            objet["id"] = objet["properties"]["code"]
            for polygone in polygons(objet["geometry"]):
                polygone[:] = [_turned(anneau, rang == 0) for rang, anneau in enumerate(polygone)]
    return collection, tuple(anomalies)


def _verifier_objet(
    fichier: str, texte: str, rang: int, objet: Any, connus: set[str], vus: dict[str, int]
) -> Iterator[Anomalie]:
    """What is wrong with one territory; its line is only looked for where something is, for that
    reads the whole text.
    """
    code = ((objet.get("properties") or {}).get("code") if isinstance(objet, dict) else None) or ""
    if not isinstance(code, str) or not code:
        nom, ligne = (
            (f"le contour « {code} »", _line(texte, code, 1))
            if code
            else (f"l'objet n° {rang}", None)
        )
        yield _anomalie(
            fichier,
            "sans_code",
            ligne,
            f"{nom} n'a pas de propriété « code ». Donnez-lui le code du territoire.",
        )
        return
    nom, occurrence = f"le contour « {code} »", 2 if code in vus else 1
    if code in vus:
        premiere = _line(texte, code, 1) or vus[code]
        yield _anomalie(
            fichier,
            "doublon",
            _line(texte, code, 2),
            f"{nom} figure déjà ligne {premiere}. Retirez l'un des deux.",
        )
    vus.setdefault(code, rang)
    if connus and code not in connus:
        dit = (
            f"{nom} n'est celui d'aucun territoire de communes.csv. Retirez-le, ou corrigez son "
            "code."
        )
        yield _anomalie(fichier, "contour_inconnu", _line(texte, code, occurrence), dit)
    if not _well_formed(objet.get("geometry")):
        dit = (
            f"{nom} n'est pas fait de polygones fermés, en longitude et latitude. Restaurez le "
            "fichier livré."
        )
        yield _anomalie(fichier, "geometrie", _line(texte, code, occurrence), dit)


def _line(texte: str, code: str, occurrence: int) -> int | None:
    """The line where a code is written as a property, for the given occurrence; None when it cannot
    be told.
    """
    position = -1
    for _ in range(occurrence):
        suivante = min(
            (
                p
                for p in (texte.find(f'"code"{s}"{code}"', position + 1) for s in (":", ": "))
                if p >= 0
            ),
            default=-1,
        )
        if suivante < 0:
            return None
        position = suivante
    return texte.count("\n", 0, position) + 1


def _well_formed(geometrie: Any) -> bool:
    try:
        polygones = polygons(geometrie)
        anneaux = [a for p in polygones for a in p]
        return bool(anneaux) and all(
            len(a) > 3 and a[0] == a[-1] and all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in a)
            for a in anneaux
        )
    except (TypeError, ValueError, KeyError):
        return False


def polygons(geometrie: dict[str, Any]) -> list[list]:
    """The polygons of a geometry, each as its rings; ValueError for another geometry."""
    if geometrie["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(geometrie["type"])
    return (
        [geometrie["coordinates"]] if geometrie["type"] == "Polygon" else geometrie["coordinates"]
    )


def _turned(anneau: list, exterieur: bool) -> list:
    """The ring, clockwise if it is an outer one: drawn the other way, a map on the sphere fills
    everything but the territory.
    """
    double_aire = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(anneau, anneau[1:], strict=False))
    return anneau if (double_aire < 0) == exterieur else anneau[::-1]


def _anomalie(fichier: str, code: str, ligne: int | None, message: str) -> Anomalie:
    lieu = f"{fichier}, ligne {ligne} : " if ligne else f"{fichier} : "
    return Anomalie(BLOQUANTE, f"referentiel_{code}", lieu + message, fichier, "", ligne)
