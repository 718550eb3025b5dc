"""What a reader sees in each document, letter by letter: French typography, no unfinished word."""

from __future__ import annotations

import io
import itertools
import re
import zipfile

import pytest
from lxml import etree
from pypdf import PdfReader

from clas_data import formats
from clas_data.acces import ligne_de_commande
from clas_data.conformite import matrice
from clas_data.conformite import relances as questions
from clas_data.figures.figure import Paragraphe
from clas_data.figures.typographie import soigner
from clas_data.restitutions import relances
from clas_data.restitutions.bilan import formats_de_sortie
from clas_data.restitutions.document import Document, Partie
from clas_data.restitutions.fiche import instruction
from clas_data.restitutions.synthese import lot
from clas_data.tables import base
from tests.test_bilan_documents import EDITION, composer

CAMPAGNE = EDITION.campagne
FAUTES = {
    "apostrophe droite": re.compile(r"'"),
    "nombre sans espace fine": re.compile(
        r"(?<![\d,.\u202f-])(?!(?:19|20)\d\d(?!\d))\d{4,}(?![\d-])"
    ),
    "espace sécable avant un signe": re.compile(r"\S [;!?%€»]|\S :(?=\s|$)"),
    "espace sécable après un guillemet": re.compile(r"« "),
    "espace double": re.compile(r"\S  +\S"),
    "mot de machine": re.compile(r"\b(None|nan|NaN|NaT|undefined|True|False)\b"),
}
CODES = re.compile(
    r"base\W\w{8,}|\b[0-9a-f]{16}\b|SIRET\W\d{14}|\b\d{14}\b|\b\d{4}\u2011?-?\d{4}"
    r"\b|\b(?:QP|QN)\d+\w*\b|\b\d{4}-\w{1,4}-\d+\b|\bA\d{3,}"
    r"\w*\b|\bCLAS\S*|\b\S+\.(?:csv|xlsx|ods)\b"
)
SIGNE = re.compile(r" \?(?= )")  # « ? » alone in a cell: the sign of what is not filled in
ESPACES_DE_MISE_EN_PAGE = re.compile(r"[ \n]+")


def fautes(texte: str) -> list[str]:
    """Each fault of one text, with what is around it; codes (SIRET, empreinte, campagne, file) are
    not words.
    """
    propre = CODES.sub("x", texte)
    return [
        f"{nom} : …{propre[max(0, m.start() - 30) : m.end() + 30]}…"
        for nom, motif in FAUTES.items()
        for m in motif.finditer(propre)
    ]


def mots(octets: bytes) -> list[str]:
    """The texts of an office file: paragraphs (runs joined), cells, alternative texts, titles,
    footers, notes.
    """
    dits = []
    with zipfile.ZipFile(io.BytesIO(octets)) as z:
        for nom in z.namelist():
            if (
                not nom.endswith(".xml")
                or "theme" in nom
                or "styles" in nom.lower()
                or "Master" in nom
                or "Layout" in nom
                or nom.startswith("docProps/app")
            ):
                continue
            racine = etree.fromstring(z.read(nom))
            for e in racine.iter("{*}p", "{*}si", "{*}is", "{*}oddFooter", "{*}title", "{*}v"):
                if etree.QName(e).localname in ("p", "si", "is"):
                    dits.append("".join(t.text or "" for t in e.iter("{*}t")))
                elif "worksheets" not in nom:  # the values of cells are numbers
                    dits.append(e.text or "")
            dits += [
                e.get(a)
                for e in racine.iter("{*}docPr", "{*}cNvPr", "{*}tblCaption", "{*}tblDescription")
                for a in ("descr", "title")
                if e.get(a)
            ]
    return [d for d in dits if d.strip() and not re.fullmatch(r"[\d.eE+-]+", d)]


def lignes(pdf: bytes) -> list[str]:
    """The texts of a PDF, page by page; the layout's own spaces are one space."""
    return [
        ESPACES_DE_MISE_EN_PAGE.sub(" ", p.extract_text()) for p in PdfReader(io.BytesIO(pdf)).pages
    ]


def lire(nom: str, octets: bytes) -> list[str]:
    return lignes(octets) if nom == "pdf" else mots(octets)


@pytest.fixture(scope="module", params=[False, True], ids=["comite", "diffusion"])
def bilan(request, demonstration):
    return composer(demonstration, diffusion=request.param)[1]


