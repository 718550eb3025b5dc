"""Why a figure changed: movements that sum to the raw difference, checked against plain Python."""

from __future__ import annotations

import itertools
import json
import random
from collections import defaultdict

import duckdb
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.errors import UsageError
from clas_data.indicateurs import calcul, catalogue, mouvements
from clas_data.tables import base

CAMPAGNES = [f"{a}-{a + 1}" for a in range(2018, 2023)]
PAIRES = list(itertools.permutations(CAMPAGNES, 2))
DEUX_A_DEUX = list(itertools.combinations(CAMPAGNES, 2))
TOUS = list(catalogue.load())
ADDITIFS = [i.id for i in catalogue.load().values() if i.additif]
RAPPORTS = ["part_filles", "cout_par_enfant", "part_pre", "porteurs", "taux_reponse_bilan"]
SIX = mouvements.NATURES
CLES = [
    *("indicateur", "unite", "campagne", "avec", "empreinte", "brut", "comparables", "nouvelles"),
    *("arretees", "retrouvees", "perdues", "silencieuses", "estimation", "lignes"),
]


@pytest.fixture(scope="module")
def lue(demonstration):
    return base.ouvrir(demonstration), ligne_de_commande().perimetre(())


def test_the_figures_of_the_demonstration(lue):
    m = mouvements.comparer(*lue, ["enfants_accompagnes", "charges"], "2022-2023")
    e, c = m["enfants_accompagnes"], m["charges"]
    assert (e.avec, e.brut.avant, e.brut.apres, e.ecart_brut) == ("2021-2022", 2905, 2780, -125)
    assert [(p.actions, p.avant, p.apres) for p in (getattr(e, n) for n in SIX)] == [
        (73, 2150, 2219),
        (15, 0, 410),
        (8, 227, 0),
        (6, 0, 151),
        (14, 528, 0),
        (0, 0, 0),
    ]
    assert (e.ecart_constant, e.effet_reponses, e.ecart_activite) == (69, 151 - 528, 69 + 410 - 227)
    assert e.contradiction and e.silencieuses == 14
    assert c.comparables.actions == 68 and round(c.ecart_brut) == -194267
    assert round(c.ecart_constant) == 51645 and c.contradiction
    avant = mouvements.comparer(*lue, ["enfants_accompagnes"], "2021-2022")["enfants_accompagnes"]
    assert avant.comparables.actions == 65 and not avant.contradiction
    assert round(100 * avant.ecart_brut / avant.brut.avant, 1) == 44.7
    assert round(100 * avant.ecart_constant / avant.comparables.avant, 1) == 21.7


@pytest.mark.parametrize("par", [None, *mouvements.AXES])
def test_movements_sum_to_the_raw_difference_for_all_indicators_and_pairs(lue, par):
    brut = {
        (l["indicateur"], l["campagne"], None): l["valeur"]
        for l in calcul.calculer(*lue, TOUS, ["campagne"]).to_dict("records")
    }
    if par:
        for l in calcul.calculer(*lue, TOUS, ["campagne", par]).to_dict("records"):
            place = l[par] if isinstance(l[par], str) else None
            brut[l["indicateur"], l["campagne"], place, "place"] = l["valeur"]
    for m, n in DEUX_A_DEUX:
        ids = [*ADDITIFS, *RAPPORTS] if n == CAMPAGNES[-1] else ADDITIFS
        for id_, tout in mouvements.comparer(*lue, ids, n, m, par).items():
            for x in (tout, *tout.lignes):
                cle = () if x is tout else (x.valeur, "place")
                for campagne, cote in ((m, x.brut.avant), (n, x.brut.apres)):
                    v = brut.get((id_, campagne, *(cle or (None,))), 0)
                    assert float(cote or 0) == pytest.approx(0 if v != v else v, abs=1e-3)
                if x.additif:
                    assert x.ecart_brut == sum(getattr(x, p).ecart for p in SIX), (id_, n, m, par)
                    assert x.ecart_brut == x.ecart_activite + x.effet_reponses
            if par and tout.additif:
                for nature in SIX:
                    assert sum(getattr(l, nature).ecart for l in tout.lignes) == (
                        getattr(tout, nature).ecart
                    )
                assert tout.deplacees.ecart == 0


@pytest.mark.parametrize("axe", ["niveau", "epci", "porteur_type", "qpv"])
def test_movements_sum_to_the_raw_difference_under_every_filter(lue, axe):
    m, n = DEUX_A_DEUX[-1]
    for valeur in calcul.valeurs_axe(*lue, axe):
        ou = {axe: valeur}
        brut = {
            (l["indicateur"], l["campagne"]): l["valeur"]
            for l in calcul.calculer(*lue, ADDITIFS, ["campagne"], ou).to_dict("records")
        }
        lus = mouvements.comparer(*lue, ADDITIFS, n, m, None, ou)
        assert set(lus) == set(ADDITIFS)
        for id_, x in lus.items():
            for campagne, cote in ((m, x.brut.avant), (n, x.brut.apres)):
                v = brut.get((id_, campagne), 0)
                assert float(cote or 0) == pytest.approx(0 if v != v else v, abs=1e-3)
            assert x.ecart_brut == sum(getattr(x, p).ecart for p in SIX), (id_, axe, valeur)


