"""`python -m clas_data couverture`: the same figures as the indicators and as the page."""

from __future__ import annotations

import pytest

from tests.commande import json_de, lancer

CAMPAGNE = "2021-2022"


@pytest.mark.parametrize("maille", ["commune", "epci"])
def test_the_same_figures_as_the_indicator(demonstration, maille):
    couverture = json_de(
        lancer(
            "couverture",
            "--campagne",
            CAMPAGNE,
            "--par",
            maille,
            "--json",
            racine=demonstration.racine,
        )
    )
    indicateur = json_de(
        lancer(
            "indicateur",
            "enfants_accompagnes",
            "--par",
            maille,
            "--ou",
            f"campagne={CAMPAGNE}",
            "--json",
            racine=demonstration.racine,
        )
    )
    lus = {l["code"]: l for l in couverture["lignes"]}
    attendus = {l[maille]: l["valeur"] for l in indicateur["lignes"]}
    assert attendus and all(lus[code]["numerateur"] == v for code, v in attendus.items())
    assert couverture["total"]["numerateur"] == sum(v for v in attendus.values() if v is not None)
    assert (
        couverture["denominateur"]["annee"] == 2023
        and "Insee" in couverture["source"]
        and couverture["empreinte"] == indicateur["empreinte"]
    )
    zones = couverture["zones_blanches"]["lignes"]
    assert [z["rang"] for z in zones] == list(range(1, len(zones) + 1)) and all(
        z["raison"] for z in zones
    )
    assert not {z["code"] for z in zones} & {c for c, l in lus.items() if l["actions"]}


def test_in_words_and_refused_in_french(demonstration):
    fait = lancer(
        "couverture", "--campagne", CAMPAGNE, "--par", "epci", racine=demonstration.racine
    )
    assert (
        fait.returncode == 0
        and "Département" in fait.stdout
        and "n'ont" not in fait.stdout
        and "Source : " in fait.stderr
    )
    assert (
        lancer("couverture", "--campagne", "1999-2000", racine=demonstration.racine).returncode == 2
    )
    refus = lancer(
        "couverture", "--campagne", CAMPAGNE, "--pour", "jeunes", racine=demonstration.racine
    )
    assert refus.returncode == 2 and "base-cc-diplomes-formation" in refus.stderr
