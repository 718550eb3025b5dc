"""Sentences computed from the data: right words, right plurals, right spaces, and nothing that a
reader cannot see.
"""

from __future__ import annotations

import re

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.indicateurs import calcul, catalogue, phrases
from clas_data.tables import base

NAN = float("nan")
ICI = "2021-2022"


def ind(id_):
    return catalogue.exiger(id_)


def simple(texte):
    """The sentence with plain spaces, to read it in a table."""
    return texte and texte.replace("\u202f", " ").replace("\u00a0", " ")


def bien_typographie(texte):
    return (
        not re.search(r"(?<![\d(,]) [;:!?%€»]|« |\d{4,}(?![-\d])(?<!20\d\d)", texte)
        and "  " not in texte
        and " ." not in texte
    )


@pytest.mark.parametrize(
    "id_, valeur, attendu",
    [
        ("enfants_prevus", 3052, "3 052 enfants"),
        ("enfants_prevus", 0, "0 enfant"),
        ("enfants_prevus", 1, "1 enfant"),
        ("enfants_prevus", 2, "2 enfants"),
        ("enfants_par_collectif", 1.96, "2,0 enfants par collectif"),
        ("enfants_par_collectif", 1.94, "1,9 enfant par collectif"),
        ("seances_par_semaine", 1, "1,0 séance par semaine"),
        ("encadrants", 1, "1 personne"),
        ("actions_par_porteur", 1.66, "1,7 action par porteur"),
        ("part_qpv", 43.04, "43,0 %"),
        ("cout_par_enfant", 861.6, "862 €"),
        ("cout_par_enfant", NAN, "n.d."),
        ("collectifs", None, "n.d."),
    ],
)
def test_a_value_with_its_unit(id_, valeur, attendu):
    assert simple(phrases.ecrire(ind(id_), valeur)) == attendu


@pytest.mark.parametrize(
    "id_, valeur, reponses, attendu",
    [
        ("actions_agreees", 103, (), "En 2021-2022, la commission a agréé 103 actions."),
        ("actions_agreees", 1, (), "En 2021-2022, la commission a agréé 1 action."),
        (
            "enfants_accompagnes",
            2979,
            (100, 103),
            (
                "En 2021-2022, les actions ont déclaré accompagner 2 979 enfants (d'après 100 "
                "réponses "
                "sur 103)."
            ),
        ),
        (
            "part_filles",
            50.6,
            (1, 3),
            (
                "En 2021-2022, la part de filles parmi les enfants accompagnés est de 50,6 % "
                "(d'après "
                "1 réponse sur 3)."
            ),
        ),
        (
            "cout_par_enfant",
            NAN,
            (0, 3),
            (
                "En 2021-2022, « Coût par enfant » n'est pas disponible (n.d.) : aucune réponse "
                "ne "
                "permet de le calculer."
            ),
        ),
    ],
)
def test_how_one_value_reads(id_, valeur, reponses, attendu):
    assert simple(phrases.lecture(ind(id_), valeur, ICI, *reponses)) == attendu


@pytest.mark.parametrize(
    "serie, attendu",
    [
        ([1, 2, 3], "le plus haut des 3 campagnes connues"),
        ([3, 2, 1], "le plus bas des 3 campagnes connues"),
        ([1, 3, 2], None),
        ([1, 3, 3], None),
        ([1, 2], None),
        ([1, NAN, 2], None),
        ([1, 2, NAN], None),
        ([1, NAN, 2, 3], "le plus haut des 3 campagnes connues"),
        ([1.2, 1.1, 1.4], None),
    ],
)
def test_a_record_is_said_only_when_it_is_one(serie, attendu):
    assert (
        simple(
            phrases.depuis(
                ind("actions_agreees"), {f"{2017 + n}-{2018 + n}": v for n, v in enumerate(serie)}
            )
        )
        == attendu
    )


@pytest.mark.parametrize(
    "id_, valeurs, attendu",
    [
        (
            "enfants_accompagnes",
            {"élémentaire": 1820, "collège": 1000, "lycée": 180},
            "61 % pour « élémentaire » (1 820 enfants sur 3 000)",
        ),
        ("enfants_accompagnes", {"QPV": 10, "hors QPV": 10}, None),
        (
            "enfants_accompagnes",
            {"a": 4, "b": 4, "c": 2},
            "40 % pour « a » et « b » (4 enfants sur 10)",
        ),
        ("enfants_accompagnes", {"a": 1, "b": NAN, "c": 0}, "100 % pour « a » (1 enfant sur 1)"),
        ("enfants_accompagnes", {"a": 0, "b": 0}, None),
        ("enfants_accompagnes", {"a": 5}, None),
        ("enfants_accompagnes", {"a": NAN, "b": NAN}, None),
        ("part_filles", {"a": 50, "b": 40}, None),
    ],
)
def test_the_biggest_part(id_, valeurs, attendu):
    assert simple(phrases.part_principale(ind(id_), valeurs)) == attendu


