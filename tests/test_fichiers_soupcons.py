"""Rows set aside, columns that do not mean their header: each with its honest counter-example."""

from __future__ import annotations

import pytest

from clas_data.fichiers import controle, referentiels, schemas
from clas_data.fichiers.lecture import Depot
from tests.outils import CAMPAGNE, siret


def examiner(vide, table: str, lignes: list[dict]) -> controle.Controle:
    """What is read of these rows, under the headers of the year."""
    entetes = schemas.entetes_de(CAMPAGNE)
    noms = list(dict.fromkeys(n for l in lignes for n in l))
    textes = [[entetes[table, n] for n in noms]]
    textes += [[str(l.get(n, "")) for n in noms] for l in lignes]
    contenu = "\n".join(";".join(t) for t in textes).encode("utf-8")
    return controle.check(
        [Depot(f"{table}.csv", contenu)],
        CAMPAGNE,
        referentiels.noms_communes(vide),
        referentiels.anciens_codes(vide),
        referentiels.codes_postaux(vide),
    )


def codes(c: controle.Controle) -> set[str]:
    return {a.code for a in c.anomalies if a.code != "colonne_facultative_absente"}


def agrement(code: str, **autres) -> dict:
    return {
        "campagne": CAMPAGNE,
        "code_action": code,
        "intitule": "Aide aux devoirs",
        "porteur_siret": siret(1),
        "porteur_nom": "Les Amis",
        "commune_insee": "38185",
        "niveau": "élémentaire",
        "decision": "agréée",
        **autres,
    }


def collectif(code: str, numero: object, *comptes: int, **autres) -> dict:
    noms = ("filles", "garcons", "enfants", "enfants_qpv")
    return {"campagne": CAMPAGNE, "code_action": code, "numero": numero} | dict(
        zip(noms, comptes, strict=False), **autres
    )


@pytest.mark.parametrize(
    "ligne",
    [
        {"code_action": "TOTAL", "filles": 12},
        {"code_action": "Total général", "numero": 2, "filles": 12},
        {"code_action": "Sous-total A38-0001", "numero": 2, "filles": 12},
        {"code_action": "A38-0001", "numero": "Total", "filles": 12},
        {"campagne": "Total", "filles": 12},
    ],
)
def test_a_row_that_says_it_is_a_total_is_set_aside(vide, ligne):
    lignes = [collectif("A38-0001", 1, 6, 5), collectif("A38-0001", 2, 6, 5)]
    c = examiner(vide, "collectifs", [*lignes, ligne])
    assert c.acceptable and "lignes_ecartees" in codes(c)
    assert c.tables["collectifs"]["numero"].to_pylist() == [1, 2]


@pytest.mark.parametrize(
    "autres",
    [
        {"intitule": "Total Langues"},
        {"intitule": "Sous-total"},
        {"porteur_nom": "Total Solidarité"},
        {"code_action": "TOTAL-01"},
        {"code_action": "Totaux 38"},
        {"code_action": "Totem 1"},
    ],
)
def test_a_row_whose_key_is_complete_is_data_whatever_it_is_called(vide, autres):
    premier = {k: v for k, v in agrement("A38-0001").items() if k != "intitule"}
    ligne = {"intitule": "Aide", **premier} | autres  # the intitulé comes first in the sheet
    c = examiner(vide, "agrements", [ligne, agrement("A38-0002")])
    assert c.tables["agrements"].num_rows == 2 and "lignes_ecartees" not in codes(c)


def test_a_key_is_enough_where_the_only_other_text_says_total(vide):
    noms = ("intitule", "code_action", "porteur_siret", "commune_insee")
    lignes = [agrement("380002"), agrement("380001", intitule="Total Langues")]
    c = examiner(vide, "agrements", [{n: l[n] for n in noms} for l in lignes])
    assert "380001" in c.tables["agrements"]["code_action"].to_pylist()


def test_a_row_of_data_without_its_key_is_asked_for_not_set_aside(vide):
    ligne = {"intitule": "Total Langues"} | agrement("") | {"intitule": "Total Langues"}
    c = examiner(vide, "agrements", [{"intitule": "Aide", **agrement("A38-1")}, ligne])
    assert "obligatoire" in codes(c) and "lignes_ecartees" not in codes(c)


@pytest.mark.parametrize("code", ["A38 0001", "CLAS 38 12", "(A38)"])
def test_a_key_of_several_words_alone_in_its_row_is_not_a_note(vide, code):
    lignes = [{"code_action": "A38-0002", "charge_60": "12"}, {"code_action": code}]
    c = examiner(vide, "bilans", lignes)
    assert code in c.tables["bilans"]["code_action"].to_pylist()


@pytest.mark.parametrize("note", ["* données provisoires", "Note : reçu en retard par courriel"])
def test_a_sentence_alone_is_a_note(vide, note):
    lignes = [{"code_action": "A38-0002", "charge_60": "12"}, {"code_action": note}]
    c = examiner(vide, "bilans", lignes)
    assert c.tables["bilans"].num_rows == 1 and "lignes_ecartees" in codes(c)


def bilans(colonne: str, *montants: object) -> list[dict]:
    return [{"code_action": f"A38-{i}", colonne: m} for i, m in enumerate(montants)]


