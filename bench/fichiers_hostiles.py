"""Ten thousand mutated files, in every format: no traceback, no half-load, no row that contradicts
its schema accepted, bounded time and memory.

The judge is written apart from the reader: it looks at the typed rows that were accepted, and at
the schema's declaration.
"""

from __future__ import annotations

import datetime
import io
import os
import random
import re
import resource
import shutil
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

from stdnum import luhn

from bench.classeurs_hostiles import classeurs
from bench.mesure import dire
from clas_data import exemples
from clas_data.acces import ligne_de_commande
from clas_data.config import Installation, installation
from clas_data.errors import ClasError
from clas_data.fichiers import controle, lecture, referentiels, schemas
from clas_data.fichiers.lecture import Depot
from clas_data.tables import importation

FOIS, GRAINE = 10_000, 20221124
SERVEUR_MO = 300  # what opening them may cost the process that asks
LENT_S = 10.0  # a campagne's file, whatever was done to it, is answered within this
JUSQU_A_L_IMPORT = 25  # one file in so many goes through the whole proposal, on a real installation
CELLULES = [
    "=1+1",
    "=CMD|' /C calc'!A0",
    "@SUM(A1)",
    "+33 6 12",
    "-1",
    "-0",
    "1e308",
    "1e999",
    "NaN",
    "inf",
    "٣",
    "１２",
    "1 234,56 €",
    "1,234.56",
    "douze",
    "31/02/2022",
    "2022-13-01",
    "99/99/9999",
    "0000-00-00",
    "x" * 40_000,
    "\x00",
    "\ufeff",
    "é\u0301",
    "'; drop table x; --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "12345678901234",
    "00000000000000",
    "2A004",
    "99999",
    "QP999999",
    "oui",
    "non",
    "peut-être",
    "TRUE",
    "#REF!",
    "#N/A",
    "",
    " ",
    "\t",
    "\r\n",
    "n.d.",
    "-",
    "0",
    "9" * 30,
    "1.5",
    "00000001800010",
    "2021-2022",
    "2020-2021",
    "2021/2022",
    "Martin Léa",
    "𝟙",
    "\u202e12",
]


def _modeles(dossier: Path) -> list[tuple[str, str, bytes]]:
    """(campagne, name, bytes) of good files in each format: the demonstration files, and an ods of
    one of them.
    """
    inst = Installation(dossier / "modele")
    exemples.installer(inst, ligne_de_commande())
    fichiers = [
        (p.parent.name, p.name, p.read_bytes())
        for p in sorted((inst.racine / "exemples").rglob("*"))
        if p.is_file()
    ]
    csv = next(c for _, n, c in fichiers if n == "collectifs-2018-2019-fictif.csv")
    return [*fichiers, ("2018-2019", "collectifs.ods", _ods(csv.decode("cp1252")))]


def _ods(texte: str) -> bytes:
    """A minimal ods sheet of a csv text."""
    lignes = "".join(
        "<table:table-row>"
        + "".join(
            (
                f'<table:table-cell office:value-type="string"><text:p>{_xml(c)}</text:p>'
                "</table:table-cell>"
            )
            for c in l.split(";")
        )
        + "</table:table-row>"
        for l in texte.splitlines()[:60]
    )
    espaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    contenu = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {espaces} office:version="1.2"><office:body>'
        "<office:spreadsheet>"
        f'<table:table table:name="Collectifs">{lignes}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifeste = (
        '<?xml version="1.0"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr("content.xml", contenu)
        z.writestr("META-INF/manifest.xml", manifeste)
    return tampon.getvalue()


def _xml(texte: str) -> str:
    return texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _octets(alea: random.Random, contenu: bytes) -> bytes:
    """Bytes cut, flipped, repeated, swapped or inserted."""
    geste = alea.randrange(6)
    i, j = sorted((alea.randrange(len(contenu) + 1), alea.randrange(len(contenu) + 1)))
    if geste == 0:
        return contenu[:i]
    if geste == 1:
        b = bytearray(contenu)
        for _ in range(alea.randint(1, 20)):
            b[alea.randrange(len(b))] = alea.randrange(256)
        return bytes(b)
    if geste == 2:
        return contenu[:i] + contenu[j:]
    if geste == 3:
        return contenu[:j] + contenu[i:]
    if geste == 4:
        return contenu[:i] + alea.randbytes(alea.randint(1, 400)) + contenu[i:]
    return contenu[::-1] if alea.random() < 0.05 else contenu[i:]


