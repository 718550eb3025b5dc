"""Layouts nobody had shown, guessed, then followed as a person would: nothing sure is wrong, each
right answer is offered, and what is stored is what was written.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from clas_data.fichiers import controle, schemas
from clas_data.fichiers.correspondances import devinette, ebauche, ecrite
from clas_data.fichiers.correspondances.devinette import Devinee, Piste
from clas_data.fichiers.lecture import Depot, read
from clas_data.fichiers.lieux import Communes
from tests.outils import CAMPAGNE, siret
from tests.test_correspondances import classeur
from tests.test_correspondances_devinees import REFERENTIELS

DOSSIER = Path(__file__).parent / "cas_formes"
COMMUNES = Communes(*REFERENTIELS)


@cache
def formes() -> dict[str, dict]:
    lues = [f for p in sorted(DOSSIER.glob("*.yaml")) for f in yaml.safe_load(p.read_text("utf-8"))]
    return {f["nom"]: f for f in lues}


def depot(forme: dict) -> Depot:
    """The workbook; S1, S2… stand for numbers of SIRET whose keys are right."""
    feuilles = {
        nom: [[_cellule(c) for c in l] for l in lignes] for nom, lignes in forme["feuilles"].items()
    }
    return Depot(f"{forme['nom']}.xlsx", classeur(**feuilles))


def _cellule(brut: Any) -> Any:
    lu = re.fullmatch(r"S(\d)", str(brut))
    return siret(int(lu[1])) if lu else brut


def vraies(forme: dict, p: Piste) -> set[tuple[str, str]]:
    return {tuple(c.split(".")) for c in forme["vrai"].get(p.entete, ())}


def suivre(forme: dict, d: Devinee) -> tuple[ebauche.Ebauche, list[str]]:
    """What a person does at the three steps; what they had to do by hand."""
    e, gestes = ebauche.commencer(d), []
    e = ebauche.confirmer(e, ebauche.sures(e))
    for p in ebauche.a_voir(e):
        vue, voulues = (p.tableau, p.entete), vraies(forme, p)
        if len(d.correspondance.tableaux) > 1:
            offertes = {t for a in d.correspondance.tableaux[p.tableau].apports for t in [a.table]}
            voulues = {v for v in voulues if v[0] in offertes} or voulues
        if set(ebauche.cibles(e, vue)) == voulues:
            e = ebauche.confirmer(e, [vue])
        else:
            gestes.append(f"{p.entete} : {[(i.table, i.colonne) for i in p.choisis]} → {voulues}")
            e = ebauche.affecter(e, vue, sorted(voulues))
    dits = []
    for m in ebauche.mots(e, COMMUNES):
        notre = forme.get("mots", {}).get(m.mot, m.notre)
        if notre != m.notre:
            gestes.append(f"mot {m.mot} : {m.notre!r} → {notre!r}")
        dits.append(((m.tableau, m.table, m.colonne, m.mot), notre or None))
    return ebauche.traduire(e, dits), gestes


@pytest.mark.parametrize("nom", formes())
def test_an_unseen_layout_is_read_as_it_was_written(nom):
    forme = formes()[nom]
    fichier = depot(forme)
    d = devinette.deviner(read(fichier)[0], CAMPAGNE, COMMUNES)
    faux = {
        p.entete: [(i.table, i.colonne) for i in p.choisis]
        for p in d.pistes
        if p.sur and not {(i.table, i.colonne) for i in p.choisis} <= vraies(forme, p)
    }
    assert faux == {}
    e, gestes = suivre(forme, d)
    assert len(gestes) == forme.get("gestes", 0), gestes  # else every right answer was offered
    c = ecrite.lire(ecrite.ecrire(ebauche.retenue(e)), "c.yaml")
    lu = controle.check([fichier], CAMPAGNE, *REFERENTIELS, [c], exigee=True)
    assert lu.acceptable, [a.message for a in lu.anomalies if a.gravite == "bloquante"]
    assert set(lu.tables) == set(forme["attendu"])
    for table, attendues in forme["attendu"].items():
        cle = schemas.load()[table].cle
        lues = {tuple(l[k] for k in cle): l for l in lu.tables[table].to_pylist()}
        assert len(lues) == len(attendues), (table, list(lues))
        for l in attendues:
            lue = lues[tuple(l[k] for k in cle)]
            assert {k: lue[k] for k in l} == l, table
