"""Is this file what its name says, and is it safe to open?  Judged on its bytes, before any reader
touches it.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from clas_data import formats
from clas_data.errors import Anomalie
from clas_data.fichiers.messages import anomalie
from clas_data.fichiers.ouverture import structure

MO = 1024 * 1024
# a campagne of a département is under 1 MB; a national set is loaded by the command, in pieces
TAILLE_MAX = 50 * MO
# what a workbook of TAILLE_MAX of real cells can unfold to; bombs unfold to thousands of times more
DEPLIE_MAX = 600 * MO
CELLULES_MAX = 20_000_000  # the reader allocates the whole rectangle up to the farthest cell
ENTREES_MAX = 5_000
ABIME = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    structure.Illisible,
    EOFError,
    NotImplementedError,
    OSError,
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REPETE = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')
CELLULE = re.compile(
    rb"""<(?:[\w.-]+:)?c\s[^>]*?\br\s*=\s*["']\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*["']"""
)
LIGNE = re.compile(rb"""<(?:[\w.-]+:)?row\s[^>]*?\br\s*=\s*["']\s*(\d{1,10})\s*["']""")
DETOURNE = re.compile(  # no spreadsheet writes a position with character references
    rb"""<(?:[\w.-]+:)?(?:c|row)\s[^>]*?\br\s*=\s*["'][^"'>]*&"""
)
EXTENSIONS = {  # what a received file may be called, and what it may then be
    "csv": "texte",
    "tsv": "texte",
    "txt": "texte",
    "xlsx": "classeur",
    "xlsm": "classeur",
    "ods": "classeur",
}


