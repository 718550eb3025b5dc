"""Save and restore an installation: one zip of all that cannot be made again, checked file by
file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from clas_data.acces import coffre
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import ensemble
from clas_data.tables import construction

SOMMAIRE = "sauvegarde.json"
FORMAT = 1
REFAITS = {"base"}  # build products: made again from the rest
DU_PRODUIT = {
    "referentiels",
    "exemples",
    "README.md",
}  # shipped with the product, or written by `exemple`: not received


def sauvegarder(installation: Installation, chemin: Path) -> dict[str, int]:
    """Write the zip, whole or not at all; `fichiers` and `octets` saved. Originals, journal,
    corrections, settings, accounts: not the bases.
    """
    provisoire = chemin.with_name(f".{chemin.name}.partiel")
    with construction.verrou(installation):
        with coffre.verrou(installation):
            ensemble.terminer(installation)
        fichiers = _a_garder(installation)
        try:
            with zipfile.ZipFile(provisoire, "w", zipfile.ZIP_DEFLATED) as z:
                os.chmod(
                    provisoire, 0o600
                )  # it holds what the installation holds, accounts included
                sommes = {}
                for relatif in fichiers:
                    contenu = (installation.racine / relatif).read_bytes()
                    sommes[relatif] = hashlib.sha256(contenu).hexdigest()
                    z.writestr(relatif, contenu)
                sommaire = {
                    "format": FORMAT,
                    "date": datetime.now(UTC).isoformat(timespec="seconds"),
                    "sha256": sommes,
                }
                z.writestr(SOMMAIRE, json.dumps(sommaire, ensure_ascii=False, indent=1))
            os.replace(provisoire, chemin)
        finally:
            provisoire.unlink(missing_ok=True)
    return {"fichiers": len(fichiers), "octets": chemin.stat().st_size}


def restaurer(installation: Installation, chemin: Path) -> dict[str, int | str]:
    """Put a saved installation into an empty folder, then build its base. Every file is checked
    before the first one is written.
    """
    if installation.racine.exists() and any(
        p.name not in DU_PRODUIT for p in installation.racine.iterdir() if p != installation.verrou
    ):
        raise UsageError(
            f"Le dossier {installation.racine} contient déjà une installation : rien n'est "
            "restauré. Choisissez un dossier vide avec --racine."
        )
    try:
        with zipfile.ZipFile(chemin) as z:
            contenus = _verifies(z)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError) as e:
        raise UsageError(
            f"« {chemin.name} » n'est pas une sauvegarde lisible (incomplète, abîmée, ou autre "
            "fichier). Prenez une autre sauvegarde."
        ) from e
    ecrits = []
    try:
        for relatif, contenu in contenus.items():
            cible = installation.racine / relatif
            cible.parent.mkdir(parents=True, exist_ok=True)
            cible.touch(mode=0o600)
            ecrits.append(cible)
            cible.write_bytes(contenu)
    except OSError:
        for cible in ecrits:  # whole or not at all
            cible.unlink(missing_ok=True)
        for dossier in sorted(
            {
                d
                for r in contenus
                for d in (installation.racine / r).parents
                if installation.racine in d.parents
            },
            reverse=True,
        ):
            if dossier.is_dir() and not any(
                dossier.iterdir()
            ):  # left there, it would make the next try be refused
                dossier.rmdir()
        raise
    return {"fichiers": len(contenus), "empreinte": construction.a_jour(installation).empreinte}


def _a_garder(installation: Installation) -> list[str]:
    """Relative paths, in order, of everything but what is built or shipped."""
    gardes = []
    for p in sorted(installation.racine.rglob("*")):
        relatif = p.relative_to(installation.racine)
        if (
            p.is_file()
            and not p.is_symlink()
            and relatif.parts[0] not in REFAITS | DU_PRODUIT
            and not p.name.startswith(".")
        ):
            gardes.append(relatif.as_posix())
    return gardes


def _verifies(z: zipfile.ZipFile) -> dict[str, bytes]:
    """The files of a backup, each as its sha256 says, none outside the folder."""
    sommaire = json.loads(z.read(SOMMAIRE))
    if sommaire["format"] != FORMAT:
        raise UsageError(
            "Cette sauvegarde est d'une autre version du produit : restaurez-la avec la "
            "version "
            "qui l'a écrite."
        )
    contenus = {}
    for relatif, somme in sommaire["sha256"].items():
        parties = PurePosixPath(relatif)
        if parties.is_absolute() or ".." in parties.parts or "\\" in relatif or ":" in relatif:
            raise UsageError(
                "Cette sauvegarde nomme un fichier hors de son dossier : elle n'a pas été "
                "écrite "
                "par ce produit. Rien n'est restauré."
            )
        contenus[relatif] = z.read(relatif)
        if hashlib.sha256(contenus[relatif]).hexdigest() != somme:
            raise ValueError(relatif)
    return contenus
