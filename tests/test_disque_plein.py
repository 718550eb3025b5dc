"""A disk really full, under every operation that writes: data and trail as they were, or both new;
the words say so; the same gesture succeeds once there is room.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import gestes, pannes
from bench.gestes import GESTES
from bench.installation import classeur, importer
from bench.traces import traces
from clas_data.config import Installation
from clas_data.errors import ClasError
from clas_data.fichiers import disque, ensemble, journal
from clas_data.tables import base, construction, restauration, sauvegarde
from tests.disques import petit_disque, remplir

MO = 2**20
OPERATIONS = [q for q in GESTES if q != "restauration"]


@pytest.fixture(scope="module")
def modele(tmp_path_factory) -> Path:
    racine = tmp_path_factory.mktemp("plein") / "modele"
    for enfants in (10, 11):
        importer(Installation(racine), classeur(enfants))
    Installation(racine).secret.write_text(f"seuil: {pannes.SEUIL}\n", encoding="utf-8")
    construction.a_jour(Installation(racine))
    gestes.paquet(Installation(racine))
    return racine


@pytest.fixture(scope="module")
def point(tmp_path_factory) -> Iterator[Path]:
    with petit_disque(tmp_path_factory.mktemp("disque") / "point", 60 * MO) as point:
        yield point


def photo(inst: Installation) -> dict[str, bytes]:
    """Every file that is no build product, and what the pointer names."""
    lus = {p.relative_to(inst.racine).as_posix(): p for p in inst.racine.rglob("*") if p.is_file()}
    return {
        r: p.read_bytes()
        for r, p in lus.items()
        if not r.startswith("base/") and ".verrou" not in r
    } | {"pointeur": (base.courante(inst) or "").encode()}


@pytest.mark.parametrize("place", [0, 24 * 1024])  # nothing enters; a beginning does
@pytest.mark.parametrize("quoi", OPERATIONS)
def test_a_full_disk_leaves_data_and_trail_together(modele, point, quoi, place):
    racine = point / quoi
    shutil.copytree(modele, racine)
    inst = Installation(racine)
    shutil.copy(gestes.paquet(Installation(modele)), point)
    geste = GESTES[quoi]
    if geste.preparer:
        geste.preparer(inst)
    avant, evenements = photo(inst), len(journal.lire(inst))
    bouchon = remplir(point)
    with bouchon.open("r+b") as f:
        f.truncate(bouchon.stat().st_size - place)
    dit = ""
    try:
        geste.faire(inst, classeur(12))
    except OSError as e:
        dit = disque.panne(e)
    except ClasError as e:
        dit = e.message
    bouchon.unlink()
    try:
        if dit:
            assert "disque est plein" in dit, dit
            assert photo(inst) == avant and not list(ensemble.en_suspens(inst))
            traces(inst)
            geste.faire(inst, classeur(12))
        assert len(journal.lire(inst)) == evenements + geste.evenements
        traces(inst)
    finally:
        for chemin in inst.base.glob("*.duckdb"):
            base.oublier(chemin)
        shutil.rmtree(racine)
        gestes.archive(inst).unlink(missing_ok=True)


@pytest.mark.parametrize("place", [0, 4 * 1024, 24 * 1024])
def test_a_restoration_that_fills_the_disk_leaves_nothing_and_succeeds_later(
    modele, point, tmp_path, place
):
    """The backup is elsewhere; where it is restored has no room for it, or for a part of it."""
    archive, inst = tmp_path / "clas.zip", Installation(point / f"restauree{place}")
    sauvegarde.sauvegarder(Installation(modele), archive)
    inst.racine.mkdir()
    bouchon = remplir(point)
    with bouchon.open("r+b") as f:
        f.truncate(bouchon.stat().st_size - place)
    with pytest.raises((OSError, ClasError)) as refus:
        restauration.restaurer(inst, archive)
    dit = disque.panne(refus.value) if isinstance(refus.value, OSError) else refus.value.message
    bouchon.unlink()
    assert "disque est plein" in dit or "plus de place que le disque" in dit, dit
    assert {p for p in inst.racine.rglob("*")} <= {inst.verrou}
    restauration.restaurer(inst, archive)
    traces(inst)
    base.oublier(base.chemin(inst, base.courante(inst)))
    shutil.rmtree(inst.racine)


def test_a_line_that_the_disk_takes_in_part_is_taken_back(point):
    """The last page of the journal has room for six bytes, and the disk for no other page."""
    trace = point / "journal.jsonl"
    avant = b"x" * 4089 + b"\n"
    trace.write_bytes(avant)
    bouchon = remplir(point)
    with pytest.raises(OSError):
        disque.append_line(trace, '{"id": "evt-0002", "texte": "une ligne entière"}')
    assert trace.read_bytes() == avant
    bouchon.unlink()
    disque.append_line(trace, "deux")
    assert trace.read_bytes() == avant + b"deux\n"
    trace.unlink()


def test_a_line_that_cannot_be_written_leaves_the_files_as_they_were(tmp_path):
    """The line decides: nothing takes its place before it."""
    trace, cible = tmp_path / "journal.jsonl", tmp_path / "corrections.csv"
    trace.mkdir()  # a line that no disk takes
    cible.write_bytes(b"avant")
    with pytest.raises(OSError):
        ensemble.write(trace, lambda nom: nom, {cible: b"apres", tmp_path / "neuf.csv": b"neuf"})
    assert {p.name for p in tmp_path.iterdir()} == {trace.name, cible.name}
    assert cible.read_bytes() == b"avant"
