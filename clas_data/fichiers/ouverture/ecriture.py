"""How the XML of a sheet is written, where no spreadsheet writes it so: two values in one place, a
value that the reader of workbooks would cut or leave out.
"""

from __future__ import annotations

import re

from clas_data.fichiers.ouverture.structure import Illisible, rang

P = rb"(?:[\w.-]+:)?"
CELLULE = re.compile(
    rb"<" + P + rb"c\s[^>]*?\br\s*=\s*[\"']\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})\s*[\"']"
)
COUPEE = re.compile(rb"<" + P + rb"v(?:\s[^>]*)?>[^<]*<!")  # a comment, or raw text, in a value
DEUX = re.compile(rb"</" + P + rb"(v|is)>\s*<" + P + rb"\1[\s>]")
# A text in the place of a number: read as nothing.
DEPLACE = re.compile(
    rb"<" + P + rb"c\s[^>]*\bt\s*=\s*[\"']inlineStr[\"'][^>]*>\s*<" + P + rb"v[\s>]"
)
# A character written by its number: read in a text, lost in anything else.
NUMERO = re.compile(rb"<" + P + rb"c(?:\s([^>]*))?>\s*<" + P + rb"v(?:\s[^>]*)?>[^<]*&#")
# No number: read as unknown, without a word.
INFINI = re.compile(
    rb"(?:<" + P + rb"v(?:\s[^>]*)?>|office:value=[\"'])\s*[+-]?(?:nan|inf|[\d.]+e\+?[3-9]\d\d)",
    re.I,
)
TEXTE = re.compile(rb"\bt\s*=\s*[\"'](str|d)[\"']")


def exiger_ordinaire(contenu: bytes) -> None:
    """Raise Illisible for a sheet of which some value would be read otherwise than written."""
    if (b"<!" in contenu and COUPEE.search(contenu)) or DEUX.search(contenu):
        raise Illisible("a value is written in pieces, or twice")
    if DEPLACE.search(contenu):
        raise Illisible("a text is written where a number is")
    if b"&#" in contenu and any(not TEXTE.search(m[1] or b"") for m in NUMERO.finditer(contenu)):
        raise Illisible("a number is written with character references")
    exiger_finis(contenu)
    _une_fois(contenu)


def exiger_entiers(contenu: bytes) -> None:
    """The same for an ods."""
    if b"<![CDATA[" in contenu:
        raise Illisible("a text is written as raw text")
    exiger_finis(contenu)


def exiger_finis(contenu: bytes) -> None:
    """Raise Illisible where a number is none, or without end."""
    if INFINI.search(contenu):
        raise Illisible("a number is none, or without end")


def _une_fois(contenu: bytes) -> None:
    """Each cell is written once: of two, the reader keeps the last without a word."""
    dernier, en_ordre = (0, 0), True
    for lettres, ligne in CELLULE.findall(contenu):
        ici = (int(ligne), rang(lettres.decode("ascii")))
        if ici <= dernier:
            en_ordre = False
            break
        dernier = ici
    if en_ordre:
        return
    places = [(int(l), rang(c.decode("ascii"))) for c, l in CELLULE.findall(contenu)]
    if len({*places}) < len(places):
        raise Illisible("a cell is written twice")
