"""No headline of a page, a slide or a document has a sign that those who answer both years
contradict without saying so.
"""

from __future__ import annotations

import html
import io
import json
import re
from itertools import pairwise

import docx
import pptx
import pytest
from pypdf import PdfReader

from clas_data.acces import ligne_de_commande
from clas_data.figures.figure import Chiffres, Paragraphe, Tableau
from clas_data.figures.typographie import soigner
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue
from clas_data.indicateurs import mots_changements as mots
from clas_data.restitutions.bilan import composition, formats_de_sortie
from clas_data.restitutions.bilan.edition import Edition
from clas_data.serveur import menu
from clas_data.tables import base
from tests.test_bilan_documents import _feuilles
from tests.test_changements import POURQUOI, POURQUOI_CHARGES
from tests.test_ui_pages import ouvrir, racine

__all__ = ["racine"]  # the fixture of the screens
AVANT, ICI = "2021-2022", "2022-2023"
COMPARENT = ("articulation", "conformite", "financement", "territoires")  # in their tabs too
AILLEURS = "Repères"  # compares with other territories, not two campagnes
LIGNES = "lignes"  # of a table, as its component receives them
CARTE = re.compile(r'<div class="clas-chiffre( dits)?">')


def nu(texte: str) -> str:
    """A text as it is compared: plain spaces, hyphens and apostrophes, one line."""
    sans = html.unescape(re.sub(r"<[^>]+>", " ", texte))
    for signe, simple in (("\u202f", " "), ("\u00a0", " "), ("\u2011", "-"), ("’", "'")):
        sans = sans.replace(signe, simple)
    return re.sub(r"\s+", " ", sans)


@pytest.fixture(scope="module")
def v(demonstration):
    tout = ligne_de_commande().perimetre(())
    v = Valeurs(demonstration, base.ouvrir(demonstration), tout, ICI, AVANT)
    v.preparer(list(catalogue.load()))
    v.comparer(list(catalogue.load()))
    return v


@pytest.fixture(scope="module")
def contredits(v):
    """The changes whose total goes against those who answer both years."""
    lus = [v.changement(i) for i in catalogue.load()]
    return [c for c in lus if c.dit and c.contradiction]


def fautes(blocs: list[str], contredits) -> list[str]:
    """The blocks that name an indicator and its raw difference, and say neither the honest one nor
    why they contradict.
    """
    trouvees = []
    for bloc in map(nu, blocs):
        for c in contredits:
            if nu(c.ind.titre).lower() not in bloc.lower():
                continue
            bruts = {nu(mots.ecart_brut(c)), nu(mots.signe(c, brut=True)), nu(mots.case(c, True))}
            vrais = {nu(mots.ecart(c)), nu(mots.signe(c)), nu(mots.case(c)), nu(mots.contraire(c))}
            bruts |= {mots.SENS[c.sens_brut], mots.FLECHES[c.sens_brut]}  # « en baisse », an arrow
            vrais |= {mots.SENS[c.sens], mots.FLECHES[c.sens]}
            if any(_dit(x, bloc) for x in bruts) and not any(_dit(x, bloc) for x in vrais):
                trouvees.append(f"{c.ind.id} : {bloc[:300]}")
    return trouvees


def _dit(mots_: str, bloc: str) -> bool:
    return re.search(rf"(?<![\d,−+]){re.escape(mots_)}", bloc) is not None


def test_a_headline_that_hides_the_contradiction_would_be_seen(contredits):
    c = next(c for c in contredits if c.ind.id == "enfants_accompagnes")
    for faux in (
        f"{c.ind.titre} : {mots.ecart_brut(c)}",
        f"<b>{c.ind.titre}</b> ↘ {mots.signe(c, brut=True)}",
        f"{c.ind.titre} 2 905 2 780 {mots.case(c, True)}",
        f"{c.ind.titre} : en baisse",
    ):
        assert fautes([faux], contredits)
    assert fautes([" ".join([c.ind.titre, *mots.carte(c)]), mots.fait(c)], contredits) == []


def lignes(format_: str, octets: bytes) -> list[str]:
    """What is read at once in a document: its paragraphs, its rows, the lines of its pages."""
    if format_ == "docx":
        d = docx.Document(io.BytesIO(octets))
        rangees = [r for t in d.tables for r in t.rows]
        return [p.text for p in d.paragraphs] + [" ".join(c.text for c in r.cells) for r in rangees]
    if format_.endswith("pptx"):
        formes = [s for d in pptx.Presentation(io.BytesIO(octets)).slides for s in d.shapes]
        rangees = [r for f in formes if f.has_table for r in f.table.rows]
        return [f.text_frame.text for f in formes if f.has_text_frame] + [
            " ".join(c.text for c in r.cells) for r in rangees
        ]
    if format_ == "xlsx":
        return [" ".join(map(str, l)) for f in _feuilles(octets).values() for l in f]
    return [l for p in PdfReader(io.BytesIO(octets)).pages for l in p.extract_text().split("\n")]


