"""Rings, points and dissolved outlines, with the standard library alone: what `deriver.py` draws
with.

A ring is a list of (lon, lat), its first point repeated at its end; outer rings run clockwise,
holes the other way, so the inside is always on the right.  A polygon is [outer ring, hole, …]; a
shape is a list of polygons.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from itertools import pairwise

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]


def read_wkb(hexa: str) -> list[Polygon]:
    """The polygons of a hexadecimal little-endian WKB Polygon or MultiPolygon."""
    octets = bytes.fromhex(hexa)
    sorte, nombre = struct.unpack_from("<II", octets, 1)
    if octets[0] != 1 or sorte not in (3, 6):
        raise ValueError(f"unexpected WKB: byte order {octets[0]}, type {sorte}")
    if sorte == 3:
        return [_polygon(octets, 0)[0]]
    polygones, position = [], 9
    for _ in range(nombre):
        polygone, position = _polygon(octets, position)
        polygones.append(polygone)
    return polygones


def _polygon(octets: bytes, position: int) -> tuple[Polygon, int]:
    (nombre,) = struct.unpack_from("<I", octets, position + 5)
    position += 9
    anneaux = []
    for _ in range(nombre):
        (points,) = struct.unpack_from("<I", octets, position)
        plats = struct.unpack_from(f"<{2 * points}d", octets, position + 4)
        position += 4 + 16 * points
        anneaux.append(list(zip(plats[::2], plats[1::2], strict=True)))
    return anneaux, position


def read_wkb_point(hexa: str) -> Point:
    return struct.unpack_from("<dd", bytes.fromhex(hexa), 5)


def area(anneau: Ring) -> float:
    """Signed area in square degrees: negative when the ring runs clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(anneau)) / 2


def round_ring(anneau: Ring, decimales: int) -> Ring:
    """The ring at this precision, without repeated points; [] when nothing of it is left. Shared
    points stay shared.
    """
    arrondi = [(round(x, decimales), round(y, decimales)) for x, y in anneau]
    garde = [arrondi[0]] + [b for a, b in pairwise(arrondi) if a != b]
    return garde if len(garde) > 3 and area(garde) else []


def orient(polygones: list[Polygon], decimales: int) -> list[Polygon]:
    """Rounded polygons whose outer rings run clockwise and whose holes run the other way."""
    resultat = []
    for polygone in polygones:
        anneaux = []
        for rang, anneau in enumerate(polygone):
            rond = round_ring(anneau, decimales)
            if rond:
                horaire = area(rond) < 0
                anneaux.append(rond if horaire == (rang == 0) else rond[::-1])
            elif rang == 0:
                break
        if anneaux:
            resultat.append(anneaux)
    return resultat


def dissolve(formes: list[list[Polygon]]) -> list[Polygon]:
    """The outline of several shapes that share their arcs: an edge run both ways lies inside, and
    goes.
    """
    aretes = {
        e for forme in formes for polygone in forme for anneau in polygone for e in pairwise(anneau)
    }
    suivants = defaultdict(list)
    for depart, arrivee in sorted(aretes):
        if (arrivee, depart) not in aretes:
            suivants[depart].append(arrivee)
    anneaux = []
    while suivants:
        anneaux += _trace(suivants, min(suivants))
    return _assemble(anneaux)


def _trace(suivants: dict[Point, list[Point]], depart: Point) -> list[Ring]:
    """Walk one outline, consuming its edges; a loop is cut off each time the path meets itself."""
    chemin, boucles = [depart], []
    while True:
        ici = chemin[-1]
        if ici in suivants:
            choix = suivants[ici]
            arrivee = (
                choix[0]
                if len(choix) == 1 or len(chemin) == 1
                else min(choix, key=lambda p: _turn(chemin[-2], ici, p))
            )
            choix.remove(arrivee)
            if not choix:
                del suivants[ici]
        elif len(chemin) == 1:
            return boucles
        else:
            raise ValueError(f"the outline is open at {ici}: the shapes do not share their arcs")
        if arrivee in chemin:
            debut = chemin.index(arrivee)
            boucles.append([*chemin[debut:], arrivee])
            del chemin[debut + 1 :]
        else:
            chemin.append(arrivee)


def _turn(avant: Point, ici: Point, apres: Point) -> float:
    """Angle from the way back to the way on, counterclockwise: the smallest keeps the same inside
    on the right.
    """
    retour = math.atan2(avant[1] - ici[1], avant[0] - ici[0])
    suite = math.atan2(apres[1] - ici[1], apres[0] - ici[0])
    return (suite - retour) % math.tau or math.tau


def _assemble(anneaux: list[Ring]) -> list[Polygon]:
    """Holes put with the smallest outer ring that contains them."""
    exterieurs = sorted((a for a in anneaux if area(a) < 0), key=lambda a: -area(a))
    polygones = [[a] for a in exterieurs]
    for trou in (a for a in anneaux if area(a) > 0):
        dedans = inside_point([[trou]])
        hote = next((p for p in polygones if contains([[p[0]]], dedans)), None)
        if hote is None:
            raise ValueError(f"a hole near {dedans} lies in no outline")
        hote.append(trou)
    return polygones[::-1]


def contains(forme: list[Polygon], point: Point) -> bool:
    """Whether the point lies inside (even-odd rule over all rings)."""
    x, y = point
    dedans = False
    for polygone in forme:
        for anneau in polygone:
            for (xa, ya), (xb, yb) in pairwise(anneau):
                if (ya > y) != (yb > y) and x < xa + (y - ya) * (xb - xa) / (yb - ya):
                    dedans = not dedans
    return dedans


def inside_point(forme: list[Polygon]) -> Point:
    """A point inside the largest polygon: the middle of its widest section, looked for at nine
    heights.
    """
    polygone = max(forme, key=lambda p: abs(area(p[0])))
    hauteurs = [y for _, y in polygone[0]]
    bas, haut = min(hauteurs), max(hauteurs)
    sections = []
    for dixieme in range(1, 10):
        # A hair above the tenth, so that a section never runs along a vertex.
        y = bas + (haut - bas) * (dixieme + 0.00137) / 10
        croisements = sorted(
            xa + (y - ya) * (xb - xa) / (yb - ya)
            for anneau in polygone
            for (xa, ya), (xb, yb) in pairwise(anneau)
            if (ya > y) != (yb > y)
        )
        sections += [
            (b - a, (a + b) / 2, y)
            for a, b in zip(croisements[::2], croisements[1::2], strict=True)
        ]
    _, x, y = max(sections)
    return x, y
