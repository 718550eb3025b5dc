"""What the look of a cell says and its value does not: struck out whole; made of parts of which one
is struck out, raised or lowered (« 12 » crossed out, then « 14 », reads 1214); or a number that its
format shows as another one.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from clas_data.fichiers.ouverture.structure import Fautes, analyser, rang

SIGNES = re.compile(rb"strike|vertAlign|numFmt")
ECRITS = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")  # of a format: what is written as it is
MOTS = re.compile(r"\"([^\"]*)\"|\\(.)")  # the same, as words
DEGUISE = re.compile(r"%|[0#?],+([^0#?,.]|$)")  # « 0 % », « # ##0, » which hides three figures
MULTIPLE = re.compile(r"\d|(?<![^\W\d_])(k|m|md|milliers?|mille|millions?)(?![^\W\d_])", re.I)
PARTIES = re.compile(r"((?:\"[^\"]*\"|\\.|\[[^\]]*\]|[^;])*);?")
MONTRE = re.compile(r"[0#?@dmyhs]|general", re.I)  # a number, a text, a day
ZEROS = re.compile(r"0{2,}(\.|$)")  # « 0012 »
# not €
MONNAIE = re.compile(r"\[\$(?!€|EUR|[-\]])|(?<!\[)\$|\"[^\"]*(?:\$|£|¥|CHF|USD|GBP)[^\"]*\"", re.I)
POURCENTS = {"9", "10"}  # the formats that every workbook has
STYLES, PARTAGES = "xl/styles.xml", "xl/sharedstrings.xml"
NON = ("0", "false", "none")


@dataclass(frozen=True)
class Allures:
    """Of a workbook: the formats that strike out, and the shared texts made of unlike parts."""

    formats: frozenset[str] = frozenset()
    textes: frozenset[str] = frozenset()
    deguises: frozenset[str] = frozenset()  # the formats that show another number
    pourcents: frozenset[str] = frozenset()  # of these, those that show « 45 % » for 0.45
    codes: frozenset[str] = frozenset()  # those that show another code than the number


@dataclass
class _Parts:
    """Follows the parts of a rich text."""

    unlike: bool = False
    in_part: bool = False
    struck: list[bool] = field(default_factory=list)

    def open(self, nom: str, a: dict[str, str]) -> None:
        if nom == "r":
            self.in_part = True
            self.struck.append(False)
        elif self.in_part and nom == "strike" and a.get("val", "1") not in NON:
            self.struck[-1] = True
        elif self.in_part and nom == "vertAlign" and a.get("val") != "baseline":
            self.unlike = True

    @property
    def mixed(self) -> bool:
        return self.unlike or any(self.struck)


def lire(archive: zipfile.ZipFile) -> Allures:
    """The looks of an xlsx that change what a cell means; nothing is parsed where there is none."""
    noms = {n.lower(): n for n in archive.namelist()}
    lus = [archive.read(noms[n]) if n in noms else b"" for n in (STYLES, PARTAGES)]
    styles, partages = (x if SIGNES.search(x) else b"" for x in lus)
    rangs = _formats(styles) if styles else ([], [], [], [])
    barrent, deguisent, pourcents, codent = map(frozenset, rangs)
    textes = _textes(partages) if partages else []
    return Allures(barrent, frozenset(textes), deguisent, pourcents, codent)


def _deguise(code: str) -> bool:
    """True for the format of a number that shows another one, a word instead, or nothing."""
    nu = ECRITS.sub("", code)
    parties = [p for p in PARTIES.findall(code) if p]
    muettes = [p for p in parties if not MONTRE.search(ECRITS.sub("", p))]
    cachee = any(p is parties[0] or "[" in p for p in muettes)  # positive, or under a condition
    vide = ";" in nu and not nu.strip("; ")
    autre = MULTIPLE.search(_mots(code)) or MONNAIE.search(code)
    return bool(DEGUISE.search(nu)) or vide or cachee or bool(autre)


def _pourcent(code: str) -> bool:
    """True for the format that shows « 45 % » for 0.45."""
    return "%" in ECRITS.sub("", code)


def _code(code: str) -> bool:
    """True for the format that makes another code of a number: « A38-0012 », « 0012 » for 12."""
    return bool(ZEROS.search(ECRITS.sub("", code))) or any(map(str.isalnum, _mots(code)))


def _mots(code: str) -> str:
    return " ".join(a or b for a, b in MOTS.findall(code))


def _formats(contenu: bytes) -> tuple[list[str], list[str], list[str], list[str]]:
    """The ranks of the cell formats whose font strikes out, of those that show another number, of
    those of them that show a percentage, of those that show another code.
    """
    polices: list[bool] = []
    formats: list[str] = []
    deguises: list[str] = []
    parts: list[str] = []
    codes: list[str] = []
    nombres, cents, marques = (set(POURCENTS) for _ in range(3))
    etat = {"police": False, "formats": False, "n": 0}

    def ouvre(nom: str, a: dict[str, str]) -> None:
        if nom == "font":
            etat["police"] = True
            polices.append(False)
        elif nom == "strike" and etat["police"]:
            polices[-1] = a.get("val", "1") not in NON
        elif nom == "numFmt":
            for juge, vus in ((_deguise, nombres), (_pourcent, cents), (_code, marques)):
                if juge(a.get("formatCode", "")):
                    vus.add(a.get("numFmtId", ""))
        elif nom == "cellXfs":
            etat["formats"] = True
        elif nom == "xf" and etat["formats"]:
            police = int(a.get("fontId", "0")) if a.get("fontId", "0").isdigit() else 0
            if police < len(polices) and polices[police]:
                formats.append(str(etat["n"]))
            for vus, rangs in ((nombres, deguises), (cents, parts), (marques, codes)):
                if a.get("numFmtId") in vus:
                    rangs.append(str(etat["n"]))
            etat["n"] += 1

    def ferme(nom: str) -> None:
        if nom == "font":
            etat["police"] = False
        elif nom == "cellXfs":
            etat["formats"] = False

    analyser(contenu, ouvre=ouvre, ferme=ferme)
    return formats, deguises, parts, codes


def _textes(contenu: bytes) -> list[str]:
    """The ranks of the shared texts made of unlike parts."""
    trouves: list[str] = []
    etat = {"n": -1, "parts": _Parts()}

    def ouvre(nom: str, a: dict[str, str]) -> None:
        if nom == "si":
            etat.update(n=etat["n"] + 1, parts=_Parts())
        else:
            etat["parts"].open(nom, a)

    def ferme(nom: str) -> None:
        if nom == "r":
            etat["parts"].in_part = False
        elif nom == "si" and etat["parts"].mixed:
            trouves.append(str(etat["n"]))

    analyser(contenu, ouvre=ouvre, ferme=ferme)
    return trouves


def noter(contenu: bytes, allures: Allures, vues: Fautes) -> None:
    """Of one sheet: the cells struck out whole, made of unlike parts, shown as another number or as
    another code.
    """
    siens = allures.formats or allures.textes or allures.deguises or allures.codes
    if not (siens or SIGNES.search(contenu)):
        return
    etat = {"ou": (0, -1), "s": "", "t": "", "v": "", "dans": False, "parts": _Parts()}

    def ouvre(nom: str, a: dict[str, str]) -> None:
        if nom == "row":
            suivante = etat["ou"][0] + 1 if etat["ou"][1] >= 0 else 0
            etat["ou"] = (int(a["r"]) - 1 if a.get("r", "").isdigit() else suivante, -1)
        elif nom == "c":
            place = re.fullmatch(r"\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*", a.get("r", ""))
            ici = (int(place[2]) - 1, rang(place[1]) - 1) if place else (0, 0)
            etat["ou"] = ici if place else (etat["ou"][0], etat["ou"][1] + 1)
            etat.update(s=a.get("s", "0"), t=a.get("t", "").strip(), v="", parts=_Parts())
        elif nom in ("v", "t"):
            etat["dans"] = True
        etat["parts"].open(nom, a)

    def ferme(nom: str) -> None:
        if nom in ("v", "t"):
            etat["dans"] = False
        elif nom == "r":
            etat["parts"].in_part = False
        elif nom == "c" and etat["v"].strip():
            if etat["s"] in allures.formats:
                vues.barrees.add(etat["ou"])
            if etat["s"] in allures.deguises and etat["t"] in ("", "n"):
                vues.deguisees.add(etat["ou"])
                if etat["s"] in allures.pourcents:
                    vues.pourcents.add(etat["ou"])
            if etat["s"] in allures.codes and etat["t"] in ("", "n"):
                vues.codees.add(etat["ou"])
            if etat["parts"].mixed or (etat["t"] == "s" and etat["v"].strip() in allures.textes):
                vues.riches.add(etat["ou"])

    def texte(morceau: str) -> None:
        if etat["dans"]:
            etat["v"] += morceau

    analyser(contenu, ouvre=ouvre, ferme=ferme, texte=texte)
