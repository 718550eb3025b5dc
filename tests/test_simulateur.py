"""The formula: worked cases, exactness, properties; scenarios, backwards, over time."""

from __future__ import annotations

import ast
import io
import operator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from clas_data import baremes
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.errors import BaremeManquant, UsageError
from clas_data.simulateur import (
    calcul,
    commission,
    effets,
    entrees,
    export,
    fiche,
    formule,
    inverse,
    scenario,
    scenario_ecrit,
    sensibilite,
    temps,
)
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.formule import ENTREES, Regle, droits
from clas_data.tables import base

VIDE = Installation(Path("/nulle-part"))
B22 = baremes.en_vigueur(VIDE, "2022-2023")
CAS = [
    c
    for f in sorted((Path(__file__).parent / "cas").glob("*.yaml"))
    for c in yaml.safe_load(f.read_text(encoding="utf-8"))
]
OPERATIONS = {ast.Add: operator.add, ast.Mult: operator.mul, ast.Sub: operator.sub}


def arithmetique(texte) -> Decimal:
    """« 2 * 2563 » → 5126, and nothing else than sums and products."""

    def valeur(n):
        return (
            Decimal(str(n.value))
            if isinstance(n, ast.Constant)
            else OPERATIONS[type(n.op)](valeur(n.left), valeur(n.right))
        )

    return valeur(ast.parse(str(texte), mode="eval").body)


def donnees(actions, campagne="2022-2023") -> Donnees:
    lignes, collectifs = [], []
    for i, a in enumerate(actions):
        n, code = a["collectifs"], f"A{i}"
        lignes.append(
            {
                "code_action": code,
                "intitule": code,
                "porteur_nom": f"P{i}",
                "porteur_siret": f"{i}",
                "porteur_type": "autre",
                "epci_nom": "E",
                "niveau": "collège",
                "qpv": "QPV" if a.get("qpv") else "hors QPV",
                "collectifs": n,
                "collectifs_agrees": n,
                "bonus_enfants_collectifs": a.get("bonus_enfants", 0),
                "bonus_parents_collectifs": a.get("bonus_parents", 0),
                "charges": None if a["depenses"] is None else float(a["depenses"]),
                "charge_86": a.get("compte_86", 0),
                "enfants_realises": 10 * n,
            }
        )
        for k in range(n):
            collectifs.append(
                {
                    "code_action": code,
                    "numero": k + 1,
                    **{
                        c: a[s][k] if s in a else None
                        for c, s in (
                            ("enfants", "enfants"),
                            ("semaines", "semaines"),
                            ("depenses", "depenses_collectifs"),
                        )
                    },
                }
            )
    return Donnees(
        campagne,
        pd.DataFrame(lignes),
        pd.DataFrame(collectifs).astype({"enfants": float, "semaines": float, "depenses": float}),
    )


def total(actions, change=None, bareme=B22) -> int:
    return calcul.simuler(
        donnees(actions), bareme, scenario.construire("x", bareme.campagne, change or {})
    ).total_c


@pytest.mark.parametrize("cas", CAS, ids=lambda c: c["nom"])
def test_worked_case(cas):
    b = baremes.en_vigueur(VIDE, cas["bareme"])
    r = calcul.simuler(
        donnees(cas["actions"]),
        b,
        scenario.construire(cas["nom"], cas["bareme"], cas.get("change", {})),
    )
    assert Decimal(r.total_c) / 100 == arithmetique(cas["attendu"])
    assert r.inconnues == cas.get("inconnues", 0)


def test_the_published_total_of_the_rhone_is_below_the_maximum_of_its_collectifs():
    # rapport d'activité 2024, Caf du Rhône
    collectifs, enfants, verse = (476, 4931, Decimal("1279329.11"))
    assert round(verse / collectifs, 2) == Decimal("2687.67") and round(
        verse / enfants, 2
    ) == Decimal("259.45")
    assert (
        verse
        < Decimal(
            total(
                [
                    {
                        "collectifs": collectifs,
                        "depenses": 10**7,
                        "bonus_enfants": collectifs,
                        "bonus_parents": collectifs,
                    }
                ]
            )
        )
        / 100
    )


ACTION = st.fixed_dictionaries(
    {
        "collectifs": st.integers(1, 9),
        "depenses": st.none() | st.integers(0, 20_000_000).map(lambda c: Decimal(c) / 100),
        "bonus_enfants": st.integers(0, 3),
        "bonus_parents": st.integers(0, 3),
    }
)
ACTIONS = st.lists(ACTION, min_size=1, max_size=5)


