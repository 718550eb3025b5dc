"""Schemes alone and in combination, gaps, piling up: counted by hand on five actions; the screen's
figures are those of the catalogue.
"""

from __future__ import annotations

import pandas as pd
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.articulation import dispositifs, lacunes
from clas_data.articulation.dispositifs import ARTICULATIONS, INDICATEURS, PORTE_REAAP
from clas_data.config import Installation
from clas_data.fichiers import schemas
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import calcul, catalogue
from clas_data.tables import base, importation
from tests.outils import CAMPAGNE, classeur, petite, siret

TOUT = ligne_de_commande().perimetre(())
FILTRES = {"epci": "", "niveau": "", "porteur_type": "", "qpv": ""}
GRENOBLE, HERES = "38185", "38421"  # the first has a PRE in the shipped list, the second has none


def _reponses(*lignes: dict) -> pd.DataFrame:
    """Actions of one commune, « non » to everything but what is said; None for a question left
    empty.
    """
    vides = {d: False for d in INDICATEURS} | {
        "commune": GRENOBLE,
        "commune_nom": "Grenoble",
        "epci_nom": "Métropole",
    }
    df = pd.DataFrame([{**vides, **l, "code_action": f"A{i}"} for i, l in enumerate(lignes)])
    return df.astype(dict.fromkeys(INDICATEURS, "boolean"))


def test_every_scheme_of_the_questionnaire_has_its_indicator_and_its_short_name():
    colonnes = schemas.load()["actions"].colonnes
    assert all(d in colonnes and catalogue.exiger(i).court for d, i in INDICATEURS.items())
    assert set(ARTICULATIONS) == set(INDICATEURS) - {PORTE_REAAP} and len(ARTICULATIONS) == 8


def test_combinations_are_exact_and_leave_out_who_did_not_answer_everything():
    df = _reponses(
        {"pre": True},
        {"pre": True, "reaap": True},
        {"reaap": True, "pre": True, "ctg": True},
        {},
        {"pre": None, "reaap": True},
    )
    table, incompletes = dispositifs.combiner(df, ["pre", "reaap"])
    assert incompletes == 1
    assert table.to_dict("records") == [
        {"membres": ("pre", "reaap"), "actions": 2, "part": 50.0},
        {"membres": (), "actions": 1, "part": 25.0},
        {"membres": ("pre",), "actions": 1, "part": 25.0},
    ]
    trois, _ = dispositifs.combiner(df, ["pre", "reaap", "ctg"])
    assert {(m, n) for m, n in zip(trois["membres"], trois["actions"], strict=True)} == {
        ((), 1),
        (("pre",), 1),
        (("pre", "reaap"), 1),
        (("pre", "reaap", "ctg"), 1),
    }


def test_nobody_answered_gives_no_combination():
    table, incompletes = dispositifs.combiner(_reponses({"pre": None}), ["pre"])
    assert table.empty and incompletes == 1


def test_schemes_pile_up_where_different_ones_are_declared():
    df = pd.concat(
        [
            _reponses(
                {"pre": True, "reaap": True}, {"reaap": True, "ctg": True, PORTE_REAAP: True}
            ),
            _reponses({"pedt": True, "pre": None}).assign(
                commune=HERES, commune_nom="Saint-Martin-d'Hères"
            ),
        ],
        ignore_index=True,
    )
    trois = dispositifs.empilement(df, 3)
    assert trois[["commune", "dispositifs", "noms", "actions", "par_action"]].to_dict(
        "records"
    ) == [
        {
            "commune": GRENOBLE,
            "dispositifs": 3,
            "noms": "PRE, Reaap, CTG",
            "actions": 2,
            "par_action": 2.0,
        }
    ]
    assert (
        list(dispositifs.empilement(df, 1)["commune"]) == [GRENOBLE, HERES]
        and dispositifs.empilement(df, 4).empty
    )
    assert dispositifs.declares(df) == ["PRE, Reaap", "Reaap, CTG", "PEdT"]


