"""Build the base of a state: aside, under the name of its empreinte, then move the pointer."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from clas_data.acces import coffre
from clas_data.acces.seuil import seuil_secret
from clas_data.config import Installation
from clas_data.fichiers import (
    campagnes,
    corrections,
    ensemble,
    journal,
    referentiels,
    schemas,
    suites,
)
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.correspondances import rangement
from clas_data.fichiers.disque import sync_dossier, verrou, write_atomic
from clas_data.fichiers.journal import Etat, Evenement
from clas_data.fichiers.paquets import etat as etat_partages
from clas_data.fichiers.suites import Suite
from clas_data.tables import (
    approchees,
    base,
    declarees,
    lectures,
    menage,
    modeles,
    prealables,
    reglages,
)
from clas_data.tables import partages as partages_lus

PLACE_MINIMALE = 16 * 2**20  # bytes: less free than this, and a failed build is a full disk
LONGUEUR_EMPREINTE = 16


@dataclass(frozen=True)
class Construction:
    """A built base, and whether it had to be built."""

    empreinte: str
    chemin: Path
    secondes: float
    nouvelle: bool


def empreinte(
    installation: Installation,
    etat: Etat,
    faites: Sequence[Correction] | None = None,
    dites: Sequence[Suite] | None = None,
    partages: Sequence[Evenement] | None = None,
) -> str:
    """Fingerprint of everything that the base of this state is made of; `faites`: the corrections
    that it would have, those of the installation by default.
    """
    faites = corrections.lire(installation) if faites is None else faites
    dites = suites.lire(installation) if dites is None else dites
    partages = etat_partages.evenements(installation) if partages is None else partages
    sources = sorted(
        [c, t, rang, *asdict(s).values()]
        for (c, t), couches_ in etat.items()
        for rang, couche in enumerate(couches_)
        for s in couche
    )
    par = {s[-1] for s in sources if s[-1]}
    matiere = {
        "sources": sources,
        "modeles": modeles.textes(),
        "lecteurs": lectures.interprete(),
        "campagnes": {n: asdict(c) for n, c in campagnes.load(installation).items()},
        "referentiels": {
            n: referentiels.load(installation, n).to_csv() for n in referentiels.FICHIERS
        },
        "corrections": [asdict(c) for c in faites],
        "correspondances": rangement.empreintes(installation, par),
        "suites": [asdict(s) for s in suites.en_vigueur(dites)],
        "partages": partages_lus.matiere(partages),
        "seuil_secret": seuil_secret(installation),
        "moteur": duckdb.__version__,
    }
    texte = json.dumps(matiere, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(texte.encode("utf-8")).hexdigest()[:LONGUEUR_EMPREINTE]


def construire(
    installation: Installation,
    etat: Etat | None = None,
    refaire: bool = False,
    faites: Sequence[Correction] | None = None,
    dites: Sequence[Suite] | None = None,
    partages: Sequence[Evenement] | None = None,
) -> Construction:
    """Build the base of `etat` (that of the journal by default) unless its file is there already;
    the pointer does not move.
    """
    debut = time.perf_counter()
    etat = journal.etat(journal.lire(installation)) if etat is None else etat
    faites = corrections.lire(installation) if faites is None else faites
    dites = suites.lire(installation) if dites is None else dites
    partages = etat_partages.evenements(installation) if partages is None else partages
    nom = empreinte(installation, etat, faites, dites, partages)
    cible = base.chemin(installation, nom)
    if cible.exists() and not refaire and saine(cible):
        return Construction(nom, cible, time.perf_counter() - debut, False)
    installation.base.mkdir(parents=True, exist_ok=True)
    provisoire = installation.base / f".{nom}.{os.getpid()}.{time.monotonic_ns()}.tmp"
    try:
        autres = partages_lus.tables(installation, partages)
        recues = corrections.appliquer(lectures.recues(installation, etat), faites)
        tables, approches = approchees.detacher(recues, faites)
        declares = declarees.referentiel(installation, dites) | autres | approches
        _remplir(installation, nom, provisoire, tables, declares)
        with provisoire.open("rb") as f:
            os.fsync(f.fileno())
        base.oublier(cible)
        os.replace(provisoire, cible)
        sync_dossier(installation.base)
    except duckdb.Error as e:
        if shutil.disk_usage(installation.base).free > PLACE_MINIMALE:
            raise
        raise OSError(
            errno.ENOSPC, os.strerror(errno.ENOSPC), str(installation.base)
        ) from e  # the engine has its own error for it
    finally:
        provisoire.unlink(missing_ok=True)
        Path(f"{provisoire}.wal").unlink(missing_ok=True)
    return Construction(nom, cible, time.perf_counter() - debut, True)


def pointeur(installation: Installation, nom: str) -> dict[Path, bytes]:
    """The pointer to this base, as a file to write with the line that decides it; what its readers
    need is made first.
    """
    prealables.accomplir(installation, nom)
    return {installation.base / "CURRENT": nom.encode("ascii") + b"\n"}


def activer(installation: Installation, nom: str) -> None:
    """Point to this base: the only step that readers notice."""
    if base.courante(installation) != nom:
        write_atomic(installation.base / "CURRENT", nom.encode("ascii") + b"\n")
    menage.balayer(installation, nom)


def saine(chemin: Path, complete: bool = False) -> bool:
    """Whether this base file opens; `complete` reads every block, which is how a truncated file is
    found out.
    """
    try:
        with duckdb.connect(str(chemin), read_only=True) as c:
            requete = modeles.read("construction", "tables")
            for (table,) in c.execute(requete).fetchall() if complete else ():
                c.execute(modeles.read("construction", "relire").format(table=table)).fetchall()
            return True
    except duckdb.Error:
        return False


def a_jour(installation: Installation) -> Construction:
    """The base of what the journal says is accepted: built if need be, and current. What a start or
    a crash calls first.

    Nothing is written and no lock is taken where it is so already: a folder that is read-only can
    still be read.
    """
    debut = time.perf_counter()
    if any(ensemble.en_suspens(installation)):
        with verrou(installation), coffre.verrou(installation):
            ensemble.terminer(installation)
    reglages.noter(installation)
    nom = empreinte(installation, journal.etat(journal.lire(installation)))
    if (
        base.courante(installation) == nom
        and base.chemin(installation, nom).exists()
        and saine(base.chemin(installation, nom))
    ):
        return Construction(nom, base.chemin(installation, nom), time.perf_counter() - debut, False)
    with verrou(installation):
        construite = construire(installation)
        activer(installation, construite.empreinte)
        return construite


def _remplir(
    installation: Installation,
    nom: str,
    chemin: Path,
    tables: dict[str, pa.Table],
    declares: dict[str, pa.Table],
) -> None:
    with duckdb.connect(str(chemin)) as c:
        c.execute(modeles.read("construction", "schemas"))
        for table, source in tables.items():
            _charger(c, "recu", table, source, {"cle": ", ".join(schemas.load()[table].cle)})
        for table, source in declares.items():
            _charger(c, "referentiel", table, source, {})
        for couche, modeles_de_couche in (
            ("staging", modeles.STAGING),
            ("marts", modeles.LUS),
        ):
            for table in modeles_de_couche:
                c.execute(
                    modeles.read("construction", "table").format(
                        couche=couche, nom=table, modele=modeles.read(couche, table)
                    )
                )
        c.execute(
            modeles.read("construction", "meta"),
            {"empreinte": nom, "seuil_secret": seuil_secret(installation)},
        )
        c.execute("checkpoint")


def _charger(
    c: duckdb.DuckDBPyConnection, couche: str, nom: str, source: pa.Table, mots: dict[str, str]
) -> None:
    c.register("source", source)
    c.execute(modeles.read("construction", couche).format(nom=nom, **mots))
    c.unregister("source")
