"""What only one page needs, page by page."""

from __future__ import annotations

import importlib
import pkgutil


def charger() -> None:
    """Bring every screen into memory, so that no first reader waits for the libraries of a page."""
    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        importlib.import_module(module.name)
