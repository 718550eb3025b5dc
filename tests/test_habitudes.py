"""What a page read once is read at once for the next selection: fewer requests, same figures."""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.figures import comparaisons
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul
from clas_data.memoire import Habitude
from clas_data.tables import base
from clas_data.tables.base import Base

CARTES = {"ids": ("enfants_accompagnes", "collectifs", "heures_par_enfant"), "trace": True}
PARTS = {
    "ids": ("part_qpv", "part_rep"),
    "cle": "p",
    "sujet": "Parmi les enfants",
    "sous_titre": "En %",
}
PAGE = (
    ("chiffres", CARTES),
    ("evolution", {"id": "enfants_accompagnes"}),
    ("parts", PARTS),
    ("repartition", {"id": "enfants_accompagnes", "axe": "niveau", "parts": True}),
    ("repartition", {"id": "heures_par_enfant", "axe": "niveau", "parts": True}),
)


@pytest.fixture
def lues(monkeypatch):
    """The requests sent, by the one function that sends them."""
    lues, lire = [], Base._lire
    monkeypatch.setattr(Base, "_lire", lambda *a: lues.append(a[1]) or lire(*a))
    return lues


def composer(demonstration, epci, habitude):
    comparaisons._MOUVEMENTS.oublier()
    v = Valeurs(
        demonstration,
        base.ouvrir(demonstration),
        ligne_de_commande().perimetre(()),
        "2022-2023",
        "2021-2022",
        filtres={"epci": epci},
        habitude=habitude,
    )
    return [BLOCS[genre](v, dict(d)) for genre, d in PAGE]


def test_a_place_reads_at_once_what_it_read_before_and_says_the_same(demonstration, lues):
    tout = ligne_de_commande().perimetre(())
    premier, autre = calcul.valeurs_axe(base.ouvrir(demonstration), tout, "epci")[:2]
    habitude = Habitude()
    composer(demonstration, premier, habitude)
    seule = composer(demonstration, autre, None)
    lues.clear()
    suivante = composer(demonstration, autre, habitude)
    assert suivante == seule
    compares = [sql for sql in lues if "rapport_" in sql]
    assert len(compares) == 1  # every figure, every pair of campagnes
    siennes = [sql for sql in lues if "$ou_epci" in sql]
    assert len(siennes) == 3  # by campagne, by niveau, and how they moved
