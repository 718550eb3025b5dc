"""What a package holds, sealed: the sha256 of each file, and one of the whole to read aloud."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from clas_data.config import Installation
from clas_data.fichiers import referentiels

MANIFESTE, SOMMES = "datapackage.json", "SHA256SUMS.txt"
CLE = "x-partage"  # in the manifest: what a package says of itself to other départements
FORMAT = 1
TABLE = "departement"  # the resource that another département adds up
GROUPES, GROUPE = 5, 4  # of the short form: 80 bits, said in one breath


def sceller(contenus: Mapping[str, bytes]) -> bytes:
    """The file that names every other file with its sum, as `sha256sum -c` reads it."""
    lignes = [
        f"{hashlib.sha256(contenu).hexdigest()}  {nom}\n"
        for nom, contenu in sorted(contenus.items())
        if nom != SOMMES
    ]
    return "".join(lignes).encode("utf-8")


def sceau(sommes: bytes) -> str:
    """The sum of the whole package: that of the file of its sums, however it is zipped."""
    return hashlib.sha256(sommes).hexdigest()


def a_voix_haute(empreinte: str) -> str:
    """« 3f2a 91bc 07de 55a1 c0c3 »: what the sender reads, and the receiver sees."""
    return " ".join(empreinte[i * GROUPE : (i + 1) * GROUPE] for i in range(GROUPES))


def departement(installation: Installation) -> tuple[str, str]:
    """The code and the name of the département of this installation; joined where its référentiel
    holds several.
    """
    table = referentiels.load(installation, "arrondissements")
    code = "-".join(dict.fromkeys(table["departement"]))
    return code, referentiels.departement(installation)
