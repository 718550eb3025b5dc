"""The deck of the meeting: twelve slides, forty words, nothing small, one decision, notes that say
more than the slide.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pptx
import pytest

from clas_data.figures.figure import Paragraphe, Tableau
from clas_data.restitutions.bilan import formats_de_sortie
from clas_data.restitutions.bilan.edition import Edition
from clas_data.restitutions.diapositives import page
from clas_data.restitutions.document import Partie
from clas_data.restitutions.reunion import mots
from tests.test_bilan_diapositives import formes
from tests.test_bilan_documents import composer

MOTS, CORPS = 40, 18


@pytest.fixture(scope="module", params=["comite", "diffusion", "premiere"])
def reunie(request, demonstration):
    """The document and its slides: the two versions, and a campagne with nothing before it."""
    edition = [Edition("2018-2019", "2019-12-02")] if request.param == "premiere" else []
    d = composer(demonstration, *edition, diffusion=request.param == "diffusion")[1]
    return d, ouvrir(d)


def ouvrir(d):
    return list(pptx.Presentation(io.BytesIO(formats_de_sortie.ecrire(d, "pptx"))).slides)


def lus(s):
    return [f.text_frame.text for f in formes(s) if f.has_text_frame]


def compte(textes):
    return sum(len(t.split()) for t in textes)


def test_twelve_slides_one_message_each(reunie):
    titres = [s.shapes.title.text_frame.text for s in reunie[1]]
    assert 8 <= len(titres) <= 12 and len(set(titres)) == len(titres)
    assert all(re.search(r"\d", t) for t in titres[1:-1]), "a result has its number"
    assert all(t.strip() and len(t.split()) <= 25 for t in titres)


def test_forty_words_names_of_the_bars_included(reunie):
    for s in reunie[1]:
        graphiques = [f.chart for f in s.shapes if f.has_chart]
        noms = [c for g in graphiques for c in g.plots[0].categories]
        noms += [x.name for g in graphiques if g.has_legend for x in g.plots[0].series]
        assert compte(lus(s)) <= MOTS and compte([*lus(s), *noms]) <= MOTS + 4, lus(s)


def test_nothing_is_under_eighteen_points(reunie):
    for s in reunie[1]:
        cadres = [f.text_frame for f in formes(s) if f.has_text_frame]
        corps = [r.font.size.pt for c in cadres for p in c.paragraphs for r in p.runs]
        for g in (f.chart for f in s.shapes if f.has_chart):
            corps += [int(e.get("sz")) / 100 for e in g._chartSpace.iter() if e.get("sz")]
            assert g.font.size.pt >= CORPS
        assert corps and min(corps) >= CORPS, lus(s)


def test_no_shape_leaves_the_slide(reunie):
    for s in reunie[1]:
        for f in formes(s):
            assert min(f.left, f.top) >= 0, f.name
            assert f.left + f.width <= page.Cm(33.9) and f.top + f.height <= page.Cm(19.1)


def test_notes_help_to_speak_and_do_not_repeat(reunie):
    for s in reunie[1][1:]:
        notes = s.notes_slide.notes_text_frame.text
        assert all(x in notes for x in ("À dire", "Si l’on vous demande", "Prudence")), notes
        dites = [l[2:] for l in notes.split("\n") if l.startswith("– ")]
        assert s.shapes.title.text_frame.text not in dites and len(set(dites)) == len(dites)
    assert reunie[0].empreinte in reunie[1][0].notes_slide.notes_text_frame.text


def test_one_decision_the_last_slide(reunie):
    d, slides = reunie
    titres = [s.shapes.title.text_frame.text for s in slides]
    assert titres[-1] == "Ce qui est demandé à la commission"
    assert f"Arrêter le bilan de la campagne {d.campagne.replace('-', chr(8209))}" in "".join(
        lus(slides[-1])
    )
    sans = tuple(p for p in d.parties if p.id not in ("decisions", "preconisations"))
    ecrit = Partie("decisions", "Décisions", (Paragraphe("Ouvrir deux collectifs à Vienne."),))
    dites = ouvrir(replace(d, parties=(*sans, ecrit)))[-1]
    assert dites.shapes.title.text_frame.text == "Décisions de la commission"
    assert "1. Ouvrir deux collectifs à Vienne." in lus(dites)
    t = Tableau("preconisations", "P", ("C", "P", "Q", "Q"), (("Vu", "Former", "la Caf", "–"),))
    dites = ouvrir(replace(d, parties=(*sans, Partie("preconisations", "P", (t,)))))[-1]
    assert dites.shapes.title.text_frame.text == titres[-1] and "1. Former (la Caf)" in lus(dites)
    bavard = replace(ecrit, blocs=tuple(Paragraphe(f"Phrase {i} " + "mot " * 9) for i in range(6)))
    dites = ouvrir(replace(d, parties=(*sans, bavard)))[-1]
    assert compte(lus(dites)) <= MOTS and "autres, dans les notes" in "".join(lus(dites))
    assert "Phrase 5" in dites.notes_slide.notes_text_frame.text


@pytest.mark.parametrize(
    "recus, dit",
    [("95 réponses sur 103 (92,2 %)", "8 sur 103"), ("3 sur 3 (100,0 %)", ""), ("n.d.", "")],
)
def test_what_is_missing_is_counted(recus, dit):
    assert mots.manquants(recus) == dit
    assert mots.manquants("2\u202f905 réponses sur 3\u202f052").endswith("sur 3\u202f052")
