"""Work done in a child process, which may be killed."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any


def fils(faire: Callable[[], Any], delai: float | None = None) -> tuple[int, str]:
    """Run in a child; kill it after `delai` seconds. Its exit (negative: the signal) and what it
    said.
    """
    lit, ecrit = os.pipe()
    enfant = os.fork()
    if enfant == 0:
        code = 1
        try:
            os.close(lit)
            os.write(ecrit, str(faire() or "").encode())
            code = 0
        except BaseException as e:  # noqa: BLE001 - the child says everything to its parent, and ends here
            ou = traceback.extract_tb(e.__traceback__)[-1]
            os.write(ecrit, f"{type(e).__name__}: {e} ({ou.name}:{ou.lineno})".encode())
        finally:
            os._exit(code)
    os.close(ecrit)
    if delai is not None:
        time.sleep(delai)
        os.kill(enfant, signal.SIGKILL)
    with os.fdopen(lit, "rb") as f:
        dit = f.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1]), dit
