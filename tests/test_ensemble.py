"""Data and trail together or not at all: stopped at each step of a writing, and on a full disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import pytest

from clas_data.acces import comptes, ligne_de_commande, registre
from clas_data.acces import journal as acces
from clas_data.config import DEPOT
from clas_data.fichiers import corrections, ensemble, journal
from clas_data.fichiers.corrections import Correction
from clas_data.tables import construction, importation
from tests.disques import petit_disque, remplir
from tests.outils import CAMPAGNE, classeur, petite

MOI = ligne_de_commande()
CORRECTION = Correction(
    "2022-10-01", "Comité", CAMPAGNE, "collectifs", "A1/1", "filles", "6", "7", "Vu", "Courriel"
)


def _corriger(inst):
    importation.corriger(inst, CORRECTION, MOI)


def _compte(inst):
    comptes.creer(inst, MOI, "marie", "Marie", "comite")


OPERATIONS = {
    "corriger": (_corriger, lambda i: len(corrections.lire(i)), lambda i: len(journal.lire(i)) - 1),
    "compte": (_compte, lambda i: len(registre.lire(i)), lambda i: len(acces.lire(i, MOI))),
}


@pytest.fixture
def inst(vide):
    importation.accepter(vide, importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI), MOI)
    return vide


TUE = """
import os, signal, sys
from pathlib import Path
from clas_data.config import Installation
from tests import test_ensemble
vraie, vus = getattr(os, sys.argv[2]), []
def mort(*a, **k):
    vus.append(1)
    if len(vus) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return vraie(*a, **k)
setattr(os, sys.argv[2], mort)
test_ensemble.OPERATIONS[sys.argv[4]][0](Installation(Path(sys.argv[1])))
"""


def _killed(quoi: str, inst, etape: str, rang: int) -> None:
    """Run in a process which is really killed when `os.<etape>` is called the `rang`-th time."""
    fait = subprocess.run(
        [sys.executable, "-c", TUE, str(inst.racine), etape, str(rang), quoi],
        cwd=DEPOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert fait.returncode in (0, -signal.SIGKILL), fait.stderr


@pytest.mark.parametrize("quoi", OPERATIONS)
@pytest.mark.parametrize("etape", ["replace"])
@pytest.mark.parametrize("rang", range(1, 7))
def test_killed_at_each_step_data_and_trail_agree(inst, quoi, etape, rang):
    _, donnees, traces = OPERATIONS[quoi]
    _killed(quoi, inst, etape, rang)
    construction.a_jour(inst)
    assert donnees(inst) == traces(inst)
    assert not list(ensemble.en_suspens(inst))


@pytest.mark.parametrize("place", [0, 100])  # nothing of the line enters, or its beginning
def test_a_line_that_a_full_disk_refuses_leaves_neither_data_nor_half_a_line(inst, place):
    """The journal is on a small disk, filled for real; what is prepared beside is not."""
    with petit_disque(inst.racine / "petit", 2**20) as disque:
        shutil.copytree(inst.imports, disque / "imports")
        shutil.rmtree(inst.imports)
        inst.imports.symlink_to(disque / "imports")
        page = os.sysconf("SC_PAGE_SIZE")
        with inst.journal.open("ab") as f:
            f.write(b"\n" * ((-place - f.tell()) % page))
        avant, bouchon = inst.journal.read_bytes(), remplir(disque)
        with pytest.raises(OSError, match="No space"):
            _corriger(inst)
        assert inst.journal.read_bytes() == avant
        assert corrections.lire(inst) == [] and not list(ensemble.en_suspens(inst))
        bouchon.unlink()
        _corriger(inst)
        assert len(corrections.lire(inst)) == 1 and len(journal.lire(inst)) == 2


def test_an_account_that_a_full_disk_refuses_leaves_no_trail(inst):
    with petit_disque(inst.comptes, 2**20):
        bouchon = remplir(inst.comptes)
        with pytest.raises(OSError, match="No space"):
            _compte(inst)
        assert registre.lire(inst) == {} and acces.lire(inst, MOI) == []
        assert not list(ensemble.en_suspens(inst))
        bouchon.unlink()
        _compte(inst)
        assert list(registre.lire(inst)) == ["marie"] and len(acces.lire(inst, MOI)) == 1


@pytest.mark.parametrize(
    "ligne",
    ["[]", "3", "null", '"x"', "{}", '{"id": 1}', '{"inconnu": 2}', '{"sources": 3}', "[" * 9999],
)
def test_a_line_that_is_no_event_is_not_one(inst, ligne):
    with inst.journal.open("a", encoding="utf-8") as f:
        f.write(ligne + "\n")
    assert len(journal.lire(inst)) == 1
    construction.a_jour(inst)


def test_a_cut_reading_is_read_again(inst):
    (lu, *_) = (inst.base / "lectures").glob("*.lu")
    os.truncate(lu, lu.stat().st_size // 2)
    for p in inst.base.glob("*.duckdb"):
        p.unlink()
    assert construction.a_jour(inst).nouvelle
