"""Restore a backup: read beside, checked whole, then put in place; interrupted, it serves nothing
and is taken up again by the same command.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from clas_data.acces import registre, reglages
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import journal
from clas_data.fichiers.disque import sync_dossier
from clas_data.fichiers.restauration import EXTRAITE, VERIFIEE, extraite, verifiee
from clas_data.tables import construction
from clas_data.tables.sauvegarde import DU_PRODUIT, FORMAT, SOMMAIRE, gardable

MORCEAU = 2**20  # bytes read at a time
SOMMAIRE_MAX = 64 * 2**20  # bytes: a line for each file, far beyond what an installation holds
FOIS_MAX = 200  # what is read against what is compressed: beyond, it is made to fill the disk
TEMOIN = ".sommaire"  # which backup is being put in place
ILLISIBLES = (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, RuntimeError)


def restaurer(installation: Installation, chemin: Path) -> dict[str, int | str]:
    """Put a saved installation into an empty folder, with its base. Nothing takes its place before
    everything was checked.
    """
    with construction.verrou(installation):
        _exiger_vide(installation)
        try:
            with zipfile.ZipFile(chemin) as z:
                sommaire = _sommaire(z)
                if not verifiee(installation).exists():
                    _preparer(installation, z, sommaire)
                elif _autre(verifiee(installation) / TEMOIN, sommaire):
                    raise UsageError(
                        "Une autre sauvegarde est en train d'être mise en place ici. Relancez la "
                        "commande avec elle, ou choisissez un dossier vide avec --racine."
                    )
        except (*ILLISIBLES, IsADirectoryError, FileNotFoundError) as e:
            raise UsageError(
                f"« {chemin.name} » n'est pas une sauvegarde lisible (incomplète, abîmée, ou autre "
                "fichier). Rien n'est restauré. Prenez une autre sauvegarde."
            ) from e
        achever(installation)
    return {
        "fichiers": len(sommaire),
        "empreinte": construction.a_jour(installation).empreinte,
    }


def achever(installation: Installation) -> int:
    """Put what was checked in its place; the caller holds the lock. How many files moved."""
    source, faits = verifiee(installation), 0
    if not source.exists():
        return 0
    for fichier in sorted(p for p in source.rglob("*") if p.is_file()):
        relatif = fichier.relative_to(source)
        if relatif.as_posix() == TEMOIN:
            continue
        cible = installation.racine / relatif
        cible.parent.mkdir(parents=True, exist_ok=True, mode=_mode(relatif))
        os.replace(fichier, cible)
        faits += 1
    for dossier in [installation.racine, *(p for p in installation.racine.iterdir() if p.is_dir())]:
        sync_dossier(dossier)
    shutil.rmtree(source)
    return faits


def _preparer(installation: Installation, z: zipfile.ZipFile, sommaire: dict[str, str]) -> None:
    """Read and check everything beside, then say that it is whole; else leave nothing."""
    dossier = extraite(installation)
    shutil.rmtree(dossier, ignore_errors=True)
    try:
        _exiger_membres(z, sommaire, shutil.disk_usage(installation.racine).free)
        for relatif, somme in sommaire.items():
            _extraire(z, relatif, somme, dossier)
        _exiger_lisible(Installation(dossier))
        (dossier / TEMOIN).write_bytes(_temoin(sommaire))
        for p in [dossier, *(d for d in dossier.rglob("*") if d.is_dir())]:
            sync_dossier(p)
        os.replace(dossier, verifiee(installation))
    except BaseException:
        shutil.rmtree(dossier, ignore_errors=True)
        raise
    sync_dossier(installation.racine)


def _exiger_vide(installation: Installation) -> None:
    siens = DU_PRODUIT | {EXTRAITE, VERIFIEE, installation.verrou.name}
    reste = {p.name for p in installation.racine.iterdir()} - siens
    if reste and not verifiee(installation).exists():
        raise UsageError(
            f"Le dossier {installation.racine} contient déjà une installation : rien n'est "
            "restauré. Choisissez un dossier vide avec --racine."
        )


def _sommaire(z: zipfile.ZipFile) -> dict[str, str]:
    if z.getinfo(SOMMAIRE).file_size > SOMMAIRE_MAX:
        raise ValueError(SOMMAIRE)
    brut = json.loads(z.read(SOMMAIRE))
    if brut["format"] != FORMAT:
        raise UsageError(
            "Cette sauvegarde est d'une autre version du produit : restaurez-la avec la "
            "version qui l'a écrite."
        )
    if not all(isinstance(s, str) for s in brut["sha256"].values()):
        raise ValueError(SOMMAIRE)
    return brut["sha256"]


def _temoin(sommaire: dict[str, str]) -> bytes:
    return hashlib.sha256(json.dumps(sommaire, sort_keys=True).encode("utf-8")).digest()


def _autre(temoin: Path, sommaire: dict[str, str]) -> bool:
    """Whether another backup is being put in place (no witness: all of it is)."""
    return temoin.exists() and temoin.read_bytes() != _temoin(sommaire)


def _exiger_membres(z: zipfile.ZipFile, sommaire: dict[str, str], libre: int) -> None:
    """Only plain files that a backup of ours holds, each once, each told by the summary."""
    membres = z.infolist()
    noms = [m.filename for m in membres]
    plies = {unicodedata.normalize("NFC", n).casefold() for n in noms}
    if set(noms) != {*sommaire, SOMMAIRE} or len(plies) != len(noms):
        raise ValueError("members and summary differ")
    for m in membres:
        genre = stat.S_IFMT(m.external_attr >> 16)
        if m.is_dir() or genre not in (0, stat.S_IFREG):
            raise _etrangere(m.filename)
        if m.filename != SOMMAIRE and not _attendu(m.filename, sommaire[m.filename]):
            raise _etrangere(m.filename)
    octets, lus = sum(m.file_size for m in membres), sum(m.compress_size for m in membres)
    if octets > FOIS_MAX * lus + MORCEAU or octets > libre:
        raise UsageError(
            "Cette sauvegarde prendrait, une fois ouverte, plus de place que le disque n'en a, ou "
            "bien plus que ce qu'elle pèse. Libérez de la place, ou prenez une autre sauvegarde. "
            "Rien n'est restauré."
        )


def _attendu(nom: str, somme: str) -> bool:
    chemin = PurePosixPath(nom)
    ordinaire = chemin.as_posix() == nom and not chemin.is_absolute()
    portable = not set(nom) & set("\\:\0")
    recu = nom in ("imports/journal.jsonl", f"imports/{somme}")
    return ordinaire and portable and gardable(chemin) and (recu or chemin.parts[0] != "imports")


def _etrangere(nom: str) -> UsageError:
    return UsageError(
        f"Cette sauvegarde contient « {ascii(nom)[1:-1][:80]} », qu'aucune sauvegarde de ce "
        "produit ne contient. Rien n'est restauré. Prenez une autre sauvegarde."
    )


def _extraire(z: zipfile.ZipFile, relatif: str, somme: str, dossier: Path) -> None:
    cible, calcul = dossier / relatif, hashlib.sha256()
    cible.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with z.open(relatif) as membre, open(os.open(cible, _CREER, 0o600), "wb") as f:
        while morceau := membre.read(MORCEAU):
            calcul.update(morceau)
            f.write(morceau)
        f.flush()
        os.fsync(f.fileno())
    if calcul.hexdigest() != somme:
        raise ValueError(relatif)


_CREER = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def _exiger_lisible(prete: Installation) -> None:
    """What is restored can be used: accounts, settings, journal, corrections, base."""
    registre.lire(prete)
    reglages.load(prete)
    if prete.journal.exists() and prete.journal.stat().st_size and not journal.lire(prete):
        raise UsageError(
            "Le journal de cette sauvegarde ne dit aucun événement : elle est abîmée. Rien n'est "
            "restauré. Prenez une autre sauvegarde."
        )
    construite = construction.construire(prete)  # reads corrections, settings and originals
    construction.activer(prete, construite.empreinte)


def _mode(relatif: Path) -> int:
    return 0o700 if relatif.parts[0] == "comptes" else 0o755
