"""Load: one real server, many sessions that move filters and sliders and change page, while an
import is accepted in the middle.

Each session is signed in with an account of its own and speaks Streamlit's own protocol. Baseline:
one such session alone, on the same server, just before. CLAS_CHARGE_SESSIONS (50), CLAS_CHARGE_S
(60 s), CLAS_CHARGE_PAUSE_S: seconds a person reads between two gestures (« 3,9 »: drawn between),
CLAS_CHARGE_PROCESSUS: how many processes share the installation and its sessions (« 1,2 »: measured
one after the other).
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import comptes, ligne_de_commande
from clas_data.config import Installation
from tests.flux import Flux, cookie
from tests.promeneur import Passage, Promeneur
from tests.serveur import DEPOT, Serveur

SESSIONS, DUREE_S = (
    int(os.environ.get("CLAS_CHARGE_SESSIONS", 50)),
    float(os.environ.get("CLAS_CHARGE_S", 60)),
)
PAUSE_S = tuple(float(x) for x in os.environ.get("CLAS_CHARGE_PAUSE_S", "3,9").split(","))
PROCESSUS = tuple(int(x) for x in os.environ.get("CLAS_CHARGE_PROCESSUS", "1,2").split(","))
SEULE_S = 20
ATTENTE_S = 180
CAMPAGNE, MOT_DE_PASSE = "2019-2020", "trois petits chats bleus"
# where a person goes: a page, the tab of its sliders if they are on one
LIEUX = [
    ("vue_ensemble", ""),
    ("enfants", ""),
    ("territoires", ""),
    ("territoires", "Zones blanches"),
    ("simulateur", ""),
    ("financement", ""),
    ("articulation", ""),
    ("conformite", ""),
]
# the simulator's levers are typed
CURSEURS = {
    "a_plafond": ("7 900 €", "8 200 €", "8 600 €", "9 000 €"),
    "a_taux": ("30 %", "33 %", "35 %"),
}
GENRES = ("filtre", "curseur")
Geste = tuple[str, float, float, str]


def _tout(_: Geste) -> bool:
    return True


def _vivre(
    url: str,
    jeton: str,
    graine: int,
    jusqu_a: float,
    pause: tuple[float, float] = PAUSE_S,
    partout: bool = False,
) -> tuple[Passage, Flux]:
    """Read and move until this instant; `partout`: begin with each page once. The connection stays
    open.
    """
    alea = random.Random(graine)
    time.sleep(alea.uniform(0, pause[1]))  # people do not arrive together
    flux = Flux(url, jeton)
    flux.attente_s = ATTENTE_S
    p = Promeneur(flux, alea, LIEUX, CURSEURS, GENRES)
    for lieu in LIEUX if partout else [alea.choice(LIEUX)]:
        p.aller(lieu)
    while time.monotonic() < jusqu_a:
        time.sleep(alea.uniform(*pause))
        p.geste()
    return p.passage, flux


def _memoire_mo(pid: int) -> float:
    lignes = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(l for l in lignes if l.startswith("VmRSS")).split()[1]) / 1024


def _installation(racine: Path) -> list[str]:
    """The demonstration campagnes and one account for each session: a third of the committee, of
    the direction, of the administration.
    """
    inst, moi = Installation(racine), ligne_de_commande()
    exemples.installer(inst, moi)
    noms = [f"personne{i:03d}" for i in range(SESSIONS + 1)]
    for i, nom in enumerate(noms):
        comptes.creer(
            inst, moi, nom, f"Personne {i}", ("comite", "direction", "administration")[i % 3]
        )
        comptes.changer_mot_de_passe(inst, moi, nom, MOT_DE_PASSE)
    return noms


def _importer(racine: Path) -> tuple[float, str]:
    """Accept a changed file of a past campagne through the command line; when it was done, and the
    new empreinte.
    """
    dossier = racine / "exemples" / CAMPAGNE
    bilans = next(dossier.glob("bilans*"))
    lignes = bilans.read_bytes().split(b"\n")
    bilans.write_bytes(b"\n".join([*lignes[:1], *lignes[2:]]))  # one bilan less
    autres = {
        "env": {**os.environ, "CLAS_RACINE": str(racine)},
        "cwd": DEPOT,
        "capture_output": True,
        "text": True,
    }
    fait = subprocess.run(
        [
            sys.executable,
            "-m",
            "clas_data",
            "importer",
            str(bilans),
            "--campagne",
            CAMPAGNE,
            "--json",
        ],
        **autres,
    )
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return time.monotonic(), json.loads(fait.stdout)["empreinte"]


def _quantiles(passages: list[Passage], garde: Callable[[Geste], bool]) -> tuple[int, float, float]:
    durees = sorted(g[2] for p in passages for g in p.gestes if garde(g))
    return (
        (len(durees), statistics.median(durees), durees[int(0.95 * (len(durees) - 1))])
        if durees
        else (0, float("nan"), float("nan"))
    )


def _sortes(commence: float) -> dict[str, tuple[Callable[[Geste], bool], Callable[[Geste], bool]]]:
    """Which gestures each line speaks of, and which ones of the session alone they are compared to;
    `commence`: when the import began.
    """
    sortes = {"tous": (_tout, _tout)}
    for genre in ("page", "filtre", "curseur"):

        def meme(g: Geste, genre: str = genre) -> bool:
            return g[0] == genre

        sortes[genre] = (meme, meme)
    return {
        **sortes,
        "avant l'import": (lambda g: g[1] < commence, _tout),
        "dès l'import": (lambda g: g[1] >= commence, _tout),
    }


def _dire(seule: Passage, tous: list[Passage], commence: float, mots: dict[str, int]) -> None:
    """Each kind of gesture, then all of them before and after the import began, beside the session
    alone.
    """
    for genre, (garde, seule_garde) in _sortes(commence).items():
        n, mediane, p95 = _quantiles(tous, garde)
        n1, mediane1, p951 = _quantiles([seule], seule_garde)
        if not (n and n1):  # too short a run to say
            continue
        dire(
            {
                "mesure": f"charge : {genre}",
                **mots,
                "secondes": round(mediane, 3),
                "p95_s": round(p95, 3),
                "gestes": n,
                "base": "une session seule",
                "base_secondes": round(mediane1, 3),
                "base_p95_s": round(p951, 3),
                "base_gestes": n1,
                "rapport": round(mediane / mediane1, 2),
                "rapport_p95": round(p95 / p951, 2),
            }
        )


def mesurer() -> None:
    for processus in PROCESSUS:
        with tempfile.TemporaryDirectory() as d:
            racine = Path(d) / "inst"
            noms = _installation(racine)
            serveurs = [Serveur(racine) for _ in range(processus)]
            try:
                _sous_charge(racine, noms, serveurs)
            finally:
                for serveur in serveurs:
                    serveur.arreter()


def _sous_charge(racine: Path, noms: list[str], serveurs: list[Serveur]) -> None:
    """The sessions spread over these processes, as a proxy that keeps each person on one of them
    would.
    """
    jetons = [cookie(serveurs[0].url, nom, MOT_DE_PASSE) for nom in noms]
    urls = [serveurs[i % len(serveurs)].url for i in range(len(noms))]
    for url in [s.url for s in serveurs]:
        # once everywhere for the caches, then alone, without a pause: enough gestures
        for duree, partout in ((0, True), (SEULE_S, False)):
            seule, flux = _vivre(url, jetons[-1], 0, time.monotonic() + duree, (0, 0), partout)
            flux.__exit__(None, None, None)
    avant, debut = sum(_memoire_mo(s.processus.pid) for s in serveurs), time.monotonic()
    with ThreadPoolExecutor(SESSIONS) as ensemble:
        vies = [
            ensemble.submit(_vivre, u, j, 1 + i, debut + DUREE_S)
            for i, (u, j) in enumerate(zip(urls, jetons[:-1], strict=False))
        ]
        time.sleep(DUREE_S / 2)
        commence = time.monotonic()
        importe, empreinte = _importer(racine)
        fins = [v.result() for v in vies]
    apres = sum(_memoire_mo(s.processus.pid) for s in serveurs)
    retardataires = _mettre_a_jour(fins, empreinte)
    for _, flux in fins:
        flux.__exit__(None, None, None)
    tous = [p for p, _ in fins]
    fautes = [f for p in tous for f in p.fautes] + [
        "trace dans le journal du serveur" for s in serveurs if "Traceback" in s.lire_journal()
    ]
    suivants = [g[3] == empreinte for p in tous for g in p.gestes if g[1] > importe]
    mots = {"processus": len(serveurs), "sessions": SESSIONS}
    _dire(seule, tous, commence, mots)
    dire(
        {
            "mesure": "charge : mémoire par session",
            **mots,
            "mo": round((apres - avant) / SESSIONS, 2),
            "serveur_mo": round(apres),
            "base": "le serveur avant les sessions",
            "base_mo": round(avant),
            "rapport": round(apres / avant, 2),
        }
    )
    dire(
        {
            "mesure": "charge : import au milieu",
            **mots,
            "secondes": round(importe - commence, 1),
            "reprises_apres": len(suivants),
            "reprises_a_jour": sum(suivants),
            "sessions_en_retard": retardataires,
            "base": "toutes les reprises d'après l'import",
            "rapport": round(sum(suivants) / len(suivants), 3) if suivants else None,
            "attendu": "1, et sessions_en_retard = 0",
        }
    )
    dire(
        {
            "mesure": "charge : fautes",
            **mots,
            "nombre": len(fautes),
            "base": "aucune faute attendue",
            "rapport": round(len(fautes) / sum(len(p.gestes) for p in tous), 3),
            "attendu": "0",
            "duree_s": DUREE_S,
            "pause_s": PAUSE_S,
            "exemples": Counter(fautes).most_common(5),
        }
    )


def _mettre_a_jour(fins: list[tuple[Passage, Flux]], empreinte: str) -> int:
    """One more rerun in each session; how many do not show the new empreinte."""

    def encore(fin: tuple[Passage, Flux]) -> bool:
        p = Promeneur(fin[1], random.Random(0), LIEUX, CURSEURS, GENRES)
        p.aller(("vue_ensemble", ""))
        fin[0].fautes += p.passage.fautes
        return bool(p.passage.gestes) and p.passage.gestes[-1][3] == empreinte

    with ThreadPoolExecutor(8) as ensemble:
        return sum(not vu for vu in ensemble.map(encore, fins))
