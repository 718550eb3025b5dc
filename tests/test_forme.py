"""The form of the code: one formatter, one linter, nothing left over."""

from __future__ import annotations

import subprocess
import sys

import pytest

from clas_data.config import DEPOT


@pytest.mark.parametrize("demande", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_finds_nothing_to_say(demande):
    fait = subprocess.run(
        [sys.executable, "-m", "ruff", *demande, "."], cwd=DEPOT, capture_output=True, text=True
    )
    assert fait.returncode == 0, fait.stdout + fait.stderr
