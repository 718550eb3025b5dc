"""The office documents as Word, PowerPoint and Excel read them: valid to the letter of the format,
French in their settings.
"""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from clas_data.restitutions.bilan import formats_de_sortie
from tests.test_bilan_documents import composer

BUREAUTIQUES = ("docx", "pptx", "annexe.pptx", "xlsx")


@pytest.fixture(scope="module", params=[False, True], ids=["comite", "diffusion"])
def bureau(request, demonstration):
    """format → bytes, for the two versions."""
    document = composer(demonstration, diffusion=request.param)[1]
    return {f: formats_de_sortie.ecrire(document, f) for f in BUREAUTIQUES}


@pytest.mark.parametrize("format_", BUREAUTIQUES)
def test_the_file_follows_the_schemas_that_office_checks(bureau, format_, tmp_path):
    fichier = tmp_path / f"bilan.{format_}"
    fichier.write_bytes(bureau[format_])
    verdict = OpenXmlValidator(max_errors=0).validate(fichier)
    assert verdict.is_valid, [str(e) for e in verdict.errors][:5]


def test_word_finds_a_french_file_of_today(bureau):
    d = docx.Document(io.BytesIO(bureau["docx"]))
    lus = {
        e.get(qn("w:name")): e.get(qn("w:val"))
        for e in d.settings.element.iter(qn("w:compatSetting"))
    }
    assert lus["compatibilityMode"] == "15", "an older mode is said in the title bar"
    assert [
        d.settings.element.find(qn(f"w:{b}")).get(qn("w:val"))
        for b in ("themeFontLang", "decimalSymbol", "listSeparator")
    ] == ["fr-FR", ",", ";"]


def test_what_must_be_unique_is_and_every_picture_has_a_size(bureau):
    corps = docx.Document(io.BytesIO(bureau["docx"])).element.body
    for balise, attribut in (
        ("wp:docPr", "id"),
        ("w:bookmarkStart", qn("w:id")),
        ("w:bookmarkStart", qn("w:name")),
    ):
        ids = [e.get(attribut) for e in corps.iter(qn(balise))]
        assert ids and len(ids) == len(set(ids)), balise
    assert all(int(e.get(c)) > 0 for e in corps.iter(qn("wp:extent")) for c in ("cx", "cy"))
    assert all(e.get("name").startswith("Figure ") for e in corps.iter(qn("wp:docPr")))


@pytest.mark.parametrize("format_", BUREAUTIQUES)
def test_nothing_points_nowhere(bureau, format_):
    with zipfile.ZipFile(io.BytesIO(bureau[format_])) as z:
        noms = z.namelist()
        assert len(noms) == len(set(noms)) and z.testzip() is None
        types = z.read("[Content_Types].xml").decode()
        for nom in noms:
            assert (
                nom == "[Content_Types].xml"
                or f'PartName="/{nom}"' in types
                or f'Extension="{nom.rsplit(".", 1)[-1]}"' in types
            ), nom
