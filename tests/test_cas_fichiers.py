"""Real messy files, one import each: what is stored equals the clean import, or an anomaly says
where it does not.

The cases are `cas_fichiers/*.yaml`; the first of them explains their keys.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.errors import Anomalie
from clas_data.fichiers import schemas
from clas_data.fichiers.lecture import Depot
from clas_data.tables import importation
from tests.outils import CAMPAGNE

DOSSIER = Path(__file__).parent / "cas_fichiers"
DEPARTS = {
    "vide": None,
    "agrements": "base_agrements.xlsx",
    "agrements_112": "base_agrements_112.xlsx",
    "tout": "base_tout.xlsx",
}
CLES = {"fichiers", "depart", "memes_valeurs", "sauf", "dit", "refuse", "tables"}
Valeurs = dict[tuple[str, tuple], dict[str, Any]]


def cas() -> list[dict]:
    """Every case of every list, in order."""
    return [c for p in sorted(DOSSIER.glob("*.yaml")) for c in yaml.safe_load(p.read_text("utf-8"))]


def depots(noms: list[str]) -> list[Depot]:
    """The files of a case; a folder stands for all its files."""
    chemins = [
        f
        for n in noms
        for f in (sorted((DOSSIER / n).iterdir()) if (DOSSIER / n).is_dir() else [DOSSIER / n])
    ]
    return [Depot(f.name, f.read_bytes()) for f in chemins]


def importer(installation: Installation, noms: list[str]) -> importation.Proposition:
    """Propose these files, and accept them where nothing prevents it."""
    moi = ligne_de_commande()
    p = importation.proposer(installation, depots(noms), CAMPAGNE, moi)
    if p.acceptable and not p.deja:
        importation.accepter(installation, p, moi)
    return p


def stockees(installation: Installation, empreinte: str) -> Valeurs:
    """(table, key) → the stored values, without where they came from."""
    with duckdb.connect(str(installation.base / f"{empreinte}.duckdb"), read_only=True) as c:
        lues: Valeurs = {}
        for table, schema in schemas.load().items():
            lignes = c.execute(f"from recu.{table} where campagne = ?", [CAMPAGNE])
            noms = [d[0] for d in lignes.description]
            for l in lignes.fetchall():
                ligne = dict(zip(noms, l, strict=True))
                cle = tuple(ligne[k] for k in schema.cle)
                assert (table, cle) not in lues, f"{table}: {cle} is stored twice"
                lues[table, cle] = {k: v for k, v in ligne.items() if not k.startswith("_")}
        return lues


@pytest.fixture(scope="module")
def preparer(tmp_path_factory):
    """How to get a fresh installation which has received a starting point."""
    racine = tmp_path_factory.mktemp("cas")

    @cache
    def modele(depart: str) -> Path:
        dossier = racine / f"modele_{depart}"
        dossier.mkdir()
        if DEPARTS[depart]:
            assert importer(Installation(dossier), [DEPARTS[depart]]).acceptable
        return dossier

    def fraiche(depart: str, ou: Path) -> Installation:
        shutil.copytree(modele(depart), ou)
        return Installation(ou)

    return fraiche


@pytest.fixture(scope="module")
def propres(preparer, tmp_path_factory) -> Valeurs:
    """What the clean import stores."""
    propre = preparer("tout", tmp_path_factory.mktemp("propre") / "tout")
    return stockees(propre, (propre.base / "CURRENT").read_text("utf-8").strip())


def ecarts(lues: Valeurs, propres: Valeurs, tables: set[str], sauf: list[dict]) -> list[str]:
    """Each stored value which is not the clean one; `sauf` gives the right value of some cells."""
    attendues = {k: dict(v) for k, v in propres.items() if k[0] in tables}
    for s in sauf:
        for cle in (
            [tuple(s["cle"])] if "cle" in s else [c for t, c in attendues if t == s["table"]]
        ):
            attendues[s["table"], cle][s["colonne"]] = s["valeur"]
    lues = {k: v for k, v in lues.items() if k[0] in tables}
    dits = [f"{k}: row added" for k in lues.keys() - attendues.keys()]
    dits += [f"{k}: row lost" for k in attendues.keys() - lues.keys()]
    return dits + [
        f"{k} {c}: {lues[k][c]!r} instead of {v!r}"
        for k in lues.keys() & attendues.keys()
        for c, v in attendues[k].items()
        if str(lues[k][c]) != str(v)
    ]


def porte(a: Anomalie, dit: dict) -> bool:
    """True when an anomaly is the one that a case expects."""
    return (
        dit.get("code", a.code) == a.code
        and dit.get("gravite", a.gravite) == a.gravite
        and dit.get("feuille", a.feuille) == a.feuille
        and dit.get("ligne", a.ligne) == a.ligne
        and dit.get("colonne", a.colonne) == a.colonne
        and dit.get("proposition", a.proposition) == a.proposition
        and bool(re.search(dit.get("message", ""), a.message))
    )


@pytest.mark.parametrize("c", cas(), ids=lambda c: "+".join(c["fichiers"]))
def test_what_is_accepted_is_what_was_written_or_an_anomaly_says_where(
    c, preparer, propres, tmp_path
):
    assert c.keys() <= CLES, f"unknown keys: {c.keys() - CLES}"
    installation = preparer(c["depart"], tmp_path / "installation")
    p = importer(installation, c["fichiers"])
    vues = [(a.gravite, a.code, a.feuille, a.ligne, a.colonne, a.message) for a in p.anomalies]
    if "refuse" in c:
        assert p.acceptable is not c["refuse"], vues
    for dit in c.get("dit", []):
        assert any(porte(a, dit) for a in p.anomalies), (dit, vues)
    if c.get("memes_valeurs"):
        assert p.acceptable, vues
        tables = set(c.get("tables", p.lignes))
        assert not ecarts(stockees(installation, p.apres), propres, tables, c.get("sauf", []))


def test_every_case_names_a_file_that_is_here_and_expects_something():
    for c in cas():
        assert all((DOSSIER / n).exists() for n in c["fichiers"]), c
        assert c.get("memes_valeurs") or c.get("dit"), c


def test_the_judge_sees_a_changed_value_a_lost_row_and_an_added_one(propres):
    tables = {"collectifs"}
    sienne = next(k for k in propres if k[0] == "collectifs")
    changee = propres | {sienne: propres[sienne] | {"filles": -1}}
    assert ecarts(propres, propres, tables, []) == []
    assert len(ecarts(changee, propres, tables, [])) == 1
    perdue = {k: v for k, v in propres.items() if k != sienne}
    assert ecarts(perdue, propres, tables, []) == [f"{sienne}: row lost"]
    assert ecarts(propres, perdue, tables, []) == [f"{sienne}: row added"]
