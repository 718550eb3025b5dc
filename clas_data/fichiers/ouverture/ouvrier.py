"""The process that opens received files, started by `atelier` as a module of its own.

It reads one request after another, and ends when its parent does.
"""

from __future__ import annotations

import pickle
import re
import sys
from pathlib import Path

from clas_data.fichiers import lecture
from clas_data.fichiers.feuilles import Depot

try:
    import resource
except ImportError:  # Windows bounds a process otherwise: the time and the envelope remain
    resource = None

ETAT = Path("/proc/self/status")  # where Linux says what a process holds
MO = 1024 * 1024
GONFLE_MO = 300


def borner(memoire_mo: int) -> None:
    """This process may not take more memory than this, nor leave a picture of it on the disk."""
    if resource:
        _, dur = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memoire_mo * MO, dur))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def borner_le_temps(secondes: int) -> None:
    """The next file may not take more processor than this, even if the parent is gone."""
    if resource:
        passe = resource.getrusage(resource.RUSAGE_SELF)
        _, dur = resource.getrlimit(resource.RLIMIT_CPU)
        fin = int(passe.ru_utime + passe.ru_stime) + secondes + 1
        resource.setrlimit(resource.RLIMIT_CPU, (fin, dur))


def gonfle(contenu: bytes) -> bool:
    """True where this process holds memory that only its end gives back."""
    # The system's own count of a process (ru_maxrss) begins with the peak of whoever started it,
    # a server of 400 MB: it would end every process after one file.
    if ETAT.exists():
        sien = re.search(r"^VmHWM:\s*(\d+) kB", ETAT.read_text(encoding="ascii"), re.MULTILINE)
        return sien is None or int(sien[1]) > GONFLE_MO * 1024
    return len(contenu) > MO


def main() -> None:
    memoire_mo, secondes = int(sys.argv[1]), int(sys.argv[2])
    borner(memoire_mo)
    entree, sortie = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            nom, contenu = pickle.load(entree)
        except EOFError:
            return
        borner_le_temps(secondes)
        lu = lecture.read_here(Depot(nom, contenu))
        pickle.dump((lu, gonfle(contenu)), sortie, pickle.HIGHEST_PROTOCOL)
        sortie.flush()


if __name__ == "__main__":
    main()
