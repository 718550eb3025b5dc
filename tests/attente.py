"""How long a test waits for a state: a guard against what never comes, not a measure. A machine
five times busier is not a defect of the product.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

ATTENTE_S = 300
ATTENTE_MS = 120_000  # a browser waits at several places of one journey


def ecran(script: str | Path) -> AppTest:
    """A screen of the dashboard, driven without a browser."""
    return AppTest.from_file(str(script), default_timeout=ATTENTE_S)


def fonction(script: Callable[..., None], **valeurs: Any) -> AppTest:
    """A screen that is a function of a test, driven without a browser."""
    return AppTest.from_function(script, default_timeout=ATTENTE_S, kwargs=valeurs)
