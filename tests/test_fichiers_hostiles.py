"""A few hundred mutated files; the bench runs ten thousand. And the judge itself is tried."""

from __future__ import annotations

import pyarrow as pa
import pytest

from bench import classeurs_hostiles, fichiers_hostiles
from clas_data.fichiers import controle, enveloppe, lecture, schemas
from clas_data.fichiers.lecture import Depot


def test_no_mutated_file_gets_through_wrong():
    resultat = fichiers_hostiles.eprouver(200, graine=7)
    assert (
        resultat["fautes"] == []
        and resultat["etats"]["refusé"] > 100
        and resultat["etats"]["accepté"] > 10
    )


def test_a_workbook_built_to_crash_its_reader_is_answered():
    assert fichiers_hostiles.fabriques() == []


@pytest.mark.parametrize(
    "ecrite", "loin apostrophes espaces dollars petites entites sauts prefixe sans_ligne".split()
)
def test_the_envelope_reads_each_spelling_of_a_far_cell(ecrite):
    """Before any reader: the process apart is the second wall, not the only one."""
    loin = classeurs_hostiles.REFERENCES[ecrite]
    for cible in ("worksheets/sheet1.xml", "donnees/a.bin"):  # where the relations place it
        refus = enveloppe.examiner("a.xlsx", classeurs_hostiles.xlsx(loin, cible))[1]
        assert refus and refus.code == "classeur_demesure", cible


def test_the_ordinary_workbooks_beside_them_are_read():
    ligne = classeurs_hostiles.CELLULE.format("")
    table = classeurs_hostiles.TABLE.format(f"<table:table-row>{ligne}</table:table-row>")
    for nom, contenu in (
        ("a.xlsx", classeurs_hostiles.xlsx(classeurs_hostiles.ENTETE)),
        ("b.xlsx", classeurs_hostiles.xlsx(classeurs_hostiles.ENTETE, "donnees/a.bin")),
        ("c.ods", classeurs_hostiles.ods(table)),
    ):
        feuilles, anomalies = lecture.read(Depot(nom, contenu))
        assert not anomalies and len(feuilles[0].lignes) == 1, nom


@pytest.mark.parametrize(
    "mauvais",
    [
        {"enfants": -1},
        {"niveau": "maternelle"},
        {"code_action": None},
        {"campagne": "2020-2021"},
        {"lieu": "x\x00"},
        {"semaines": 54},
        {},
    ],
)
def test_the_judge_sees_a_row_that_contradicts_its_schema(mauvais):
    ligne = {
        "campagne": "2021-2022",
        "code_action": "A1",
        "numero": 1,
        "niveau": "collège",
        "enfants": 10,
        **mauvais,
    }
    lignes = [ligne] if mauvais else [ligne, ligne]  # nothing wrong but the same key twice
    table = pa.Table.from_pylist(lignes, schema=controle.arrow_schema(schemas.load()["collectifs"]))
    assert fichiers_hostiles.juger(controle.Controle(tables={"collectifs": table}), "2021-2022", {})