def main_sur_papier(
    depenses: Decimal, n: int, taux: Decimal, plafond: Decimal, semaines: int = 1
) -> int:
    """The Ps of one collectif as a person would do it, with fractions kept exact: cents."""
    exact = min(Fraction(depenses) / n, Fraction(plafond)) * Fraction(taux) / 100 / semaines
    return int((exact + Fraction(1, 2)) // 1) * 100


@given(
    st.integers(0, 10**13), st.integers(1, 400), st.integers(0, 1_000_000), st.integers(1, 10**9)
)
def test_exact_at_any_size(depenses_c, n, taux, plafond_c):
    taux, plafond = Decimal(taux) / 10_000, Decimal(plafond_c) / 100
    ligne = pd.DataFrame(
        [
            {
                **dict.fromkeys(ENTREES, 0),
                "depenses_c": depenses_c,
                "parts": n,
                "collectifs": n,
                "semaines": 1,
            }
        ]
    )
    assert droits(ligne, Regle(taux, plafond))["ps_c"].iloc[0] == n * main_sur_papier(
        Decimal(depenses_c) / 100, n, taux, plafond
    )


@pytest.mark.parametrize("rang", [0, 10_000, 10**6])
def test_a_hair_under_the_half_euro_is_rounded_down_where_floats_would_not(rang):
    depenses = (-(10**8) // 2 - 1) * pow(
        333_333, -1, 10**8
    ) % 10**8 + rang * 10**8  # × 33,3333 %: a hundred-millionth of a euro under a half
    t = pd.DataFrame(
        [
            {
                **dict.fromkeys(ENTREES, 0),
                "depenses_c": d,
                "parts": 1,
                "collectifs": 1,
                "semaines": 1,
            }
            for d in (depenses, depenses + 1)
        ]
    )
    regle = Regle(Decimal("33.3333"), Decimal(10**13))
    attendus = [
        main_sur_papier(Decimal(d) / 100, 1, regle.taux, regle.plafond) for d in t["depenses_c"]
    ]
    assert droits(t, regle)["ps_c"].tolist() == attendus and attendus[1] - attendus[0] == 100
    assert formule.total_c(formule.read(t), regle) == sum(attendus)


LIGNE = st.tuples(
    st.integers(-1, 10**13),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 9),
    st.integers(1, 27),
)


@settings(deadline=None)
@given(
    st.lists(LIGNE, max_size=12),
    st.integers(0, 1_000_000),
    st.integers(1, 10**9),
)
def test_the_total_alone_and_the_rows_are_those_done_by_hand(lignes, taux, plafond_c):
    regle = Regle(
        Decimal(taux) / 10_000,
        Decimal(plafond_c) / 100,
        Decimal(305),
        Decimal("305.50"),
        semaines_base=27,
    )
    t = pd.DataFrame(
        [
            {
                **dict.fromkeys(ENTREES, 0),
                "depenses_c": d,
                "parts": p,
                "collectifs": c,
                "bonus_parents": b,
                "semaines": s,
            }
            for d, p, c, b, s in lignes
        ]
    )
    t = t if len(t) else pd.DataFrame(columns=list(ENTREES), dtype="int64")
    main = sum(
        main_sur_papier(Decimal(max(d, 0)) / 100 * s, max(p, 1), regle.taux, regle.plafond * s, 27)
        * c
        + b * 30_550
        for d, p, c, b, s in lignes
    )
    assert formule.total_c(formule.read(t), regle) == main
    d, connues = droits(t, regle), [x >= 0 for x, *_ in lignes]
    assert d["total_c"].isna().tolist() == [not c for c in connues]
    assert (
        d["ps_c"].isna().tolist() == [depenses < 0 for depenses, *_ in lignes]
        and (d["plafonnees_c"].dropna() <= plafond_c).all()
    )


@settings(max_examples=40, deadline=None)
@given(ACTIONS, st.integers(1, 2_000_000), st.integers(0, 10_000))
def test_monotone_bounded_and_the_parts_make_the_total(actions, plafond_c, taux_c):
    plafond, taux = Decimal(plafond_c) / 100, Decimal(taux_c) / 100
    bas, haut = (
        total(actions, {"plafond": plafond, "taux": taux}),
        total(actions, {"plafond": plafond + 1, "taux": min(taux + 1, Decimal(100))}),
    )
    assert bas <= haut
    r = calcul.simuler(
        donnees(actions),
        B22,
        scenario.construire("x", "2022-2023", {"plafond": plafond, "taux": taux}),
    )
    a = r.actions[r.actions["ps_c"].notna()]
    assert (
        a["ps_c"] + a["bonus_enfants_c"] + a["bonus_parents_c"] + a["ville_c"] == a["total_c"]
    ).all() and a["total_c"].sum() == r.total_c
    maximum = int((plafond * taux / 100).quantize(Decimal(1), ROUND_HALF_UP)) * 100
    assert (a["ps_c"] <= maximum * a["collectifs"]).all()


@settings(max_examples=30, deadline=None)
@given(ACTIONS)
def test_an_empty_scenario_changes_exactly_nothing(actions):
    d, vide = donnees(actions), scenario.construire("rien", "2022-2023", {})
    c = effets.comparer(calcul.reference(d, B22), calcul.simuler(d, B22, vide))
    b = effets.bilan(c)
    assert (b.ecart_c, b.gagnantes, b.perdantes) == (0, 0, 0) and b.inchangees + b.inconnues == len(
        actions
    )
    assert (
        effets.phrase(b, vide, B22)
        == "Ce scénario ne change rien, parce qu'aucune valeur n'y est modifiée."
    )


