"""Communes as people write them; a name never goes to the namesake of a postcode."""

from __future__ import annotations

import pytest

from clas_data.fichiers.lieux import Communes

ISERE = Communes(
    {
        "38185": "Grenoble",
        "38193": "L'Isle-d'Abeau",
        "38421": "Saint-Martin-d'Hères",
        "38080": "Charancieu",
        "38001": "Les Abrets en Dauphiné",
        "69123": "Lyon",
        "13055": "Marseille",
        "75056": "Paris",
        "38901": "Homonyme",
        "38902": "Homonyme",
    },
    {"38002": "38001"},
    {
        "38000": ["38185"],
        "38100": ["38185"],
        "38080": ["38193"],
        "38490": ["38001", "38080"],
        "38400": ["38421"],
    },
)


@pytest.mark.parametrize(
    "brut, code",
    [
        ("38193", "38193"),
        (38193.0, "38193"),
        ("38 193", "38193"),
        ("38\u00a0193", "38193"),
        ("38193 - L'Isle-d'Abeau", "38193"),
        ("38193 L’ISLE D’ABEAU", "38193"),
        ("L'Isle-d'Abeau (38193)", "38193"),
        ("Isle-d'Abeau (L') 38193", "38193"),
        ("38080 L'Isle-d'Abeau", "38193"),  # its postcode, and its name
        ("38000 - Grenoble", "38185"),
        ("38400 St-Martin-d'Hères", "38421"),
        ("38080", "38080"),  # alone, the Insee code that it is
    ],
)
def test_one_commune_is_meant(brut, code):
    assert ISERE.lire(brut) == (code, None)


@pytest.mark.parametrize(
    "nom",
    [
        "St-Martin-d'Hères",
        "SAINT MARTIN D’HERES",
        "st martin d heres",
        "ST MARTIN D'HERES CEDEX 9",
        "Saint-Martin-d'Hères (38)",
    ],
)
def test_a_name_is_read_where_names_are_expected_and_offered_elsewhere(nom):
    assert ISERE.lire(nom, nom_attendu=True) == ("38421", None)
    code, mots = ISERE.lire(nom)
    assert code is None and mots["proposition"] == "38421"


@pytest.mark.parametrize(
    "brut, commune",
    [("69383", "69123"), ("13205", "13055"), ("75111", "75056"), (75111.0, "75056")],
)
def test_a_municipal_arrondissement_belongs_to_its_commune(brut, commune):
    code, mots = ISERE.lire(brut)
    assert code == commune and mots["code"] == "commune_arrondissement"


def test_elsewhere_an_arrondissement_is_an_unknown_commune():
    code, mots = Communes({"38185": "Grenoble"}).lire("69383")
    assert code is None and mots["code"] == "commune_inconnue"


@pytest.mark.parametrize(
    "brut, code, propose",
    [
        ("38100", "commune_inconnue", "38185"),  # the postcode of one commune
        ("38490", "commune_inconnue", None),  # of two: both are written out
        ("38080 Grenoble", "commune_contredite", "38185"),
        ("38185 Charancieu", "commune_contredite", "38080"),
        ("Grenoblle", "commune_format", "38185"),
        ("Homonyme", "commune_format", None),
        ("Atlantide", "commune_format", None),
    ],
)
def test_what_is_not_certain_is_refused_and_offered(brut, code, propose):
    lue, mots = ISERE.lire(brut)
    assert lue is None and mots["code"] == code and mots.get("proposition") == propose


def test_two_communes_of_one_name_are_both_written_out():
    _, mots = ISERE.lire("Homonyme", nom_attendu=True)
    assert "38901" in mots["attendu"] and "38902" in mots["attendu"]


def test_a_name_that_contradicts_its_code_is_said_once_with_its_rows():
    dites = ISERE.contredites(
        ["38080", "38080", "38185"], ["L'Isle-d'Abeau", "L'Isle-d'Abeau", "Grenoble"], [2, 3, 4]
    )
    ((code, mots),) = dites
    assert code == "commune_contredite" and "2, 3" in mots["lignes"]
    assert mots["proposition"] == "38193" and "code postal" in mots["nature"]