def _texte(alea: random.Random, contenu: bytes) -> bytes:
    """A csv whose cells, headers, lines, separator or encoding changed."""
    texte = contenu.decode("utf-8-sig" if contenu.startswith(b"\xef\xbb\xbf") else "cp1252")
    lignes = [l.split(";") for l in texte.splitlines()]
    for _ in range(alea.randint(1, 6)):
        geste, l = alea.randrange(7), alea.randrange(len(lignes))
        if not lignes[l]:
            continue
        c = alea.randrange(len(lignes[l]))
        if geste <= 2:
            lignes[l][c] = alea.choice(CELLULES)
        elif geste == 3:
            lignes[l].append(alea.choice(CELLULES))
        elif geste == 4 and len(lignes) > 2:
            lignes.insert(l, list(lignes[alea.randrange(len(lignes))]))
        elif geste == 5 and len(lignes) > 2:
            del lignes[l]
        else:
            del lignes[l][c]
    separateur = alea.choice([";", ";", ";", ",", "\t", "|"])
    return "\n".join(separateur.join(l) for l in lignes).encode(
        alea.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"]), "replace"
    )


def _archive(alea: random.Random, contenu: bytes) -> bytes:
    """A workbook whose inner files changed, zipped again so that its checksums are right."""
    tampon = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenu)) as z,
        zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as sortie,
    ):
        cible = alea.choice(z.namelist())
        for nom in z.namelist():
            dedans = z.read(nom)
            if nom == cible or (
                nom.endswith(("sharedStrings.xml", "content.xml")) and alea.random() < 0.5
            ):
                dedans = _interieur(alea, dedans)
            if nom != cible or alea.random() > 0.1:
                sortie.writestr(nom, dedans)
    return tampon.getvalue()


def _interieur(alea: random.Random, dedans: bytes) -> bytes:
    """Inside a workbook: texts and numbers replaced, or the bytes of the part changed."""
    if alea.random() < 0.25:
        return _octets(alea, dedans) if dedans else dedans
    trouves = list(re.finditer(rb">([^<>]{1,60})<", dedans))
    for t in sorted(
        alea.sample(trouves, min(len(trouves), alea.randint(1, 8))), key=lambda t: -t.start()
    ):
        dedans = (
            dedans[: t.start(1)]
            + _xml(alea.choice(CELLULES)).encode("utf-8", "replace")
            + dedans[t.end(1) :]
        )
    return dedans


def muter(alea: random.Random, nom: str, contenu: bytes) -> bytes:
    """One mutation that fits the format, or bytes at random."""
    if alea.random() < 0.3:
        return _octets(alea, contenu)
    return _texte(alea, contenu) if nom.endswith(".csv") else _archive(alea, contenu)


def juger(lu: controle.Controle, campagne: str, communes: dict[str, str]) -> list[str]:
    """What contradicts its schema among the rows that would be accepted; empty when nothing
    does.
    """
    fautes = []
    for nom, table in lu.tables.items():
        schema = schemas.load()[nom]
        cles = list(zip(*(table[c].to_pylist() for c in schema.cle), strict=True))
        if len(set(cles)) != len(cles) or any(None in c for c in cles):
            fautes.append(f"{nom}: key missing or doubled")
        for c in schema.colonnes.values():
            valeurs = [v for v in table[c.nom].to_pylist() if v is not None]
            if c.obligatoire and len(valeurs) < table.num_rows:
                fautes.append(f"{nom}.{c.nom}: empty")
            fautes += [
                f"{nom}.{c.nom}: {v!r}"[:120]
                for v in set(valeurs)
                if not _tient(c, v, campagne, communes)
            ]
    return fautes


