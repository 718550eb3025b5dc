"""The guard: which comparisons are fair, which are annotated, which are refused, and why."""

from __future__ import annotations

import pytest

from clas_data.indicateurs import catalogue, comparabilite
from clas_data.indicateurs.comparabilite import ANNOTER, REFUSER, Cote, juger

A, B = "2020-2021", "2021-2022"


def cote(id_, campagne=B, repondants=95, attendus=100, generation=None, par_qpv=False):
    return Cote(catalogue.exiger(id_), campagne, repondants, attendus, generation, par_qpv)


@pytest.mark.parametrize(
    "a, b, verdict, raison",
    [
        (cote("filles", A), cote("filles"), None, ""),
        (cote("filles"), cote("garcons"), None, ""),
        (cote("actions_agreees", A, None, None), cote("actions_agreees", B, None, None), None, ""),
        # units
        (cote("filles"), cote("collectifs"), REFUSER, "se mesure en enfants"),
        (cote("enfants_par_action"), cote("enfants_par_collectif"), REFUSER, "ne se comparent pas"),
        # coverage: 60 % of answers is enough, less is not
        (cote("filles", A, 60), cote("filles", B, 60), None, ""),
        (
            cote("filles", A, 60),
            cote("filles", B, 59),
            REFUSER,
            "59 réponses sur 100 (59,0 %, sous le seuil de 60 %)",
        ),
        (cote("filles", A, 30), cote("filles", B, 95), REFUSER, "En 2020-2021, 30 réponses"),
        (cote("part_filles", A, 30), cote("part_filles", B, 95), ANNOTER, "à lire avec prudence"),
        (cote("filles", A, 1, 100), cote("filles"), REFUSER, "1 réponse sur 100"),
        # no answer at all
        (cote("filles", A, 0), cote("filles"), REFUSER, "aucune réponse n'a été reçue (0 sur 100)"),
        (
            cote("part_filles", A),
            cote("part_filles", B, 0),
            REFUSER,
            "En 2021-2022, aucune réponse",
        ),
        (cote("filles", A, 0, 0), cote("filles"), None, ""),
        # coverage that moved by 3 points: totals only
        (cote("filles", A, 95), cote("filles", B, 93), None, ""),
        (
            cote("filles", A, 95),
            cote("filles", B, 92),
            ANNOTER,
            "La couverture passe de 95 % (2020-2021) à 92 % (2021-2022)",
        ),
        (cote("part_filles", A, 95), cote("part_filles", B, 80), None, ""),
        # zonings
        (
            cote("enfants_qpv", A, generation=2015),
            cote("enfants_qpv", generation=2024),
            REFUSER,
            "génération 2015",
        ),
        (cote("enfants_qpv", A, generation=2015), cote("enfants_qpv", generation=2015), None, ""),
        (cote("enfants_qpv", A), cote("enfants_qpv", generation=2024), None, ""),
        (cote("filles", A, generation=2015), cote("filles", generation=2024), None, ""),
        (
            cote("filles", A, generation=2015, par_qpv=True),
            cote("filles", generation=2024, par_qpv=True),
            REFUSER,
            "quartiers prioritaires",
        ),
        # two indicators
        (cote("enfants_prevus"), cote("enfants_accompagnes"), ANNOTER, "n'ont pas la même source"),
        (cote("filles", A), cote("garcons", B), ANNOTER, "deux choses changent à la fois"),
        # the strongest reason is the one given
        (
            cote("enfants_qpv", A, 10, generation=2015),
            cote("collectifs", B, 10, generation=2024),
            REFUSER,
            "se mesure en",
        ),
    ],
)
def test_the_guard(a, b, verdict, raison):
    for gauche, droite in ((a, b), (b, a)):
        avis = juger(gauche, droite)
        assert (avis.verdict if avis else None) == verdict
    avis = juger(a, b)
    if verdict:
        texte = avis.raison.replace("\u202f", " ").replace("\u00a0", " ")
        assert raison in texte and texte.endswith(".") and " :" not in avis.raison


def test_each_threshold_states_its_origin():
    for nom, seuil in comparabilite.seuils().items():
        if nom != "zonage":
            assert seuil["valeur"] > 0 and len(seuil["origine"]) > 20
    assert comparabilite.seuil("couverture_min_pct") == 60
