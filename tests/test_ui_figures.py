"""Pictures: contrasts in both themes, French separators, missing values shown, nothing said by
colour alone.
"""

from __future__ import annotations

import json
import math
import tomllib

import pytest

from clas_data.config import DEPOT
from clas_data.dessin import colonnes, commun, couleurs, courbes, series
from clas_data.formats import FINE, ND
from clas_data.ui import style

NAN = float("nan")


def _luminance(couleur: str) -> float:
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return sum(k * c for k, c in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))


def contraste(a: str, b: str) -> float:
    clair, sombre = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def test_the_contrast_formula_is_that_of_wcag():
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sombre", [False, True])
@pytest.mark.parametrize("couleur", couleurs.PALETTE)
def test_graphical_parts_keep_3_to_1_on_the_card(couleur, sombre):
    assert contraste(couleur, couleurs.theme(sombre).fond) >= 3


@pytest.mark.parametrize("sombre", [False, True])
def test_greys_of_the_figures_are_readable(sombre):
    t = couleurs.theme(sombre)
    assert contraste(t.encre, t.fond) >= 7
    assert contraste(t.gris, t.fond) >= 4.5
    assert contraste(t.neutre, t.fond) >= 3


@pytest.mark.parametrize("couleurs", [style.CLAIR, style.SOMBRE])
def test_words_of_the_frame_are_readable(couleurs):
    for texte, fond in (
        ("encre", "carte"),
        ("gris", "carte"),
        ("gris", "fond"),
        ("accent", "carte"),
        ("bandeau-encre", "bandeau"),
    ):
        assert contraste(couleurs[texte], couleurs[fond]) >= 4.5, (texte, fond)


def test_the_two_themes_agree_with_the_card_of_the_style_sheet():
    assert (
        couleurs.CLAIR.fond == style.CLAIR["carte"]
        and couleurs.SOMBRE.fond == style.SOMBRE["carte"]
    )


def _toutes():
    c = ["2019-2020", "2020-2021", "2021-2022"]
    return {
        "evolution": colonnes.evolution(
            c,
            [10, NAN, 12],
            ["10", ND, "12"],
            ["a", "b", "c"],
            sombre=False,
            provisoires=[False, False, True],
            choisie=c[2],
        ),
        "lignes": courbes.lignes(
            c,
            [("prévus", [1, 2, 3], ["1", "2", "3"]), ("vus", [1, NAN, 2], ["1", ND, "2"])],
            sombre=True,
        ),
        "barres": series.barres(
            ["a", "b"],
            [3, NAN],
            ["3", ND],
            ["x", "y"],
            sombre=True,
            reperes=[4, 5],
            nom_repere="2020-2021",
        ),
        "empilees": series.empilees(
            ["a"], [("F", [55.0], ["55 %"], ["x"]), ("G", [45.0], ["45 %"], ["y"])], sombre=False
        ),
        "parts": series.parts(["a", "b"], [30.0, NAN], ["30 %", ND], ["x", "y"], sombre=False),
        "tailles": colonnes.tailles(
            [7, 10, 13], [1, 5, 2], ["x", "y", "z"], (8, 12), "bande", sombre=False
        ),
    }


@pytest.mark.parametrize("nom", list(_toutes()))
def test_every_figure_has_french_separators_and_text_of_16_px(nom):
    lue = json.loads(_toutes()[nom].to_json())
    assert lue["layout"]["template"]["layout"]["separators"] == "," + FINE
    tailles = [v for v in _cles(lue, "size", "font") if isinstance(v, (int, float))]
    assert tailles and min(tailles) >= 16


def _cles(noeud, cle, dans, sous=""):
    if isinstance(noeud, dict):
        for k, v in noeud.items():
            if k == cle and dans in sous.lower():
                yield from v if isinstance(v, list) else [v]
            yield from _cles(v, cle, dans, k)
    elif isinstance(noeud, list):
        for v in noeud:
            yield from _cles(v, cle, dans, sous)


