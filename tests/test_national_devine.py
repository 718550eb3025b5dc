"""National tables as reports lay them out: which column holds France, of the year asked, and which
names the indicators, with or without a header.
"""

from __future__ import annotations

import pytest

from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.schemas import NATIONAL
from tests.test_correspondances import classeur
from tests.test_correspondances_devinees import applique, devine

FILLES, COUT = "Part des filles", "Coût par enfant"
LUES = {FILLES: 48.0, COUT: 812.0}

ALLURES = {
    "labels without a header": [
        ["Clas : synthèse nationale"],
        [],
        ["", "France", "Région", "Département"],
        [FILLES, "48 %", "47 %", "50 %"],
        [COUT, "812 €", "790 €", "845 €"],
    ],
    "France alone": [["", "France"], [FILLES, "48 %"], [COUT, "812 €"]],
    "themes beside nameless labels": [
        ["Thème", "", "France"],
        ["Enfants", FILLES, "48 %"],
        ["Financement", COUT, "812 €"],
    ],
    "lying on its side": [["", FILLES, COUT], ["France", "48 %", "812 €"], ["Région", "1 %", "9"]],
    "years above": [
        ["Indicateur", "2021-2022", ""],
        ["", "France", "Région"],
        [FILLES, "48 %", "47 %"],
        [COUT, "812 €", "790 €"],
    ],
    "the year asked comes second": [
        ["Indicateur", "France 2020-2021", "France 2021-2022"],
        [FILLES, "11 %", "48 %"],
        [COUT, "11 €", "812 €"],
    ],
}


@pytest.mark.parametrize("allure", ALLURES)
def test_france_is_read_wherever_its_labels_stand(allure):
    depot = Depot("rapport.xlsx", classeur(Synthèse=ALLURES[allure]))
    d = devine(depot)
    lu = applique(d, depot)
    assert not [a for a in lu.anomalies if a.gravite == "bloquante"], lu.anomalies
    lues = lu.tables[NATIONAL].to_pylist()
    assert {l["indicateur"]: l["valeur"] for l in lues} == LUES
    assert {l["territoire"] for l in lues} == {"France"}


def test_the_same_table_of_the_next_campagne_is_read_through_what_was_said():
    d = devine(Depot("r.xlsx", classeur(S=ALLURES["the year asked comes second"])))
    suite = [
        ["Indicateur", "France 2021-2022", "France 2022-2023"],
        [FILLES, "48 %", "49 %"],
        [COUT, "812 €", "830 €"],
    ]
    lu = applique(d, Depot("r.xlsx", classeur(S=suite)), campagne="2022-2023")
    assert lu.tables[NATIONAL]["valeur"].to_pylist() == [49.0, 830.0]


def test_two_columns_that_may_be_the_year_are_never_sure():
    """« 2021 » and « 2022 » are both of 2021-2022."""
    feuille = [["Indicateur", "France 2021", "France 2022"], [FILLES, "48 %", "49 %"]]
    d = devine(Depot("r.xlsx", classeur(S=[*feuille, [COUT, "812 €", "830 €"]])))
    assert {p.entete: p.sur for p in d.pistes if p.choisis} == {
        "Indicateur": True,
        "France {debut}": False,
    }


def test_a_table_of_other_years_is_no_table_of_this_one():
    feuille = [["Indicateur", "France 2017-2018"], [FILLES, "48 %"], [COUT, "812 €"]]
    d = devine(Depot("r.xlsx", classeur(S=feuille)))
    assert not [a for t in d.correspondance.tableaux for a in t.apports if a.table == NATIONAL]