@pytest.mark.parametrize("format_", formats_de_sortie.FORMATS)
def test_the_bilan_is_in_french_typography(bilan, format_):
    textes = lire(format_, formats_de_sortie.ecrire(bilan, format_))
    trouvees = [f for t in textes for f in fautes(t)]
    assert sum(map(len, textes)) > 8_000 and not trouvees, trouvees[:20]


def test_the_first_campagne_too(demonstration):
    d = composer(demonstration, EDITION.__class__("2018-2019", "2019-12-02"))[1]
    for f in formats_de_sortie.FORMATS:
        trouvees = [x for t in lire(f, formats_de_sortie.ecrire(d, f)) for x in fautes(t)]
        assert not trouvees, (f, trouvees[:20])


def test_the_syntheses_are_in_french_typography(demonstration):
    lues = lot.toutes(demonstration, base.ouvrir(demonstration), ligne_de_commande(), CAMPAGNE)
    trouvees = []
    for _, _, nom, pdf in itertools.islice(lues, 12):
        trouvees += [(nom, f) for t in lignes(pdf) for f in fautes(SIGNE.sub("", t))]
    assert not trouvees, trouvees[:20]


def test_the_fiches_are_in_french_typography(demonstration):
    dossier = instruction.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), CAMPAGNE
    )
    pdf = instruction.document(dossier, dossier.codes[:12])
    trouvees = [f for t in lignes(pdf) for f in fautes(SIGNE.sub("", t))]
    assert not trouvees, trouvees[:20]


def test_the_list_of_relances_is_in_french_typography(demonstration):
    b, p = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    demandes = b.lire(p, "conformite_demandes", {"campagne": CAMPAGNE})
    posees = questions.lister(demandes, matrice.juger(b, p, CAMPAGNE), [])
    trouvees = [
        f
        for t in mots(relances.classeur(posees, CAMPAGNE, relances.mentions(b)))
        for f in fautes(t)
    ]
    assert len(posees) and not trouvees, trouvees[:20]


@pytest.mark.parametrize("format_", ("docx", "pdf", "pptx", "xlsx"))
def test_what_was_pasted_or_typed_stops_no_document(format_):
    """Word puts \\v where it breaks a line; no control, no mark that turns the reading over, no
    formula and no markup of a template is left.
    """
    recu = "un\vdeux\x07 \u202etrois #eval(1) $x$ <b>=1+1"
    partie = Partie("a", recu, (Paragraphe(recu),), resultat=recu)
    d = Document(recu, recu, "2021-2022", "01/03/2023", "0", recu, recu, recu, parties=(partie,))
    assert len(formats_de_sortie.ecrire(d, format_)) > 1000
    assert soigner(recu) == "un\ndeux trois #eval(1) $x$ <b>=1+1"


def test_done_twice_it_changes_nothing_more():
    une = soigner({"texte": "L'an passé : 3 enfants ; « oui » ? 12 € !", "liste": ("à l'école %",)})
    assert une == {
        "texte": (
            "L’an passé\u00a0: 3\u00a0enfants\u202f; «\u00a0oui\u00a0»\u202f? 12\u00a0€\u202f!"
        ),
        "liste": ("à l’école\u202f%",),
    }
    assert soigner(une) == une


def test_the_faults_are_seen():
    """The net itself: each fault that it looks for is caught, and what is right is not."""
    for faux in (
        "l'école",
        "3052 enfants",
        "12 %",
        "qui ; que",
        "dit « oui",
        "deux  espaces",
        "Coût : None",
        "oui : non",
    ):
        assert fautes(faux), faux
    assert not fautes(
        "En 2021-2022, 3\u202f052\u00a0enfants (92,2\u202f%), base 60b36ef8fdf1c249, SIRET "
        "00000000100017, 12\u00a0€"
    )


def test_a_title_enters_a_sentence_with_the_names_that_it_holds():
    dits = ("Part de la Caf dans les produits", "QPV seulement", "Caf", "Ps au bilan", "Écart")
    dits += ("À champ constant", "L'an dernier", "A")
    assert [formats.en_phrase(d) for d in dits] == [
        "part de la Caf dans les produits",
        *dits[1:4],
        "écart",
        "à champ constant",
        "l'an dernier",
        "a",
    ]
