"""Real small disks: a full disk is not played, it is filled."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def petit_disque(point: Path, taille: int) -> Iterator[Path]:
    """A tmpfs of `taille` bytes mounted there; skipped where the machine lets no test mount one,
    but never in continuous integration.
    """
    point.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={taille}", "tmpfs", str(point))
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


@contextmanager
def lecture_seule(dossier: Path, point: Path) -> Iterator[Path]:
    """The same folder, seen read-only at `point`."""
    point.mkdir(parents=True, exist_ok=True)
    _mount("--bind", str(dossier), str(point))
    try:
        _mount("-o", "remount,ro,bind", str(point))
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=True)


def remplir(dossier: Path) -> Path:
    """Fill the disk to its last byte; the file that does it, to remove."""
    bouchon = dossier / "bouchon"
    with bouchon.open("wb", buffering=0) as f:
        try:
            while True:
                f.write(bytes(4096))
        except OSError:
            return bouchon


def _mount(*options: str) -> None:
    fait = shutil.which("mount") and subprocess.run(["mount", *options], capture_output=True)
    if fait and not fait.returncode:
        return
    assert os.environ.get("CI") != "true", "continuous integration must be able to mount a disk"
    pytest.skip("This machine does not let a test mount a disk (root is needed).")
