"""Deposits one over the other: completing loses nothing, replacing says what it removes, undoing
comes back.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.fichiers.lecture import Depot
from clas_data.tables import base, controles, importation
from tests.commande import json_de, lancer
from tests.outils import CAMPAGNE, classeur, en_csv, grille, modifiee, petite

MOI = ligne_de_commande()
COLLECTIFS = petite()["collectifs"]
ENTIER = classeur(petite())


def accepter(inst, depots, *mode):
    """Deposit as asked; by default, as nothing is asked."""
    return importation.accepter(inst, importation.proposer(inst, depots, CAMPAGNE, MOI, *mode), MOI)


def collectifs(inst) -> dict[str, int]:
    lues = base.ouvrir(inst).controler(
        "select code_action || '/' || numero as cle, enfants from recu.collectifs", {}
    )
    return dict(zip(lues["cle"], lues["enfants"], strict=True))


def depot(lignes, nom="collectifs.csv") -> Depot:
    return Depot(nom, en_csv(grille(lignes)))


@pytest.fixture
def pleine(tmp_path) -> Installation:
    inst = Installation(tmp_path / "pleine")
    accepter(inst, [ENTIER])
    return inst


def test_one_row_deposited_later_removes_none(pleine):
    avant = collectifs(pleine)
    une = modifiee(petite(), "collectifs", 0, filles="7", enfants="12")["collectifs"][:1]
    accepter(pleine, [depot(une)])
    cle = f"{une[0]['code_action']}/{une[0]['numero']}"
    assert len(avant) > 1 and collectifs(pleine) == avant | {cle: 12}


def test_replacing_names_what_it_removes_then_removes_it(pleine):
    avant = collectifs(pleine)
    une = [COLLECTIFS[0]]
    p = importation.proposer(pleine, [depot(une)], CAMPAGNE, MOI, journal.REMPLACER)
    cle = f"{une[0]['code_action']}/{une[0]['numero']}"
    assert set(p.absentes["collectifs"]) == set(avant) - {cle}
    assert set(p.differences["collectifs"]["retirees"]) == set(avant) - {cle}
    assert all(p.absentes["collectifs"].values()), "each with the name of its porteur"
    (dite,) = (a for a in p.anomalies if a.code == "lignes_retirees")
    assert sorted(set(avant) - {cle})[0] in dite.message
    importation.accepter(pleine, p, MOI)
    assert set(collectifs(pleine)) == {cle}


def test_two_workbooks_of_one_name_both_count(tmp_path):
    inst = Installation(tmp_path / "meme_nom")
    tables = petite()
    accepter(inst, [classeur({"agrements": tables["agrements"]})])
    for ligne in COLLECTIFS:
        accepter(inst, [depot([ligne], "questionnaire.csv")])
    assert len(collectifs(inst)) == len(COLLECTIFS)


def test_the_same_bytes_twice_in_one_deposit_count_once_and_are_said(pleine):
    un = depot(modifiee(petite(), "collectifs", 0, filles="7", enfants="12")["collectifs"])
    p = importation.proposer(pleine, [un, Depot("copie.csv", un.contenu)], CAMPAGNE, MOI)
    (dite,) = (a for a in p.anomalies if a.code == "fichier_repete")
    assert p.acceptable and len(p.depots) == 1
    assert dite.fichier == "copie.csv" and "collectifs.csv" in dite.message


def test_a_file_deposited_before_says_when(pleine):
    p = importation.proposer(pleine, [ENTIER], CAMPAGNE, MOI)
    (dite,) = (a for a in p.anomalies if a.code == "fichier_deja_depose")
    assert "imp-0001" in dite.message and p.deja


def test_a_file_undone_and_deposited_again_says_so(pleine):
    importation.annuler(pleine, "imp-0001", MOI)
    p = importation.proposer(pleine, [ENTIER], CAMPAGNE, MOI)
    assert {a.code for a in p.anomalies} >= {"fichier_annule"} and not p.deja


def test_alerts_known_already_are_told_from_the_new_ones(tmp_path):
    inst = Installation(tmp_path / "alertes")
    tables = modifiee(petite(), "collectifs", 0, filles="1")
    p = importation.proposer(inst, [classeur(tables)], CAMPAGNE, MOI)
    alertes = {a.code for a in p.anomalies} & set(controles.load())
    assert alertes and not any(a.connue for a in p.anomalies)
    importation.accepter(inst, p, MOI)
    autre = importation.proposer(inst, [depot(tables["collectifs"])], CAMPAGNE, MOI)
    assert {a.code for a in autre.anomalies if a.connue} >= alertes
    ailleurs = importation.proposer(inst, [depot(petite()["bilans"], "bilans.csv")], CAMPAGNE, MOI)
    assert not {a.code for a in ailleurs.anomalies} & alertes  # known, and of another table


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(graine=st.integers(0, 2**32))
def test_any_sequence_of_deposits_and_undos_gives_the_model(tmp_path_factory, graine):
    """The model: a dictionary by key, folded over the deposits that stand."""
    des = random.Random(graine)
    inst = Installation(tmp_path_factory.mktemp("suite"))
    accepter(inst, [classeur({"agrements": petite()["agrements"]})])
    faits: list[tuple[str, str, dict[str, int]]] = []
    debout: set[str] = set()
    for _ in range(5):
        if debout and des.random() < 0.3:
            cible = des.choice(sorted(debout))
            importation.annuler(inst, cible, MOI)
            debout.discard(cible)
        else:
            lignes = [
                l | {"filles": str(n := des.randint(3, 6)), "enfants": str(n + int(l["garcons"]))}
                for l in des.sample(COLLECTIFS, des.randint(1, len(COLLECTIFS)))
            ]
            mode = des.choice([journal.COMPLETER, journal.COMPLETER, journal.REMPLACER])
            p = importation.proposer(inst, [depot(lignes)], CAMPAGNE, MOI, mode)
            if p.deja:
                continue
            contenu = {f"{l['code_action']}/{l['numero']}": int(l["enfants"]) for l in lignes}
            e = importation.accepter(inst, p, MOI)
            faits.append((e.id, mode, contenu))
            debout.add(e.id)
        modele: dict[str, int] = {}
        for id_, mode, contenu in faits:
            if id_ in debout:
                modele = contenu if mode == journal.REMPLACER else modele | contenu
        assert collectifs(inst) == modele


def test_the_command_completes_by_default_and_replaces_on_demand(pleine, tmp_path):
    fichier = tmp_path / "un.csv"
    fichier.write_bytes(depot([COLLECTIFS[0]]).contenu)
    garde = lancer("importer", fichier, "--campagne", CAMPAGNE, "--json", racine=pleine.racine)
    assert json_de(garde)["mode"] == "completer" and len(collectifs(pleine)) == len(COLLECTIFS)
    assert "gardée" in garde.stderr and "--remplacer" in garde.stderr
    retire = lancer(
        "importer", fichier, "--campagne", CAMPAGNE, "--remplacer", racine=pleine.racine
    )
    assert "retirée" in retire.stderr and len(collectifs(pleine)) == 1


def test_a_line_of_the_journal_without_mode_replaced():
    ancien = journal.Evenement(id="imp-0001", type=journal.IMPORT, date="", acteur="x")
    assert journal.mode(ancien) == journal.REMPLACER
