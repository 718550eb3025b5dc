"""The bilan as a text: what the first page says, titles that teach, sentences that cite their
figure by its one number; what is read apart from what is looked up.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from clas_data.figures import jetons
from clas_data.figures.figure import Figure, Paragraphe, Tableau
from clas_data.figures.jetons import RENVOI
from clas_data.restitutions.bilan import composition, formats_de_sortie, ordre, plan, relecture
from clas_data.restitutions.bilan.edition import Edition
from tests.test_bilan_documents import composer

CITE = re.compile(r"[( ](figure|tableau)\u00a0(\d+)\)")
LU, AVANT = "2022-2023", "2021-2022"


@pytest.fixture(scope="module", params=[False, True], ids=["comite", "diffusion"])
def bilan(request, demonstration):
    return composer(demonstration, Edition(LU, "2023-12-01", AVANT), request.param)


def dits(parties):
    return [b.texte for p in parties for b in p.de(Paragraphe)]


def test_the_essential_is_five_messages_each_tied_to_a_figure_of_the_document(bilan):
    o = ordre.ranger(bilan[1])
    messages = [b for b in o.corps[0].de(Paragraphe) if b.genre == "message"]
    assert o.corps[0].id == "essentiel" and len(messages) == 5
    figures = {o.numero(f) for p in o.parties for f in p.de(Figure) if not f.vide}
    for m in messages:
        cites = [int(n) for nom, n in CITE.findall(m.texte) if nom == "figure"]
        assert len(cites) == 1 and set(cites) <= figures, m.texte


def test_a_sentence_cites_the_figure_that_its_outline_names(bilan):
    v, d = bilan
    o, connus = ordre.ranger(d), 0
    for avant, apres in zip(d.parties, o.corps + o.annexes[2:], strict=False):
        lus = {b.texte for b in apres.de(Paragraphe)}
        for b in avant.de(Paragraphe):
            for cles in (m[2].split(",") for m in RENVOI.finditer(b.texte)):
                la = [o.numeros["figure", c] for c in cles if ("figure", c) in o.numeros]
                dit = RENVOI.sub(f" (figure\u00a0{la[0]})" if la else "", b.texte, count=1)
                connus += RENVOI.sub("", dit) in {RENVOI.sub("", x) for x in lus} or avant.annexe
    assert connus > 10 and not [x for x in dits(o.parties) if RENVOI.search(x)]


def test_figures_have_one_number_in_word_and_in_the_pdf(bilan):
    if bilan[0].diffusion:
        return  # one numbering serves both versions; two files more would teach nothing
    o = ordre.ranger(bilan[1])
    attendues = [f"Figure {o.numero(f)}" for p in o.parties for f in p.de(Figure) if not f.vide]
    word = docx.Document(io.BytesIO(formats_de_sortie.ecrire(bilan[1], "docx")))
    legendes = [p.text for p in word.paragraphs if p.style.name == "Caption"]
    lues = [t.split(".")[0].replace("\u00a0", " ") for t in legendes if t.startswith("Figure")]
    tables = [t.split(".")[0].replace("\u00a0", " ") for t in legendes if t.startswith("Tableau")]
    assert tables == [
        f"Tableau {o.numero(t)}" for p in o.parties for t in p.de(Tableau) if not t.glossaire
    ]
    assert lues == attendues == [f"Figure {i}" for i in range(1, len(attendues) + 1)]
    pdf = " ".join(
        p.extract_text()
        for p in PdfReader(io.BytesIO(formats_de_sortie.ecrire(bilan[1], "pdf"))).pages
    )
    assert sorted({int(n) for n in re.findall(r"Figure (\d+)\. ", pdf)}) == [
        *range(1, len(attendues) + 1)
    ]


def test_a_sentence_is_said_once_and_cites_what_its_figure_shows(bilan):
    v, d = bilan
    corps = ordre.ranger(d).corps
    for dit in (t.rstrip(".") for t in map(CITE.sub, [""] * 999, dits(corps))):
        assert sum(dit in CITE.sub("", t) for t in dits(corps)) == 1, dit
    carte = next(p for p in corps if p.id == "territoires")
    communes = next(t for t in dits([carte]) if t.startswith("Communes qui ont"))
    assert bool(CITE.search(communes)) != v.diffusion  # its map shows intercommunalités


def test_statuses_are_all_named_and_the_share_says_its_base(bilan):
    encadrement = " ".join(dits(p for p in bilan[1].parties if p.id == "encadrement"))
    ids = ("benevoles", "salaries", "services_civiques", "vacataires")
    sommes = [bilan[0].une(i).valeur for i in ids]
    assert sum(sommes) == bilan[0].une("encadrants").valeur
    assert all(
        f"\u00a0: {bilan[0].texte(i, bilan[0].une(i), unite=False)}" in encadrement for i in ids
    )
    assert "rempli les quatre statuts" in encadrement


@pytest.mark.parametrize("mots", ["(une longue raison ; encore (deux) choses)", "sans rien"])
def test_a_note_is_cut_between_two_sentences_and_never_inside_a_parenthesis(mots):
    note = f"Une phrase. Une autre {mots}. " + "Et la suite de cette note. " * 12
    courte = ordre.breve(note)
    assert courte.endswith(ordre.SUITE) and len(courte) <= ordre.NOTE_MAX
    for n in range(1, 200):
        lue = ordre.breve(f"{'a' * n} {mots} {'b' * 60}. {note}")
        assert lue.count("(") == lue.count(")") and len(lue) <= ordre.NOTE_MAX


def test_two_parentheses_side_by_side_are_one(bilan):
    textes = dits(ordre.ranger(bilan[1]).parties)
    assert not [t for t in textes if ") (" in t] and any("\u202f; figure" in t for t in textes)


def test_the_body_is_read_and_its_tables_are_looked_up(bilan):
    o = ordre.ranger(bilan[1])
    assert not [t.titre for p in o.corps for t in p.de(Tableau) if not t.ecrit]
    assert [p.id for p in o.annexes][:2] == ["tableaux", "donnees"]
    figures = [f for p in o.parties for f in p.de(Figure) if not f.vide]
    donnees = o.annexes[1].blocs
    assert [t.lignes for t in donnees] == [f.tableau.lignes for f in figures]
    partout = [b for p in o.parties for b in p.blocs if isinstance(b, (Figure, Tableau))]
    avant = [b for p in bilan[1].parties for b in p.blocs if isinstance(b, (Figure, Tableau))]
    assert {b.cle for b in avant} <= {b.cle for b in partout}, "nothing is lost on the way"


def test_parts_open_with_their_result_and_nothing_empty_is_printed(bilan):
    o = ordre.ranger(bilan[1])
    for p in (p for p in o.corps if plan.load().parties[p.id].resultat):
        premier = next(b for b in p.blocs if getattr(b, "genre", "") != "avis")
        assert premier.genre == "chapeau" and p.resultat and p.intitule.startswith(p.titre), p.id
    assert "perspectives" not in {p.id for p in o.parties}, "no scenario is kept in this base"


@pytest.mark.parametrize("campagne, comparaison", [("2018-2019", None), ("2020-2021", "2019-2020")])
def test_every_sentence_holds_whatever_the_campagne(demonstration, campagne, comparaison):
    """Nothing unknown, no sentence that its own data contradict."""
    v, d = composer(demonstration, Edition(campagne, "2023-12-01", comparaison))
    for texte in [*dits(d.parties), *(p.resultat for p in d.parties)]:
        assert "n.d." not in texte.replace("«\u00a0n.d.\u00a0»", "") or "Aucune" in texte, texte
        assert "{" not in texte and "masqué" not in texte
    e = Edition(campagne, "2023-12-01", comparaison)
    graves = [p.cle for p in composition.phrases(v, e).values() if p.a_relire]
    assert not graves
    messages = [b for b in d.parties[0].de(Paragraphe) if b.genre == "message"]
    assert len(messages) == 5


CAUSES = [
    ("2021-2022", "2020-2021", "baisse parce que les collectifs sont plus remplis"),
    ("2020-2021", "2019-2020", "augmente parce qu'un collectif coûte plus cher"),
    ("2022-2023", "2021-2022", "ne sont pas les mêmes actions qui répondent"),
]


@pytest.mark.parametrize("campagne, avant, cause", CAUSES, ids=[c[0] for c in CAUSES])
def test_the_cost_per_child_is_told_with_its_cause(demonstration, campagne, avant, cause):
    v, _ = composer(demonstration, Edition(campagne, "2023-12-01", avant))
    dit = composition.phrases(v, Edition(campagne, "2023-12-01", avant))["essentiel.cout"].rendu
    assert cause in dit.replace("’", "'")
    if "parce que les" in cause:  # what the sentence claims, from the changes themselves
        assert [v.sens(i) for i in ("cout_par_enfant", "enfants_par_collectif")] == [
            "baisse",
            "hausse",
        ]


def test_a_message_left_out_lets_the_next_one_come(bilan):
    v, _ = bilan
    e = Edition(LU, "2023-12-01", AVANT).avec("essentiel.offre", "", {}, "Anne", "2023-12-01")
    essentiel = composition.partie(
        plan.load().parties["essentiel"], v, e, composition.phrases(v, e)
    )
    messages = [b.texte for b in essentiel.blocs if b.genre == "message"]
    assert len(messages) == 5 and not any("la commission" in m for m in messages)


def test_a_figure_that_nobody_knows_is_flagged_and_cites_nothing(bilan):
    v, d = bilan
    (remarque,) = relecture.relire("Voir {figure|licorne}.", v)
    assert remarque.grave and "licorne" in remarque.phrase
    seule = replace(d.parties[0], blocs=(Paragraphe(jetons.rendre("Voir{figure|licorne}.", v)),))
    cite = ordre.ranger(replace(d, parties=(seule, *d.parties[1:])))
    assert cite.corps[0].blocs[0].texte == "Voir."
    assert not relecture.relire("Voir{figure|statuts}.", v)
