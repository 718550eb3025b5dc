"""« Si toutes avaient répondu »: the estimate, its interval, and what it refuses."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from clas_data import config, declarations
from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.dessin import ecran
from clas_data.figures import jetons
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul, catalogue, estimation
from clas_data.indicateurs.strates import Strates, stratifier
from clas_data.secret import repartition
from clas_data.tables import base
from tests.test_ui_pages import html, lien, ouvrir

TOUS = list(catalogue.load())
N = "2022-2023"


@pytest.fixture(scope="module")
def lue(demonstration):
    return base.ouvrir(demonstration), ligne_de_commande().perimetre(())


def une(lue, id_="enfants_accompagnes", campagne=N, ou=None):
    return estimation.estimer(*lue, [id_], campagne, None, ou)[id_][None]


def test_only_what_actions_declare_is_estimated(lue):
    lus = estimation.estimer(*lue, TOUS, N)
    for ind in catalogue.load().values():
        declare = ind.additif and bool(ind.reponse) and ind.table != "agrements"
        assert (ind.id in lus) == declare, ind.id


def test_the_estimate_is_beside_the_count_with_its_interval(lue):
    for id_, e in ((i, p[None]) for i, p in estimation.estimer(*lue, TOUS, N).items()):
        compte = calcul.calculer(*lue, [id_], [], {"campagne": N}).iloc[0]
        assert (e.repondants, e.attendus) == (compte["repondants"], compte["attendus"]), id_
        assert compte["valeur"] - 1e-6 <= e.bas <= e.valeur <= e.haut, id_


def test_the_ratio_of_each_stratum_by_hand(lue):
    e, rows = une(lue), _rows(lue)
    attendu = 0.0
    for nom in e.strates:
        siens = [l for l in rows if _strate(l) == nom]
        dits = [l for l in siens if l["y"] is not None]
        ratio = sum(l["y"] for l in dits) / sum(l["x"] for l in dits)
        attendu += sum(l["x"] * ratio if l["y"] is None else l["y"] for l in siens)
        assert len(dits) >= estimation.regle("strate_min")
    assert e.valeur == pytest.approx(attendu)


def _rows(lue):
    ids = ["enfants_accompagnes", "enfants_prevus", "collectifs_agrees"]
    valeurs = calcul.calculer(*lue, ids, ["action"], {"campagne": N})
    niveaux = calcul.calculer(*lue, ["actions_agreees"], ["action", "niveau"], {"campagne": N})
    par = {(l["indicateur"], l["action"]): l["valeur"] for l in valeurs.to_dict("records")}
    lignes = []
    for l in niveaux[niveaux["valeur"] > 0].to_dict("records"):
        y, x, c = (par.get((i, l["action"]), float("nan")) for i in ids)
        taille = sum(c > borne for borne in estimation.regle("tailles")) + 1
        lignes.append({"y": None if y != y else y, "x": x, "niveau": l["niveau"], "taille": taille})
    return lignes


def _strate(l):
    if l["niveau"] in ("lycée", "mixte"):
        return "lycée, mixte"
    return f"{l['niveau']}, taille {'3' if l['taille'] == 3 else '1 à 2'}"


def test_the_same_base_gives_the_same_interval(lue):
    assert une(lue) == une(lue)
    ailleurs = une(lue, ou={"qpv": "QPV"})
    assert ailleurs.attendus < une(lue).attendus


def test_a_campagne_where_all_answered_is_its_own_estimate():
    y, x = np.array([3.0, 5.0, 9.0]), np.array([4.0, 4.0, 8.0])
    strates = Strates(np.zeros(3, int), ("toutes",))
    dit = estimation.redresser(y, x, np.ones(3, bool), strates, np.random.default_rng(1))
    assert dit == (17.0, 17.0, 17.0)


def test_what_was_agreed_may_be_unknown_or_nothing():
    y, x = np.array([10.0, 20.0, np.nan, np.nan]), np.array([10.0, 20.0, np.nan, 0.0])
    repond, strates = ~np.isnan(y), Strates(np.zeros(4, int), ("toutes",))
    assert estimation.redresser(y, x, repond, strates, np.random.default_rng(1))[0] == 60.0


def test_too_few_answers_are_refused_in_a_sentence(lue):
    ind = catalogue.exiger("charges")
    assert "au moins 30" in estimation.refus(ind, 29, 30)
    assert "moins de 60" in estimation.refus(ind, 59, 100)
    assert not estimation.refus(ind, 60, 100) and not estimation.refus(ind, 30, 30)
    e = une(lue, ou={"niveau": "élémentaire"})
    assert e.valeur is None and "plusieurs niveaux" in e.refus
    peu = estimation.estimer(*lue, ["charges"], N, "epci")["charges"]
    refuses = {v for v, x in peu.items() if x.valeur is None}
    assert refuses and peu[None].valeur and all(peu[v].refus for v in refuses)


def test_strata_merge_sizes_first_then_niveaux():
    niveaux = np.array(["a"] * 30 + ["b"] * 12 + ["c"] * 4 + ["d"] * 5)
    tailles = np.array([0] * 12 + [1] * 9 + [2] * 9 + [0] * 6 + [2] * 6 + [0] * 4 + [1] * 5)
    s = stratifier(niveaux, tailles, np.ones(51, bool), 10)
    assert Counter(s.noms[r] for r in s.rangs) == {
        "a, taille 1": 12,
        "a, taille 2 à 3": 18,
        "c, d, b, taille 1": 10,
        "c, d, b, taille 2 à 3": 11,
    }
    seul = stratifier(niveaux, tailles, np.arange(51) < 10, 10)
    assert len(set(seul.rangs.tolist())) == 1


def test_every_stratum_holds_enough_answers_whatever_the_data():
    hasard = np.random.default_rng(15)
    for _ in range(200):
        n = int(hasard.integers(10, 120))
        repond = hasard.random(n) < hasard.uniform(0.4, 1)
        niveaux, tailles = hasard.choice(list("abcde"), n), hasard.integers(0, 3, n)
        s = stratifier(niveaux, tailles, repond, 10)
        comptes = Counter(s.rangs[repond].tolist())
        assert set(s.rangs.tolist()) == set(range(len(s.noms)))
        assert len(s.noms) == 1 or min(comptes[r] for r in range(len(s.noms))) >= 10


def _plat(ind, e):
    return re.sub(r"\s", " ", estimation.ecrire(ind, e))


def test_it_is_written_as_an_estimate():
    ind = catalogue.exiger("enfants_accompagnes")
    e = estimation.Estimation(ind.id, 94, 108, 3188.4, 3121.0, 3258.9)
    assert _plat(ind, e) == "environ 3 190 (de 3 120 à 3 260)"
    petit = estimation.Estimation(ind.id, 94, 108, 989, 962, 1020)
    assert _plat(ind, petit) == "environ 990 (de 960 à 1 020)"
    euros = estimation.Estimation("charges", 89, 108, 2819983, 2754680, 2890977)
    assert _plat(catalogue.exiger("charges"), euros) == (
        "environ 2 820 000 € (de 2 750 000 € à 2 900 000 €)"
    )
    nul = estimation.Estimation(ind.id, 94, 108, 0.0, 0.0, 0.0)
    assert _plat(ind, nul) == "environ 0 (de 0 à 0)"


def test_sizes_are_those_of_the_comparables():
    lues = declarations.read(Path(repartition.__file__).with_name("comparables.yaml"))["tailles"]
    assert estimation.regle("tailles") == [c["jusqua"] for c in lues if c["jusqua"]]


def test_the_command_says_the_estimate_or_why_there_is_none(demonstration, capsys):
    racine = ["--campagne", N, "--racine", str(demonstration.racine)]
    assert run(["mouvements", "charges", "--par", "epci", "--json", *racine]) == 0
    sorti = capsys.readouterr()
    lu = json.loads(sorti.out)
    assert {*lu["estimation"]} == {"valeur", "bas", "haut", "repondants", "attendus"}
    refuses = [l["epci"] for l in lu["lignes"] if l["estimation"] is None]
    assert refuses and all(f"{e} : « Charges" in sorti.err.replace("\u00a0", " ") for e in refuses)
    assert "au moins 30" in sorti.err
    assert run(["mouvements", "actions_agreees", "--json", *racine]) == 0
    assert json.loads(capsys.readouterr().out)["estimation"] is None
    assert run(["mouvements", "charges", *racine]) == 0
    assert "Hypothèse" in capsys.readouterr().err


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


def test_a_screen_shows_it_only_where_its_address_asks(racine):
    sans, avec = (
        ouvrir(racine, "comite", "vue_ensemble", **a) for a in ({}, {"estimation": "oui"})
    )
    assert not avec.exception
    assert "environ" not in html(sans) and 'class="estimation"' not in html(sans)
    page = re.sub(r"\s", " ", html(avec))
    # the interval is drawn from the empreinte: another base of the same rows has its own
    bornes = re.search(r'"estimation">≈ environ 3 320 \(de (3 \d+) à (3 \d+)\) si toutes', page)
    assert bornes and bornes[1] < "3 320" < bornes[2]
    assert lien(avec)["estimation"] == ["oui"] and "estimation" not in lien(sans)
    assert 'class="valeur">2 780<' in page and 'class="valeur">2 780<' in re.sub(
        r"\s", " ", html(sans)
    )


def test_its_column_has_its_own_hatch_and_its_interval(demonstration, lue):
    v = Valeurs(demonstration, *lue, N, "2021-2022")
    d = {"id": "enfants_accompagnes"}
    (sans,), (avec,) = BLOCS["evolution"](v, d), BLOCS["evolution"](v, {**d, "estimation": True})
    assert avec.series == sans.series and avec.tableau == sans.tableau
    bandes = [
        [t for t in ecran.dessiner(f, sombre=False).to_dict()["data"] if t["type"] == "bar"]
        for f in (sans, avec)
    ]
    assert len(bandes[0]) == 1
    comptes, estimees = bandes[1]
    assert set(comptes["y"]) == {v for v in sans.series[0].valeurs}
    assert estimees["marker"]["pattern"]["shape"] == "x" and estimees["error_y"]["array"]
    assert all("≈" in x for x in estimees["text"]) and "≈" in avec.note


def test_a_sentence_may_say_it_and_never_outside_the_committee(demonstration, lue):
    ici = Valeurs(demonstration, *lue, N, "2021-2022")
    texte = "Ce serait {enfants_accompagnes|estimation}."
    assert "environ" in jetons.rendre(texte, ici) and not jetons.manque(texte, ici)
    agregats = ligne_de_commande().agregats((N, "2021-2022"))
    dehors = Valeurs(demonstration, *lue, N, "2021-2022", agregats)
    assert jetons.manque(texte, dehors)
    assert jetons.manque("{actions_agreees|estimation}", ici)
