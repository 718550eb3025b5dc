"""The office documents as Word, PowerPoint and Excel read them: valid to the letter of the format,
French in their settings.
"""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import nsmap, qn
from docx.shared import Cm, Emu
from lxml import etree
from openxml_audit import OpenXmlValidator

from clas_data.restitutions.bilan import formats_de_sortie
from tests.test_bilan_documents import composer

LEGENDE = Cm(1.2)  # under the bars of a Word chart
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


def test_numbers_of_two_bars_side_by_side_keep_apart(bureau):
    """In a Word chart, the two numbers of a row hold in the height of that row."""
    lu = docx.Document(io.BytesIO(bureau["docx"]))
    vus = 0
    for cadre in lu.element.body.iter(qn("wp:inline")):
        for c in cadre.iter(qn("c:chart")):
            xml = etree.fromstring(lu.part.related_parts[c.get(qn("r:id"))].blob)
            series = xml.findall(".//c:ser", nsmap)
            if len(series) < 2 or xml.find(".//c:barDir[@val='bar']", nsmap) is None:
                continue
            if xml.find(".//c:grouping[@val='clustered']", nsmap) is None:
                continue
            n = int(series[0].find(".//c:cat//c:ptCount", nsmap).get("val"))
            haut = Emu(int(cadre.find(qn("wp:extent")).get("cy")) - LEGENDE).pt / n
            lettres = max(
                int(r.get("sz")) for r in xml.iterfind(".//c:dLbls//a:defRPr[@sz]", nsmap)
            )
            assert 2 * lettres / 100 < haut, (n, lettres, haut)
            vus += 1
    assert vus > 5
