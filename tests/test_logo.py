"""The logo of the installation: read as an image of our own making, refused with what to do, on the
cover of the bilan with the names that sign it.
"""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from PIL import Image
from pypdf import PdfReader

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.restitutions import logo
from clas_data.restitutions.bilan import formats_de_sortie
from clas_data.restitutions.bilan.edition import Edition
from tests.test_bilan_documents import composer


def png(large: int = 400, haut: int = 200, mode: str = "RGBA", **dits) -> bytes:
    sortie = io.BytesIO()
    Image.new(mode, (large, haut)).save(sortie, "PNG", **dits)
    return sortie.getvalue()


@pytest.mark.parametrize("octets", [png(), png(3_900, 90), png(40, 900), png(mode="P")])
def test_any_picture_becomes_the_same_shape_without_what_it_hides(tmp_path, octets):
    inst = Installation(tmp_path)
    assert logo.lire(inst) == b""
    inst.logo.write_bytes(octets + b"cache")
    lue = logo.lire(inst)
    assert logo.lire(inst) == lue and b"cache" not in lue
    image = Image.open(io.BytesIO(lue))
    assert image.size == (logo.LARGEUR, logo.HAUTEUR) and image.mode == "RGB"


@pytest.mark.parametrize(
    "nom, octets, dit",
    [
        ("logo.png", png(5_000, 20), "points de côté"),
        ("logo.png", b"0" * (logo.OCTETS_MAX + 1), "plus de 2 Mo"),
        ("logo.png", png()[:16] + (60_000).to_bytes(4) * 2 + png()[24:], "points de côté"),
        ("logo.png", png()[:200], "lisible"),
        ("logo.png", png()[:12], "lisible"),
        ("logo.png", b"<svg/>", "lisible"),
        ("logo.png", b"\xff\xd8\xff\xe0" * 20, "lisible"),
        ("logo.svg", b"<svg/>", "seul « logo.png »"),
    ],
)
def test_what_is_no_safe_picture_is_refused_with_what_to_do(tmp_path, nom, octets, dit):
    (tmp_path / nom).write_bytes(octets)
    with pytest.raises(UsageError, match=dit) as refus:
        logo.lire(Installation(tmp_path))
    assert "Enregistrez le logo en PNG" in str(refus.value)


def test_the_cover_bears_the_logo_and_the_names(demonstration_copie):
    inst = demonstration_copie
    inst.documents.write_text(
        'organisme: Caf fictive\nsignataire: Mme Une Telle\nqualite: "directrice"\n', "utf-8"
    )
    inst.logo.write_bytes(png())
    e = Edition("2022-2023", "2023-12-01", "2021-2022")
    d = composer(inst, e)[1]
    dit = dict(d.provenance)
    assert dit["Établi par"] == "Caf fictive" and dit["Visa"] == "Mme Une Telle, directrice"
    court = replace(d, parties=d.parties[:1])
    page = PdfReader(io.BytesIO(formats_de_sortie.ecrire(court, "pdf"))).pages[0]
    assert len(page.images) == 1 and "Mme Une Telle" in page.extract_text()
    word = docx.Document(io.BytesIO(formats_de_sortie.ecrire(court, "docx")))
    assert word.inline_shapes and "Mme Une Telle" in word.tables[0]._tbl.xml
    inst.logo.write_bytes(b"GIF")
    d = composer(inst, e)[1]
    assert not d.logo and "logo.png" in dict(d.provenance)["Logo"], "said, and the bilan is there"
