"""A restoration is whole or invisible: killed, altered, forged, it never serves half a folder."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import signal
import subprocess
import sys
import zipfile

import pytest
from starlette.responses import PlainTextResponse

from clas_data.acces import comptes, ligne_de_commande, registre
from clas_data.acces.seuil import seuil_secret
from clas_data.config import DEPOT, Installation
from clas_data.errors import BaseIndisponible, UsageError
from clas_data.fichiers import journal
from clas_data.fichiers.restauration import extraite, verifiee
from clas_data.serveur.attente import Attente
from clas_data.tables import base, importation, reparation, restauration, sante, sauvegarde
from tests import fil
from tests.outils import CAMPAGNE, classeur, petite

MOI = ligne_de_commande()
SEUIL = "seuil: 11\n"


@pytest.fixture
def archive(vide, tmp_path):
    """A backup of an installation with an account, and the strict threshold."""
    vide.secret.write_text(SEUIL, encoding="utf-8")
    importation.accepter(vide, importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI), MOI)
    comptes.creer(vide, MOI, "marie", "Marie", "comite")
    sauvegarde.sauvegarder(vide, tmp_path / "clas.zip")
    return tmp_path / "clas.zip"


@pytest.fixture
def neuve(tmp_path):
    return Installation(tmp_path / "neuve")


def entiere(inst: Installation) -> bool:
    return (
        seuil_secret(inst) == 11
        and list(registre.lire(inst)) == ["marie"]
        and [e.type for e in journal.lire(inst)][:1] == [journal.IMPORT]
        and base.ouvrir(inst).seuil_secret == 11
        and not [p for p in inst.racine.iterdir() if p.name.startswith(".rest")]
        and all(c.etat != sante.PANNE for c in sante.constater(inst))
    )


TUE = """
import os, signal, sys
from pathlib import Path
from clas_data.config import Installation
from clas_data.tables import restauration
vraie, vus = getattr(os, sys.argv[3]), []
def mort(*a, **k):
    vus.append(1)
    if len(vus) == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
    return vraie(*a, **k)
