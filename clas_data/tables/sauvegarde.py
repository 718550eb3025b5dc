"""Save an installation: one zip of all that cannot be made again, checked file by
file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from clas_data.acces import coffre
from clas_data.config import Installation
from clas_data.fichiers import ensemble
from clas_data.fichiers.restauration import exiger_finie
from clas_data.tables import construction

SOMMAIRE = "sauvegarde.json"
FORMAT = 1
MORCEAU = 2**20  # bytes read at a time
REFAITS = {"base"}  # build products: made again from the rest
# shipped with the product, or written by `exemple`: not received
DU_PRODUIT = {"referentiels", "exemples", "README.md"}
_TYPE = Installation(Path())
FICHIERS = {
    p.name
    for p in (
        _TYPE.corrections,
        _TYPE.suites,
        _TYPE.campagnes,
        _TYPE.identification,
        _TYPE.secret,
        _TYPE.accessibilite,
        _TYPE.documents,
        _TYPE.destinataires,
        _TYPE.logo,
    )
}
DOSSIERS = {
    p.name
    for p in (
        _TYPE.imports,
        _TYPE.referentiels,
        _TYPE.baremes,
        _TYPE.scenarios,
        _TYPE.bilans,
        _TYPE.seances,
        _TYPE.dossiers,
        _TYPE.comptes,
        _TYPE.correspondances,
    )
}
PROFONDEUR = 4  # folders within folders


def sauvegarder(installation: Installation, chemin: Path) -> dict[str, Any]:
    """Write the zip, whole or not at all; `fichiers` and `octets` saved. Originals, journal,
    corrections, settings, accounts: not the bases.
    """
    exiger_finie(installation)
    provisoire = chemin.with_name(f".{chemin.name}.partiel")
    with construction.verrou(installation):
        with coffre.verrou(installation):
            ensemble.terminer(installation)
        fichiers, etrangers = _a_garder(installation)
        try:
            with zipfile.ZipFile(provisoire, "w", zipfile.ZIP_DEFLATED) as z:
                # it holds what the installation holds, accounts included
                os.chmod(provisoire, 0o600)
                sommes = {}
                for relatif in fichiers:
                    sommes[relatif] = _ranger(z, installation.racine / relatif, relatif)
                sommaire = {
                    "format": FORMAT,
                    "date": datetime.now(UTC).isoformat(timespec="seconds"),
                    "sha256": sommes,
                }
                z.writestr(SOMMAIRE, json.dumps(sommaire, ensure_ascii=False, indent=1))
            os.replace(provisoire, chemin)
        finally:
            provisoire.unlink(missing_ok=True)
    return {
        "fichiers": len(fichiers),
        "octets": chemin.stat().st_size,
        "etrangers": etrangers,
    }


def _ranger(z: zipfile.ZipFile, chemin: Path, relatif: str) -> str:
    """Copy one file into the zip, little by little; its sha256."""
    calcul = hashlib.sha256()
    with chemin.open("rb") as f, z.open(relatif, "w") as membre:
        while morceau := f.read(MORCEAU):
            calcul.update(morceau)
            membre.write(morceau)
    return calcul.hexdigest()


def gardable(relatif: PurePosixPath) -> bool:
    """Whether a backup holds a file of this name: what an installation receives, adds or sets."""
    visible = not any(p.startswith(".") for p in relatif.parts)
    return visible and (
        relatif.parts[0] in DOSSIERS
        if 1 < len(relatif.parts) <= PROFONDEUR
        else relatif.as_posix() in FICHIERS
    )


def _a_garder(installation: Installation) -> tuple[list[str], list[str]]:
    """Relative paths, in order: what is saved; what is neither ours, nor built, nor shipped."""
    gardes, etrangers = [], []
    for p in sorted(installation.racine.rglob("*")):
        relatif = PurePosixPath(p.relative_to(installation.racine).as_posix())
        cache = any(x.startswith(".") for x in relatif.parts)
        if cache or relatif.parts[0] in REFAITS | DU_PRODUIT or p.is_dir():
            continue
        ordinaire = p.is_file() and not p.is_symlink() and gardable(relatif)
        (gardes if ordinaire else etrangers).append(relatif.as_posix())
    return gardes, etrangers
