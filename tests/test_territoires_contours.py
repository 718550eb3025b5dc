"""Outlines: those of the référentiel, clockwise, without crossing, with the very same edges from
commune to département.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from itertools import pairwise

import numpy as np
import pytest

from clas_data.config import REFERENTIELS
from clas_data.errors import FichierRefuse
from clas_data.fichiers import referentiels
from clas_data.territoires import contours
from tests.test_referentiels import changer, remplacer


@pytest.fixture(scope="module")
def geometrie():
    """The build-time module that draws outlines, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("geometrie", REFERENTIELS / "geometrie.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["geometrie"] = module
    spec.loader.exec_module(module)
    return module


def polygones(objet):
    g = objet["geometry"]
    return [g["coordinates"]] if g["type"] == "Polygon" else g["coordinates"]


def aretes(collection, cle):
    """key of the territory → its directed edges."""
    resultat = {}
    for objet in collection["features"]:
        groupe = resultat.setdefault(cle(objet["id"]), set())
        groupe |= {
            (tuple(a), tuple(b))
            for p in polygones(objet)
            for anneau in p
            for a, b in pairwise(anneau)
        }
    return resultat


def test_one_outline_per_territory(vide):
    communes = referentiels.communes(vide)
    for maille, colonne in contours.MAILLES.items():
        codes = [o["id"] for o in contours.load(vide, maille)["features"]]
        assert len(codes) == len(set(codes))
        assert set(codes) == (set(communes[colonne]) if colonne else {"38"})
    assert contours.verifier(vide) == []


def test_a_few_hundred_kilobytes():
    assert (
        200_000 < sum(p.stat().st_size for p in REFERENTIELS.glob("contours_*.geojson")) < 500_000
    )


@pytest.mark.parametrize("maille", contours.MAILLES)
def test_rings_are_closed_clockwise_and_do_not_cross(vide, geometrie, maille):
    for objet in contours.load(vide, maille)["features"]:
        for polygone in polygones(objet):
            for rang, anneau in enumerate(polygone):
                assert anneau[0] == anneau[-1]
                assert (geometrie.area(anneau) < 0) == (rang == 0), objet["id"]
                assert len({tuple(p) for p in anneau}) == len(anneau) - 1, (
                    f"{objet['id']}: a ring meets itself"
                )
                assert not crosses(np.array(anneau)), objet["id"]


def crosses(anneau: np.ndarray) -> bool:
    """Whether two edges of a ring cross."""
    a, b = anneau[:-1], anneau[1:]

    def cote(p, q, r):
        return np.sign(
            (q[:, None, 0] - p[:, None, 0]) * (r[None, :, 1] - p[:, None, 1])
            - (q[:, None, 1] - p[:, None, 1]) * (r[None, :, 0] - p[:, None, 0])
        )

    separes = cote(a, b, a) * cote(a, b, b) < 0
    return bool((separes & separes.T).any())


def test_edges_coincide_from_commune_to_departement(vide):
    communes = referentiels.communes(vide)
    bord = None
    for maille in ("departement", "arrondissements", "epci"):
        colonne = contours.MAILLES[maille]
        parent = (
            dict(zip(communes["code_insee"], communes[colonne], strict=True))
            if colonne
            else dict.fromkeys(communes["code_insee"], "38")
        )
        interieurs = aretes(contours.load(vide, "communes"), parent.get)
        dessines = aretes(contours.load(vide, maille), str)
        for code, ensemble in interieurs.items():
            assert dessines[code] == {e for e in ensemble if e[::-1] not in ensemble}, (
                f"{maille} {code}"
            )
        seul = {e for es in dessines.values() for e in es}
        seul = {e for e in seul if e[::-1] not in seul}
        bord = seul if bord is None else bord
        assert seul == bord, "the outer border is the same line at every maille"


def test_every_point_lies_in_its_commune(vide, geometrie):
    points = {c.code_insee: (c.lon, c.lat) for c in referentiels.communes(vide).itertuples()}
    dehors = [
        o["id"]
        for o in contours.load(vide, "communes")["features"]
        if not geometrie.contains(polygones(o), points[o["id"]])
    ]
    assert dehors == []


def test_bounds_and_credit(vide):
    ouest, sud, est, nord = contours.bounds(contours.load(vide, "communes"))
    assert 4.7 < ouest < est < 6.4 and 44.6 < sud < nord < 45.9
    assert "IGN ADMIN EXPRESS COG, Licence Ouverte 2.0" in contours.source(vide, "epci")


def test_a_missing_outline_is_refused_with_the_line_of_its_commune(vide):
    remplacer(vide, "contours_communes", lambda l: [x for x in l if '"38003"' not in x], "geojson")
    with pytest.raises(
        FichierRefuse, match="communes.csv, ligne 4 : « 38003 » n'a pas de contour"
    ) as refus:
        contours.load(vide, "communes")
    assert [(a.code, a.ligne) for a in refus.value.anomalies] == [("referentiel_sans_contour", 4)]


@pytest.mark.parametrize(
    ("transformer", "ligne", "code"),
    [
        (changer(5, '"code":"38004"', '"code":"99999"'), 5, "referentiel_contour_inconnu"),
        (lambda l: [*l[:4], l[3], *l[4:]], 5, "referentiel_doublon"),
        (changer(3, '"code":"38002",', ""), None, "referentiel_sans_code"),
        (changer(3, '"Polygon"', '"Point"'), 3, "referentiel_geometrie"),
        (changer(3, "[[[", "[[[900,0],["), 3, "referentiel_geometrie"),
        (changer(3, "]]]", "]]"), 3, "referentiel_json"),
    ],
)
def test_a_faulty_outline_is_refused_with_its_line(vide, transformer, ligne, code):
    remplacer(vide, "contours_communes", transformer, "geojson")
    with pytest.raises(FichierRefuse) as refus:
        contours.load(vide, "communes")
    assert (code, ligne) in [(a.code, a.ligne) for a in refus.value.anomalies]


def test_a_ring_drawn_the_other_way_is_turned(vide, geometrie):
    def retourner(lignes):
        collection = json.loads("\n".join(lignes))
        collection["features"] = collection["features"][:1]
        for objet in collection["features"]:
            objet["geometry"]["coordinates"][0].reverse()
        return [json.dumps(collection)]

    remplacer(vide, "contours_departement", retourner, "geojson")
    anneau = polygones(contours.load(vide, "departement")["features"][0])[0][0]
    assert geometrie.area(anneau) < 0


def carre(x, y, cote=1.0):
    return [[(x, y), (x, y + cote), (x + cote, y + cote), (x + cote, y), (x, y)]]


def test_dissolve_side_by_side_hole_and_corner(geometrie):
    deux = geometrie.dissolve([[carre(0, 0)], [carre(1, 0)]])
    assert len(deux) == 1 and len(deux[0]) == 1 and geometrie.area(deux[0][0]) == -2
    couronne = geometrie.dissolve(
        [[carre(x, y)] for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    )
    assert len(couronne) == 1 and [geometrie.area(a) for a in couronne[0]] == [-9, 1]
    coin = geometrie.dissolve([[carre(0, 0)], [carre(1, 1)]])
    assert sorted(len(p) for p in coin) == [1, 1], (
        "two squares that touch at a corner stay two polygons"
    )
    trou_au_bord = geometrie.dissolve(
        [[carre(x, y)] for x in range(3) for y in range(3) if (x, y) not in ((1, 1), (0, 0))]
    )
    assert sum(geometrie.area(a) for p in trou_au_bord for a in p) == -7


def test_dissolve_keeps_the_area_and_any_order(geometrie):
    rng = np.random.default_rng(7)
    for _ in range(30):
        cases = [(x, y) for x in range(6) for y in range(6) if rng.random() < 0.6]
        formes = [[carre(x, y)] for x, y in cases]
        forme = geometrie.dissolve(formes)
        assert sum(geometrie.area(a) for p in forme for a in p) == -len(cases)
        assert geometrie.dissolve(formes[::-1]) == forme
        for x, y in ((x, y) for x in range(6) for y in range(6)):
            assert geometrie.contains(forme, (x + 0.5, y + 0.5)) == ((x, y) in cases)


def test_shapes_that_do_not_share_their_arcs_are_refused(geometrie):
    with pytest.raises(ValueError, match="outline is open"):
        geometrie._trace({(0, 0): [(0, 1)], (0, 1): [(1, 1)]}, (0, 0))


def test_the_point_inside_is_inside(geometrie):
    croissant = [[[(0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 1), (3, 1), (3, 0), (0, 0)]]]
    assert geometrie.contains(croissant, geometrie.inside_point(croissant))
