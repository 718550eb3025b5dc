"""The pages of the bilan: filled, no title at a foot, no figure apart from its table; the contents
of the Word file say the pages that it has.
"""

from __future__ import annotations

import io
import re
import subprocess

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from clas_data.figures.typographie import soigner
from clas_data.restitutions.bilan import formats_de_sortie, ordre
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.bilan.mise_en_page import tete
from tests.test_bilan_documents import EDITION, composer

LONG = 26  # letters of a title whose number is written apart
# about half; what the footer takes at the foot of a page, what the margin takes above
DEMI, PIED_PT, TETE_PT = (0.4, 57, 46)
BILANS = {
    "comite": (EDITION, False),
    "diffusion": (EDITION, True),
    "premiere": (Edition("2018-2019", "2019-12-02"), False),
}


@pytest.fixture(scope="module", params=BILANS, ids=str)
def bilan(request, demonstration):
    e, diffusion = BILANS[request.param]
    return composer(demonstration, e, diffusion)[1]


@pytest.fixture(scope="module")
def pdf(bilan):
    return PdfReader(io.BytesIO(formats_de_sortie.ecrire(bilan, "pdf")))


@pytest.fixture(scope="module")
def word(bilan, bureautique, tmp_path_factory):
    """The Word file, and the PDF that an office suite makes of it."""
    d = tmp_path_factory.mktemp("word")
    (d / "b.docx").write_bytes(formats_de_sortie.ecrire(bilan, "docx"))
    profil = f"-env:UserInstallation=file://{d}/profil"
    subprocess.run(
        [
            bureautique,
            profil,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(d),
            str(d / "b.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return docx.Document(d / "b.docx"), PdfReader(d / "b.pdf")


def hauteurs(page) -> list[tuple[float, str]]:
    """(height on the page, words) of what is written above the footer."""
    lus: list[tuple[float, str]] = []
    page.extract_text(
        visitor_text=lambda texte, cm, tm, *_: (
            lus.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5], texte)) if texte.strip() else None
        )
    )
    return [(y, t) for y, t in lus if PIED_PT < y < float(page.mediabox.height)]


def remplies(lecteur: PdfReader) -> list[float]:
    """How far down each page is written, as a share of its height."""
    haut = float(lecteur.pages[0].mediabox.height) - PIED_PT - TETE_PT
    return [1 - (min(y for y, _ in hauteurs(p)) - PIED_PT) / haut for p in lecteur.pages]


CORPS_MAX = 10  # pages of the body: what is read, between the cover and the annexes


def annexes(lecteur: PdfReader) -> int:
    """On which page the annexes begin."""
    lues = (re.sub(r"\s+", " ", p.extract_text()) for p in lecteur.pages[1:])
    return next(i for i, t in enumerate(lues, 2) if "Annexe A." in t)


@pytest.mark.parametrize("lequel", ["pdf", "word"])
def test_the_body_is_ten_pages_at_most_and_pages_are_about_half_filled(request, bilan, lequel):
    """But the last of the body and the last of all."""
    lu = request.getfixturevalue(lequel)
    lecteur = lu[1] if lequel == "word" else lu
    parts, debut = remplies(lecteur), annexes(lecteur)
    assert debut - 2 <= CORPS_MAX
    longues = [p for i, p in enumerate(parts, 1) if i not in (debut - 1, len(parts))]
    assert 12 < len(parts) < 30 and all(p > DEMI for p in longues), [round(p, 2) for p in parts]


def test_the_contents_of_the_word_file_say_its_pages(bilan, word):
    d, lecteur = word
    dites = {
        "".join(t.text for t in l.iter(qn("w:t")) if not t.text.isdigit()): int(
            list(l.iter(qn("w:t")))[-1].text
        )
        for l in d.element.body.iter(qn("w:hyperlink"))
        if l.get(qn("w:anchor")).startswith("_Toc_")
    }
    pages = [re.sub(r"\s+", " ", p.extract_text()) for p in lecteur.pages]
    assert len(dites) == len(ordre.ranger(bilan).parties)
    for titre, page in dites.items():
        assert re.sub(r"\s+", " ", titre) in pages[page - 1], (titre, page)


@pytest.mark.parametrize("lequel", ["pdf", "word"])
def test_no_title_is_left_at_the_foot_of_a_page(request, bilan, lequel):
    """On the page of the title of each part, all the sentences that it begins with, and two lines
    at least.
    """
    lecteur = request.getfixturevalue(lequel)
    lecteur = lecteur[1] if lequel == "word" else lecteur
    titres = {f"{n} {p.intitule}": p for n, p in ordre.ranger(soigner(bilan)).titres()}
    vus = set()
    for page in lecteur.pages[1:]:
        lignes, texte = hauteurs(page), re.sub(r"\W+", " ", page.extract_text())
        for y, titre in ((y, _debute(t.strip(), titres)) for y, t in lignes):
            if not titre or titre in vus:
                continue
            vus.add(titre)
            assert len({round(b) for b, _ in lignes if b < y - 8}) >= 2, titre
            for b in titres[titre].blocs[: tete(titres[titre])]:
                assert re.sub(r"\W+", " ", b.texte)[:40] in texte, (titre, b.texte)
    # an office suite writes a number apart, and cuts a title at its hard spaces
    assert len(vus) >= len(titres) / (2 if lequel == "pdf" else 5)


def _debute(texte: str, titres: dict) -> str:
    """The title whose beginning this is: an office suite writes one in several pieces."""
    nus = {_plat(t): t for t in titres}
    debuts = {t[:9]: nom for t, nom in nus.items()}  # with its number
    seuls = {re.sub(r"^(\d+|Annexe \w)\. ", "", t)[:LONG]: nom for t, nom in nus.items()}
    lu = _plat(texte)
    return debuts.get(lu[:9], "") or (seuls.get(lu[:LONG], "") if len(lu) >= LONG else "")


def _plat(texte: str) -> str:
    return re.sub(r"[\s\u2011-]+", " ", texte)
