"""Really killed (SIGKILL) at random instants of all that writes: the installation is the old one or
the new one, whole, and nothing is there without its trail.

Each try forks a child that does the work and is killed after a random delay; another child then
reads what is left, as the next start would. CLAS_PANNES: how many kills; CLAS_GESTES: the names of
the works that are killed, all of them without it.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench import gestes
from bench.gestes import GESTES
from bench.installation import classeur, importer
from bench.mesure import dire
from bench.processus import fils
from bench.traces import traces
from clas_data.acces import ligne_de_commande
from clas_data.acces.seuil import seuil_secret
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import archive, journal
from clas_data.fichiers.restauration import en_cours
from clas_data.indicateurs import calcul
from clas_data.tables import base, construction, restauration, sante

FOIS, GRAINE = 300, 20221124
TOURS_MAX = 6  # tries for one kill that falls inside, at most
SEUIL = 11  # not the one shipped: what half a restoration would lose


def _apres_restauration(inst: Installation) -> str:
    """Nothing, or a folder that refuses to be read; the same command then ends it."""
    commencee = en_cours(inst) != ""
    if commencee:
        with contextlib.suppress(ClasError):
            raise AssertionError(f"half a restoration reads a threshold: {seuil_secret(inst)}")
    finie = not commencee and inst.secret.exists()
    if not finie:
        restauration.restaurer(inst, gestes.archive(inst))
    assert seuil_secret(inst) == SEUIL and _enfants(inst) == 11
    assert all(c.etat != sante.PANNE for c in sante.constater(inst))
    return "nouveau" if finie else "ancien"


def _apres_sauvegarde(inst: Installation) -> None:
    """The backup that was there before, or the new one: whole."""
    restauration.restaurer(Installation(inst.racine.with_name("ailleurs")), gestes.archive(inst))
    shutil.rmtree(inst.racine.with_name("ailleurs"))


def _enfants(inst: Installation) -> int | None:
    df = calcul.calculer(
        base.ouvrir(inst), ligne_de_commande().perimetre(()), ["enfants_prevus"], ["campagne"]
    )
    return int(df["valeur"].iloc[0]) if len(df) else None


def _apres(inst: Installation, quoi: str, evenements: int) -> str:
    """How the installation stands after the kill: « ancien » or « nouveau »; any fault is an
    AssertionError.
    """
    valeurs = GESTES[quoi].enfants
    if quoi == "restauration":
        return _apres_restauration(inst)
    if quoi == "sauvegarde":
        _apres_sauvegarde(inst)
    pointee = base.courante(inst)
    if pointee is not None:  # at any instant, what the pointer names opens, whole
        assert construction.saine(base.chemin(inst, pointee), complete=True), (
            f"{pointee} does not open"
        )
        assert _enfants(inst) in valeurs.values()
    faits = journal.lire(inst)
    assert len(faits) - evenements in {0, GESTES[quoi].evenements}, f"{len(faits)} events"
    construction.a_jour(inst)
    assert _enfants(inst) == valeurs[len(faits) - evenements], (
        "the base does not agree with the journal"
    )
    traces(inst)
    for e in faits:
        for f in e.fichiers:
            archive.lire(inst, f["sha256"])
    assert all(c.etat != sante.PANNE for c in sante.constater(inst))
    return "nouveau" if len(faits) > evenements else "ancien"


def eprouver(fois: int, graine: int = GRAINE) -> dict:
    """`fois` kills that fall inside, shared by all the works, or by as many of them (`dedans`); how
    many left the old state, the new one, or came after the end; `fautes` tells each that left
    something else.
    """
    alea, comptes, fautes = random.Random(graine), Counter(), []
    tous = os.environ.get("CLAS_GESTES", "").split() or list(GESTES)
    choisis = tous if fois >= len(tous) else alea.sample(tous, fois)
    voulus = -(-fois // len(choisis))
    dedans = dict.fromkeys(choisis, 0)
    with tempfile.TemporaryDirectory() as d:
        un, deux, trois = classeur(10), classeur(11), classeur(12)
        modele = Path(d) / "modele"
        for contenu in (un, deux):
            code, dit = fils(lambda contenu=contenu: importer(Installation(modele), contenu))
            assert code == 0, dit
        Installation(modele).secret.write_text(f"seuil: {SEUIL}\n", encoding="utf-8")
        code, dit = fils(lambda: GESTES["sauvegarde"].faire(Installation(modele), trois))
        assert code == 0, dit
        if any(q.startswith("partage") for q in choisis):
            code, dit = fils(lambda: gestes.paquet(Installation(modele)))
            assert code == 0, dit
        durees = {}
        tours = range(TOURS_MAX * voulus)
        for i, quoi in enumerate(q for _ in tours for q in choisis if dedans[q] < voulus):
            racine = Path(d) / f"essai{i}"
            if quoi != "restauration":
                shutil.copytree(modele, racine)
            inst = Installation(racine)
            geste = GESTES[quoi]
            if geste.preparer:
                code, dit = fils(lambda inst=inst, geste=geste: geste.preparer(inst) and None)
                assert code == 0, dit
            avant = 2 + geste.prepares
            debut = time.perf_counter()
            # the first of each runs to its end, to know how long it takes; then anywhere, and as
            # often near the end, where the journal is written
            delai = (
                durees[quoi] * alea.uniform(*alea.choice(((0, 1.1), (0.75, 1.05))))
                if quoi in durees
                else None
            )
            code, dit = fils(
                lambda inst=inst, geste=geste: geste.faire(inst, trois) and None, delai
            )
            assert delai is not None or code == 0, f"{quoi} : {dit}"
            durees.setdefault(quoi, time.perf_counter() - debut)
            if delai is not None:  # the kill came after the end: the next ones come sooner
                dedans[quoi] += code != 0
                durees[quoi] *= 1.05 if code else 0.8
            etat, dit = fils(lambda inst=inst, quoi=quoi, avant=avant: _apres(inst, quoi, avant))
            if etat:
                fautes.append(f"{quoi}, killed after {delai}: {dit}")
            comptes[f"{quoi} : {'fini' if code == 0 else dit if not etat else 'faute'}"] += 1
            shutil.rmtree(racine, ignore_errors=True)
    return {
        "fois": fois,
        "dedans": dedans,
        "durees_s": {k: round(v, 3) for k, v in durees.items()},
        "etats": dict(sorted(comptes.items())),
        "fautes": fautes,
    }


def mesurer() -> None:
    debut = time.perf_counter()
    resultat = eprouver(int(os.environ.get("CLAS_PANNES", FOIS)))
    dire(
        {
            "mesure": "tué à un instant quelconque",
            "base": "aucune faute attendue",
            "rapport": len(resultat["fautes"]) / resultat["fois"],
            "attendu": "0",
            "secondes": round(time.perf_counter() - debut, 1),
            **resultat,
        }
    )


if __name__ == "__main__":
    print(json.dumps(eprouver(int(os.environ.get("CLAS_PANNES", FOIS))), ensure_ascii=False))