setattr(os, sys.argv[3], mort)
restauration.restaurer(Installation(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.mark.parametrize(("etape", "rang"), [("fsync", 3), ("replace", 4), ("replace", 7)])
def test_killed_half_way_nothing_is_read_and_the_same_command_ends_it(neuve, archive, etape, rang):
    fait = subprocess.run(
        [sys.executable, "-c", TUE, str(neuve.racine), str(archive), etape, str(rang)],
        cwd=DEPOT,
        capture_output=True,
        timeout=120,
    )
    assert fait.returncode == -signal.SIGKILL, fait.stderr
    assert extraite(neuve).exists() or verifiee(neuve).exists()
    for lecture in (seuil_secret, registre.lire, journal.lire, base.ouvrir):
        with pytest.raises(BaseIndisponible, match="restauration"):
            lecture(neuve)
    (constat,) = sante.constater(neuve)
    assert constat.etat == sante.PANNE
    restauration.restaurer(neuve, archive)
    assert entiere(neuve)


def test_what_was_checked_takes_its_place_by_the_repair_too(neuve, archive):
    restauration.restaurer(neuve, archive)
    verifiee(neuve).mkdir()
    shutil.move(neuve.secret, verifiee(neuve) / "secret.yaml")
    with pytest.raises(BaseIndisponible):
        seuil_secret(neuve)
    assert "achevée" in reparation.reparer(neuve)[0] and entiere(neuve)


def _refaire(archive, changer) -> None:
    """Write the backup again, with other members; the summary follows unless it is changed."""
    with zipfile.ZipFile(archive) as z:
        contenus = [(zipfile.ZipInfo(n), z.read(n)) for n in z.namelist() if n != "sauvegarde.json"]
    changer(contenus)
    sommes = {i.filename: hashlib.sha256(c).hexdigest() for i, c in contenus}
    sommaire = {"format": sauvegarde.FORMAT, "date": "", "sha256": sommes}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
        for info, contenu in contenus:
            info.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(info, contenu)
        z.writestr("sauvegarde.json", json.dumps(sommaire))


NOMS = [
    "../evade",
    "/tmp/evade",
    "scenarios/../../evade",
    "scenarios\\x.yaml",
    "C:evade",
    "notes.txt",
    "base/CURRENT",
    "base/0123456789abcdef.duckdb",
    ".restauree/secret.yaml",
    "comptes/.cle",
    "comptes/.sessions.json",
    "imports/autre",
    f"imports/{'0' * 64}",
    "dashboard.py",
    "SECRET.yaml",
    "secret.yaml/x",
    "scenarios//x.yaml",
    "referentiels/communes.csv",
    "bilans/",
]


@pytest.mark.parametrize("nom", NOMS)
def test_a_member_that_no_backup_of_ours_holds_is_refused(neuve, archive, nom):
    _refaire(archive, lambda c: c.append((zipfile.ZipInfo(nom), b"x")))
    with pytest.raises(UsageError, match="Rien n'est restauré"):
        restauration.restaurer(neuve, archive)
    assert [p for p in neuve.racine.iterdir() if p != neuve.verrou] == []
    assert not (neuve.racine.parent / "evade").exists()


def _lien(contenus):
    info = zipfile.ZipInfo("scenarios/lien.yaml")
    info.external_attr = 0o120777 << 16
    contenus.append((info, b"/etc/passwd"))


def _remplace(nom, contenu):
    def changer(contenus):
        contenus[:] = [(i, contenu if i.filename == nom else c) for i, c in contenus]

    return changer


FORGEES = {
    "lien": _lien,
    "bombe": lambda c: c.append((zipfile.ZipInfo("scenarios/b.yaml"), bytes(200 * 2**20))),
    "comptes": _remplace("comptes/comptes.json", b"[{]"),
    "comptes d'autre chose": _remplace("comptes/comptes.json", b'{"a": 1}'),
    "comptes vidés": _remplace("comptes/comptes.json", b"{}"),
    "journal": _remplace("imports/journal.jsonl", b"bonjour\n"),
    "seuil": _remplace("secret.yaml", b"seuil: 7\n"),
    "corrections": lambda c: c.append((zipfile.ZipInfo("corrections.csv"), b"a;b\n1;2\n")),
    "original perdu": lambda c: c.remove(
        next(x for x in c if x[0].filename.startswith("imports/") and "jsonl" not in x[0].filename)
    ),
}


@pytest.mark.parametrize("quoi", FORGEES)
def test_what_could_not_be_used_is_refused_before_it_takes_a_place(neuve, archive, quoi):
    _refaire(archive, FORGEES[quoi])
    with pytest.raises((UsageError, BaseIndisponible)):
        restauration.restaurer(neuve, archive)
    assert [p for p in neuve.racine.iterdir() if p != neuve.verrou] == []


def test_what_is_not_ours_in_the_folder_is_said_and_left_out(vide, tmp_path):
    (vide.racine / "ancienne.zip").write_bytes(b"x")
    (vide.racine / "notes").mkdir()
    (vide.racine / "notes" / "a.txt").write_text("x")
    fait = sauvegarde.sauvegarder(vide, tmp_path / "s.zip")
    assert fait["etrangers"] == ["ancienne.zip", "notes/a.txt"]


@pytest.mark.parametrize("chemin", ["/", "/connexion", "/enfants", "/media/x.csv"])
def test_the_server_says_it_and_serves_nothing(neuve, monkeypatch, chemin):
    async def app(scope, receive, send):
        await PlainTextResponse("servi")(scope, receive, send)

    monkeypatch.setenv("CLAS_RACINE", str(neuve.racine))
    assert _reponse(Attente(app), chemin) == (200, "servi")
    verifiee(neuve).mkdir(parents=True)
    statut, texte = _reponse(Attente(app), chemin)
    assert statut == 503 and "restauration" in texte
    assert _reponse(Attente(app), "/sante") == (200, "servi")  # which says 503 itself, and why


def _reponse(app, chemin):
    recus = []

    async def send(message):
        recus.append(message)

    fil.run(asyncio.run, app({"type": "http", "method": "GET", "path": chemin}, None, send))
    return recus[0]["status"], recus[1]["body"].decode()
