"""Pictures of documents: the same bytes twice, whole labels, hatches that black and white keeps
apart, nothing invented for the unknown.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image

from clas_data.dessin import cadre, papier

CARRE = [((5.0, 45.0), (6.0, 45.0), (6.0, 46.0), (5.0, 46.0), (5.0, 45.0))]
DESSINS = {
    "barres": lambda: papier.barres(
        ["élémentaire", "collège"], [12.0, None], ["12", "n.d."], [10.0, 4.0], "2020-2021"
    ),
    "empilees": lambda: papier.empilees(
        ["tous"], [("Filles", [52.0], ["52 %"]), ("Garçons", [48.0], ["48 %"])]
    ),
    "courbes": lambda: papier.courbes(
        ["2019-2020", "2020-2021"], [("Prévus", [3.0, None], ["3", "n.d."])]
    ),
    "colonnes": lambda: papier.colonnes(["7", "8"], [1.0, 5.0], ["1", "5"], "Enfants", (8, 12)),
    "carte": lambda: papier.carte(
        CARRE, [(5.5, 45.5), (5.2, 45.2)], ["Ici", "Là"], [9.0, None], ["9", "n.d."]
    ),
}


@pytest.mark.parametrize("nom", DESSINS)
def test_twice_the_same_picture(nom):
    for ecrire in (papier.svg, papier.png):
        assert ecrire(DESSINS[nom]()) == ecrire(DESSINS[nom]())


@pytest.mark.parametrize("nom", DESSINS)
def test_a_picture_fills_a_page_and_touches_no_edge(nom):
    image = Image.open(io.BytesIO(papier.png(DESSINS[nom]()))).convert("L")
    large, haut = image.size
    assert large > 1400
    bords = [
        image.crop(b)
        for b in (
            (0, 0, large, 1),
            (0, haut - 1, large, haut),
            (0, 0, 1, haut),
            (large - 1, 0, large, haut),
        )
    ]
    assert all(b.getextrema()[0] > 200 for b in bords), "a label is cut by the edge"
    assert image.getextrema()[0] < 120


def test_a_received_name_is_no_formula():
    """« $ » twice in a name would begin a formula; one without meaning stops the document."""
    recus = ["5 $ et 6 $", "$\\frac{$", "a\vb"]
    vus = papier.svg(
        papier.barres(recus, [3.0, 2.0, 1.0], ["3", "2", "1"], [3.0, 2.0, 1.0], "$\\frac{$")
    )
    assert vus.startswith(b"<?xml")


def test_nothing_is_drawn_for_the_unknown():
    axes = DESSINS["barres"]().axes[0]
    assert [round(p.get_width()) for p in axes.patches] == [12, 0]
    assert [t.get_text() for t in axes.texts] == ["12", "n.d."]


def test_black_and_white_keeps_the_shares_apart():
    motifs = [p.get_hatch() for p in DESSINS["empilees"]().axes[0].patches]
    assert len(set(motifs)) == 2


def test_circles_are_read_by_their_area():
    taches = (
        papier.carte(CARRE, [(5.5, 45.5), (5.2, 45.2)], ["a", "b"], [100.0, 25.0], ["100", "25"])
        .axes[0]
        .collections
    )
    assert taches[0].get_sizes()[0] == pytest.approx(4 * taches[1].get_sizes()[0])


def test_names_on_a_map_never_meet_nor_leave_it():
    """Eight circles in a heap near the right edge, with long names: each name whole, none over
    another.
    """
    cercles = [
        (
            9.0 + 0.3 * (k % 3),
            5.0 + 0.3 * (k // 3),
            0.9 - 0.1 * k,
            f"Communauté de communes du Val {k} 1 130",
        )
        for k in range(8)
    ]
    places = cadre.etiqueter(cercles, 16.0, 8)
    assert len(places) == 8
    for k, (x, y, long) in enumerate(places):
        assert 0 <= x and x + long <= 16.0
        for x2, y2, long2 in places[k + 1 :]:
            assert (
                abs(y - y2) > cadre.PAS_CM - 1e-6 or x + long <= x2 + 1e-6 or x2 + long2 <= x + 1e-6
            )


def test_a_name_goes_to_the_left_where_the_right_has_no_room():
    ((x, y, long),) = cadre.etiqueter(
        [(15.0, 3.0, 0.5, "CC Saint-Marcellin Vercors Isère Communauté 106")], 16.0, 1
    )
    assert x + long <= 14.5 and y == 3.0
