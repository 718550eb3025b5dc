"""The slides as a committee sees them: nothing lost, nothing cut, nothing too small, no slide that
says almost nothing; the map made of shapes.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace

import pptx
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from clas_data.figures.figure import Figure, Paragraphe, Serie, Tableau
from clas_data.figures.typographie import soigner
from clas_data.figures.valeur import Valeur, ou_rien
from clas_data.restitutions.bilan import (
    formats_de_sortie,
    renvois,
    reperes,
    vers_pptx,
)
from clas_data.restitutions.diapositives import carte, mesures, natifs, page
from clas_data.restitutions.document import Document, Partie
from tests.test_bilan_documents import composer

PLUS_PETIT = 11


@pytest.fixture(scope="module", params=[False, True], ids=["comite", "diffusion"])
def bilan(request, demonstration):
    """Values, document, slides — for the two versions."""
    v, d = composer(demonstration, diffusion=request.param)
    return v, renvois.retirer(soigner(d)), ouvrir(d)


def ouvrir(d):
    return list(pptx.Presentation(io.BytesIO(formats_de_sortie.ecrire(d, "annexe.pptx"))).slides)


def formes(s):
    """Every shape of a slide, those of its groups included."""
    for f in s.shapes:
        yield f
        if f.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from f.shapes


def mots(s):
    """The words of a slide, hyphens and spaces as in the document."""
    dits = [f.text_frame.text for f in formes(s) if f.has_text_frame] + [
        c.text for f in s.shapes if f.has_table for r in f.table.rows for c in r.cells
    ]
    return "\n".join(dits).replace("\u2011", "-")


def test_nothing_that_the_document_says_is_lost_or_cut(bilan):
    _, d, slides = bilan
    tout = "\n".join(mots(s) for s in slides)
    assert "…" not in tout
    for p in d.parties:
        for b in p.de(Paragraphe):
            assert b.texte in tout, b.texte
        for t in p.de(Tableau):
            if t.cle in vers_pptx.HORS_DIAPOSITIVES or reperes.indicateurs(t):
                assert f"{t.titre}\u00a0: " in tout, "what is not projected is announced"
            else:
                assert all(c in tout for l in t.lignes for c in l), t.titre
    notes = "\n".join(s.notes_slide.notes_text_frame.text for s in slides).replace("\u2011", "-")
    assert all(
        l[0] in notes
        for p in d.parties
        for t in p.de(Tableau)
        if reperes.indicateurs(t)
        for l in t.lignes
    )


def test_every_category_has_its_bar_and_its_value(bilan):
    _, d, slides = bilan
    graphiques = [(s, f.chart, f) for s in slides for f in s.shapes if f.has_chart]
    for f in (f for f in d.figures() if f.genre != "carte"):
        siens = [
            g
            for s, g, cadre in graphiques
            if s.shapes.title.text_frame.text.replace("\u2011", "-").startswith(f.titre)
        ]
        lues = [c for g in siens for c in g.plots[0].categories]
        attendues = f.categories[: f.lignes_max or None]
        assert len(lues) == len(attendues) and all(
            l.replace("\u2011", "-").startswith(a) for l, a in zip(lues, attendues, strict=True)
        ), f.cle
        vues = sorted(
            v for g in siens for x in g.plots[0].series for v in x.values if v is not None
        )
        if f.genre == "cascade":  # stacked: what stands under, totals, rises, falls
            _, *trois = (x.values for x in siens[0].plots[0].series)
            vues = sorted(t + h - b for t, h, b in zip(*trois, strict=True))
        dites = [v for s in f.series for v in s.valeurs[: f.lignes_max or None] if v is not None]
        dites += [v for s in f.segments for v in (s.avant, s.apres)]
        assert vues == pytest.approx(sorted(dites)), f.cle


def test_what_has_no_value_says_why_beside_its_name():
    f = Figure(
        "x",
        "barres",
        "T",
        "S",
        ("a", "b", "c"),
        (Serie("2021", (1, None, 3), ("1", "secret", "3")),),
        "X",
        "",
        "",
        "",
        "",
    )
    assert natifs.pages(f)[0].categories == ("a", "b (secret)", "c")
    deux = replace(f, series=(*f.series, Serie("2020", (1, None, None), ("1", "n.d.", "n.d."))))
    assert natifs.pages(deux)[0].categories == (
        "a",
        "b (2021\u00a0: secret, 2020\u00a0: n.d.)",
        "c (2020\u00a0: n.d.)",
    )


def test_bars_too_many_for_a_slide_are_shared_on_one_scale():
    n = 23
    f = Figure(
        "x",
        "barres",
        "T",
        "S",
        tuple(f"c{i}" for i in range(n)),
        (Serie("s", tuple(range(n)), ("",) * n),),
        "X",
        "",
        "",
        "",
        "",
    )
    morceaux = natifs.pages(f)
    assert [len(m.categories) for m in morceaux] == [8, 7, 8] and sum(
        (m.categories for m in morceaux), ()
    ) == f.categories
    assert natifs.plafond(f) > n - 1


def test_no_slide_says_almost_nothing(bilan):
    for k, s in enumerate(bilan[2][1:-1], 2):
        natifs = [
            f
            for f in s.shapes
            if f.has_chart or f.has_table or f.shape_type == MSO_SHAPE_TYPE.GROUP
        ]
        grands = [
            r
            for f in s.shapes
            if f.has_text_frame
            for p in f.text_frame.paragraphs
            for r in p.runs
            if r.font.size == Pt(30)
        ]
        titre = s.shapes.title.text_frame.text
        assert natifs or len(grands) >= 4 or titre in ("L’essentiel", "Paroles"), (k, titre)


def test_lists_are_bullets_and_short(bilan):
    vues = 0
    for s in bilan[2]:
        for f in s.shapes:
            puces = f._element.findall(f".//{qn('a:buChar')}")
            vues += len(puces)
            assert len(puces) <= mesures.PUCES_MAX or s is bilan[2][-1]
    assert vues > 20


def test_every_word_is_large_enough_for_the_back_of_the_room(bilan):
    for s in bilan[2]:
        pied = {
            f.shape_id
            for f in s.shapes
            if f.top is not None and f.top >= page.Cm(mesures.HAUT - 1.1)
        }
        for f in formes(s):
            if f.has_text_frame and f.shape_id not in pied:
                assert all(
                    r.font.size >= Pt(PLUS_PETIT) for p in f.text_frame.paragraphs for r in p.runs
                ), f.text_frame.text
            elif f.has_chart:
                g = f.chart
                assert g.category_axis.tick_labels.font.size >= Pt(12) and g.plots[
                    0
                ].data_labels.font.size >= Pt(PLUS_PETIT)
            elif f.has_table:
                assert all(
                    r.font.size >= Pt(PLUS_PETIT)
                    for l in f.table.rows
                    for c in l.cells
                    for p in c.text_frame.paragraphs
                    for r in p.runs
                )


def test_the_footer_holds_on_one_line_and_says_all(bilan):
    _, d, slides = bilan
    for s in slides:
        pied = next(
            f
            for f in s.shapes
            if f.has_text_frame
            and d.empreinte in f.text_frame.text
            and f.top >= page.Cm(mesures.HAUT - 1.1)
        )
        run = pied.text_frame.paragraphs[0].runs[0]
        assert run.text.replace("\u2011", "-") == d.pied and all(
            x in d.pied for x in (d.date, d.statut, d.version, d.champ)
        )
        large = (
            TextPath((0, 0), run.text, run.font.size.pt, prop=FontProperties(family="DejaVu Sans"))
            .get_extents()
            .width
        )
        assert large <= pied.width.pt, "in one of the widest fonts that may replace Calibri"
        assert d.demonstration in mots(s)


def test_the_cover_has_one_edge(bilan):
    couverture = bilan[2][0]
    lus = [f for f in couverture.shapes if f.has_text_frame and f.text_frame.text]
    assert len({f.left for f in lus}) == 1 and all(f.text_frame.margin_left == 0 for f in lus)


def test_bars_outside_the_reference_are_hatched_and_named(demonstration, bilan):
    v, d, slides = bilan
    tailles = [f for f in d.figures() if f.cle == "tailles"]
    assert bool(tailles) is not v.diffusion, "the counts by size are not diffused"
    for f in tailles:
        g = next(
            x.chart
            for s in slides
            for x in s.shapes
            if x.has_chart and s.shapes.title.text_frame.text == f.titre
        )
        dedans, dehors = g.plots[0].series
        assert (
            (dedans.format.fill.type, dehors.format.fill.type)
            == (MSO_FILL.SOLID, MSO_FILL.PATTERNED)
            and g.has_legend
            and g.plots[0].overlap == 100
        )
        tailles_ = [int(c) for c in g.plots[0].categories]
        assert [c for c, x in zip(tailles_, dedans.values, strict=True) if x is not None] == [
            c for c in tailles_ if 8 <= c <= 12
        ]
        assert [c for c, x in zip(tailles_, dehors.values, strict=True) if x is not None] == [
            c for c in tailles_ if not 8 <= c <= 12
        ]


def test_the_map_is_made_of_shapes_that_say_their_name_and_value(bilan):
    v, d, slides = bilan
    f = next(f for f in d.figures() if f.genre == "carte")
    assert not [x for s in slides for x in formes(s) if x.shape_type == MSO_SHAPE_TYPE.PICTURE]
    groupe = next(x for s in slides for x in s.shapes if x.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert groupe._element.nvGrpSpPr.cNvPr.get("descr") == f.alternative
    dits = [(x._element.xpath(".//p:cNvPr")[0].get("descr"), x.shape_type) for x in groupe.shapes]
    contours = [t for t, genre in dits if genre == MSO_SHAPE_TYPE.FREEFORM]
    assert contours == list(f.carte.territoires) and len(contours) >= 15
    t = v.par("enfants_accompagnes", "epci")
    for r in t.itertuples():
        texte = (
            "effectif masqué"
            if r.secret
            else v.texte("enfants_accompagnes", Valeur(ou_rien(r.valeur)))
        )
        assert soigner(f"{r.libelle} : {texte}") in contours, r.libelle
    for nom, texte, valeur in zip(
        f.categories, f.series[0].textes, f.series[0].valeurs, strict=True
    ):
        assert (
            f"{nom}\u00a0: {texte} {f.unite}" if valeur else f"{nom}\u00a0: {texte}",
            MSO_SHAPE_TYPE.AUTO_SHAPE,
        ) in dits
    assert [x for x, _ in dits if (x or "").startswith("Échelle")]


def test_a_circle_is_where_the_outlines_put_it_and_its_area_is_the_count(bilan):
    f = next(f for f in bilan[1].figures() if f.genre == "carte")
    groupe = next(x for s in bilan[2] for x in s.shapes if x.shape_type == MSO_SHAPE_TYPE.GROUP)
    cercles = {
        x.name: x
        for x in groupe.shapes
        if x.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and x.auto_shape_type.name == "OVAL"
    }
    connus = [(nom, v) for nom, v in zip(f.categories, f.series[0].valeurs, strict=True) if v]
    (a, va), (b, vb) = max(connus, key=lambda x: x[1]), min(connus, key=lambda x: x[1])
    assert (cercles[a].width / cercles[b].width) ** 2 == pytest.approx(va / vb, rel=0.02)
    nord, sud = (
        g(range(len(f.categories)), key=lambda i: f.carte.points[i][1]) for g in (max, min)
    )
    if f.series[0].valeurs[nord] and f.series[0].valeurs[sud]:
        milieux = [
            cercles[f.categories[i]].top + cercles[f.categories[i]].height / 2 for i in (nord, sud)
        ]
        assert milieux[0] < milieux[1], "north is up"


def test_no_name_on_the_map_hides_a_circle_or_a_cross(bilan):
    groupe = next(x for s in bilan[2] for x in s.shapes if x.shape_type == MSO_SHAPE_TYPE.GROUP)
    f = next(f for f in bilan[1].figures() if f.genre == "carte")
    signes = [
        x
        for x in groupe.shapes
        if x.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and x.name in f.categories
    ]
    noms = [x for x in groupe.shapes if x.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    assert len(signes) == sum(v is None or v > 0 for v in f.series[0].valeurs) and len(noms) >= 6
    for n in noms:
        for c in signes:
            a, b = c.left + c.width / 2, c.top + c.height / 2
            assert not (n.left < a < n.left + n.width and n.top < b < n.top + n.height), (
                n.text_frame.text,
                c.name,
            )


def test_a_simplified_outline_stays_where_it_was():
    cercle = [(math.cos(i / 50), math.sin(i / 50)) for i in range(315)]
    fine = carte.simplifier(cercle, 0.02)
    assert len(fine) < 40 and fine[0] == cercle[0] and fine[-1] == cercle[-1]
    assert all(
        min(carte._distance(p, a, b) for a, b in zip(fine, fine[1:], strict=False)) <= 0.02
        for p in cercle
    )


def test_a_long_free_text_is_whole_over_several_slides(bilan):
    _, d, _ = bilan
    phrases = [
        (
            f"Constat {i}, que le comité a longuement discuté et qu’il veut garder entier dans "
            "son "
            "bilan."
        )
        for i in range(40)
    ]
    libre = (
        Paragraphe(" ".join(phrases)),
        *(Paragraphe(f"Point {i}\u00a0: " + "à suivre, " * 12 + f"fin {i}.") for i in range(9)),
    )
    p = next(p for p in d.parties if p.id == "ecole")
    slides = ouvrir(replace(d, parties=(Partie(p.id, p.titre, p.blocs + libre),)))
    tout = re.sub(r"\s+", " ", "\n".join(mots(s) for s in slides[1:]))
    assert all(
        re.sub(r"\s+", " ", x) in tout
        for x in [f"Constat {i}," for i in range(40)] + [f"fin {i}." for i in range(9)]
    )
    assert len([s for s in slides if "(suite)" in s.shapes.title.text_frame.text]) >= 2


def test_a_part_of_indicators_alone_has_its_slide(bilan):
    _, d, _ = bilan
    p = next(p for p in d.parties if p.id == "encadrement")
    t = next(t for t in p.de(Tableau) if t.colonnes[0] == "Indicateur")
    seule = ouvrir(replace(d, parties=(replace(p, blocs=(t,)),)))
    assert any(p.titre in mots(s) and t.lignes[0][0] in mots(s) for s in seule[1:-1])


def test_rows_too_many_for_a_slide_go_on_and_it_is_said():
    t = Tableau(
        "t", "Longue liste", ("Nom", "Nombre"), tuple((f"Ligne {i}", str(i)) for i in range(60))
    )
    d = Document(
        "Bilan",
        "Isère",
        "2021-2022",
        "15/03/2023",
        "abc",
        "Isère",
        "définitif",
        "version du comité",
        parties=(Partie("x", "X", (t,)),),
    )
    slides = ouvrir(d)[1:]
    lues = [
        r.cells[0].text
        for s in slides
        for f in s.shapes
        if f.has_table
        for r in list(f.table.rows)[1:]
    ]
    assert lues == [f"Ligne {i}" for i in range(60)] and len(slides) > 2
    assert all(
        "continue sur la diapositive suivante" in mots(s) for s in slides[:-1]
    ) and "continue" not in mots(slides[-1])
    assert all(
        f.top + f.height <= page.Cm(mesures.HAUT - 1.05)
        for s in slides
        for f in s.shapes
        if f.has_table
    )


def test_no_shape_leaves_the_slide(bilan):
    for k, s in enumerate(bilan[2], 1):
        for f in formes(s):
            droite, bas = f.left + f.width, f.top + f.height
            assert (
                min(f.left, f.top) >= 0
                and droite <= page.Cm(mesures.LARGE + 0.01)
                and bas <= page.Cm(mesures.HAUT + 0.01)
            ), (k, f.name)
