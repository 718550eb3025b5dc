"""The documents that say what the words mean are those that the declarations say."""

from __future__ import annotations

import re

import pytest

from clas_data.config import DEPOT
from clas_data.fichiers import schemas
from clas_data.indicateurs import catalogue
from clas_data.restitutions import dictionnaire

DOCS = DEPOT / "docs"


def test_the_dictionary_is_the_one_that_the_declarations_write():
    ecrit = (DOCS / "dictionnaire.md").read_text(encoding="utf-8")
    assert ecrit == dictionnaire.markdown(), (
        "run: python -m clas_data dictionnaire -o docs/dictionnaire.md"
    )


def test_every_indicator_and_every_column_is_in_the_dictionary():
    texte = dictionnaire.markdown()
    for ind in catalogue.load().values():
        assert f"`{ind.id}`" in texte and f"#### {ind.titre}\n" in texte and ind.definition in texte
    for schema in schemas.load().values():
        section = texte.split(f"(`{schema.table}`)")[1].split("\n### ")[0]
        for colonne in schema.colonnes.values():
            assert f"| `{colonne.nom}` |" in section


def test_tables_of_the_dictionary_have_as_many_cells_on_each_line():
    lignes = [l for l in dictionnaire.markdown().splitlines() if l.startswith("|")]
    assert {len(re.split(r"(?<!\\)\|", l)) for l in lignes} == {10}


MOTS = [
    "fichier",
    "table",
    "indicateur",
    "barème",
    "acteur",
    "page",
    "campagne",
    "collectif",
    "porteur",
    "empreinte",
    "périmètre",
    "n.d.",
]


@pytest.mark.parametrize("mot", MOTS)
def test_the_glossary_defines_each_word_once(mot):
    texte = (DOCS / "glossaire.md").read_text(encoding="utf-8")
    definis = [
        m
        for l in texte.splitlines()
        if l.startswith("- ")
        for m in re.findall(r"\*\*([^*]+)\*\*", l.split("\u00a0:")[0])
    ]
    assert definis.count(mot) == 1 and len(definis) == len(set(definis))
