"""The files of a received archive, read without trusting it: names, sizes and sums first."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import NoReturn

from clas_data import formats
from clas_data.errors import Anomalie, FichierRefuse
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.paquets import sceau

MO = 1024 * 1024
TAILLE_MAX, DEPLIE_MAX = 20 * MO, 100 * MO  # a package of a campagne is under 1 MB
MEMBRES_MAX = 100
ABIME = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
LIGNE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def refuser(depot: Depot, code: str, **mots) -> NoReturn:
    """Raise the refusal of this file."""
    raise FichierRefuse([anomalie(code, fichier=depot.nom, **mots)])


def lire(depot: Depot) -> tuple[dict[str, bytes], str]:
    """Name → content of each file, as sealed; and the sum of the whole."""
    if len(depot.contenu) > TAILLE_MAX:
        _demesure(depot)
    try:
        with zipfile.ZipFile(io.BytesIO(depot.contenu)) as z:
            membres = [m for m in z.infolist() if not m.is_dir()]
            _exiger_ordinaires(depot, membres)
            contenus = _extraire(depot, z, membres)
    except FichierRefuse:
        raise
    except (*ABIME, RuntimeError):
        refuser(depot, "paquet_illisible")
    contenus = _sans_dossier(contenus)
    return contenus, _verifier(depot, contenus)


def _demesure(depot: Depot) -> NoReturn:
    limite = f"{formats.nombre(DEPLIE_MAX / MO)}{formats.INSECABLE}Mo"
    refuser(depot, "paquet_gros", limite=limite)


def _exiger_ordinaires(depot: Depot, membres: list[zipfile.ZipInfo]) -> None:
    if len(membres) > MEMBRES_MAX or sum(m.file_size for m in membres) > DEPLIE_MAX:
        _demesure(depot)
    vus: set[str] = set()
    for m in membres:
        chemin, plie = PurePosixPath(m.filename), m.filename.casefold()
        indice = ""
        if chemin.is_absolute() or ".." in chemin.parts or set(m.orig_filename) & set("\\:\0"):
            indice = "son chemin sort de l'archive"
        elif stat.S_IFMT(m.external_attr >> 16) not in (0, stat.S_IFREG):
            indice = "ce n'est pas un fichier"
        elif m.flag_bits & 0x1:
            indice = "il est chiffré"
        elif plie in vus or not m.filename.isprintable():
            indice = "son nom est en double, ou n'est pas un nom"
        if indice:
            refuser(depot, "paquet_membre", valeur=ascii(m.filename)[1:-1], indice=indice)
        vus.add(plie)


def _extraire(depot: Depot, z: zipfile.ZipFile, membres: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Read no more than an archive may unfold to, whatever sizes it claims."""
    contenus, reste = {}, DEPLIE_MAX
    for m in membres:
        with z.open(m) as f:
            contenus[m.filename] = f.read(reste + 1)
        reste -= len(contenus[m.filename])
        if reste < 0:
            _demesure(depot)
    return contenus


def _sans_dossier(contenus: dict[str, bytes]) -> dict[str, bytes]:
    """A folder that was zipped by hand holds the same files under its name."""
    tetes = {nom.partition("/")[0] for nom in contenus}
    if len(tetes) == 1 and all("/" in nom for nom in contenus):
        return {nom.partition("/")[2]: c for nom, c in contenus.items()}
    return contenus


def _verifier(depot: Depot, contenus: dict[str, bytes]) -> str:
    """Raise unless every file is as its seal says, and none is beside; the sum of the whole."""
    if sceau.SOMMES not in contenus:
        refuser(depot, "paquet_incomplet", valeur=sceau.SOMMES)
    lignes = contenus[sceau.SOMMES].decode("utf-8", "replace").splitlines()
    lues = [LIGNE.fullmatch(l) for l in lignes]
    if not all(lues) or len({l[2] for l in lues}) != len(lues):
        refuser(depot, "paquet_altere", valeur=sceau.SOMMES, indice="ses lignes ne se lisent pas")
    dites = {l[2]: l[1] for l in lues}
    fautes: list[Anomalie] = []
    for nom in sorted({*dites, *contenus} - {sceau.SOMMES}):
        if nom not in contenus:
            indice = "il manque"
        elif nom not in dites:
            indice = "il a été ajouté"
        elif hashlib.sha256(contenus[nom]).hexdigest() != dites[nom]:
            indice = "sa somme sha256 diffère"
        else:
            continue
        fautes.append(anomalie("paquet_altere", fichier=depot.nom, valeur=nom, indice=indice))
    if fautes:
        raise FichierRefuse(fautes)
    return sceau.sceau(contenus[sceau.SOMMES])