@settings(max_examples=30, deadline=None)
@given(ACTIONS, st.integers(100_000, 1_500_000))
def test_swapping_base_and_scenario_swaps_winners_and_losers(actions, plafond_c):
    d, s, vide = (
        donnees(actions),
        scenario.construire("p", "2022-2023", {"plafond": Decimal(plafond_c) / 100}),
        scenario.construire("v", "2022-2023", {}),
    )
    x, y = calcul.simuler(d, B22, vide), calcul.simuler(d, B22, s)
    aller, retour = effets.bilan(effets.comparer(x, y)), effets.bilan(effets.comparer(y, x))
    assert (aller.gagnantes, aller.perdantes, aller.ecart_c) == (
        retour.perdantes,
        retour.gagnantes,
        -retour.ecart_c,
    )
    assert aller.gagnantes + aller.perdantes + aller.inchangees + aller.inconnues == len(actions)


def test_from_100_to_104_is_4_percent():
    d = donnees([{"collectifs": 1, "depenses": 100}])
    s = scenario.construire("x", "2022-2023", {"taux": 100, "plafond": 10_000})
    base_, plus = calcul.simuler(d, B22, s), calcul.simuler(d, B22, s.avec(inflation=4))
    b = effets.bilan(effets.comparer(base_, plus))
    assert (base_.total_c, plus.total_c) == (10_000, 10_400) and "+4,0\u202f%" in effets.phrase(
        b, s, B22
    )


def test_one_euro_of_gain_is_a_gain():
    b = effets.bilan(
        effets.comparer(
            *(
                calcul.simuler(
                    donnees([{"collectifs": 1, "depenses": d}]),
                    B22,
                    scenario.construire("x", "2022-2023", {}),
                )
                for d in (4000, 4003)
            )
        )
    )
    assert (b.gagnantes, b.gain_min_c, b.gain_max_c) == (1, 100, 100)


@pytest.mark.parametrize(
    "change, mots",
    [
        ({"plafond": 0}, "plus de 0"),
        ({"taux": 3250}, "au plus 100"),
        ({"enveloppe": -1}, "au moins 0"),
        ({"inconnu": 1}, "n'existe pas"),
        ({"taux": "beaucoup"}, "n'est pas accepté"),
        ({"plafond": "nan"}, "n'est pas accepté"),
        ({"plafond": True}, "n'est pas accepté"),
        ({"collectifs_plus": "1,5"}, "sans décimale"),
        ({"repartition": "au hasard"}, "egale, collectif"),
        ({"bonus_enfants": "0,001"}, "2\u00a0décimales"),
        ({"collectifs_epci": "CA Vienne Condrieu"}, "CA Vienne Condrieu : 3"),
        ({"collectifs_epci": "A : 1 ; A : 2"}, "n'est pas accepté"),
        ({"collectifs_plus": "9" * 5_000}, "9…"),
        ({"enveloppe": "1e999999"}, "au plus"),
        ({"collectifs_plus": 10**9}, "au plus 100"),
    ],
)
def test_what_is_not_accepted_is_said(change, mots):
    with pytest.raises(UsageError, match=mots):
        scenario.construire("x", "2022-2023", change)


def test_the_stops_of_a_handle_hold_the_bareme_and_stay_within_what_is_accepted():
    taux, plafond, bonus = (scenario.leviers()[n] for n in ("taux", "plafond", "bonus_parents"))
    assert (
        len(taux.crans(Decimal("32.5"))) == 41
        and taux.crans(Decimal("32.5"))[20] == Decimal("32.5")
        and taux.crans(Decimal(98))[-1] == 100
    )
    assert Decimal("7893.40") in plafond.crans(Decimal("7893.40")) and Decimal(
        7895
    ) in plafond.crans(Decimal("7893.40"))
    assert (
        plafond.crans(Decimal(5))[0] == 5
        and bonus.crans(Decimal(0))[:2] == [0, 5]
        and scenario.leviers()["enveloppe"].crans(Decimal(5)) == []
    )


def test_all_faults_at_once():
    with pytest.raises(UsageError) as e:
        scenario.construire("", "2022-2023", {"plafond": 0, "taux": 3250, "x": 1})
    assert e.value.message.count("\n") == 3


@pytest.mark.parametrize(
    "texte, mots",
    [
        ("version: 2\nnom: x\nparent: 2022-2023\n", "version 2"),
        ("nom: x\n", "parent"),
        ("- 1\n", "liste de clés"),
        ("a: [", "YAML"),
        (b"\xff\xfe\xff", "pas du texte"),
        (b"a: \xe9", "clé inconnue"),  # saved by an old spreadsheet: read, then judged
        ("nom: x\nparent: 2022\n", "2022-2023"),
        ("nom: x\nparent: 2022-2024\n", "deux années"),
        ("nom: x\nparent: 2022-2023\nchnage: {}\n", "chnage"),
        ("nom: x\nparent: 2022-2023\n1: a\nb: c\n", "clé inconnue"),
        (f"nom: {'x' * 200}\nparent: 2022-2023\n", "120 lettres"),
        ("nom: [a, b]\nparent: 2022-2023\n", "un texte"),
        (f"nom: x\nparent: 2022-2023\nnote: {'x' * 40_000}\n", "trop long"),
    ],
)
def test_a_scenario_file_that_cannot_be_read(texte, mots):
    with pytest.raises(UsageError, match=mots):
        scenario_ecrit.lire(texte)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "taux": st.integers(0, 1_000_000).map(lambda n: Decimal(n) / 10_000),
        "plafond": st.integers(1, 10**7).map(lambda n: Decimal(n) / 100),
        "collectifs_plus": st.integers(0, 99).map(Decimal),
        "collectifs_epci": st.just("CA Vienne Condrieu : 3 ; CC Le Grésivaudan : 2"),
        "repartition": st.sampled_from(["egale", "collectif"]),
        "bonus_portee": st.sampled_from(["tous", "part"]),
    },
)