@pytest.mark.parametrize(
    "colonne, montants",
    [
        ("departement", (38, 38, 38)),
        ("epci", (200040715, 200040111, 200040715)),
        ("commune", (38185, 38193, 38421)),
    ],
)
def test_the_number_of_a_territory_is_no_subsidy(vide, colonne, montants):
    c = examiner(vide, "bilans", bilans(colonne, *montants))
    assert "nombre_de_territoire" in codes(c) and not c.acceptable


@pytest.mark.parametrize(
    "colonne, montants",
    [
        ("region", (84, 84, 84)),
        ("departement", (50, 50, 50)),  # 50 € for everyone is possible
        ("commune", (38185, 38185)),  # two actions of one commune, perhaps 38 185 €
        ("charge_60", (2021, 2022, 2021)),
    ],
)
def test_what_only_looks_like_a_territory_is_an_alert(vide, colonne, montants):
    c = examiner(vide, "bilans", bilans(colonne, *montants))
    assert "nombre_de_territoire_peut_etre" in codes(c) and c.acceptable


@pytest.mark.parametrize(
    "colonne, montants",
    [
        ("departement", (38, "", 38)),  # not on every row: a subsidy
        ("departement", (38, 500, 38)),
        ("departement", (500, 500, 500)),
        ("departement", (0, 0, 0)),
        ("commune", (38000, 5200, 38185)),
        ("epci", (1000, 1000)),
        ("charge_60", (38, 38, 38)),
        ("departement", (38,)),
    ],
)
def test_an_honest_subsidy_says_nothing(vide, colonne, montants):
    assert codes(examiner(vide, "bilans", bilans(colonne, *montants))) == set()


def test_rows_that_are_the_sums_of_several_actions_are_refused(vide):
    lignes = [
        collectif(code, n, *comptes)
        for code in ("A38-1", "A38-2")
        for n, comptes in ((1, (6, 5, 11, 3)), (2, (4, 4, 8, 2)), (3, (10, 9, 19, 5)))
    ]
    c = examiner(vide, "collectifs", lignes)
    assert "lignes_sous_totaux" in codes(c) and not c.acceptable


@pytest.mark.parametrize(
    "dernier, attendu",
    [
        ((4, 12, "", 12), {"lignes_sous_totaux_peut_etre"}),  # the sum once, in two columns
        ((4, 12, 1, 13), set()),  # one column differs: a collectif twice as large
        ((2, 7, 7, 14), set()),
    ],
)
def test_a_collectif_that_is_by_chance_the_sum_of_the_others_is_not_refused(vide, dernier, attendu):
    numero, *comptes = dernier
    lignes = [collectif("A38-1", 1, 6, "", 6), collectif("A38-1", 3, 6, "", 6)]
    c = examiner(vide, "collectifs", [*lignes, collectif("A38-1", numero, *comptes)])
    assert c.acceptable and codes(c) == attendu


def test_twin_collectifs_are_not_a_total(vide):
    lignes = [collectif("A38-1", n, 6, 5, 11, 3) for n in (1, 2)]
    assert codes(examiner(vide, "collectifs", lignes)) == set()


def _demandes(n: int, totaux: dict[int, dict], **autres) -> list[dict]:
    """`n` requests of several sizes, and others at these ranks."""
    comptes = ("collectifs_demandes", "collectifs_agrees", "enfants_prevus", "collectifs_bonus")
    lignes = [
        dict(zip(comptes, (1 + k % 3, 1 + k % 2, 9 + 5 * (k % 4), k % 2), strict=True))
        for k in range(n)
    ]
    for rang, garde in totaux.items():
        somme = {c: sum(l[c] for l in lignes[garde["de"] : garde["a"]]) for c in comptes}
        lignes.insert(rang, somme | {c: v for c, v in garde.items() if c in comptes})
    noms = dict(zip(comptes, (*comptes[:3], "bonus_enfants_collectifs"), strict=True))
    return [
        agrement(f"A38-{k:04d}", **{noms[c]: v for c, v in l.items()}, **autres)
        for k, l in enumerate(lignes)
    ]


@pytest.mark.parametrize(
    "n, totaux, attendu",
    [
        (14, {14: {"de": 0, "a": 14}}, "lignes_totaux"),
        (14, {0: {"de": 0, "a": 14}}, "lignes_totaux"),  # above the others
        (14, {7: {"de": 0, "a": 7}, 15: {"de": 8, "a": 15}}, "lignes_totaux_peut_etre"),
        (6, {6: {"de": 0, "a": 6}}, "lignes_totaux_peut_etre"),  # few rows: it may be chance
        (14, {14: {"de": 0, "a": 14, "enfants_prevus": 40, "collectifs_agrees": 2}}, ""),
        (14, {}, ""),
        (2, {2: {"de": 0, "a": 2}}, ""),
    ],
)
def test_a_total_under_a_code_of_its_own_is_said(vide, n, totaux, attendu):
    c = examiner(vide, "agrements", _demandes(n, totaux))
    assert {x for x in codes(c) if x.startswith("lignes")} == ({attendu} if attendu else set())
    assert c.acceptable == (attendu != "lignes_totaux")
    dites = [a for a in c.anomalies if a.code == attendu]
    assert all(a.ligne and "deux fois" in a.message for a in dites)