@pytest.fixture(scope="module")
def documents(demonstration):
    e = Edition(ICI, "2023-11-15", AVANT)
    lu = composition.lire(
        demonstration, base.ouvrir(demonstration), ligne_de_commande().perimetre(()), e
    )
    document = composition.composer(lu, e)
    return {f: formats_de_sortie.ecrire(document, f) for f in formats_de_sortie.FORMATS}


@pytest.mark.parametrize("format_", ["docx", "pdf", "pptx", "annexe.pptx", "xlsx"])
def test_no_document_hides_a_contradiction(documents, contredits, format_):
    lues = lignes(format_, documents[format_])
    assert fautes(lues, contredits) == []
    entier = nu(" ".join(lues))
    if format_ not in ("xlsx", "pptx"):  # the workbook has columns for both
        for dite in (POURQUOI, POURQUOI_CHARGES):  # the first one then cites its figure
            assert nu(soigner(dite)).rstrip(".") in entier
    assert "125 de moins" not in entier and "194 267 € de moins" not in entier


@pytest.mark.parametrize("paire", [("2020-2021", "2019-2020"), (ICI, "2019-2020")])
def test_no_bilan_of_another_pair_hides_a_contradiction(demonstration, v, paire):
    """An earlier year, and two that do not follow each other."""
    e = Edition(paire[0], "2023-11-15", paire[1])
    lu = composition.lire(demonstration, v.base, v.perimetre, e)
    blocs = [b for p in composition.composer(lu, e).parties for b in p.blocs]
    dits = [
        x
        for b in blocs
        for x in (
            [" ".join(map(str, l)) for l in b.lignes]
            if isinstance(b, Tableau)
            else [f"{c.nom} {c.valeur} {c.ecart}" for c in b.chiffres]
            if isinstance(b, Chiffres)
            else [b.texte]
            if isinstance(b, Paragraphe)
            else [b.titre, b.lecture, b.note, b.alternative]
        )
    ]
    lus = [lu.changement(i) for i in catalogue.load()]
    contraires = [c for c in lus if c.dit and c.contradiction]
    assert len(contraires) > 5 and len(dits) > 100
    assert fautes(dits, contraires) == []


def vus(at) -> list[str]:
    """What is read at once on a screen: its blocks, the rows of its tables."""
    assert not at.exception
    blocs = [e.proto.body for e in at.get("html")] + [m.value for m in at.markdown]
    blocs += [e.value for genre in (at.caption, at.warning, at.info) for e in genre]
    blocs += [" ".join(map(str, l)) for d in at.dataframe for l in d.value.values.tolist()]
    lus = [json.loads(c.proto.json or "{}") for c in at.get("bidi_component")]
    rangees = [l for d in lus if isinstance(d, dict) for l in d.get(LIGNES) or ()]
    return blocs + [" ".join(map(str, l)) for l in rangees]


@pytest.mark.parametrize("page", sorted(menu.ecrans()))
def test_no_page_hides_a_contradiction(racine, contredits, page):
    at = ouvrir(racine, "comite", page)
    blocs = vus(at)
    assert fautes(blocs, contredits) == []
    for onglet in [t.label for t in at.tabs][1:] if page in COMPARENT else ():
        if onglet != AILLEURS:
            assert fautes(vus(ouvrir(racine, "comite", page, onglet=onglet)), contredits) == [], (
                onglet
            )
    lus = {b.key: b for b in at.button}
    entier = nu(" ".join(blocs))
    if page == "vue_ensemble":  # in the title of the chart, after the honest difference
        assert POURQUOI.split(" ;")[0][1:] in entier
        assert "69 de plus qu'en 2021-2022 (+3,2 %) sur 73 actions" in entier
    if page == "financement":
        assert POURQUOI_CHARGES.split(" ;")[0] in nu(lus["difference_chiffre_charges"].help)
    vues = [b for b in blocs if CARTE.match(b.strip())]  # of a card: its value, then its words
    for haut, bas in pairwise([*vues, ""]):
        for c in contredits:
            if f">{html.escape(c.ind.titre)}</div>" in haut:
                # seen: the honest difference, on what opens its reasons, and under it the raw one
                geste = lus[f"difference_chiffre_{c.ind.id}"]
                assert mots.fleche(c) in geste.label and _dit(_nombre(mots.signe(c, True)), nu(bas))
                assert fautes([f"{haut} {geste.label} {bas}"], contredits) == []
                assert nu(mots.contraire(c))[1:] in nu(geste.help.replace("\\", ""))


def _nombre(signe: str) -> str:
    """« −125 » of « −125 (−4,3 %) »."""
    return nu(signe).split(" (")[0]
