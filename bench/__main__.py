"""`python -m bench [name…]`: run all the benches, or those named; JSON lines on stdout."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench

OUTILS = {"mesure", "__main__"}
noms = [m.name for m in pkgutil.iter_modules(bench.__path__) if m.name not in OUTILS and not m.name.startswith("_")]
demandes = sys.argv[1:] or sorted(noms)
inconnus = [n for n in demandes if n not in noms]
if inconnus:
    print(f"Unknown: {', '.join(inconnus)}. Benches: {', '.join(sorted(noms))}.", file=sys.stderr)
    sys.exit(2)
for nom in demandes:
    importlib.import_module(f"bench.{nom}").mesurer()
