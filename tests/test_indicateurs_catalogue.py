"""The catalogue: complete, well written, and refused with a sentence when an entry is wrong."""

from __future__ import annotations

import copy
import re

import pytest

from clas_data import formats
from clas_data.errors import UsageError
from clas_data.indicateurs import catalogue, comparabilite

# What the first screens and the committee ask for, at least.
ATTENDUS = """actions_agreees actions_refusees porteurs collectifs_agrees collectifs enfants_prevus
enfants_accompagnes filles garcons enfants_qpv enfants_rep allophones enfants_par_action
enfants_par_collectif familles parents_rencontres parents_actifs encadrants salaries benevoles
enfants_par_encadrant part_benevoles seances_par_semaine semaines heures_par_enfant
taux_reponse_questionnaire taux_reponse_bilan charges produits ps_clas bonus_enfants bonus_parents
aide_caf produit_etat produit_communes produit_epci produit_departement produit_region
produit_familles produit_fonds_propres produit_autres cout_par_enfant cout_par_collectif
""".split()
AXES_DEMANDES = {"campagne", "commune", "epci", "niveau", "porteur_type", "qpv"}


def test_the_indicators_asked_for_are_there():
    assert set(ATTENDUS) <= set(catalogue.load())


@pytest.mark.parametrize("ind", catalogue.load().values(), ids=lambda i: i.id)
def test_every_indicator_says_all_of_itself(ind):
    assert set(ind.axes) >= AXES_DEMANDES
    for texte in (
        ind.titre,
        ind.definition,
        ind.source,
        ind.traitement,
        ind.lecture,
        ind.unite,
        ind.famille,
        ind.retenues,
    ):
        assert texte.strip() == texte and texte
    assert ind.definition.endswith(".") and ind.traitement.endswith(".")
    assert not re.search(
        r" [;:!?%»]|« ",
        " ".join((ind.titre, ind.definition, ind.source, ind.traitement, ind.lecture)),
    ), "French spaces are unbreakable"
    assert ind.unite not in ("%", "€") or not ind.additif or ind.unite == "€", (
        "a share does not add up"
    )
    assert (ind.decimales > 0) >= (ind.unite == "%")
    assert re.fullmatch(r"[a-z][a-z0-9_]+", ind.id)


def test_counts_of_children_and_parents_are_under_secrecy():
    comptes = {
        i
        for i, ind in catalogue.load().items()
        if ind.unite in ("enfants", "familles", "parents") and ind.additif
    }
    assert comptes and all(catalogue.load()[i].secret == "effectif" for i in comptes)


def test_zoned_indicators_of_the_guard_exist():
    assert set(comparabilite.seuils()["zonage"]) <= set(catalogue.load())


@pytest.mark.parametrize(
    "change, message",
    [
        ({"couleur": "bleu"}, "la clé « couleur » n'est pas attendue"),
        ({"definitoin": "x"}, "Vouliez-vous dire « definition »"),
        ({"unite": "enfant"}, "unite : « enfant » n'est pas connu"),
        ({"table": "marts.actions"}, "table : « marts.actions » n'est pas connu"),
        ({"axes": ["campagne", "region"]}, "l'axe « region » n'existe pas"),
        ({"famille": "divers"}, "famille : « divers » n'est pas connu"),
        ({"polarite": "haut"}, "polarite : « haut » n'est pas connu"),
        ({"additif": True}, "additif : « True » n'est pas connu"),
        ({"decimales": 9}, "decimales : « 9 » n'est pas connu"),
        ({"derriere": "budgets"}, "derriere : « budgets » n'est pas connu"),
        ({"modele": "agrement"}, "le modèle « agrement » n'existe pas"),
        ({"lecture": "on compte 12 actions"}, "lecture : la phrase contient"),
        ({"lecture": "on compte {valeurs}"}, "lecture : la phrase contient"),
        ({"titre": None}, "la clé « titre » manque"),
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence(change, message):
    brut = copy.deepcopy(catalogue._brut())
    entree = {**brut["indicateurs"]["actions_agreees"], **change}
    brut["indicateurs"]["essai"] = {k: v for k, v in entree.items() if v is not None}
    with pytest.raises(UsageError) as e:
        catalogue.interpreter(brut)
    assert "« essai »" in e.value.message and message in e.value.message


def test_all_the_wrong_entries_are_said_at_once():
    brut = copy.deepcopy(catalogue._brut())
    brut["indicateurs"]["un"] = {**brut["indicateurs"]["filles"], "unite": "litres"}
    brut["indicateurs"]["Deux"] = {**brut["indicateurs"]["filles"], "axes": ["lune"]}
    with pytest.raises(UsageError, match=r"(?s)« un ».*litres.*« Deux ».*minuscules.*lune"):
        catalogue.interpreter(brut)


def test_an_unknown_indicator_or_axis_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="Vouliez-vous dire « enfants_prevus »"):
        catalogue.exiger("enfant_prevus")
    with pytest.raises(UsageError, match="Vouliez-vous dire « commune »"):
        catalogue.exiger_axe(catalogue.exiger("filles"), "comune")


@pytest.mark.parametrize(
    "tape, voulu",
    [
        ("a ; b : c ?", "a\u202f; b\u00a0: c\u202f?"),
        ("« x »", "«\u00a0x\u00a0»"),
        ("10 % de", "10\u202f% de"),
        ("fin :", "fin\u00a0:"),
        ("a:b", "a:b"),
    ],
)
def test_typed_spaces_become_unbreakable(tape, voulu):
    assert formats.ponctuer(tape) == voulu and formats.ponctuer(voulu) == voulu