def test_swapping_the_campagnes_swaps_what_came_and_what_went(lue):
    ids = [*ADDITIFS, *RAPPORTS]
    for m, n in DEUX_A_DEUX:
        ici, autre = (mouvements.comparer(*lue, ids, *c) for c in ((n, m), (m, n)))
        for id_ in ids:
            a, b = ici[id_], autre[id_]
            assert (a.comparables.avant, a.comparables.apres) == (
                b.comparables.apres,
                b.comparables.avant,
            )
            for x, y in (("nouvelles", "arretees"), ("retrouvees", "perdues")):
                assert getattr(a, x).actions == getattr(b, y).actions
                assert getattr(a, x).apres == getattr(b, y).avant


def _oracle(lignes, demandes, code, par, ou, n, m):
    """The movements of the children of collectifs, in plain Python, from the rows as received."""
    agrees = {(d["campagne"], d["code_action"]): d for d in demandes if d["decision"] == "agréée"}
    somme, vus, places = defaultdict(int), defaultdict(set), defaultdict(set)
    for l in lignes:
        cle = l["campagne"], l["code_action"]
        if cle in agrees:
            d = agrees[cle]
            axes = {**d, "niveau": l["niveau"] or "niveau non renseigné"}
            dedans = all(axes[a] in v for a, v in ou.items())
            place = dedans, axes[par] if dedans and par else None
            places[cle].add(place)
            if l[code] is not None:
                somme[cle, *place] += l[code]
                vus[cle].add(place)
    sur_demande = "niveau" not in (par, *ou)
    totaux = defaultdict(lambda: [0, 0])
    for action in {a for _, a in agrees}:
        i, j = (n, action), (m, action)
        meme = (
            i in agrees and j in agrees and agrees[i]["porteur_siret"] == agrees[j]["porteur_siret"]
        )
        for cle, cote in ((i, 1), (j, 0)):
            autre = (j, i)[1 - cote]
            if not vus[cle]:
                continue
            if vus[autre] and meme:
                nature = "comparables"
            elif meme:
                nature = ("perdues", "retrouvees")[cote]
            else:
                nature = ("arretees", "nouvelles")[cote]
            for place in vus[cle]:
                ici, x = place, somme[cle, *place]
                if cote == 0 and meme:
                    if sur_demande:
                        d = agrees[i]
                        dedans = all(d[a] in v for a, v in ou.items())
                        ici = dedans, d[par] if dedans and par else None
                    elif places[i] and place not in places[i]:
                        if len({p for p in places[i] if p[0] == place[0]} or places[i]) > 1:
                            return None  # several places to go: the rule chooses, not the oracle
                        ici = next(iter({p for p in places[i] if p[0] == place[0]} or places[i]))
                if ici[0]:
                    totaux[ici[1], nature][cote] += x
                if ici != place:
                    if ici[0]:
                        totaux[ici[1], "deplacees"][1] += x
                    if place[0]:
                        totaux[place[1], "deplacees"][0] += x
    return {k: tuple(v) for k, v in totaux.items() if any(v)}


@pytest.fixture(scope="module")
def recu(lue):
    """The rows of collectifs and of requests as received, with the axes of the requests."""
    with duckdb.connect(str(lue[0].chemin), read_only=True) as c:
        collectifs = c.execute("from recu.collectifs").df().astype(object)
        demandes = c.execute(
            "select a.*, c.epci_siren as epci, a.commune_insee as commune from recu.agrements a "
            "left join referentiel.communes c on c.code_insee = a.commune_insee"
        ).df()
    demandes = demandes.to_dict("records")
    for d in demandes:
        d["qpv"] = "QPV" if isinstance(d["qpv_code"], str) else "hors QPV"
        d["porteur"], d["action"] = d["porteur_siret"], d["code_action"]
    return collectifs.where(collectifs.notna(), None).to_dict("records"), demandes