def _tient(c: schemas.Colonne, v: object, campagne: str, communes: dict[str, str]) -> bool:
    if c.type in ("entier", "nombre", "montant"):
        return (
            v == v
            and abs(v) < 2**54
            and (c.min is None or v >= c.min)
            and (c.max is None or v <= c.max)
        )
    if c.type == "date":
        return isinstance(v, datetime.date)
    if c.type == "oui_non":
        return isinstance(v, bool)
    if not isinstance(v, str) or "\x00" in v:
        return False
    return {
        "choix": v in c.choix,
        "campagne": v == campagne,
        "commune": v in communes,
        "siret": len(v) == 14
        and v.isascii()
        and v.isdigit()
        and (luhn.is_valid(v) or v.startswith("356000000")),
    }.get(c.type, True)


def eprouver(fois: int, graine: int = GRAINE) -> dict:
    """`fois` mutated files: what became of them, and each fault."""
    alea, comptes, fautes, pire = random.Random(graine), Counter(), [], 0.0
    with tempfile.TemporaryDirectory() as d:
        modeles = _modeles(Path(d))
        shutil.copytree(Path(d) / "modele", Path(d) / "essai")
        inst, moi = Installation(Path(d) / "essai"), ligne_de_commande()
        communes, anciens = (
            referentiels.noms_communes(installation()),
            referentiels.anciens_codes(installation()),
        )
        etat = (inst.journal.read_bytes(), (inst.base / "CURRENT").read_bytes())
        memoire = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for i in range(fois):
            campagne, nom, contenu = alea.choice(modeles)
            mute = muter(alea, nom, contenu)
            debut = time.process_time()  # of this process: the bench may share its machine
            try:
                lu = controle.check([Depot(nom, mute)], campagne, communes, anciens)
                trouvees = juger(lu, campagne, communes) if lu.acceptable else []
                if not lu.acceptable and not all(a.message.strip() for a in lu.anomalies):
                    trouvees.append("refused without a word")
                if lu.acceptable and i % JUSQU_A_L_IMPORT == 0:
                    importation.proposer(inst, [Depot(nom, mute)], campagne, moi)
                comptes["accepté" if lu.acceptable else "refusé"] += 1
            except ClasError:
                comptes["refusé"] += 1
                trouvees = []
            except Exception as e:  # noqa: BLE001 - whatever escapes is what this bench looks for
                trouvees = [f"{type(e).__name__}: {e}"[:200]]
            duree = time.process_time() - debut
            pire = max(pire, duree)
            if duree > LENT_S:
                trouvees.append(f"{duree:.1f} s")
            fautes += [f"{i} {nom}: {t}" for t in trouvees]
        if (inst.journal.read_bytes(), (inst.base / "CURRENT").read_bytes()) != etat:
            fautes.append("an installation changed although nothing was accepted")
        prise = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memoire) // 1024
    return {
        "fois": fois,
        "etats": dict(comptes),
        "pire_s": round(pire, 2),
        "memoire_prise_mo": prise,
        "fautes": fautes,
    }


def fabriques() -> list[str]:
    """The faults met with the workbooks built by hand: slow, silent, or costly to the server."""
    fautes, memoire = [], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for nom, contenu in classeurs():
        debut = time.perf_counter()
        feuilles, anomalies = lecture.read(Depot(nom, contenu))
        if time.perf_counter() - debut > LENT_S:
            fautes.append(f"{nom}: {time.perf_counter() - debut:.1f} s")
        if not feuilles and not any(a.message.strip() for a in anomalies):
            fautes.append(f"{nom}: refused without a word")
    prise = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memoire) // 1024
    return [*fautes, *([f"{prise} MB in the server"] if prise > SERVEUR_MO else [])]


def mesurer() -> None:
    debut = time.perf_counter()
    r = eprouver(int(os.environ.get("CLAS_HOSTILES", FOIS)))
    r["fautes"] = fabriques() + r["fautes"]
    dire(
        {
            "mesure": "fichiers hostiles",
            "base": "aucune faute attendue",
            "rapport": len(r["fautes"]) / r["fois"],
            "attendu": "0",
            "secondes": round(time.perf_counter() - debut, 1),
            **r,
            "fautes": r["fautes"][:20],
        }
    )