@pytest.mark.parametrize("nom", ["evolution", "barres", "parts"])
def test_an_unknown_value_is_written_and_not_drawn(nom):
    fig = _toutes()[nom]
    ecrits = [a.text for a in fig.layout.annotations] + [
        t for trace in fig.data for t in (getattr(trace, "text", None) or ())
    ]
    assert ND in ecrits
    assert not any(
        isinstance(v, float) and math.isnan(v)
        for trace in fig.data
        for v in (trace.x if nom != "evolution" else trace.y)
        if not isinstance(v, str)
    )


def test_series_differ_by_more_than_colour():
    lignes = [t for t in _toutes()["lignes"].data]
    assert len({(t.line.dash, t.marker.symbol) for t in lignes}) == len(lignes)
    assert len({t.marker.pattern.shape for t in _toutes()["empilees"].data}) == 2


def test_outside_of_the_band_is_hatched_not_only_coloured():
    assert list(_toutes()["tailles"].data[0].marker.pattern.shape) == ["/", "", "/"]


def test_the_browser_is_told_french_words_and_asked_nothing_outside():
    config = commun.config("enfants", "svg")
    assert config["locale"] == "fr" and config["locales"]["fr"]["format"] == {
        "decimal": ",",
        "thousands": FINE,
    }
    assert config["toImageButtonOptions"]["format"] == "svg"
    assert "http" not in json.dumps(config)


@pytest.mark.parametrize(
    "valeurs, points, traits",
    [([1, 2, 3], 3, 2), ([1, NAN, 3], 2, 0), ([NAN, NAN], 0, 0), ([5], 1, 0), ([4, 4], 2, 1)],
)
def test_the_small_trace_leaves_a_gap_where_nothing_is_known(valeurs, points, traits):
    dessin = couleurs.trace(valeurs, sombre=False)
    assert (dessin.count("<circle"), dessin.count("<line")) == (points, traits)


@pytest.mark.parametrize("nom", ["light", "dark"])
def test_the_theme_of_the_framework_is_readable(nom):
    theme = tomllib.loads((DEPOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    t = theme[nom]
    assert contraste("#ffffff", t["primaryColor"]) >= 4.5, "white words on a primary button"
    assert contraste(t["primaryColor"], t["backgroundColor"]) >= 3, "the edge of what is chosen"
    for fond in (
        t["backgroundColor"],
        t["secondaryBackgroundColor"],
        t["sidebar"]["backgroundColor"],
        t["sidebar"]["secondaryBackgroundColor"],
    ):
        assert contraste(t["textColor"], fond) >= 7 and contraste(t["linkColor"], fond) >= 4.5
    assert theme["baseFontSize"] * 0.875 >= 15.75, (
        "the small size of the framework, rounded by a browser, is 16 px"
    )


def test_nothing_of_the_theme_is_asked_outside():
    assert "http" not in (DEPOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "url(" not in (DEPOT / "clas_data" / "ui" / "style.css").read_text(encoding="utf-8")


def test_columns_of_an_evolution_keep_their_size_and_their_years_upright():
    campagnes = ["2021-2022", "2022-2023"]
    fig = colonnes.evolution(
        campagnes,
        [2_450_000, 2_300_000],
        ["2,45 M€", "2,30 M€"],
        ["a", "b"],
        sombre=False,
        fragiles=[True, False],
        provisoires=[False, True],
    )
    assert (
        fig.data[0].constraintext == "none"
        and fig.data[0].textangle == 0
        and fig.layout.xaxis.tickangle == 0
    )
    assert list(fig.layout.xaxis.ticktext) == [
        "2021-<br>2022<br><i>peu de<br>réponses</i>",
        "2022-<br>2023<br><i>provisoire</i>",
    ]


def test_millions_of_euros_are_short_above_the_columns_and_nothing_else_is():
    from clas_data.figures.evolutions import _courts
    from clas_data.indicateurs.catalogue import exiger

    assert _courts(
        exiger("charges"), (2_451_000.0, None, 45_678.0), ("exact", "n.d.", "exact")
    ) == ("2,45\xa0M€", ND, "46\xa0k€")
    assert _courts(exiger("charges"), (45_678.0,), ("45 678 €",)) == ("45 678 €",)
    assert _courts(exiger("heures_offertes"), (2_451_000.0,), ("2 451 000",)) == ("2 451 000",)
