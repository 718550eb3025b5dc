"""The figures of one page only: plain values, composed apart from any screen; what is drawn is what
they say.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import date
from html import unescape

import pytest

from clas_data.dessin import ecran
from clas_data.dessin import images as dessin_images
from clas_data.figures import figure as modele
from clas_data.figures import images
from clas_data.figures.typographie import soigner
from clas_data.ui import figure
from tests.test_ui_pages import ouvrir, racine  # noqa: F401  (racine: the screens)

ECRANS = {
    "conformite": {
        "Règles": {"regles"},
        "Actions × règles": {"matrice"},
        "Collectifs": {
            "conformite_semaines",
            "conformite_heures",
            "conformite_axes",
            "conformite_dates",
            "conformite_avis",
        },
        "Porteurs": {"porteurs"},
    },
    "financement": {
        "D'où vient l'argent": {"flux", "financeurs", "aides_caf"},
        "Droits et versements": {"ecarts_droits", "sous_plafond"},
        "Ce que ça coûte": {"distribution_cout_par_collectif"},
    },
    "simulateur": {
        "Qui gagne, qui perd": {"gagnants_A_epci_nom"},
        "Au plafond": {"plafond", "iso"},
        "Leviers": {"leviers"},
        "Pourquoi ?": {"pourquoi"},
        "Plusieurs années": {"annees", "annees_cout"},
    },
}
RECU = "<i>reçu</i>"
STYLES = {images.OUI, images.NON, images.MANQUE, images.HORS}
SIMPLES = (str, int, float, bool, type(None), date)


def complexes(x, ou: str = "") -> list[str]:
    """What is not a plain value of Python, and where."""
    if is_dataclass(x):
        return [c for f in fields(x) for c in complexes(getattr(x, f.name), f"{ou}.{f.name}")]
    if isinstance(x, tuple):
        return [c for i, v in enumerate(x) for c in complexes(v, f"{ou}[{i}]")]
    return [] if type(x) in SIMPLES else [f"{ou} : {type(x)}"]


def nombres(x) -> set[float]:
    """Every number that a picture is made of."""
    if is_dataclass(x):
        return set().union(*(nombres(getattr(x, f.name)) for f in fields(x)))
    if isinstance(x, tuple):
        return set().union(*map(nombres, x))
    return {float(x)} if type(x) in (int, float) and x == x else set()


@pytest.mark.parametrize("page", ECRANS)
def test_a_figure_of_a_page_is_plain_and_is_drawn_as_it_says(racine, monkeypatch, page):
    vues: dict[str, modele.Figure] = {}
    montrer = figure.show
    monkeypatch.setattr(
        figure, "show", lambda f, *a, **o: (vues.update({f.cle: f}), montrer(f, *a, **o))[1]
    )
    for onglet, attendues in ECRANS[page].items():
        vues.clear()
        at = ouvrir(
            racine,
            "direction",
            page,
            campagne="2022-2023",
            onglet=onglet,
            **({"a_plafond": "8 200"} if page == "simulateur" else {}),
        )
        assert not at.exception and attendues <= set(vues)
        for f in (f for f in vues.values() if f.genre == modele.PROPRE):
            assert complexes(f) == [], f.cle
            assert (
                f.titre and f.champ and f.source and f.alternative.startswith(soigner(f.titre[:20]))
            )
            assert f.donnees.lignes and len(f.donnees.lignes) == len(f.donnees.brutes)
            if f.vide:
                continue
            drawn(f)


def drawn(f: modele.Figure) -> None:
    """Every word of the picture is written or pointed at; every number is a bar, a point, a
    ribbon.
    """
    d = ecran.dessiner(f, sombre=False)
    ecrit = unescape(
        re.sub(r"<br>|<b>|</b>|-<br>", " ", json.dumps(json.loads(d.to_json()), ensure_ascii=False))
    )
    ecrit = re.sub(r"\s+", " ", ecrit)
    for mot in mots(f.image):
        assert re.sub(r"\s+", " ", mot) in ecrit, (f.cle, mot)
    traces = [v for t in d.data for axe in ("x", "y") for v in (t[axe] if axe in t else ())]
    vus = {round(float(v), 6) for v in traces if isinstance(v, (int, float)) or hasattr(v, "item")}
    if isinstance(f.image, images.Couts):
        assert sum(d.data[0].y) == sum(f.image.poids)
    elif not isinstance(f.image, (images.Flux, images.Matrice, images.Periodes)):
        for nom in ("valeurs", "series", "nombres"):
            lus = {round(x, 6) for x in nombres(getattr(f.image, nom, ()))}
            assert lus <= vus, (f.cle, lus - vus)


def mots(image) -> set[str]:
    """The words of a picture; how a state is drawn, and what a click brings back, are none."""
    if isinstance(image, str):
        return {image}
    if is_dataclass(image):
        noms = {x.name for x in fields(image)} - {"styles", "cles", "signes", "quoi", "cases"}
        return set().union(*(mots(getattr(image, n)) for n in noms)) - STYLES
    return set().union(*map(mots, image)) if isinstance(image, tuple) else set()


@pytest.mark.parametrize(
    "image",
    [
        images.Ecarts((RECU,), (1.0,), ("un",)),
        images.Matrice(
            (RECU,),
            ("c",),
            (("x",),),
            (((RECU, RECU),),),
            ((("k", "l"),),),
            (("x", "oui"),),
            (("x", "v"),),
        ),
        images.Seuil((1.0,), (1,), (True,), ((RECU, RECU),), (1.0, "un"), "x"),
        images.Etats(("un",), (("n", (1,), ((RECU,),), "oui"),)),
    ],
    ids=lambda x: type(x).__name__,
)
def test_received_words_are_protected_by_the_screen_that_reads_html(image):
    assert "<i>" not in str(dessin_images.dessiner(image, sombre=False).to_json())
