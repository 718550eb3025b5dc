"""Where too few porteurs were asked, nothing that leaves says who did not answer: no count of
answers, no rate, no « n.d. » beside « s », and no subtraction that gives them.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from clas_data.indicateurs import catalogue
from clas_data.restitutions.ouvertes.tableaux import DEPARTEMENT
from clas_data.secret import load
from tests.test_ouvertes import exporter, tables_csv

MINIMUM = load().porteurs_min
CAMPAGNES = ("2021-2022", "2020-2021")


@pytest.fixture(scope="module", params=CAMPAGNES)
def lu(demonstration, request):
    """The exported lines, and the porteurs of each group, as the public file names them."""
    tables = tables_csv(exporter(demonstration, campagne=request.param))
    lignes = [l for nom, t in tables.items() if nom.endswith("_agregats") for l in t]
    porteurs = {}
    for a in tables["agrements"]:
        for axe in load().axes:
            porteurs.setdefault((axe, a[axe]), set()).add(a["porteur_siret"])
    return lignes, porteurs, tables["agrements"]


def _repond(l: dict) -> bool:
    """True for what a porteur declared, where an answer is expected of a group of actions."""
    ind = catalogue.exiger(l["indicateur"])
    return ind.secret != "public" and bool(ind.reponse or ind.secret == "reponses")


def test_a_group_of_too_few_porteurs_says_nothing_of_its_answers(lu):
    lignes, porteurs, _ = lu
    dites = [
        l
        for l in lignes
        if _repond(l)
        and 0 < len(porteurs.get((l["axe"], l["modalite"]), ())) < MINIMUM
        and not (l["axe"] == "niveau" and catalogue.exiger(l["indicateur"]).table == "collectifs")
    ]
    assert len(dites) > 100
    assert {(l["statut"], l["valeur"], l["repondants"], l["attendus"]) for l in dites} == {
        ("secret", "", "", "")
    }


def test_no_subtraction_gives_its_answers_back(lu):
    """The groups of an axis whose answers are silent hold enough porteurs together."""
    lignes, porteurs, _ = lu
    tus, questions = {}, [i for i in catalogue.load().values() if i.reponse and not i.concernees]
    rates = [i.id for i in catalogue.load().values() if i.secret == "reponses"]
    for l in lignes:
        if l["indicateur"] in {*rates, *(q.id for q in questions)} and _repond(l):
            muette = not l["attendus"] and not (l["indicateur"] in rates and l["valeur"])
            if muette and l["axe"] != DEPARTEMENT and (l["axe"], l["modalite"]) in porteurs:
                tus.setdefault((l["indicateur"], l["axe"]), set()).update(
                    porteurs[l["axe"], l["modalite"]]
                )
    assert {l["repondants"] == "" for l in lignes if _repond(l) and not l["attendus"]} == {True}
    assert tus and {len(p) >= MINIMUM for p in tus.values()} == {True}
    assert {i for i, _ in tus} >= {*rates}


def test_the_rates_of_the_departement_are_told(lu):
    dits = [l for l in lu[0] if l["axe"] == DEPARTEMENT and _repond(l)]
    rates = [l["statut"] for l in dits if catalogue.exiger(l["indicateur"]).secret == "reponses"]
    assert len(rates) > 1 and set(rates) == {"diffusé"}
    assert sum(l["attendus"] != "" for l in dits) > 80


def test_all_axes_together_name_nobody_who_did_not_answer(lu):
    """The public file says in which group of each axis every action is: all the answers told are
    set as equations, one unknown for each action. That somebody answered may follow (« 12 sur 12 »
    says so of twelve); that somebody of a group of too few porteurs did not follows from nothing
    but a département without any answer.
    """
    lignes, porteurs, demandes = lu
    actions = [a for a in demandes if a["decision"] == "agréée"]
    poses = {i.id for i in catalogue.load().values() if i.reponse and not i.concernees}
    faits: dict[tuple, float] = {}
    for id_ in sorted(i for i in poses if catalogue.exiger(i).table == "actions"):
        siennes = [l for l in lignes if l["indicateur"] == id_]
        dedans = [
            [l["axe"] == DEPARTEMENT or a[l["axe"]] == l["modalite"] for a in actions]
            for l in siennes
        ]
        dits = tuple(
            (tuple(d), int(l["repondants"]))
            for l, d in zip(siennes, dedans, strict=True)
            if l["attendus"]
        )
        if any(len(actions) == sum(d) and not n for d, n in dits):
            continue  # nobody answered at all, and the total says it
        for l, d in zip(siennes, dedans, strict=True):
            peu = len(porteurs.get((l["axe"], l["modalite"]), ())) < MINIMUM
            if not l["attendus"] and any(d) and peu:
                cle = (dits, tuple(d))
                faits[cle] = faits[cle] if cle in faits else _au_plus(dits, d)
    dits = [(sum(d), plus) for (_, d), plus in faits.items()]
    assert len(dits) > 20 and not [(n, plus) for n, plus in dits if plus < n - 0.5]


def _au_plus(dits: tuple, groupe: list[bool]) -> float:
    """How many of this group can have answered at most, as far as anybody can tell."""
    tables, sommes = zip(*dits, strict=True)
    r = linprog(
        -np.array(groupe, float),
        A_eq=np.array(tables, float),
        b_eq=sommes,
        bounds=(0, 1),
        method="highs",
    )
    assert r.status == 0, r.message
    return -r.fun
