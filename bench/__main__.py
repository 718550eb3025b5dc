"""`python -m bench [name…]`: run all the benches, or those named, each in a process of its own;
JSON lines on stdout.

A bench that fails, or is not done after CLAS_BANC_S seconds (1 800), does not stop the others: it
is named on its line, and the exit code is 1.
"""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import time

import bench
from bench.mesure import dire

OUTILS = {"mesure", "__main__"}
LIMITE_S = float(os.environ.get("CLAS_BANC_S", 1_800))


def _mener(nom: str) -> bool:
    """One bench from its beginning to its end, how long it took, and whether it went well."""
    debut = time.perf_counter()
    try:
        code = subprocess.run(
            [sys.executable, "-c", f"from bench import {nom}; {nom}.mesurer()"], timeout=LIMITE_S
        ).returncode
        faute = f"code {code}" if code else ""
    except subprocess.TimeoutExpired:
        faute = f"pas fini après {LIMITE_S:.0f} s"
    dire({"banc": nom, "duree_s": round(time.perf_counter() - debut, 1), "faute": faute})
    return not faute


noms = [
    m.name
    for m in pkgutil.iter_modules(bench.__path__)
    if m.name not in OUTILS and not m.name.startswith("_")
]
demandes = sys.argv[1:] or sorted(noms)
inconnus = [n for n in demandes if n not in noms]
if inconnus:
    print(f"Unknown: {', '.join(inconnus)}. Benches: {', '.join(sorted(noms))}.", file=sys.stderr)
    sys.exit(2)
sys.exit(0 if all([_mener(n) for n in demandes]) else 1)