def test_a_plain_python_reading_of_the_received_rows_gives_the_same(lue, recu):
    collectifs, demandes = recu
    tirage, faits = random.Random(15), 0
    axes = ["epci", "commune", "niveau", "porteur_type", "qpv", "porteur", "action"]
    codes = {
        "enfants_accompagnes": "enfants",
        "filles": "filles",
        "enfants_qpv": "enfants_qpv",
        "allophones": "allophones",
    }
    for _ in range(60):
        id_, (n, m) = tirage.choice(list(codes)), tirage.choice(PAIRES)
        par = tirage.choice([None, *axes])
        ou = {}
        for axe in tirage.sample(axes[:5], tirage.choice([0, 1, 1, 2])):
            connues = calcul.valeurs_axe(*lue, axe)
            ou[axe] = tirage.sample(connues, min(len(connues), tirage.choice([1, 2, 3])))
        attendu = _oracle(collectifs, demandes, codes[id_], par, ou, n, m)
        if attendu is None:
            continue
        faits += 1
        lu = mouvements.comparer(*lue, [id_], n, m, par, ou)[id_]
        obtenu = {
            (x.valeur, nature): (p.avant, p.apres)
            for x in (lu.lignes if par else (lu,))
            for nature in SIX
            if (p := getattr(x, nature)).avant or p.apres
        }
        assert obtenu == attendu, (id_, n, m, par, ou)
    assert faits > 40


def test_of_what_the_commission_decides_everyone_answers(lue):
    decides = [i for i in ADDITIFS if catalogue.load()[i].table == "agrements"]
    for n, m in PAIRES:
        for x in mouvements.comparer(*lue, decides, n, m, "epci").values():
            assert not x.reponses_differentes and x.effet_reponses == 0 and x.silencieuses == 0


def test_a_ratio_is_read_on_its_comparables(lue):
    m = mouvements.comparer(*lue, ["presence"], "2022-2023")["presence"]
    ids = ["presence", "enfants_accompagnes", "enfants_prevus"]
    par = {
        (l["campagne"], l["action"], l["indicateur"]): l["valeur"]
        for l in calcul.calculer(*lue, ids, ["campagne", "action"]).to_dict("records")
    }
    ici, avant = (
        {a for (c, a, i), v in par.items() if c == campagne and i == "presence" and v == v}
        for campagne in ("2022-2023", "2021-2022")
    )
    e, p = (sum(par["2022-2023", a, i] for a in ici & avant) for i in ids[1:])
    assert m.comparables.actions == len(ici & avant)
    assert float(m.comparables.apres) == pytest.approx(100 * e / p)
    assert m.effet_reponses == m.ecart_brut - m.ecart_constant


def test_what_makes_no_comparison_is_refused_in_a_sentence(lue):
    for mots, arguments in {
        "elle-même": (["charges"], "2022-2023", "2022-2023"),
        "ni un axe ni un filtre": (["charges"], "2022-2023", None, "campagne"),
        "Aucune campagne d'avant": (["charges"], "2018-2019"),
        "n'est pas une valeur": (["charges"], "2022-2023", "1999-2000"),
    }.items():
        with pytest.raises(UsageError, match=mots):
            mouvements.comparer(*lue, *arguments)


def test_a_porteur_compares_its_own_actions(demonstration, lue):
    from clas_data.acces.acteurs import Acteur

    siret = calcul.valeurs_axe(*lue, "porteur")[0]
    sien = Acteur(nom="x", role="porteur", siret=siret).perimetre(tuple(CAMPAGNES))
    vu = mouvements.comparer(lue[0], sien, ["actions_agreees"], "2022-2023")["actions_agreees"]
    seul = mouvements.comparer(
        *lue, ["actions_agreees"], "2022-2023", None, None, {"porteur": siret}
    )["actions_agreees"]
    assert vu.brut == seul.brut and vu.brut.apres < 10


def test_the_command_gives_the_shape_that_was_asked(demonstration, capsys):
    racine = ["--racine", str(demonstration.racine)]
    commande = ["mouvements", "enfants_accompagnes", "--campagne", "2022-2023", "--avec"]
    assert run([*commande, "2021-2022", "--par", "niveau", "--json", *racine]) == 0
    lu = json.loads(capsys.readouterr().out)
    assert lu["brut"] == {"avant": 2905, "apres": 2780, "ecart": -125}
    assert lu["comparables"] == {"actions": 73, "avant": 2150, "apres": 2219}
    assert lu["nouvelles"] == {"actions": 15, "apres": 410}
    assert lu["arretees"] == {"actions": 8, "avant": 227}
    assert lu["retrouvees"] == {"actions": 6, "apres": 151}
    assert lu["perdues"] == {"actions": 14, "avant": 528}
    e = lu["estimation"]
    assert (lu["silencieuses"], e["repondants"], e["attendus"]) == (14, 94, 108)
    assert 2780 < e["bas"] < e["valeur"] < e["haut"]
    assert {*lu} == {*CLES, "deplacees"}
    for l in lu["lignes"]:
        assert {*l} == {"niveau", "deplacees", *CLES[5:-1]}
    assert run([*commande, "2021-2022", "--json", *racine]) == 0
    assert list(json.loads(capsys.readouterr().out)) == CLES, "nothing to leave, nothing to enter"
    assert sum(l["brut"]["apres"] for l in lu["lignes"]) == 2780
    assert run(["mouvements", "charges", "--campagne", "2022-2023", "--par", "epci", *racine]) == 0
    sorti = capsys.readouterr()
    assert "Perdues" in sorti.out and "sens contraires" in sorti.err
