"""Faults of the machine: killed at random, disk full, folder read-only, files cut — nothing is
lost, and the words say what to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.config import DEPOT, Installation
from clas_data.errors import BaseIndisponible, UsageError
from clas_data.fichiers import corrections, disque, journal
from clas_data.fichiers.corrections import Correction
from clas_data.indicateurs import calcul
from clas_data.tables import (
    base,
    construction,
    importation,
    reparation,
    restauration,
    sante,
    sauvegarde,
)
from tests.commande import mesurer
from tests.disques import lecture_seule, petit_disque
from tests.outils import CAMPAGNE, classeur, petite

MOI = ligne_de_commande()
CORRECTION = Correction(
    "2022-10-01",
    "Comité",
    CAMPAGNE,
    "collectifs",
    "A1/1",
    "filles",
    "6",
    "7",
    "Erreur confirmée",
    "Courriel",
)


@pytest.fixture
def petite_installation(vide) -> Installation:
    """One accepted import."""
    importation.accepter(vide, importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI), MOI)
    return vide


def commande(*arguments: str) -> subprocess.CompletedProcess:
    """The command line in a process of its own, which lets go of its files when it ends."""
    return subprocess.run(
        [sys.executable, "-m", "clas_data", *arguments],
        cwd=DEPOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def enfants(inst: Installation) -> float:
    return calcul.calculer(base.ouvrir(inst), MOI.perimetre(()), ["enfants_accompagnes"]).iloc[0][
        "valeur"
    ]


def pannes(inst: Installation) -> list[str]:
    return [c.message for c in sante.constater(inst) if c.etat == sante.PANNE]


def test_killed_at_random_instants_nothing_is_lost():
    """The loop of the bench, shortened: a child process is really killed, another reads what is
    left.
    """
    mesure = mesurer("pannes", CLAS_PANNES="14")
    assert mesure["fautes"] == [] and sum(mesure["dedans"].values()) > 6


@pytest.fixture
def disque_de_40_mo(tmp_path):
    with petit_disque(tmp_path / "disque", 40 * 2**20) as point:
        yield point


def test_a_full_disk_refuses_in_french_and_keeps_everything(disque_de_40_mo, tmp_path):
    fichier, racine = tmp_path / "campagne.xlsx", str(disque_de_40_mo / "clas")
    fichier.write_bytes(classeur(petite()).contenu)
    bouchon = disque_de_40_mo / "bouchon"
    bouchon.write_bytes(b"0" * (40 * 1024 * 1024 - 64 * 1024))
    refus = commande("importer", str(fichier), "--campagne", CAMPAGNE, "--racine", racine)
    assert (
        refus.returncode == 1
        and "disque est plein" in refus.stderr
        and "Traceback" not in refus.stderr
    ), refus.stderr
    assert (
        journal.lire(Installation(Path(racine))) == []
        and base.courante(Installation(Path(racine))) is None
    )
    bouchon.unlink()
    assert (
        commande("importer", str(fichier), "--campagne", CAMPAGNE, "--racine", racine).returncode
        == 0
    )
    lu = commande("indicateur", "enfants_accompagnes", "--json", "--racine", racine)
    assert json.loads(lu.stdout)["lignes"][0]["valeur"] == 30


def test_a_read_only_folder_is_read_and_a_writing_is_refused_in_french(
    petite_installation, tmp_path
):
    with lecture_seule(petite_installation.racine, tmp_path / "lecture_seule") as point:
        assert commande("indicateur", "enfants_accompagnes", "--racine", str(point)).returncode == 0
        refus = commande("annuler", "imp-0001", "--racine", str(point))
        assert (
            refus.returncode == 1
            and "lecture seule" in refus.stderr
            and "Traceback" not in refus.stderr
        ), refus.stderr
    assert enfants(petite_installation) == 30


def test_a_lost_or_broken_pointer_is_made_again(petite_installation):
    pointeur = petite_installation.base / "CURRENT"
    for contenu in (None, b"", b"\xff\xfe zut", b"0123456789abcdef\n"):
        pointeur.unlink() if contenu is None else pointeur.write_bytes(contenu)
        assert [c for c in sante.constater(petite_installation) if c.etat != sante.BON], contenu
        with pytest.raises(BaseIndisponible):
            base.ouvrir(petite_installation)
        assert any("pointeur" in fait for fait in reparation.reparer(petite_installation))
        assert enfants(petite_installation) == 30 and not pannes(petite_installation)


@pytest.mark.parametrize("part", [0, 0.3, 0.7, 0.98])
def test_a_truncated_base_is_found_out_and_made_again(petite_installation, part):
    chemin = base.chemin(petite_installation, base.courante(petite_installation))
    base.oublier(chemin)
    os.truncate(chemin, int(chemin.stat().st_size * part))
    assert any("abîmée" in p for p in pannes(petite_installation))
    assert any("refaite" in fait for fait in reparation.reparer(petite_installation))
    assert enfants(petite_installation) == 30 and not pannes(petite_installation)


def test_a_truncated_original_is_said_with_its_import(petite_installation, capsys):
    original = (
        petite_installation.imports / journal.lire(petite_installation)[0].fichiers[0]["sha256"]
    )
    os.truncate(original, original.stat().st_size // 2)
    (panne,) = pannes(petite_installation)
    assert "imp-0001" in panne and "sauvegarde" in panne
    # what is lost is not hidden
    assert run(["diagnostic", "--reparer", "--racine", str(petite_installation.racine)]) == 1
    assert "imp-0001" in capsys.readouterr().err
    assert enfants(petite_installation) == 30  # the base that was built before still reads


def test_a_backup_restores_the_same_installation(petite_installation, tmp_path):
    archive = tmp_path / "clas.zip"
    sauvegarde.sauvegarder(petite_installation, archive)
    assert archive.stat().st_mode & 0o077 == 0
    ailleurs = Installation(tmp_path / "ailleurs")
    restaure = restauration.restaurer(ailleurs, archive)
    assert restaure["empreinte"] == base.courante(petite_installation)
    assert (
        ailleurs.journal.read_bytes() == petite_installation.journal.read_bytes()
        and enfants(ailleurs) == 30
    )
    with pytest.raises(UsageError, match="contient déjà"):
        restauration.restaurer(ailleurs, archive)


def _abimer(archive: Path, quoi: str) -> None:
    if quoi == "coupée":
        archive.write_bytes(archive.read_bytes()[:-400])
    elif quoi == "autre fichier":
        archive.write_bytes(b"bonjour")
    else:
        with zipfile.ZipFile(archive) as z:
            contenus = {n: z.read(n) for n in z.namelist()}
        sommaire = json.loads(contenus[sauvegarde.SOMMAIRE])
        if quoi == "modifiée":
            contenus["imports/journal.jsonl"] += b"x"
        elif quoi == "hors du dossier":
            sommaire["sha256"]["../evade"] = "0"
        else:
            sommaire["format"] = 99
        contenus[sauvegarde.SOMMAIRE] = json.dumps(sommaire).encode()
        with zipfile.ZipFile(archive, "w") as z:
            for n, c in contenus.items():
                z.writestr(n, c)


@pytest.mark.parametrize(
    "quoi", ["coupée", "autre fichier", "modifiée", "hors du dossier", "autre version"]
)
def test_a_bad_backup_is_refused_before_anything_is_written(petite_installation, tmp_path, quoi):
    archive, ailleurs = tmp_path / "clas.zip", Installation(tmp_path / "ailleurs")
    sauvegarde.sauvegarder(petite_installation, archive)
    _abimer(archive, quoi)
    with pytest.raises(UsageError):
        restauration.restaurer(ailleurs, archive)
    assert not ailleurs.imports.exists() and not (tmp_path / "evade").exists()


def test_a_restoration_that_the_disk_stops_leaves_nothing_and_can_be_tried_again(
    petite_installation, tmp_path
):
    archive, bonne, ailleurs = (
        tmp_path / "clas.zip",
        tmp_path / "bonne.zip",
        Installation(tmp_path / "ailleurs"),
    )
    for a in (archive, bonne):
        sauvegarde.sauvegarder(petite_installation, a)
    with zipfile.ZipFile(archive) as z:
        contenus = {n: z.read(n) for n in z.namelist()}
    # a name that no disk takes
    trop_long, sommaire = (f"scenarios/{'x' * 300}.yaml", json.loads(contenus[sauvegarde.SOMMAIRE]))
    sommaire["sha256"][trop_long] = hashlib.sha256(b"x").hexdigest()
    contenus |= {trop_long: b"x", sauvegarde.SOMMAIRE: json.dumps(sommaire).encode()}
    with zipfile.ZipFile(archive, "w") as z:
        for n, c in contenus.items():
            z.writestr(n, c)
    with pytest.raises(OSError):
        restauration.restaurer(ailleurs, archive)
    assert [p for p in ailleurs.racine.iterdir() if p != ailleurs.verrou] == []
    assert restauration.restaurer(ailleurs, bonne)["empreinte"] == base.courante(
        petite_installation
    )


def test_a_correction_that_the_journal_does_not_tell_is_said(petite_installation):
    importation.corriger(petite_installation, CORRECTION, MOI)
    assert not [c for c in sante.constater(petite_installation) if c.etat != sante.BON]
    corrections.ajouter(petite_installation, replace(CORRECTION, nouvelle="8", motif="À la main"))
    (alerte,) = [
        c
        for c in sante.constater(petite_installation)
        if c.quoi == "corrections" and c.etat == sante.ALERTE
    ]
    assert "À la main" in alerte.message


def test_a_correction_whose_row_is_gone_is_said(petite_installation):
    importation.corriger(petite_installation, CORRECTION, MOI)
    importation.annuler(petite_installation, journal.lire(petite_installation)[0].id, MOI)
    (alerte,) = [
        c
        for c in sante.constater(petite_installation)
        if c.quoi == "corrections" and c.etat == sante.ALERTE
    ]
    assert (
        "1 correction ne touche plus aucune ligne" in alerte.message.replace("\u00a0", " ")
        and "A1/1" in alerte.message
    )


def test_what_the_system_refuses_is_said_in_french():
    assert "disque est plein" in disque.panne(OSError(28, "No space left on device", "/x"))
    assert "lecture seule" in disque.panne(OSError(30, "Read-only file system", "/x"))


def test_a_start_takes_no_lock_when_nothing_changed(petite_installation):
    petite_installation.verrou.unlink(missing_ok=True)
    assert not construction.a_jour(petite_installation).nouvelle
    assert not petite_installation.verrou.exists()
