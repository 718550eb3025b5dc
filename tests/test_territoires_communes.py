"""What is known of communes before any Clas: distances, populations, priorities, and their sums by
EPCI.
"""

from __future__ import annotations

import io
import math
import zipfile

import numpy as np
import pandas as pd
import pytest

from clas_data.config import REFERENTIELS, Installation
from clas_data.errors import ALERTE, FichierRefuse, UsageError
from clas_data.fichiers import referentiels
from clas_data.indicateurs import libelles
from clas_data.territoires import communes, distances, parametres, population, recensement


@pytest.fixture(scope="module")
def isere(demonstration):
    return communes.load(demonstration, 2015)


# distances
# --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (1, 0), math.pi * 6371.0088 / 180),
        ((0, 0), (0, 90), math.pi * 6371.0088 / 2),
        ((0, 0), (180, 0), math.pi * 6371.0088),
        ((2.3522, 48.8566), (4.8357, 45.7640), 391.5),  # Paris-Lyon, published as about 392 km
    ],
)
def test_kilometres(a, b, km):
    assert distances.kilometres(*a, *b) == pytest.approx(km, abs=0.5)
    assert distances.kilometres(*a, *b) == pytest.approx(distances.kilometres(*b, *a))


def test_the_tree_and_the_matrix_agree(isere):
    vers = isere.iloc[::17].reset_index(drop=True)
    toutes = distances.matrice(isere, vers)
    assert toutes.shape == (512, len(vers)) and np.allclose(
        distances.matrice(vers, isere), toutes.T
    )
    proche, rangs = distances.plus_proche(isere, vers)
    assert np.allclose(proche, toutes.min(axis=1)) and np.allclose(
        toutes[np.arange(512), rangs], proche
    )
    for km in (0, 3.2, 12, 60):
        assert (distances.a_portee(isere, vers, km).toarray() == (toutes <= km)).all()


def test_the_bound_is_included_and_nobody_is_nearest_to_nothing():
    a, b = pd.DataFrame({"lon": [0.0], "lat": [0.0]}), pd.DataFrame({"lon": [1.0], "lat": [0.0]})
    pile = float(distances.kilometres(0, 0, 1, 0))
    assert (
        distances.a_portee(a, b, pile).sum() == 1
        and distances.a_portee(a, b, pile - 0.001).sum() == 0
    )
    proche, rangs = distances.plus_proche(a, b.iloc[:0])
    assert np.isnan(proche).all() and list(rangs) == [-1]


def test_voisines(isere):
    proches = distances.voisines(isere, "38185")
    assert (
        proches["nom"].iloc[0] == "Saint-Martin-d'Hères"
        and proches["distance_km"].is_monotonic_increasing
    )
    assert len(proches) == parametres.valeur("voisines_max") and "38185" not in set(proches["code"])
    assert distances.voisines(isere, "99999").empty


# communes
# --------------------------------------------------------------------------------


def test_priorities_of_a_generation(isere, demonstration):
    assert (
        isere["qpv"].sum() == 16
        and isere["rep_nombre"].sum() == 13
        and isere["rep_plus"].sum() == 2
    )
    grenoble = isere.set_index("code").loc["38185"]
    assert (
        grenoble["rep"]
        == "Collège Lucie Aubrac (REP+), Collège Vercors (REP), Collège Olympique (REP)"
        and grenoble["pre"] == "Grenoble"
    )
    assert communes.load(demonstration, 2024)["qpv"].isna().all(), (
        "an absent list is unknown, not « no QPV »"
    )
    assert communes.load(demonstration)["qpv"].isna().all()


def test_sums_by_maille(isere):
    for maille in ("epci", "arrondissement"):
        agregat = communes.agreger(isere, maille)
        assert (
            agregat["habitants"].sum() == isere["habitants"].sum()
            and agregat["communes"].sum() == 512
        )
        assert agregat["jeunes"].isna().all()
    capi = communes.agreger(isere, "epci").set_index("nom").loc["CA Porte de l'Isère (CAPI)"]
    assert capi["pre"] == "Nord-Isère" and capi["qpv"] and capi["rep_nombre"] == 2
    with pytest.raises(UsageError, match="epci"):
        communes.agreger(isere, "canton")


# Insee's population file
# --------------------------------------------------------------------------------

ENTETE = (
    "CODGEO;P22_POP0205;P22_POP0610;P22_POP1114;P22_POP1517;P16_POP0610;P16_POP1114;P16_POP1517"
)


def insee(*lignes: str, entete: str = ENTETE) -> bytes:
    return "\n".join([entete, *lignes]).encode()


CODES, ANCIENS = ("38001", "38002", "38185"), {"38028": "38001"}
BON = insee(
    "38001;1;300.5;200;100;9;9;9",
    "38028;1;10;10;10;9;9;9",
    "38002;1;60;40;30;9;9;9",
    "38185;1;8000;6000;5000,25;9;9;9",
    "69123;1;1;1;1;9;9;9",
)


def test_the_file_as_published(isere):
    lus = recensement.read("base.csv", BON, CODES, ANCIENS)
    assert lus.annee == 2022 and lus.anomalies == () and "2022" in lus.source
    table = lus.table.set_index("code")
    assert table.loc["38001", "jeunes_6_10"] == 310.5 and table.loc["38001", "jeunes"] == 630.5, (
        "the merged commune is added"
    )
    assert table.loc["38185", "jeunes_15_17"] == 5000.25
    assert population.jeunes(lus).unite == "pour 100\u00a0jeunes de 6 à 17 ans"
    assert population.jeunes(lus, "collège").colonne == "jeunes_11_14"
    assert population.habitants(isere).unite == "pour 1\u202f000\u00a0habitants"


