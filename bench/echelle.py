"""Scale: the same product from one département to a national set; where each promise stops holding.

Fictional csv files of `DEPARTEMENTS` × `CAMPAGNES` are imported by the common path. Baseline of the build: DuckDB's bare `read_csv` of the same
files. Baseline of a query: the same aggregate typed by hand over those bare tables. Each size runs in a process of its own, for its memory.
CLAS_ECHELLE chooses the sizes in départements (« 1,10,101 » by default).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from bench.mesure import chronometre, dire
from clas_data import baremes
from clas_data.acces import ligne_de_commande
from clas_data.config import REFERENTIELS, Installation
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.valeurs import luhn
from clas_data.indicateurs import calcul
from clas_data.simulateur import calcul as droits
from clas_data.simulateur import scenario
from clas_data.tables import base, construction, importation

CAMPAGNES = [f"{a}-{a + 1}" for a in range(2012, 2032)]
COLLECTIFS = 1_500  # by département and campagne: 101 × 20 × 1 500 makes three million
PAR_ACTION = 3
BAREME = "2022-2023"
NIVEAUX = np.array(["élémentaire", "collège", "lycée", "mixte"])


def _sirets(n: int) -> np.ndarray:
    """Fictional SIRET, with valid keys."""

    def cle(debut: str) -> str:
        return next(debut + k for k in "0123456789" if luhn(debut + k))

    return np.array([cle(cle(f"000{i:05d}") + "0001") for i in range(n)])


def _communes(departements: int) -> pd.DataFrame:
    """The communes of Isère, once for each fictional département, under codes of their own."""
    isere = pd.read_csv(REFERENTIELS / "communes.csv", sep=";", dtype=str, keep_default_na=False)
    copies = []
    for d in range(departements):
        c = isere.assign(anciens_codes="")
        prefixe = f"{d + 1:02d}" if d < 99 else ("2A", "2B")[d - 99]
        c["code_insee"] = prefixe + c["code_insee"].str[2:]
        for colonne, n in (("epci_siren", 3), ("arrondissement_code", 1)):
            c[colonne] = prefixe + c[colonne].str[-n:].str.zfill(n) if n == 1 else f"{d:03d}" + c[colonne].str[3:]
        copies.append(c)
    return pd.concat(copies, ignore_index=True)


def _fichiers(campagne: str, departements: int, communes: pd.DataFrame, alea: np.random.Generator) -> dict[str, bytes]:
    """The csv files of one campagne: requests, collectifs and bilans."""
    n = departements * COLLECTIFS
    actions = n // PAR_ACTION
    codes = np.char.add("A", np.char.zfill(np.arange(actions).astype(str), 7))
    lieux = alea.integers(0, len(communes), actions)
    sirets = _sirets(min(actions, 2_000))[alea.integers(0, min(actions, 2_000), actions)]
    agrements = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": codes,
            "intitule": "Clas",
            "porteur_siret": sirets,
            "porteur_nom": np.char.add("Porteur ", sirets),
            "porteur_type": "centre social",
            "commune_insee": communes["code_insee"].to_numpy()[lieux],
            "commune_nom": communes["nom"].to_numpy()[lieux],
            "niveau": NIVEAUX[alea.integers(0, 4, actions)],
            "collectifs_demandes": PAR_ACTION,
            "collectifs_agrees": PAR_ACTION,
            "enfants_prevus": 30,
            "bonus_enfants_collectifs": 1,
            "bonus_parents_collectifs": 1,
            "decision": "agréée",
        }
    )
    filles, garcons = alea.integers(2, 8, n), alea.integers(2, 7, n)
    collectifs = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": np.repeat(codes, PAR_ACTION),
            "numero": np.tile(np.arange(1, PAR_ACTION + 1), actions),
            "niveau": NIVEAUX[alea.integers(0, 4, n)],
            "filles": filles,
            "garcons": garcons,
            "enfants": filles + garcons,
            "seances_par_semaine": 2,
            "duree_seance_min": 90,
            "semaines": alea.integers(20, 33, n),
            "encadrants_par_seance": 2,
        }
    )
    charges = alea.integers(9_000, 30_000, actions)
    bilans = pd.DataFrame(
        {
            "campagne": campagne,
            "code_action": codes,
            "collectifs_realises": PAR_ACTION,
            "charge_64": charges,
            "ps_clas": charges // 4,
            "commune": charges - charges // 4,
        }
    )
    return {
        f"{nom}-{campagne}.csv": t.to_csv(index=False, sep=";").encode()
        for nom, t in (("agrements", agrements), ("collectifs", collectifs), ("bilans", bilans))
    }


def _nue(dossier: Path) -> duckdb.DuckDBPyConnection:
    """The same files, read by DuckDB alone into three tables."""
    c = duckdb.connect(str(dossier / "nue.duckdb"))
    for nom in ("agrements", "collectifs", "bilans"):
        c.execute(f"create or replace table {nom} as select * from read_csv('{dossier}/{nom}-*.csv', delim=';', all_varchar={str(nom == 'agrements').lower()})")
    return c


def _une_taille(departements: int) -> None:
    """Import, build, query and simulate at this size; one JSON line on stdout."""
    alea, moi = np.random.default_rng(7), ligne_de_commande()
    with tempfile.TemporaryDirectory() as d:
        dossier, inst = Path(d), Installation(Path(d) / "inst")
        communes = _communes(departements)
        inst.referentiels.mkdir(parents=True)
        communes.to_csv(inst.referentiels / "communes.csv", index=False, sep=";")
        noms = {
            "qpv_communes": "generation;commune_insee;source",
            "pre_communes": "commune_insee;pre;source",
            "education_prioritaire": "etablissement;commune_insee;reseau;source",
        }
        for nom, entete in noms.items():  # optional référentiels, left empty: those shipped name Isère's own codes
            (inst.referentiels / f"{nom}.csv").write_text(entete + "\n", encoding="utf-8")
        (inst.racine / "campagnes.yaml").write_text(
            "".join(f"{c}: {{statut: definitif, generation_qpv: 2015, publication: {c[:4]}-12-01}}\n" for c in CAMPAGNES), encoding="utf-8"
        )
        imports, octets = 0.0, 0
        for campagne in CAMPAGNES:
            fichiers = _fichiers(campagne, departements, communes, alea)
            octets += sum(len(f) for f in fichiers.values())
            for nom, contenu in fichiers.items():
                (dossier / nom).write_bytes(contenu)
            depots = [Depot(nom, contenu) for nom, contenu in fichiers.items()]
            imports += chronometre(lambda depots=depots, campagne=campagne: importation.accepter(inst, importation.proposer(inst, depots, campagne, moi), moi))
        batie = chronometre(lambda: construction.construire(inst, refaire=True))
        debut = time.perf_counter()
        nue = _nue(dossier)
        brute = time.perf_counter() - debut
        ouverte, perimetre = base.ouvrir(inst), moi.perimetre(())
        demandes = [(["enfants_accompagnes"], ["campagne"]), (["enfants_par_collectif"], ["epci"]), (["cout_par_enfant"], ["niveau"])]
        question = min(chronometre(lambda: [calcul.calculer(ouverte, perimetre, i, a) for i, a in demandes]) for _ in range(3))
        a_la_main = (
            "select campagne, sum(enfants) from collectifs group by all",
            "select commune_insee, sum(enfants) / count(*) from collectifs join agrements using (campagne, code_action) group by all",
            "select a.niveau, sum(charge_64) from agrements as a join bilans using (campagne, code_action) group by all",
        )
        temoin = min(chronometre(lambda: [nue.execute(q).fetchall() for q in a_la_main]) for _ in range(3))
        s = scenario.construire("x", BAREME, {"plafond": "8200"})
        simule = chronometre(lambda: droits.simuler(droits.lire(ouverte, perimetre, BAREME), baremes.en_vigueur(inst, BAREME), s))
        print(
            json.dumps(
                {
                    "departements": departements,
                    "collectifs": departements * COLLECTIFS * len(CAMPAGNES),
                    "fichiers_mo": round(octets / 2**20, 1),
                    "import_s": round(imports, 1),
                    "construction_s": round(batie, 2),
                    "read_csv_s": round(brute, 2),
                    "question_s": round(question, 3),
                    "question_a_la_main_s": round(temoin, 3),
                    "simulation_d_une_campagne_s": round(simule, 2),
                    "base_mo": round(base.chemin(inst, ouverte.empreinte).stat().st_size / 2**20, 1),
                    "memoire_mo": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            ),
            flush=True,
        )


def mesurer() -> None:
    for departements in os.environ.get("CLAS_ECHELLE", "1,10,101").split(","):
        sortie = subprocess.run([sys.executable, "-m", "bench.echelle", departements], capture_output=True, text=True)
        if sortie.returncode:
            dire({"mesure": "échelle", "departements": int(departements), "faute": sortie.stderr[-400:]})
            continue
        r = json.loads(sortie.stdout)
        dire(
            {
                "mesure": "construction de la base",
                "base": "read_csv de DuckDB, mêmes fichiers",
                "secondes": r["construction_s"],
                "base_secondes": r["read_csv_s"],
                "rapport": round(r["construction_s"] / r["read_csv_s"], 2),
                **r,
            }
        )
        dire(
            {
                "mesure": "trois indicateurs",
                "base": "les mêmes agrégats écrits à la main",
                "secondes": r["question_s"],
                "base_secondes": r["question_a_la_main_s"],
                "rapport": round(r["question_s"] / r["question_a_la_main_s"], 2),
                "departements": r["departements"],
                "collectifs": r["collectifs"],
            }
        )


if __name__ == "__main__":
    _une_taille(int(sys.argv[1]))
