"""Scale: the same product from one département to a national set; where each promise stops holding.

Fictional csv files of so many départements × twenty campagnes are imported by the common path.
Baseline of the build: DuckDB's bare `read_csv` of the same files. Baseline of a query: the same
aggregate typed by hand over those bare tables. Baseline of the pages: the same gestures on the
demonstration installation, in the same run. Each size runs in a process of its own, for its memory.
CLAS_ECHELLE chooses the sizes in départements (« 1,10 » by default; 101 takes nearly an hour, a
quarter once prepared), CLAS_ECHELLE_DOSSIER keeps the installations from one run to the next.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from bench import _departements, _pages
from bench._departements import CAMPAGNES, COLLECTIFS
from bench.mesure import chronometre, dire
from clas_data import baremes, exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers.lecture import Depot
from clas_data.indicateurs import calcul
from clas_data.simulateur import calcul as droits
from clas_data.simulateur import entrees, scenario
from clas_data.tables import base, construction, importation

BAREME = "2022-2023"
GESTES = {
    "premiere": "première vue",
    "seconde": "seconde vue",
    "filtre": "filtre",
    "levier": "levier du simulateur",
}
SEUIL_S = 1.0  # a screen slower than this is named


def _nue(dossier: Path) -> duckdb.DuckDBPyConnection:
    """The same files, read by DuckDB alone into three tables."""
    c = duckdb.connect(str(dossier / "nue.duckdb"))
    for nom in ("agrements", "collectifs", "bilans"):
        c.execute(
            f"create or replace table {nom} as select * from read_csv('{dossier}/{nom}-*.csv', "
            f"delim=';', all_varchar={str(nom == 'agrements').lower()})"
        )
    return c


def _preparer(dossier: Path, departements: int) -> dict[str, float]:
    """An installation where the campagnes of this many départements are accepted one after the
    other: seconds and size of its files.
    """
    alea, moi, inst = np.random.default_rng(7), ligne_de_commande(), Installation(dossier / "inst")
    communes = _departements.territoires(inst, departements)
    secondes, octets = 0.0, 0
    for campagne in CAMPAGNES:
        fichiers = _departements.fichiers(campagne, departements, communes, alea)
        octets += sum(len(f) for f in fichiers.values())
        for nom, contenu in fichiers.items():
            (dossier / nom).write_bytes(contenu)
        depots = [Depot(nom, contenu) for nom, contenu in fichiers.items()]
        secondes += chronometre(
            lambda depots=depots, campagne=campagne: importation.accepter(
                inst, importation.proposer(inst, depots, campagne, moi), moi
            )
        )
    memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "fichiers_mo": round(octets / 2**20, 1),
        "import_s": round(secondes, 1),
        "import_memoire_mo": memoire,
    }


def _prete(dossier: Path, departements: int) -> dict[str, float]:
    """What preparing this folder cost; an installation that CLAS_ECHELLE_DOSSIER kept from an
    earlier run is not imported again.
    """
    fait = dossier / "prepare.json"
    if not fait.exists():
        shutil.rmtree(dossier, ignore_errors=True)
        dossier.mkdir(parents=True)
        fait.write_text(json.dumps(_preparer(dossier, departements)), encoding="utf-8")
    return json.loads(fait.read_text(encoding="utf-8"))


def _une_taille(departements: int, dossier: Path) -> None:
    """Build, query, simulate and open the pages at this size; one JSON line on stdout."""
    preparee, inst, moi = (
        _prete(dossier, departements),
        Installation(dossier / "inst"),
        ligne_de_commande(),
    )
    # files that another version of the product had read are read again: apart, not of a build
    construction.a_jour(inst)
    batie = chronometre(lambda: construction.construire(inst, refaire=True))
    debut = time.perf_counter()
    nue = _nue(dossier)
    brute = time.perf_counter() - debut
    ouverte, perimetre = base.ouvrir(inst), moi.perimetre(())
    demandes = [
        (["enfants_accompagnes"], ["campagne"]),
        (["enfants_par_collectif"], ["epci"]),
        (["cout_par_enfant"], ["niveau"]),
    ]
    question = min(
        chronometre(lambda: [calcul.calculer(ouverte, perimetre, i, a) for i, a in demandes])
        for _ in range(3)
    )
    a_la_main = (
        "select campagne, sum(enfants) from collectifs group by all",
        (
            "select commune_insee, sum(enfants) / count(*) from collectifs join agrements using "
            "(campagne, code_action) group by all"
        ),
        (
            "select a.niveau, sum(charge_64) from agrements as a join bilans using (campagne, "
            "code_action) group by all"
        ),
    )
    temoin = min(
        chronometre(lambda: [nue.execute(q).fetchall() for q in a_la_main]) for _ in range(3)
    )
    nue.close()
    s = scenario.construire("x", BAREME, {"plafond": "8200"})
    simule = chronometre(
        lambda: droits.simuler(
            entrees.read(ouverte, perimetre, BAREME), baremes.en_vigueur(inst, BAREME), s
        )
    )
    mesures = {
        "departements": departements,
        "collectifs": departements * COLLECTIFS * len(CAMPAGNES),
        **preparee,
        "construction_s": round(batie, 2),
        "read_csv_s": round(brute, 2),
        "question_s": round(question, 3),
        "question_a_la_main_s": round(temoin, 3),
        "simulation_d_une_campagne_s": round(simule, 2),
        "base_mo": round(base.chemin(inst, ouverte.empreinte).stat().st_size / 2**20, 1),
        "memoire_mo": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps({**mesures, "ecrans": _pages.ouvrir(inst)}), flush=True)


def mesurer() -> None:
    with tempfile.TemporaryDirectory() as d:
        garde = Path(os.environ.get("CLAS_ECHELLE_DOSSIER", d))
        demonstration = Installation(Path(d) / "demonstration")
        exemples.installer(demonstration, ligne_de_commande())
        temoins = _pages.ouvrir(demonstration)
        for departements in os.environ.get("CLAS_ECHELLE", "1,10").split(","):
            sortie = subprocess.run(
                [sys.executable, "-m", "bench.echelle", departements, str(garde / departements)],
                capture_output=True,
                text=True,
            )
            if sortie.returncode:
                raise RuntimeError(f"{departements} départements: {sortie.stderr[-2000:]}")
            r = json.loads(sortie.stdout)
            _dire(r, taille := {c: r[c] for c in ("departements", "collectifs")})
            _dire_les_ecrans(r["ecrans"], temoins, taille)


def _dire(r: dict[str, Any], taille: dict[str, int]) -> None:
    """The build and the queries of one size."""
    dire(
        {
            "mesure": "construction de la base",
            "base": "read_csv de DuckDB, mêmes fichiers",
            "secondes": r["construction_s"],
            "base_secondes": r["read_csv_s"],
            "rapport": round(r["construction_s"] / r["read_csv_s"], 2),
            **{c: v for c, v in r.items() if c != "ecrans"},
        }
    )
    dire(
        {
            "mesure": "trois indicateurs",
            "base": "les mêmes agrégats écrits à la main",
            "secondes": r["question_s"],
            "base_secondes": r["question_a_la_main_s"],
            "rapport": round(r["question_s"] / r["question_a_la_main_s"], 2),
            **taille,
        }
    )


def _dire_les_ecrans(
    ecrans: dict[str, Any], temoins: dict[str, Any], taille: dict[str, int]
) -> None:
    """Each gesture over all the screens, the screens that are slow, and the memory of the server,
    beside the demonstration's.
    """
    base_ = "les mêmes gestes sur l'installation de démonstration"
    for geste, titre in GESTES.items():
        lieux = [
            l
            for l, c in ecrans["lieux"].items()
            if geste in c and geste in temoins["lieux"].get(l, {})
        ]
        ici, la = ([e["lieux"][l][geste][0] for l in lieux] for e in (ecrans, temoins))
        dire(
            {
                "mesure": f"écrans : {titre}",
                "base": base_,
                "secondes": round(statistics.median(ici), 3),
                "base_secondes": round(statistics.median(la), 3),
                "rapport": round(statistics.median(ici) / statistics.median(la), 2),
                "pire_s": max(ici),
                "pire_ecran": lieux[ici.index(max(ici))],
                "au_dela_d_une_seconde": sum(s > SEUIL_S for s in ici),
                "ecrans": len(lieux),
                **taille,
            }
        )
    for lieu, couts in ecrans["lieux"].items():
        for geste, (secondes, envoye_mo) in couts.items():
            if secondes > SEUIL_S:
                la = temoins["lieux"].get(lieu, {}).get(geste, (None,))[0]
                dire(
                    {
                        "mesure": f"écran lent : {lieu}, {GESTES[geste]}",
                        "base": base_,
                        "secondes": secondes,
                        "base_secondes": la,
                        "rapport": round(secondes / la, 1) if la else None,
                        "envoye_mo": envoye_mo,
                        **taille,
                    }
                )
    fautes = {"fautes": len(ecrans["fautes"]), "quelles_fautes": ecrans["fautes"][:5]}
    memoire, la = ecrans["haut_mo"], temoins["haut_mo"]
    dire(
        {
            "mesure": "écrans : mémoire du serveur au plus haut",
            "base": base_,
            "mo": memoire,
            "base_mo": la,
            "rapport": round(memoire / la, 2),
            **fautes,
            **taille,
        }
    )


if __name__ == "__main__":
    _une_taille(int(sys.argv[1]), Path(sys.argv[2]))
