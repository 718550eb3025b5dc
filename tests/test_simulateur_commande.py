"""The command `simuler`, for another program: what a scenario supposes is told apart from what is
known.
"""

from __future__ import annotations

from tests.commande import json_de, lancer

SCENARIO = 'version: 1\nnom: Essai\nparent: 2022-2023\nchange: {repartition: "collectif"}\n'
SANS = "version: 1\nnom: Rien\nparent: 2022-2023\nchange: {}\n"


def simuler(demonstration, tmp_path, texte: str) -> dict:
    fichier = tmp_path / "scenario.yaml"
    fichier.write_text(texte, encoding="utf-8")
    arguments = ("simuler", str(fichier), "--campagne", "2022-2023", "--json")
    return json_de(lancer(*arguments, racine=demonstration.racine))


def test_the_actions_that_only_the_scenario_supposes_are_flagged(demonstration, tmp_path):
    dit, sans = (simuler(demonstration, tmp_path, t) for t in (SCENARIO, SANS))
    estimees = [a for a in dit["actions"] if a["estimee"]]
    assert estimees and len(estimees) == dit["actions_estimees"]
    assert sum(a["total_eur"] for a in estimees) == dit["estimees_eur"] > 0
    assert not [a for a in estimees if a["reference_eur"] is not None]
    assert (sans["actions_estimees"], sans["estimees_eur"]) == (0, 0)
    assert not any(a["estimee"] for a in sans["actions"])
    assert sans["actions_nd"] == dit["actions_nd"] + len(estimees)
