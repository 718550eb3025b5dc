"""Droits beside payments: every figure by hand, every explanation on the case made for it, n.d.
where there is no barème.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from clas_data import baremes
from clas_data.acces import ligne_de_commande
from clas_data.config import DEPOT, Installation
from clas_data.simulateur import calcul, entrees, fiche, sensibilite, temps, versements
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.explications import CONFORME, ECART, INCONNU
from clas_data.tables import base, importation
from tests.commande import json_de, lancer
from tests.outils import classeur, petite

B22 = baremes.en_vigueur(Installation(DEPOT / "nulle-part"), "2022-2023")


def une(
    charges=8000.0,
    n=1,
    ps=2563.0,
    be=0.0,
    bp=0.0,
    *,
    acc_e=0,
    acc_p=0,
    agrees=None,
    produits=None,
    c86=0.0,
    recu=True,
    enfants=(10,),
    semaines=(28,),
    depenses=(None,),
) -> Donnees:
    """One action: what it spent, what it was granted, what it says it received."""
    a = {
        "code_action": "A",
        "intitule": "A",
        "porteur_nom": "P",
        "porteur_type": "autre",
        "epci_nom": "E",
        "niveau": "collège",
        "qpv": "hors QPV",
        "collectifs": n,
        "collectifs_agrees": agrees or n,
        "bonus_enfants_collectifs": acc_e,
        "bonus_parents_collectifs": acc_p,
        "charges": charges,
        "produits": produits or charges,
        "charge_86": c86,
        "enfants_realises": 10 * n,
        "ps_clas": ps,
        "bonus_enfants": be,
        "bonus_parents": bp,
        "bonification_politique_ville": 0.0,
        "bilan_recu": recu,
    }
    rangs = range(n)
    collectifs = pd.DataFrame(
        {
            "code_action": "A",
            "numero": [k + 1 for k in rangs],
            "enfants": [float(enfants[k % len(enfants)]) for k in rangs],
            "semaines": [float(semaines[k % len(semaines)]) for k in rangs],
            "depenses": pd.Series([depenses[k % len(depenses)] for k in rangs], dtype=float),
        }
    )
    return Donnees("2022-2023", pd.DataFrame([a]), collectifs)


def ligne(donnees, bareme=B22) -> pd.Series:
    return versements.rapprocher(donnees, bareme).actions.iloc[0]


# 0,325 × 7 885 = 2 562,625 → 2 563 at the ceiling; 0,325 × 4 000 = 1 300.
@pytest.mark.parametrize(
    "donnees, droit",
    [
        (une(), 256_300),
        (une(4000.0, ps=1300.0), 130_000),
        (une(16000.0, 2, 5126.0), 512_600),
        (une(9000.0, 1, 2563.0, 305.0, 305.0, acc_e=1, acc_p=1), 317_300),
    ],
)
def test_what_is_paid_by_the_rule_is_conform(donnees, droit):
    l = ligne(donnees)
    assert (l["droit_c"], l["verse_c"], l["ecart_c"], l["statut"], l["explication"]) == (
        droit,
        droit,
        0,
        CONFORME,
        "",
    )


@pytest.mark.parametrize(
    "donnees, ecart_c, mots",
    [
        (une(4000.0, produits=4400.0, ps=1430.0), 13_000, "produits tient lieu"),  # 0,325 × 4 400
        (une(4000.0, c86=1000.0, ps=1625.0), 32_500, "compte 86"),  # 0,325 × 5 000
        (une(16000.0, 2, 3900.0, agrees=3), -122_600, "aucune"),  # not 3 × 0,325 × 5 333,33 (5 199)
        (
            une(15770.0, 2, 5124.0, agrees=3),
            -200,
            "collectifs agréés",
        ),  # 3 × round(0,325 × 5 256,67 = 1 708,42)
        (
            une(16000.0, 2, 3863.0, depenses=(4000.0, 12000.0)),
            -126_300,
            "collectif par collectif",
        ),  # 1 300 + 2 563
        (une(16000.0, 2, 2563.0, enfants=(7, 12)), -256_300, "exclus"),
        (une(4000.0, ps=867.0, semaines=(18,)), -43_300, "prorata"),  # 1 300 × 18 / 27 = 866,67
        (une(9000.0, ps=2925.0), 36_200, "plafond n'est pas appliqué"),  # 0,325 × 9 000
        (une(4000.0, ps=2563.0), 126_300, "maximale"),
        (une(4001.0, ps=1300.33), 33, "arrondie"),  # 0,325 × 4 001 = 1 300,325
        (une(ps=2463.0), -10_000, "Aucune étape"),
    ],
)
def test_a_difference_in_the_ps_names_the_step_that_gives_it_back(donnees, ecart_c, mots):
    l = ligne(donnees)
    assert l["statut"] == ECART and l["ecart_ps_c"] == ecart_c
    assert mots.lower() in l["explication"].lower(), l["explication"]


@pytest.mark.parametrize(
    "donnees, mots",
    [
        (une(be=610.0, acc_e=2, agrees=2), "accordés, 1"),
        (une(be=305.0), "sans être accordé"),
        (une(n=2, charges=16000.0, ps=5126.0, bp=305.0, acc_p=2), "2 accordés"),
        (une(be=300.0, acc_e=1), "multiple"),
        (une(ps=2868.0, acc_e=1), "Répartition"),
    ],
)
def test_a_difference_in_a_bonus_says_how_many_collectifs_were_paid(donnees, mots):
    l = ligne(donnees)
    assert l["statut"] == ECART and mots in l["explication"].replace("\xa0", " ").replace(
        " collectifs", ""
    ), l["explication"]


@pytest.mark.parametrize(
    "donnees, mots",
    [
        (une(charges=None, recu=False), "n'est pas reçu"),
        (une(ps=None), "laisse vide : Ps"),
        (une(be=None), "Bonus"),
        (une(charges=None), "charges"),
    ],
)
def test_what_is_unknown_is_not_a_difference(donnees, mots):
    r = versements.rapprocher(donnees, B22)
    assert (
        r.actions["statut"].to_list() == [INCONNU]
        and mots in r.actions["explication"].iloc[0]
        and r.ecarts.empty
    )
    assert (r.somme("droit_c"), r.somme("verse_c")) == (0, 0)


def test_without_a_bareme_every_droit_is_unknown_and_the_payments_stay():
    r = versements.rapprocher(
        une(), baremes.en_vigueur(Installation(DEPOT / "nulle-part"), "2021-2022")
    )
    l = r.actions.iloc[0]
    assert (
        pd.isna(l["droit_c"])
        and pd.isna(l["ecart_c"])
        and l["verse_ps_c"] == 256_300
        and "Taux" in l["explication"]
        and "Prix plafond" in l["explication"]
    )


def test_every_action_of_the_demonstration_redone_on_paper(demonstration):
    donnees = entrees.read(
        base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2022-2023"
    )
    r = versements.rapprocher(donnees, B22)
    for a, l in zip(donnees.actions.to_dict("records"), r.actions.to_dict("records"), strict=True):
        if not a["bilan_recu"]:
            assert l["statut"] == INCONNU and pd.isna(l["droit_c"])
            continue
        n = int(
            a["collectifs_agrees"]
            if pd.isna(a["collectifs_realises"])
            else a["collectifs_realises"]
        )
        # half up, per collectif
        ps = (
            int(min(Fraction(str(a["charges"])) / n, 7885) * Fraction(325, 1000) + Fraction(1, 2))
            * n
        )
        bonus = 305 * (
            min(int(a["bonus_enfants_collectifs"]), n) + min(int(a["bonus_parents_collectifs"]), n)
        )
        assert l["droit_c"] == 100 * (ps + bonus) and l["verse_c"] == round(
            100 * (a["ps_clas"] + a["bonus_enfants"] + a["bonus_parents"])
        )
        assert (l["statut"] == CONFORME) == (l["droit_c"] == l["verse_c"])
    assert len(r.connues) == int(donnees.actions["bilan_recu"].sum()) and len(r.ecarts) >= 3
    assert r.somme("verse_c") - r.somme("droit_c") == int(r.ecarts["ecart_c"].sum())
    assert {
        m
        for e in r.ecarts["explication"]
        for m in ("Aucune étape", "produits tient lieu")
        if m in e
    } == {"Aucune étape", "produits tient lieu"}


def test_the_command_gives_the_same_totals_and_says_what_is_missing(demonstration):
    sortie = json_de(
        lancer("droits", "--campagne", "2022-2023", "--json", racine=demonstration.racine)
    )
    r = versements.rapprocher(
        entrees.read(base.ouvrir(demonstration), ligne_de_commande().perimetre(()), "2022-2023"),
        B22,
    )
    assert (sortie["droits_eur"] * 100, sortie["verse_eur"] * 100, sortie["actions_nd"]) == (
        r.somme("droit_c"),
        r.somme("verse_c"),
        len(r.actions) - len(r.connues),
    )
    assert (
        sum(a["droit_eur"] or 0 for a in sortie["actions"] if a["statut"] != INCONNU)
        == sortie["droits_eur"]
    )
    nd = json_de(lancer("droits", "--campagne", "2021-2022", "--json", racine=demonstration.racine))
    assert (
        nd["droits_eur"] is None
        and "Prix plafond" in nd["manque"]
        and all(a["droit_eur"] is None for a in nd["actions"])
    )
    autre = lancer(
        "droits", "--campagne", "2021-2022", "--bareme", "2022-2023", racine=demonstration.racine
    )
    assert "Les collectifs de 2021-2022 au barème de 2022-2023" in autre.stderr


def test_the_command_says_nd_where_no_bilan_came(tmp_path):
    seuls = {"agrements": petite("2022-2023")["agrements"]}
    installation = Installation(tmp_path)
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(seuls)], "2022-2023", ligne_de_commande()),
        ligne_de_commande(),
    )
    sortie = json_de(lancer("droits", "--campagne", "2022-2023", "--json", racine=tmp_path))
    assert [sortie[c] for c in ("droits_eur", "verse_eur", "ecart_eur", "actions_nd")] == [
        None,
        None,
        None,
        2,
    ]
    assert (
        "n.d., versés n.d." in lancer("droits", "--campagne", "2022-2023", racine=tmp_path).stderr
    )


@pytest.mark.parametrize(
    "donnees, mots",
    [
        (une(be=610.0, acc_e=2, agrees=2), "2 collectifs accordés, 1 collectif réalisé."),
        (une(n=2, charges=16000.0, ps=5126.0, bp=610.0, acc_p=1), "1 accordé."),
    ],
)
def test_the_words_follow_their_numbers(donnees, mots):
    assert mots in ligne(donnees)["explication"].replace("\xa0", " ")


@pytest.mark.parametrize("charges", [8000.0, None])
def test_where_no_collectif_ran_nothing_is_due_and_what_was_paid_is_a_difference(charges):
    payee, rendue = (
        ligne(une(charges, n=0, ps=ps, agrees=1, produits=8000.0)) for ps in (2563.0, 0.0)
    )
    assert (payee["droit_c"], payee["statut"], payee["ecart_c"]) == (0, ECART, 256_300) and rendue[
        "statut"
    ] == CONFORME
    assert "collectifs agréés" in payee["explication"] or charges is None


def test_where_no_collectif_ran_the_pay_slip_says_so_and_no_mean_counts_it():
    avec, sans = une(n=2), une(n=0, agrees=1)
    d = Donnees(
        "2022-2023",
        pd.concat([avec.actions, sans.actions.assign(code_action="B")], ignore_index=True),
        avec.collectifs,
    )
    s = calcul.en_vigueur(B22)
    r = calcul.simuler(d, B22, s)
    assert (
        r.inconnues == 0
        and r.total_c == calcul.simuler(avec, B22, s).total_c
        and len(sensibilite.au_plafond(r)) == 1
    )
    assert [(e.quoi, e.montant) for e in fiche.fiche(r, B22, "B")] == [
        ("Collectifs réalisés", "0"),
        ("Total", "0\u00a0€"),
    ]
    seule, ensemble = (
        temps.projeter(x, B22, calcul.simuler(x, B22, s), 1, *[Decimal(2)] * 3) for x in (avec, d)
    )
    assert ensemble.equals(seule)