def examiner(nom: str, contenu: bytes) -> tuple[str, Anomalie | None]:
    """(« csv », « xlsx » or « ods », None), or (« », the reason why the file is not opened)."""
    if len(contenu) > TAILLE_MAX:
        return "", anomalie(
            "fichier_trop_gros", fichier=nom, taille=_mo(len(contenu)), limite=_mo(TAILLE_MAX)
        )
    if not contenu.strip():
        return "", anomalie("fichier_vide", fichier=nom)
    if contenu.startswith(OLE):
        chiffre = "EncryptedPackage".encode("utf-16-le") in contenu
        return "", anomalie("classeur_chiffre" if chiffre else "xls_ancien", fichier=nom)
    if contenu.startswith(b"PK"):
        return _classeur(nom, contenu)
    debut = contenu[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if debut.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return "", anomalie("html_deguise", fichier=nom)
    extension = nom.lower().rsplit(".", 1)[-1]
    if EXTENSIONS.get(extension) == "texte":
        return "csv", None
    if EXTENSIONS.get(extension) == "classeur":
        return "", anomalie("classeur_abime", fichier=nom)
    return "", anomalie(
        "format_inconnu",
        fichier=nom,
        indice=f"extension « .{extension} »" if "." in nom else "sans extension",
    )


def _mo(octets: float) -> str:
    return f"{formats.nombre(octets / MO, 0 if octets >= 10 * MO else 1)}{formats.INSECABLE}Mo"


def _classeur(nom: str, contenu: bytes) -> tuple[str, Anomalie | None]:
    try:
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            entrees = archive.infolist()
            noms = {e.filename for e in entrees}
            sorte = "xlsx" if "xl/workbook.xml" in noms else "ods" if "content.xml" in noms else ""
            if not sorte:
                return "", anomalie(
                    "format_inconnu",
                    fichier=nom,
                    indice="une archive, mais pas un classeur xlsx ou ods",
                )
            if len({n.lower() for n in noms}) < len(entrees):
                return "", anomalie("classeur_abime", fichier=nom)  # two parts of one name
            if any(e.flag_bits & 0x1 for e in entrees) or b"manifest:encryption-data" in _lire(
                archive, "META-INF/manifest.xml", noms
            ):
                return "", anomalie("classeur_chiffre", fichier=nom)
            deplie = _taille_depliee(contenu, entrees)
            if deplie > DEPLIE_MAX:
                return "", anomalie(
                    "classeur_demesure", fichier=nom, taille=f"plus de {_mo(DEPLIE_MAX)}"
                )
            cellules = max(
                (_etendue(morceaux) for morceaux in _feuilles(archive, noms, sorte)), default=0
            )
            if cellules > CELLULES_MAX:
                taille = f"{formats.nombre(cellules)} cellules"
                return "", anomalie("classeur_demesure", fichier=nom, taille=taille)
            return sorte, None
    except ABIME:
        return "", anomalie("classeur_abime", fichier=nom)


def _lire(archive: zipfile.ZipFile, entree: str, noms: set[str]) -> bytes:
    if entree not in noms:
        return b""
    with archive.open(entree) as f:
        return f.read(MO)


def _taille_depliee(contenu: bytes, entrees: list[zipfile.ZipInfo]) -> int:
    """What the entries really unfold to, whatever sizes the archive claims; stops as soon as the
    limit is passed.
    """
    if len(entrees) > ENTREES_MAX or sum(e.compress_size for e in entrees) > len(contenu):
        return DEPLIE_MAX + 1  # entries that overlap: the mark of a bomb
    total = 0
    for e in entrees:
        nom_l, extra_l = struct.unpack("<HH", contenu[e.header_offset + 26 : e.header_offset + 30])
        debut = e.header_offset + 30 + nom_l + extra_l
        brut = contenu[debut : debut + e.compress_size]
        if e.compress_type == zipfile.ZIP_STORED:
            total += len(brut)
        elif e.compress_type == zipfile.ZIP_DEFLATED:
            total += _deflate(brut, DEPLIE_MAX - total + 1, e.file_size)
        else:
            raise zipfile.BadZipFile("unexpected compression")
        if total > DEPLIE_MAX:
            return total
    return total


def _deflate(brut: bytes, limite: int, annonce: int) -> int:
    moteur, lu, reste = zlib.decompressobj(-15), 0, brut
    while reste and not moteur.eof and lu <= limite:
        lu += len(moteur.decompress(reste, MO))
        reste = moteur.unconsumed_tail
    if lu <= limite and (not moteur.eof or lu != annonce):
        raise zipfile.BadZipFile("truncated or lying entry")
    return lu


def _feuilles(archive: zipfile.ZipFile, noms: set[str], sorte: str) -> Iterator[Iterator[bytes]]:
    """The sheets, wherever the workbook's own relations place them."""
    if sorte == "ods":
        contenu = archive.read("content.xml")
        structure.analyser(contenu)  # the reader loops for ever on tags that never close
        yield _ods(contenu)
        return
    for partie in sorted(set(structure.parties(archive)[0].values())):
        with archive.open(partie) as f:
            yield iter(lambda f=f: f.read(4 * MO), b"")


def _ods(contenu: bytes) -> Iterator[bytes]:
    """An ods row or cell may stand for a million: only those that hold a value count."""
    for ligne in re.split(rb"<table:table-row", contenu)[1:]:
        pleine = ligne.split(b"</table:table-row>")[0]
        if b"office:value-type" in pleine:
            yield b"<ods:row" + pleine


def _etendue(morceaux: Iterator[bytes]) -> int:
    """Cells of the rectangle that the reader would allocate."""
    colonnes = lignes = repetees = 0
    reste = b""
    for morceau in morceaux:
        if morceau.startswith(b"<ods:row"):
            tete, *cellules = morceau.split(b"<table:table-cell")
            n = next((int(v) for sens, v in REPETE.findall(tete) if sens == b"rows"), 1)
            pleines = [c for c in cellules if b"office:value-type" in c]
            largeur = sum(
                next((int(v) for sens, v in REPETE.findall(c) if sens == b"columns"), 1)
                for c in pleines
            )
            repetees += n
            colonnes = max(colonnes, largeur)
            continue
        bloc = reste + morceau
        if DETOURNE.search(bloc):
            return CELLULES_MAX + 1
        for ligne in LIGNE.findall(bloc):
            lignes = max(lignes, int(ligne))
        for lettres, ligne in CELLULE.findall(bloc):
            lignes = max(lignes, int(ligne))
            colonnes = max(colonnes, structure.rang(lettres.decode()))
        reste = bloc[-200:]
    return max(lignes, repetees) * max(colonnes, 1)
