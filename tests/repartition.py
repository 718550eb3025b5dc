"""How the tests of a run are dealt to its processes: a file to one process, so that what it
prepares is prepared once; a file of long tests that share nothing, test by test. The longest first.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from xdist.scheduler.loadscope import LoadScopeScheduling

LONGS: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("longs.yaml").read_text(encoding="utf-8")
)
RANGS = {l["fichier"]: rang for rang, l in enumerate(LONGS)}
PIECE = {l["fichier"] for l in LONGS if l.get("un_a_un")}


def fichier(nodeid: str) -> str:
    return nodeid.split("::", 1)[0]


def rang(nodeid: str) -> int:
    """The place of the file of this test in a run."""
    return RANGS.get(fichier(nodeid), len(RANGS))


class Repartition(LoadScopeScheduling):
    """xdist's own, with our idea of what goes together."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if fichier(nodeid) in PIECE else fichier(nodeid)