@pytest.mark.parametrize(
    "id_, valeurs, reponses, attendu",
    [
        (
            "enfants_accompagnes",
            {"élémentaire": 60, "collège": 40},
            None,
            "Enfants accompagnés : 60 % pour « élémentaire » (60 enfants sur 100)",
        ),
        (
            "enfants_accompagnes",
            {"QPV": 10, "hors QPV": 10},
            None,
            "Enfants accompagnés : 10 enfants (autant pour chaque valeur)",
        ),
        (
            "enfants_accompagnes",
            {"a": 5, "b": NAN},
            None,
            "Enfants accompagnés : 5 enfants (« a »)",
        ),
        ("enfants_accompagnes", {"a": NAN}, None, "Enfants accompagnés par niveau : n.d."),
        (
            "cout_par_enfant",
            {"a": 500, "b": 900},
            None,
            "Coût par enfant : de 500 € (« a ») à 900 € (« b »)",
        ),
        ("cout_par_enfant", {"a": 500, "b": 500}, None, "Coût par enfant : 500 € (partout)"),
        (
            "cout_par_enfant",
            {"a": 500, "b": 900, "niveau non renseigné": 400},
            None,
            "Coût par enfant : de 500 € (« a ») à 900 € (« b »)",
        ),
        (
            "cout_par_enfant",
            {"a": 500, "b": 900, "seule": 4000},
            {"a": 12, "b": 3, "seule": 1},
            (
                "Coût par enfant : de 500 € (« a ») à 900 € (« b »), sans compter 1 valeur de "
                "moins "
                "de "
                "3 réponses"
            ),
        ),
        (
            "cout_par_enfant",
            {"a": 500, "b": 900},
            {"a": 1, "b": 2},
            "Coût par enfant par niveau : moins de 3 réponses partout",
        ),
    ],
)
def test_a_distribution_is_titled_by_its_main_share_or_its_two_ends(
    id_, valeurs, reponses, attendu
):
    """An end that rests on too few answers is never named."""
    assert simple(phrases.titre_repartition(ind(id_), valeurs, "Niveau", reponses)) == attendu


@pytest.mark.parametrize(
    "id_, valeurs, attendu",
    [
        (
            "enfants_accompagnes",
            [50, 20, 10, 10, 10],
            "Enfants accompagnés : 1 commune sur 5 réunit au moins la moitié du total (50 %)",
        ),
        (
            "enfants_accompagnes",
            [30, 30, 10, 10, 10, 10],
            "Enfants accompagnés : 2 communes sur 6 réunissent au moins la moitié du total (60 %)",
        ),
        ("enfants_accompagnes", [10, 10, 10, 10], None),
        ("enfants_accompagnes", [90, 5, 5], None),
        ("enfants_accompagnes", [0, 0, 0, 0, 0], None),
        ("part_filles", [50, 1, 1, 1, 1], None),
    ],
)
def test_how_concentrated(id_, valeurs, attendu):
    assert simple(phrases.concentration(ind(id_), dict(enumerate(valeurs)), "commune")) == attendu


def test_every_reading_of_the_demonstration_is_well_written(demonstration):
    b, tout = base.ouvrir(demonstration), ligne_de_commande().perimetre(())
    df = calcul.calculer(b, tout, list(catalogue.load()), ["campagne"])
    textes = [
        phrases.lecture(ind(l.indicateur), l.valeur, l.campagne, l.repondants, l.attendus)
        for l in df.itertuples()
    ]
    assert len(textes) > 400
    assert [t for t in textes if not bien_typographie(t) or "None" in t or t[-1] != "."] == []


@pytest.mark.parametrize(
    "avant, apres, attendu",
    [
        (15.84, 13.16, ("2,7 points de moins", "−2,7 points", True)),  # shown 15,8 and 13,2
        (15.84, 15.86, (None, "0,0 point", False)),  # shown 15,8 and 15,9: stable
        (15.76, 15.84, (None, "+0,1 point", False)),  # both shown 15,8: stable
    ],
)
def test_a_difference_is_computed_exactly_and_rounded_once(avant, apres, attendu):
    part = ind("part_qpv")
    ecart, points, visible = attendu
    assert phrases.visible(part, avant, apres) is visible
    assert simple(phrases.en_points(part, avant, apres)) == points
    if visible:
        assert simple(phrases.ecart(part, avant, apres)[0]) == ecart


def test_a_main_share_is_taken_from_the_exact_value():
    dit = phrases.part_principale(ind("charges"), {"a": 2.4, "b": 1.4})
    assert simple(dit).startswith("63 % pour « a »")  # not 2 / 3,8