@pytest.fixture(scope="module")
def main(tmp_path_factory):
    """A1 in Grenoble and in a QPV says no to the PRE; A2 elsewhere says yes to a PRE that no list
    knows; A3 in Grenoble did not answer; A4 was refused.
    """
    t = petite()
    t["agrements"] += [
        {
            **t["agrements"][0],
            "code_action": "A3",
            "porteur_siret": siret(3),
            "porteur_nom": "Muet",
        },
        {**t["agrements"][0], "code_action": "A4", "decision": "refusée", "collectifs_agrees": "0"},
    ]
    t["actions"][0] |= {
        "pre": "non",
        "contrat_de_ville": "",
        "porte_action_reaap": "oui",
        "reaap": "non",
        "rencontres_ecole": "0",
    }
    t["actions"][1] |= {
        "pre": "oui",
        "contrat_de_ville": "non",
        "porte_action_reaap": "non",
        "reaap": "oui",
        "rencontres_ecole": "2",
    }
    installation = Installation(tmp_path_factory.mktemp("articulation"))
    importation.accepter(
        installation,
        importation.proposer(installation, [classeur(t)], CAMPAGNE, ligne_de_commande()),
        ligne_de_commande(),
    )
    return base.ouvrir(installation)


@pytest.mark.parametrize(
    "id_, codes, nombre, sans_reponse",
    [
        (
            "pre_non_declare",
            ["A1"],
            1,
            1,
        ),  # A3 is in Grenoble too and did not answer: to chase, not to count
        (
            "qpv_sans_contrat",
            [],
            0,
            2,
        ),  # A1 left the question empty, A3 did not answer; A2 is in no QPV
        ("reaap_sans_lien", ["A1"], 1, 0),
        ("pre_hors_liste", ["A2"], 1, 0),
        (
            "aucune_articulation",
            [],
            1,
            1,
        ),  # A1 left a question empty: nobody knows; A2 declares two
        ("ecole_sans_rencontre", ["A1"], 2, 0),
    ],
)
def test_each_gap_has_its_actions_and_a_missing_answer_is_never_one(
    main, id_, codes, nombre, sans_reponse
):
    c = lacunes.constater(lacunes.lire(main, TOUT, CAMPAGNE), id_)
    assert (list(c.actions["code_action"]), c.base, c.sans_reponse) == (codes, nombre, sans_reponse)


def test_a_gap_is_said_in_a_sentence_that_follows_its_number(main):
    actions = lacunes.lire(main, TOUT, CAMPAGNE)
    une = lacunes.constater(actions, "pre_non_declare").phrase
    assert une == (
        f"1{INSECABLE}action sur 1 dans une commune dotée d'un PRE répond "
        f"«{INSECABLE}non{INSECABLE}» à l'articulation avec le PRE"
    )
    assert "n.d." in lacunes.constater(actions, "qpv_sans_contrat").phrase
    assert lacunes.constater(actions, "aucune_articulation").phrase.startswith("Toutes les actions")
    assert lacunes.constater(actions, "pre_hors_liste").phrase.startswith(
        f"1{INSECABLE}action sur 1 articulée avec un PRE est"
    )
    double = pd.concat([actions, actions], ignore_index=True)
    assert lacunes.constater(double, "pre_non_declare").phrase.startswith(
        f"2{INSECABLE}actions sur 2 dans une commune dotée d'un PRE répondent"
    )
    assert lacunes.communes_muettes(actions) == ["Grenoble"]


def test_every_gap_reads_well():
    for lacune in lacunes.load().values():
        assert (
            "{actions}" in lacune.phrase
            and "{base}" in lacune.phrase
            and lacune.agir.endswith((".", f"{FINE}?"))
            and lacune.note.endswith(".")
        )


@pytest.mark.parametrize("dispositif", INDICATEURS)
def test_the_picture_and_the_catalogue_give_the_same_shares(demonstration, dispositif):
    """The share written under a scheme of the combinations is that of `python -m clas_data
    indicateur`.
    """
    b = base.ouvrir(demonstration)
    reponses = b.lire(TOUT, "articulation_reponses", {**FILTRES, "campagne": "2021-2022"})
    attendue = calcul.calculer(
        b, TOUT, [INDICATEURS[dispositif]], (), {"campagne": "2021-2022"}
    ).iloc[0]
    connues = reponses[dispositif].astype("boolean").dropna()
    assert (
        100 * connues.sum() / len(connues) == pytest.approx(attendue["valeur"])
        and len(connues) == attendue["repondants"]
    )


def test_combinations_add_up_to_the_actions_that_answered(demonstration):
    b = base.ouvrir(demonstration)
    reponses = b.lire(TOUT, "articulation_reponses", {**FILTRES, "campagne": "2021-2022"})
    for choisis in (["pre"], ["pre", "reaap", "ctg"], list(INDICATEURS)):
        table, incompletes = dispositifs.combiner(reponses, choisis)
        assert table["actions"].sum() + incompletes == len(reponses) and table[
            "part"
        ].sum() == pytest.approx(100)
