"""Every file of a demonstration installation, altered in every way: the diagnostic finds it, the
repair mends it or says it, the server starts and answers in words, never with a traceback.

What is walked is the folder itself: a file that a later version adds is altered too.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bench import gestes
from bench.installation import CAMPAGNE, classeur, garnir, importer
from bench.mesure import dire
from bench.processus import fils
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import VARIABLE_RACINE, Installation
from clas_data.fichiers import ensemble, journal
from clas_data.indicateurs import calcul
from clas_data.serveur import attente, connexion, garde, reponses
from clas_data.tables import base, construction, reparation, sante

Altere = Callable[[bytes], bytes | None]


def _retourne(b: bytes) -> bytes:
    milieu = len(b) // 2
    return b[:milieu] + bytes([b[milieu] ^ 1]) + b[milieu + 1 :] if b else b


ALTERATIONS: dict[str, Altere] = {
    "coupé": lambda b: b[: len(b) // 2],
    "coupé à une ligne": lambda b: b"".join(b.splitlines(True)[:-1]),
    "vide": lambda b: b"",
    "binaire": lambda b: bytes(range(256)) * 4,
    "un bit changé": _retourne,
    "autre json": lambda b: b"{}\n",
    "liste json": lambda b: b"[]\n",
    "une ligne de plus": lambda b: b + b'{"id": 3}\n',
    "un dossier": lambda b: None,
    "absent": lambda b: None,
}
SANS_EFFET = ("un bit changé", "coupé à une ligne", "une ligne de plus")  # holds no row
SIGNE = "ImVzc2FpIg.signature"  # the cookie of nobody
ENSEMBLE = ("seance", "correspondance", "partage", "dossier")  # gestures, by their name
PERDABLES = ("base/lectures/", "base/diffusion-", "base/masques-", "comptes/.", ".verrou")


def fichiers(modele: Path) -> list[str]:
    """Every file of the installation, but the files that the demonstration was imported from."""
    tous = (p.relative_to(modele) for p in sorted(modele.rglob("*")) if p.is_file())
    return [p.as_posix() for p in tous if p.parts[0] != "exemples"]


def essais(modele: Path) -> Iterator[tuple[str, str]]:
    """(file, alteration) for all that changes something."""
    for fichier in fichiers(modele):
        contenu = (modele / fichier).read_bytes()
        for nom, altere in ALTERATIONS.items():
            if nom in ("un dossier", "absent") or altere(contenu) != contenu:
                yield fichier, nom


def eprouver(modele: Path, cas: list[tuple[str, str]]) -> dict:
    """How each of these ended; `fautes` tells those that ended badly."""
    attendu, fautes, etats = fils(lambda: _chiffre(Installation(modele)))[1], [], Counter()
    with tempfile.TemporaryDirectory() as d:
        for rang, (fichier, nom) in enumerate(cas):
            racine = Path(shutil.copytree(modele, Path(d) / str(rang), symlinks=True))
            _alterer(racine / fichier, nom)
            code, dit = fils(lambda f=fichier, n=nom, r=racine: _juger(r, modele, f, n, attendu))
            if code:
                fautes.append(f"{fichier}, {nom} ({code}) : {dit}")
            etats[dit if not code else "faute"] += 1
            shutil.rmtree(racine)
    return {"essais": len(cas), "etats": dict(etats), "fautes": fautes}


def _alterer(chemin: Path, nom: str) -> None:
    contenu = chemin.read_bytes()
    chemin.unlink()
    if nom == "un dossier":
        chemin.mkdir()
    elif nom != "absent":
        chemin.write_bytes(ALTERATIONS[nom](contenu) or b"")


def _juger(racine: Path, modele: Path, fichier: str, nom: str, attendu: str) -> str:
    """« réparé » or « dit »; anything else is an AssertionError."""
    inst = Installation(racine)
    trouve = _constats(inst)
    anodin = _anodin(fichier, nom) or (fichier.endswith(".duckdb") and nom in SANS_EFFET)
    assert trouve or anodin, "not found"
    _servir(inst)
    reparation.reparer(inst)
    reste = _constats(inst)
    if reste:
        return "dit"
    assert _chiffre(inst) == attendu, "mended, with other figures"
    perdus = _perdus(racine, modele)
    notes = {f for e in journal.lire(inst)[-1:] if e.type == ensemble.REGLAGES for f in e.ecrits}
    assert not set(perdus) - notes, f"mended, and {perdus} differ"
    return "noté au journal" if perdus else "réparé"


def _anodin(fichier: str, nom: str) -> bool:
    """A lock holds nothing; what is computed and absent is made again, unsaid."""
    if fichier.endswith(".verrou"):
        return nom != "un dossier"
    return nom == "absent" and (fichier.startswith(PERDABLES) or fichier.endswith(".duckdb"))


def _constats(inst: Installation) -> list[str]:
    return [f"{c.quoi} : {c.message}" for c in sante.constater(inst) if c.etat != sante.BON]


def _servir(inst: Installation) -> None:
    """Start the door on this folder, and ask: every answer is a page or a sentence."""
    os.environ[VARIABLE_RACINE] = str(inst.racine)
    app = Starlette(
        routes=[Route("/sante", reponses.health), *connexion.routes()],
        middleware=[Middleware(attente.Attente), Middleware(garde.Garde)],
    )
    asyncio.run(_demander(app))


async def _demander(app: Starlette) -> None:
    essai = {"identifiant": "marie", "mot_de_passe": "un mot de passe quelconque"}
    porte = httpx.ASGITransport(app)  # an exception of the door is raised here
    async with (
        reponses.prepare(lambda: None)(app),
        httpx.AsyncClient(transport=porte, base_url="http://localhost") as client,
    ):
        for chemin in ("/sante", "/connexion", "/"):
            cookies = {"cookie": f"clas_session={SIGNE}"}
            reponse = await client.get(chemin, headers=cookies)
            assert reponse.status_code != 500, f"{chemin} : {reponse.text[:200]}"
        reponse = await client.post("/connexion", data=essai)
        assert reponse.status_code != 500, reponse.text[:200]


def _chiffre(inst: Installation) -> str:
    construction.a_jour(inst)
    moi = ligne_de_commande()
    df = calcul.calculer(
        base.ouvrir(inst), moi.perimetre(()), ["enfants_accompagnes"], ["campagne"]
    )
    return df.to_csv(index=False)


def _perdus(racine: Path, modele: Path) -> list[str]:
    """The files that cannot be made again and are not as they were."""
    refaits = ("base/", "exemples/", "comptes/.", "serveur.log")
    return [
        f
        for f in fichiers(modele)
        if not f.startswith(refaits)
        and not f.endswith(".verrou")
        and not _commence(racine / f, (modele / f).read_bytes())
    ]


def _commence(chemin: Path, contenu: bytes) -> bool:
    """The journals are only ever added to."""
    lu = chemin.read_bytes() if chemin.is_file() else b""
    return lu.startswith(contenu) if chemin.suffix == ".jsonl" else lu == contenu


def modele(racine: Path) -> Path:
    """The demonstration, with all that people can add to it."""
    inst = Installation(racine)
    exemples.installer(inst, ligne_de_commande())
    _garnir(inst)
    courante = base.courante(inst)
    autres = sorted(p for p in inst.base.glob("*.duckdb") if p.stem != courante)
    for ancienne in autres[1:]:  # one of the older bases is enough
        ancienne.unlink()
    return racine


def petit(racine: Path) -> Path:
    """One action in two campagnes, with the same additions."""
    inst = Installation(racine)
    for campagne in ("2020-2021", CAMPAGNE):
        importer(inst, classeur(10, campagne), campagne)
    _garnir(inst)
    return racine


def _garnir(inst: Installation) -> None:
    """All that people can add: their settings, and one of each thing that they keep together."""
    garnir(inst)
    for geste in ENSEMBLE:
        gestes.GESTES[geste].faire(inst, b"")
    construction.a_jour(inst)


def mesurer() -> None:
    """CLAS_ALTERATIONS=n: on the small installation, one case out of n."""
    debut, pas = time.perf_counter(), int(os.environ.get("CLAS_ALTERATIONS", 0))
    with tempfile.TemporaryDirectory() as d:
        ou = Path(d) / "modele"
        code, dit = fils(lambda: (petit if pas else modele)(ou))  # no engine here before a fork
        assert code == 0, dit
        resultat = eprouver(ou, list(essais(ou))[:: pas or 1])
        dire(
            {
                "mesure": "chaque fichier d'une installation, abîmé",
                "base": "aucune faute attendue",
                "rapport": len(resultat["fautes"]) / resultat["essais"],
                "attendu": "0",
                "secondes": round(time.perf_counter() - debut, 1),
                "fichiers": sorted({re.sub(r"[0-9a-f]{16,}", "…", f) for f in fichiers(ou)}),
                **resultat,
            }
        )


if __name__ == "__main__":
    mesurer()