@given(st.text(st.characters(categories=("L", "N", "Zs")), min_size=1).filter(str.strip), CHANGES)
def test_yaml_carries_the_whole_scenario(nom, change):
    s = scenario.construire(nom, "2022-2023", change)
    assert (
        scenario_ecrit.lire(scenario_ecrit.ecrire(s)) == s
        and scenario_ecrit.lire(scenario_ecrit.ecrire(s)).change == s.change
    )


@settings(max_examples=25, deadline=None)
@given(ACTIONS, st.sampled_from(inverse.LEVIERS), st.integers(0, 3_000_000))
def test_backwards_fits_and_one_step_more_does_not(actions, levier, enveloppe_c):
    d, s = (
        donnees(actions),
        scenario.construire(
            "x", "2022-2023", {"cout_nouveau": 5000} if levier == "collectifs_plus" else {}
        ),
    )
    r = inverse.plus_grande(d, B22, s, levier, enveloppe_c)
    calculer = lambda v: calcul.simuler(d, B22, s.avec(**{levier: v})).total_c  # noqa: E731
    if r.valeur is None:
        assert r.reste_c < 0 and "il manque" in r.phrase
        return
    assert calculer(r.valeur) == r.total_c <= enveloppe_c and r.reste_c == enveloppe_c - r.total_c
    if not r.sans_limite and r.valeur < scenario.leviers()[levier].max:
        assert calculer(r.valeur + inverse.pas(levier)) > enveloppe_c
    elif levier == "plafond":
        assert calculer(r.valeur * 10) == r.total_c


@pytest.mark.parametrize(
    "levier, enveloppe_c, valeur, mots, sans_limite",
    [
        ("taux", 10**9, 100, "plus grande valeur acceptée (100\u202f%)", False),
        ("bonus_enfants", 10**12, 100_000, "plus grande valeur acceptée", False),
        ("bonus_parents", 10**9, 100_000, "ne change pas le total", True),
        ("plafond", 10**9, 4002, "le total n'augmente plus", True),
        ("taux", 100_000, Decimal("25.0124"), "0,0001\u202f% de plus dépasserait", False),
        ("plafond", -1, None, "même à 0,01\u00a0€", False),
    ],
)
def test_backwards_says_its_step_and_why_it_stops(levier, enveloppe_c, valeur, mots, sans_limite):
    """One collectif of 4 000 €, granted the bonus enfants (nil in this scenario but for it)."""
    d = donnees([{"collectifs": 1, "depenses": 4000, "bonus_enfants": 1}])
    s = scenario.construire("x", "2022-2023", {"bonus_enfants": 0})
    if enveloppe_c < 0:
        d, enveloppe_c, s = (
            donnees([{"collectifs": 1, "depenses": 4000, "bonus_enfants": 1}]),
            0,
            (scenario.construire("x", "2022-2023", {"bonus_enfants": 5})),
        )
    r = inverse.plus_grande(d, B22, s, levier, enveloppe_c)
    assert (r.valeur, r.sans_limite) == (valeur, sans_limite) and mots in r.phrase, r


def test_a_collectif_left_out_for_its_size_takes_no_bonus_from_one_that_is_paid():
    """Two collectifs, the first too small, one bonus granted: the second receives it."""
    actions = [
        {
            "collectifs": 2,
            "depenses": 8000,
            "enfants": [7, 10],
            "bonus_enfants": 1,
            "bonus_parents": 2,
        }
    ]
    change = {"hors_effectif": "exclure", "bonus_enfants": 100, "bonus_parents": 10}
    assert total(actions, change) == 130_000 + 10_000 + 1_000
    assert total(actions, change | {"hors_effectif": "compter"}) == (2 * 130_000 + 10_000 + 2_000)


def test_backwards_counts_the_new_collectifs_beside_those_already_added():
    d, s = (
        donnees([{"collectifs": 2, "depenses": 8000}]),
        scenario.construire(
            "x",
            "2022-2023",
            {
                "collectifs_epci": "E : 1",
                "cout_nouveau": 4000,
                "bonus_portee": "part",
                "bonus_part": 50,
            },
        ),
    )
    r = inverse.plus_grande(d, B22, s, "collectifs_plus", 2_000_000)
    calculer = lambda v: calcul.simuler(d, B22, s.avec(collectifs_plus=v)).total_c  # noqa: E731
    assert calculer(r.valeur) == r.total_c <= 2_000_000 < calculer(r.valeur + 1)


