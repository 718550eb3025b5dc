"""What is computed and kept beside the base: whole, or made again."""

from __future__ import annotations

from pathlib import Path

from clas_data.config import Installation
from clas_data.fichiers import disque, journal
from clas_data.tables import base, construction, lectures

GARDES = ("diffusion-*.json", "masques-*.json", "lectures/*.lu")
LUS = "lectures"


def abimes(installation: Installation) -> list[Path]:
    """The build products that are cut, altered, or replaced by a folder."""
    signes = {p for motif in GARDES for p in installation.base.glob(motif)}
    fautifs = {p for p in signes if disque.read_signed(p) is None}
    bases = installation.base.glob("*.duckdb")
    fautifs |= {p for p in bases if p.is_dir() or not construction.saine(p, complete=True)}
    if (pointeur := installation.base / "CURRENT").is_dir():
        fautifs.add(pointeur)
    if (lus := installation.base / LUS).exists() and not lus.is_dir():
        fautifs.add(lus)
    return sorted(fautifs)


def retirer(installation: Installation) -> list[Path]:
    """Remove them; the caller holds the lock, and asks for a build."""
    retires = abimes(installation)
    for chemin in retires:
        base.oublier(chemin)
        disque.retirer(chemin)
    return retires


def relire(installation: Installation) -> None:
    """Read again the originals whose reading was lost, before somebody waits for it."""
    for (campagne, _), couches in journal.etat(journal.lire(installation)).items():
        for source in (s for couche in couches for s in couche):
            lectures.lire_source(installation, source, campagne)


def verrous_pris(installation: Installation) -> list[Path]:
    """Locks whose place a folder took: nobody can write any more."""
    return [v for v in (installation.verrou, installation.comptes / ".verrou") if v.is_dir()]
