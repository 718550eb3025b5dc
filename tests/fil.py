"""Run in a thread of its own: a browser driven in this process keeps its loop in the main one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run(fonction: Callable[..., Any], *arguments: Any) -> Any:
    """What the function gives, or its error."""
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(fonction, *arguments).result()