def test_the_iso_budget_curve_stays_within_the_total():
    d, s = (
        donnees([{"collectifs": 2, "depenses": 30000}, {"collectifs": 1, "depenses": 9000}]),
        scenario.construire("x", "2022-2023", {}),
    )
    cible = calcul.simuler(d, B22, s).total_c
    iso = inverse.iso_budget(d, B22, s, cible, [Decimal(30), Decimal("32.5"), Decimal(35)]).dropna()
    assert len(iso) == 3 and iso["plafond"].is_monotonic_decreasing
    for l in iso.to_dict("records"):
        au_plus, plafond = s.avec(taux=Decimal(str(l["taux"]))), Decimal(str(l["plafond"]))
        assert (
            calcul.simuler(d, B22, au_plus.avec(plafond=plafond)).total_c
            <= cible
            < calcul.simuler(d, B22, au_plus.avec(plafond=plafond + Decimal("0.01"))).total_c
        )


def test_the_sensitivity_is_what_the_scenario_would_give(demonstration):
    d = entrees.read(base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2022-2023")
    s = scenario.construire(
        "x", "2022-2023", {"repartition": "collectif", "collectifs_plus": 3, "enveloppe": 800_000}
    )
    t = sensibilite.sensibilite(d, B22, s)
    assert len(t) == 28
    for l in t[t["pas_pct"].isin([-20, 0, 20])].to_dict("records"):
        assert (
            l["total_c"]
            == calcul.simuler(d, B22, s.avec(**{l["levier"]: Decimal(str(l["valeur"]))})).total_c
        )


@settings(max_examples=25, deadline=None)
@given(ACTIONS, st.integers(0, 2_000_000))
def test_an_envelope_is_spent_to_the_cent_and_no_action_gains_by_it(actions, enveloppe_c):
    d, s = (
        donnees(actions),
        scenario.construire("x", "2022-2023", {"enveloppe": Decimal(enveloppe_c) / 100}),
    )
    r = calcul.simuler(d, B22, s)
    assert r.total_c == min(enveloppe_c, int(r.actions["sans_enveloppe_c"].sum()))
    assert (r.actions["total_c"].dropna() <= r.actions["sans_enveloppe_c"].dropna()).all()


def test_added_collectifs_neither_win_nor_lose_and_go_where_they_are_told():
    d = donnees([{"collectifs": 2, "depenses": 8000}])
    s = scenario.construire("x", "2022-2023", {"collectifs_epci": {"F": 3}, "cout_nouveau": 4000})
    x, y = calcul.reference(d, B22), calcul.simuler(d, B22, s)
    c = effets.comparer(x, y)
    b = effets.bilan(c)
    assert (b.gagnantes, b.perdantes, b.inchangees, b.nouveaux, b.nouveaux_c, b.ecart_c) == (
        0,
        0,
        1,
        3,
        390_000,
        390_000,
    )
    assert "3\u00a0collectifs de plus pour 3\u202f900\u00a0€" in effets.phrase(b, s, B22)
    for groupe in effets.GROUPES:
        t = effets.par_groupe(c, groupe)
        assert t["total_c"].sum() == y.total_c and t["reference_c"].sum() == x.total_c
    assert effets.par_groupe(c, "epci_nom").set_index("epci_nom")["ecart_c"].to_dict() == {
        "E": 0,
        "F": 390_000,
    }
    assert effets.par_groupe(c, "epci_nom")[["actions", "gagnantes"]].sum().tolist() == [1, 0]
    assert effets.par_enfant(x) == x.total_c / 20 and effets.par_enfant(y) is None
    with pytest.raises(UsageError, match="F"):
        scenario.exiger_epci(s, {"E"})


def test_without_any_bilan_no_mean_cost_is_supposed():
    r = calcul.simuler(
        donnees([{"collectifs": 2, "depenses": None}]),
        B22,
        scenario.construire("x", "2022-2023", {"sans_bilan": "moyenne"}),
    )
    assert r.inconnues == 1 and r.total_c == 0 and r.actions["total_c"].isna().all()


def test_added_collectifs_whose_cost_nobody_knows_are_nd_with_the_reason():
    d, s = (
        donnees([{"collectifs": 2, "depenses": None}]),
        scenario.construire("x", "2022-2023", {"collectifs_plus": 5}),
    )
    r = calcul.simuler(d, B22, s)
    b = effets.bilan(effets.comparer(calcul.reference(d, B22), r))
    assert entrees.cout_nouveau(d, s) is None and (b.nouveaux, b.nouveaux_c, b.total_c) == (
        5,
        None,
        0,
    )
    assert not b.connu and not b.reference_connue and effets.total(r) == "n.d."
    phrase = effets.phrase(b, s, B22)
    assert (
        phrase.startswith("Total n.d.")
        and "5\u00a0collectifs de plus (n.d., hors du total : aucun bilan ne dit" in phrase
        and "pour 0" not in phrase
        and "ne change rien" not in phrase
    )
    assert [
        (e.montant, "aucun bilan" in e.calcul.lower())
        for e in fiche.fiche(r, B22, entrees.NOUVEAUX)
    ] == [("n.d.", True)]
    x = inverse.plus_grande(d, B22, s, "collectifs_plus", 1_000_000)
    assert (x.valeur, x.sans_limite, x.reste_c) == (
        None,
        False,
        1_000_000,
    ) and "aucun bilan" in x.phrase.lower()
    donne = s.avec(cout_nouveau=4000)
    assert (
        effets.total(calcul.simuler(d, B22, donne)) == "6\u202f500\u00a0€"
        and effets.bilan(effets.comparer(r, calcul.simuler(d, B22, donne))).connu
    )
    feuille = (
        CalamineWorkbook.from_filelike(
            io.BytesIO(export.write_classeur(r, calcul.reference(d, B22), B22, {}))
        )
        .get_sheet_by_name("Hypothèses")
        .to_python()
    )
    assert [l[1] for l in feuille if str(l[0]).startswith(("Total", "Barème 2", "Différence"))] == [
        "n.d."
    ] * 4
    assert (
        calcul.simuler(d, B22, donne).total_c == 5 * 130_000
        and inverse.plus_grande(d, B22, donne, "collectifs_plus", 1_000_000).valeur == 7
    )


@pytest.mark.parametrize(
    "actions, mots",
    [
        ([], "parce qu'aucune action agréée n'est à simuler."),
        (
            [{"collectifs": 2, "depenses": None}],
            "parce qu'aucune action sans bilan ne peut être supposée au coût moyen",
        ),
        ([{"collectifs": 2, "depenses": 8000}], "parce que toutes les actions ont un bilan."),
    ],
    ids=["sans action", "sans aucun coût", "toutes ont un bilan"],
)
def test_why_supposing_the_mean_cost_changes_nothing(actions, mots):
    d = donnees(actions or [{"collectifs": 1, "depenses": 1}])
    d = d if actions else Donnees(d.campagne, d.actions.iloc[:0], d.collectifs.iloc[:0])
    s = scenario.construire("x", "2022-2023", {"sans_bilan": "moyenne"})
    b = effets.bilan(effets.comparer(calcul.reference(d, B22), calcul.simuler(d, B22, s)))
    assert effets.phrase(b, s, B22).startswith(f"Ce scénario ne change rien, {mots}")


@pytest.mark.parametrize(
    "change, depenses, attendu",
    [({"sans_bilan": "moyenne"}, None, 130_000), ({"repartition": "collectif"}, [3000], 97_500)],
)
def test_the_actions_that_only_the_scenario_supposes_are_in_its_total_and_said(
    change, depenses, attendu
):
    d = donnees(
        [
            {"collectifs": 1, "depenses": 4000},
            {"collectifs": 1, "depenses": None}
            | ({"depenses_collectifs": depenses} if depenses else {}),
        ]
    )
    s = scenario.construire("x", "2022-2023", change)
    x, y = calcul.reference(d, B22), calcul.simuler(d, B22, s)
    c = effets.comparer(x, y)
    b = effets.bilan(c)
    assert (x.total_c, x.inconnues, y.inconnues) == (130_000, 1, 0)
    assert (b.total_c, b.reference_c, b.estimees, b.estimees_c, b.inconnues) == (
        y.total_c,
        x.total_c,
        1,
        attendu,
        0,
    ) and b.ecart_c == attendu
    assert (b.gagnantes, b.perdantes, b.inchangees) == (0, 0, 1)
    phrase = effets.phrase(b, s, B22)
    assert (
        "ne change rien" not in phrase
        and f"dont {effets.euros(attendu)} pour 1\u00a0action aux droits n.d. sans ce scénario"
        in phrase
    )
    t = effets.par_groupe(c, "porteur_nom")
    assert t["total_c"].sum() == y.total_c and t[["gagnantes", "perdantes"]].sum().sum() == 0


@pytest.mark.parametrize(
    "change, mots",
    [
        ({}, "parce qu'aucune valeur n'y est modifiée"),
        ({"plafond": 7885}, "celles du barème en vigueur"),
        ({"plafond": 9000}, "parce qu'aucun collectif ne coûte assez"),
        ({"bonus_enfants": 400}, "aucun collectif ne reçoit le bonus"),
        ({"enveloppe": 10_000}, "tient déjà dans l'enveloppe"),
        ({"bonus_part": 50}, "une part choisie"),
        (
            {"bonification_ville": 100, "cout_nouveau": 50},
            "quartier prioritaire ou la bonification est nulle et ce coût",
        ),
        ({"sans_bilan": "moyenne"}, "toutes les actions ont un bilan"),
    ],
)
def test_a_scenario_that_changes_nothing_says_why(change, mots):
    d, s = (
        donnees([{"collectifs": 1, "depenses": 4000}]),
        scenario.construire("x", "2022-2023", change),
    )
    b = effets.bilan(effets.comparer(calcul.reference(d, B22), calcul.simuler(d, B22, s)))
    assert effets.phrase(b, s, B22).startswith(
        "Ce scénario ne change rien, parce qu"
    ) and mots in effets.phrase(b, s, B22)


def test_missing_bareme_is_named_never_guessed():
    b = baremes.en_vigueur(VIDE, "2021-2022")
    assert "Taux" in b.manque and "2021-2022" in b.manque
    with pytest.raises(BaremeManquant, match="2021-2022"):
        calcul.en_vigueur(b)
    assert baremes.connus(VIDE) == ["2004-2005", "2022-2023"]
    assert "Prix plafond" in baremes.en_vigueur(VIDE, "2015-2016").manque
    assert baremes.en_vigueur(VIDE, "2030-2031").manque


def test_a_difference_is_cut_into_parts_that_add_up(demonstration):
    b = base.ouvrir(demonstration)
    p = ligne_de_commande().perimetre(())
    avant, apres = (entrees.read(b, p, c) for c in ("2021-2022", "2022-2023"))
    s = scenario.construire("x", "2022-2023", {})
    x, croise, y = (
        calcul.simuler(avant, B22, s),
        calcul.simuler(apres, B22, s),
        calcul.simuler(apres, B22, s.avec(plafond=8200)),
    )
    d = temps.decomposer(x, croise, y)
    assert (
        d.depart_c + d.volume_c + d.prix_c + d.regle_c == d.arrivee_c == y.total_c and d.regle_c > 0
    )
    meme = temps.decomposer(croise, croise, y)
    assert (meme.volume_c, meme.prix_c) == (0, 0)


def test_a_frozen_ceiling_under_rising_costs_covers_less_each_year(demonstration):
    d = entrees.read(base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2022-2023")
    s = scenario.construire("x", "2022-2023", {})
    gel = temps.projeter(d, B22, calcul.simuler(d, B22, s), 5, Decimal(0), Decimal(3), Decimal(0))
    suivi = temps.projeter(d, B22, calcul.simuler(d, B22, s), 5, Decimal(0), Decimal(3), Decimal(3))
    assert (
        len(gel) == 6
        and gel["part_pct"].is_monotonic_decreasing
        and (suivi["total_c"].iloc[1:] > gel["total_c"].iloc[1:]).all()
    )
    assert gel["total_c"].iloc[0] == calcul.simuler(d, B22, s).total_c


def fiche_de(actions, change=None):
    d, s = donnees(actions), scenario.construire("x", "2022-2023", change or {})
    return fiche.fiche(calcul.simuler(d, B22, s), B22, "A0")


def test_the_pay_slip_can_be_redone_by_hand():
    lignes = {
        e.quoi: e for e in fiche_de([{"collectifs": 2, "depenses": 9000, "bonus_enfants": 1}])
    }
    assert (
        lignes["Dépenses par collectif"].montant == "4\u202f500\u00a0€"
        and lignes["× taux"].montant == "1\u202f462,50\u00a0€"
    )
    assert (
        lignes["Ps d'un collectif"].montant == "1\u202f463\u00a0€"
        and lignes["Total"].montant == "3\u202f231\u00a0€"
    )
    assert (
        lignes["Bonus « enfants »"].calcul == "305\u00a0€ × 1\u00a0collectif"
        and "Note de cadrage" in lignes["× taux"].reference
    )
    assert {e.quoi: e for e in fiche_de([{"collectifs": 1, "depenses": 9000}])}[
        "× taux"
    ].montant == "2\u202f562,625\u00a0€"


def test_the_pay_slip_shows_each_collectif_where_they_differ():
    lignes = {
        e.quoi: e
        for e in fiche_de(
            [{"collectifs": 2, "depenses": 16000, "depenses_collectifs": [4000, 12000]}],
            {"repartition": "collectif"},
        )
    }
    assert [lignes[f"Collectif {k}"].montant for k in (1, 2)] == [
        "1\u202f300\u00a0€",
        "2\u202f563\u00a0€",
    ] and "plafonné à" in lignes["Collectif 2"].calcul
    lignes = {
        e.quoi: e
        for e in fiche_de(
            [{"collectifs": 2, "depenses": 16000, "enfants": [7, 12], "semaines": [27, 18]}],
            {"hors_effectif": "exclure", "semaines": "prorata"},
        )
    }
    assert (
        "exclu" in lignes["Collectif 1"].calcul
        and lignes["Collectif 2"].montant == "1\u202f708\u00a0€"
        and "18 ÷ 27" in lignes["Collectif 2"].calcul
    )
    assert fiche_de([{"collectifs": 1, "depenses": None}])[0].montant == "n.d."


def test_the_pay_slip_says_the_envelope():
    lignes = {
        e.quoi: e
        for e in fiche_de(
            [{"collectifs": 1, "depenses": 4000}, {"collectifs": 1, "depenses": 4000}],
            {"enveloppe": 1300},
        )
    }
    assert (
        lignes["Total"].montant == "1\u202f300\u00a0€"
        and lignes["Dans l'enveloppe"].montant == "650\u00a0€"
    )


REQUETES = pd.DataFrame(
    {
        "code_action": ["A", "B", "C"],
        "epci_nom": ["E", "E", "F"],
        "commune_nom": ["x", "y", "z"],
        "qpv": ["QPV", "hors QPV", "hors QPV"],
        "decision": ["agréée", "refusée", "agréée"],
        "collectifs_demandes": [2, 1, None],
        "collectifs_agrees": [2, 0, 3],
        "enfants_prevus": [20, 10, None],
        "bonus_enfants_collectifs": [1, None, 9],
        "bonus_parents_collectifs": [0, 1, 0],
    }
)


def test_a_sitting_adds_up_and_covers_territories():
    t = commission.demandes(
        REQUETES, Regle(Decimal("32.5"), Decimal(7885), Decimal(305), Decimal(305))
    )
    # no more bonuses than collectifs
    assert list(t["cout_c"] / 100) == [2 * 2563 + 305, 2563 + 305, 3 * (2563 + 305)]
    retenues = commission.depart(t)
    s = commission.tenir(t, retenues, 1_400_000)
    assert (s.retenues, s.collectifs, s.enfants, s.communes, s.consomme_c) == (
        2,
        5,
        20,
        2,
        543_100 + 860_400,
    ) and s.reste_c == -3_500
    c = commission.couverture(t, retenues).set_index("epci_nom")
    assert (
        c["cout_c"].sum() == s.consomme_c
        and c["collectifs_retenus"].sum() == s.collectifs
        and list(c.index) == ["E", "F"]
    )
    assert (
        c.loc["E", ["demandes", "retenues", "communes"]].tolist() == [2, 1, 1]
        and round(c.loc["E", "part_pct"], 1) == 66.7
    )


def test_the_choices_of_a_sitting_come_back_from_the_link():
    t = commission.demandes(REQUETES, Regle(Decimal("32.5"), Decimal(7885)))
    assert (
        commission.ecrire(t, {"A", "B"}) == "B,C"
        and commission.lire(t, "B,C") == ({"A", "B"}, [])
        and commission.ecrire(t, commission.depart(t)) == ""
    )
    assert commission.lire(t, "Z,A") == ({"C"}, ["Z"])


def test_the_pay_slip_does_not_call_scenario_what_nobody_changed():
    b = baremes.en_vigueur(VIDE, "2004-2005")  # no bonus was published then
    d = donnees([{"collectifs": 1, "depenses": 9000}])
    for change, dit in (
        ({}, "aucune valeur publiée pour 2004-2005"),
        ({"bonus_enfants": 300}, "Scénario"),
    ):
        lignes = {
            e.quoi: e
            for e in fiche.fiche(
                calcul.simuler(d, b, scenario.construire("x", "2004-2005", change)), b, "A0"
            )
        }
        assert dit in lignes["Bonus « enfants »"].reference


def test_a_projection_starts_from_the_scenario_its_rise_and_its_envelope_included():
    d = donnees([{"collectifs": 2, "depenses": 9000}, {"collectifs": 3, "depenses": 21_000}])
    s = scenario.construire("x", "2022-2023", {"inflation": 10})
    t = temps.projeter(d, B22, calcul.simuler(d, B22, s), 2, Decimal(0), Decimal(5), Decimal(0))
    assert t["total_c"].to_list() == [
        calcul.simuler(d, B22, s.avec(inflation=i)).total_c for i in ("10", "15.5", "21.275")
    ]
    e = s.avec(enveloppe=6000)
    tenue = temps.projeter(
        d, B22, calcul.simuler(d, B22, e), 3, Decimal(20), Decimal(0), Decimal(0)
    )
    assert (
        tenue["total_c"].to_list() == pytest.approx([600_000] * 4)
        and tenue["part_pct"].is_monotonic_decreasing
    )
    # beyond what a lever accepts
    loin = temps.projeter(
        d, B22, calcul.simuler(d, B22, s), temps.ANNEES_MAX, Decimal(0), Decimal(100), Decimal(100)
    )
    assert loin["part_pct"].iloc[-1] == pytest.approx(loin["part_pct"].iloc[0], abs=0.1)


def test_an_amount_is_written_to_the_nearest_cent():
    assert (
        effets.euros(266_666.67) == "2\u202f666,67\u00a0€"
        and effets.euros(-50.5) == "\u22120,51\u00a0€"
        and effets.euros(256_300) == "2\u202f563\u00a0€"
    )


def test_the_sensitivity_starts_from_the_very_rule():
    # 7 800 € each: 2 506 € at 32,1249 %, 2 505 € at 32,12 %
    d = donnees([{"collectifs": 40, "depenses": 312_000}])
    s = scenario.construire("x", "2022-2023", {"taux": "32.1249"})
    t = sensibilite.sensibilite(d, B22, s)
    assert set(t.loc[t["pas_pct"] == 0, "total_c"]) == {calcul.simuler(d, B22, s).total_c}


def test_without_any_action_no_ceiling_costs_anything():
    d = donnees([{"collectifs": 1, "depenses": 9000}])
    rien = Donnees(d.campagne, d.actions.head(0), d.collectifs.head(0))
    r = inverse.plus_grande(
        rien, B22, scenario.construire("x", "2022-2023", {}), "plafond", 100_000
    )
    assert r.sans_limite and (r.total_c, r.reste_c) == (0, 100_000)