def test_the_zip_as_downloaded_and_windows_text():
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as archive:
        archive.writestr("base-cc-diplomes-formation-2022.CSV", BON)
        archive.writestr("meta_base-cc-diplomes-formation-2022.CSV", "COD_VAR;LIB")
    assert recensement.read("base.zip", tampon.getvalue(), CODES, ANCIENS).table.equals(
        recensement.read("b.csv", BON, CODES, ANCIENS).table
    )
    cp1252 = (
        ENTETE + ";LIBELLÉ\n38001;1;1;1;1;9;9;9;Léz\n38002;1;1;1;1;9;9;9;x\n38185;1;1;1;1;9;9;9;x"
    ).encode("cp1252")
    assert recensement.read("b.csv", cp1252, CODES, ANCIENS).table["jeunes"].tolist() == [3, 3, 3]


def test_what_is_missing_is_unknown_and_said():
    lus = recensement.read(
        "b.csv", insee("38001;1;1;2;3;9;9;9", "38185;1;s;2;3;9;9;9"), CODES, ANCIENS
    )
    table = lus.table.set_index("code")["jeunes"]
    assert table["38001"] == 6 and np.isnan(table["38002"]) and np.isnan(table["38185"])
    assert [(a.gravite, a.ligne) for a in lus.anomalies] == [(ALERTE, 3), (ALERTE, None)]


@pytest.mark.parametrize(
    ("contenu", "code", "ligne"),
    [
        (insee("38001;1;1;1;1;9;9;9", "38001;1;1;1;1;9;9;9"), "population_doublon", 3),
        (insee("38001;1;-1;1;1;9;9;9"), "population_nombre", 2),
        (insee("38001;1;beaucoup;1;1;9;9;9"), "population_nombre", 2),
        (insee("38001;1;inf;1;1;9;9;9"), "population_nombre", 2),
        (insee("69123;1;1;1;1;9;9;9"), "population_communes", None),
        (insee("38001;1", entete="CODGEO;P22_POP0610"), "population_colonnes", 1),
        (
            insee("38001;1;1;1", entete="COM;P22_POP0610;P22_POP1114;P22_POP1517"),
            "population_colonnes",
            1,
        ),
        (BON.replace(b";", b","), "population_colonnes", 1),
        (b"PK\x03\x04 broken", "population_zip", None),
        (b"", "population_colonnes", 1),
    ],
)
def test_another_file_is_refused(contenu, code, ligne):
    with pytest.raises(FichierRefuse) as refus:
        recensement.read("b.csv", contenu, CODES, ANCIENS)
    assert (code, ligne) in [(a.code, a.ligne) for a in refus.value.anomalies]


def test_an_installation_with_the_file(vide):
    assert population.load(vide) is None
    vide.referentiels.mkdir()
    lignes = [f"{c};1;{i};2;3;9;9;9" for i, c in enumerate(referentiels.noms_communes(vide))]
    (vide.referentiels / "base-cc-diplomes-formation-2022.csv").write_bytes(insee(*lignes))
    table = communes.load(vide, 2015)
    assert (
        table["jeunes"].notna().all()
        and communes.agreger(table, "epci")["jeunes"].sum() == table["jeunes"].sum()
    )
    (vide.referentiels / "base-cc-diplomes-formation-2021.csv").write_bytes(insee(*lignes))
    with pytest.raises(FichierRefuse, match="Gardez-en un seul"):
        population.load(vide)


# hypotheses
# --------------------------------------------------------------------------------


def test_every_hypothesis_says_its_origin():
    for p in parametres.load().values():
        assert p.origine.startswith(("Hypothèse : ", "Convention : ", "Source : ")) and p.titre
        assert all(
            p.minimum <= v <= p.maximum
            for v in (p.valeur if isinstance(p.valeur, list) else [p.valeur])
        )


@pytest.mark.parametrize("choisie", [-1, 101, float("nan"), "cinq", True])
def test_a_value_out_of_bounds_is_refused(choisie):
    with pytest.raises(UsageError, match="entre 0 et 100\u00a0km"):
        parametres.valeur("distance_max_km", choisie)
    assert parametres.valeur("distance_max_km", 7.5) == 7.5


def test_two_territories_of_one_name_are_told_apart_by_their_codes(tmp_path):
    """Rare in one département, common in several: a figure by name would hold one place twice."""
    inst = Installation(tmp_path)
    inst.referentiels.mkdir(parents=True)
    lues = pd.read_csv(REFERENTIELS / "communes.csv", sep=";", dtype=str, keep_default_na=False)
    ailleurs = lues.iloc[[0]].assign(code_insee="99001", epci_siren="999000001", anciens_codes="")
    pd.concat([lues, ailleurs]).to_csv(inst.referentiels / "communes.csv", sep=";", index=False)
    for axe, code, nom in (("epci", "999000001", "epci_nom"), ("commune", "99001", "nom")):
        noms = libelles.noms(inst, axe)
        assert noms[code] == f"{lues.iloc[0][nom]} ({code})"
        assert len(set(noms.values())) == len(noms) and sum("(" in n for n in noms.values()) >= 2


def test_what_is_known_of_communes_does_not_drag_the_lines_of_their_file(isere):
    """pandas copies such notes at each step: at ten départements they were four fifths of a map."""
    assert isere.attrs == {}
