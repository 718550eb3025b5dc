"""Workbooks built by hand to cost far more than they weigh, or to crash who opens them.

Each must be answered within the limits of the process that opens files, by a refusal or by what it
really holds.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cache

import xlsxwriter

ENTETE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Campagne</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Filles</t></is></c></row>'
)
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
    for n in ("office", "table", "text")
)


def archive(parties: dict[str, str | bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as z:
        for nom, contenu in parties.items():
            z.writestr(nom, contenu)
    return tampon.getvalue()


@cache
def modele() -> dict[str, bytes]:
    """The parts of an ordinary workbook of one sheet."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as classeur:
        classeur.add_worksheet("Collectifs")
    with zipfile.ZipFile(tampon) as z:
        return {n: z.read(n) for n in z.namelist()}


def xlsx(feuille: str | bytes, cible: str = "worksheets/sheet1.xml", **autres: str) -> bytes:
    """A workbook of one sheet, whose part is where `cible` says."""
    if isinstance(feuille, str) and "worksheet" not in feuille:
        feuille = f"<worksheet {XMLNS}><sheetData>{feuille}</sheetData></worksheet>"
    parties = dict(modele())
    del parties["xl/worksheets/sheet1.xml"]
    liens = "xl/_rels/workbook.xml.rels"
    parties[liens] = parties[liens].replace(b"worksheets/sheet1.xml", cible.encode())
    chemin = posixpath.normpath(posixpath.join("/xl", cible)).lstrip("/")
    return archive(parties | {chemin: feuille} | autres)


def ods(tables: str) -> bytes:
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {OFFICE}><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


LOIN = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REFERENCES = {  # one far cell, in each spelling that a reader might take and a check might miss
    "loin": LOIN,
    "apostrophes": LOIN.replace('"', "'"),
    "espaces": LOIN.replace('r="X', 'r = " X'),
    "dollars": LOIN.replace("XFD1048576", "$XFD$1048576"),
    "petites": LOIN.replace("XFD", "xfd"),
    "entites": LOIN.replace("XFD1", "&#88;FD1"),
    "sauts": LOIN.replace("<c r", "<c\n\tr"),
    "prefixe": LOIN.replace("<row", "<x:row")
    .replace("<c ", "<x:c ")
    .replace("</c>", "</x:c>")
    .replace("</row>", "</x:row>"),
    "sans_ligne": '<row><c r="XFD1048576"><v>1</v></c></row>',
    "ligne_seule": '<row r="1048576"><c><v>1</v></c></row>',
    "autre_attribut": LOIN.replace("<c r", '<c s="0" t="n" r'),
    "chevron": LOIN.replace("<c r", '<c s=">" r'),
    "zeros": LOIN.replace("XFD1048576", "XFD0001048576"),
    "au_dela": LOIN.replace("XFD1048576", "ZZZZZ99999999"),
    "immense": LOIN.replace("XFD1048576", "A" * 400 + "9" * 400),
    "commentaire": LOIN.replace("<c r", "<c <!-- --> r"),
    "cdata": "<![CDATA[" + LOIN + "]]>" + LOIN,
    "deux_r": LOIN.replace("<c r", '<c r="A1" r'),
    "espace_de_noms": LOIN.replace("<c r", '<c y:r="A1" xmlns:y="y" r'),
}
DIMENSION = (
    f'<worksheet {XMLNS}><dimension ref="A1:XFD1048576"/><sheetData>{ENTETE}</sheetData>'
    "</worksheet>"
)
FUSIONS = (
    f"<worksheet {XMLNS}><sheetData>{ENTETE}</sheetData><mergeCells>"
    + "".join(f'<mergeCell ref="A{i}:XFD1048576"/>' for i in range(2, 60_000))
    + "</mergeCells></worksheet>"
)
BOMBE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)).replace("&a0;", "&a;")
    + f"]><worksheet {XMLNS}><sheetData><row><c><v>&a9;</v></c></row></sheetData></worksheet>"
)
PROFOND = ENTETE + "<row>" + "<c>" * 200_000 + "</c>" * 200_000 + "</row>"
CELLULES = ENTETE + "".join(f'<row r="{i}"><c r="A{i}"/></row>' for i in range(2, 300_000))
TABLE = '<table:table table:name="Collectifs">{}</table:table>'
CELLULE = '<table:table-cell office:value-type="float" office:value="1"{}/>'


def classeurs() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each."""
    for nom, ligne in REFERENCES.items():
        feuille = ENTETE + ligne
        if nom == "prefixe":
            feuille = (
                f'<x:worksheet xmlns:x="{XMLNS[7:-1]}"><x:sheetData>{ligne}</x:sheetData>'
                "</x:worksheet>"
            )
        yield f"reference_{nom}.xlsx", xlsx(feuille)
    yield "ailleurs.xlsx", xlsx(ENTETE + LOIN, "donnees/a.bin")
    yield "a_la_racine.xlsx", xlsx(ENTETE + LOIN, "/feuille.xml")
    yield "remonte.xlsx", xlsx(ENTETE + LOIN, "../x/feuille.xml")
    yield "casse.xlsx", xlsx(ENTETE + LOIN, "Worksheets/Sheet1.XML")
    yield "barres.xlsx", xlsx(ENTETE + LOIN, "worksheets\\sheet1.xml")
    yield "encodee.xlsx", xlsx(ENTETE + LOIN, "worksheets/sheet%31.xml")
    yield "dimension.xlsx", xlsx(DIMENSION)
    yield "fusions.xlsx", xlsx(FUSIONS)
    yield "entites.xlsx", xlsx(BOMBE)
    yield "profond.xlsx", xlsx(PROFOND)
    yield "vides.xlsx", xlsx(CELLULES)
    entier = f"<worksheet {XMLNS}><sheetData>{ENTETE}{LOIN}</sheetData></worksheet>"
    for code in ("utf-16", "utf-7", "utf-32"):
        tete = f'<?xml version="1.0" encoding="{code}"?>'
        yield f"{code}.xlsx", xlsx((tete + entier).encode(code))
    chaines = "<sst>" + f"<si><t>{'x' * 32_000}</t></si>" * 3_000 + "</sst>"
    yield "chaines.xlsx", xlsx(ENTETE, **{"xl/sharedStrings.xml": chaines})
    styles = "<styleSheet><cellXfs>" + "<xf/>" * 1_000_000 + "</cellXfs></styleSheet>"
    yield "styles.xlsx", xlsx(ENTETE, **{"xl/styles.xml": styles})
    for nom, tables in _tables().items():
        yield f"{nom}.ods", ods(tables)


def _tables() -> dict[str, str]:
    lignes, colonnes = _repete("rows", 1_048_576), _repete("columns", 16_384)
    repetees = TABLE.format(
        f"<table:table-row{lignes}>{CELLULE.format(colonnes)}</table:table-row>"
    )
    texte = f"<table:table-cell{colonnes}><text:p>x</text:p></table:table-cell>"
    note = "<office:annotation><text:p>", "</text:p></office:annotation>"
    notes = "<table:table-row><table:table-cell office:value-type='string'>{}</table:table-cell>"
    return {
        "repetees": repetees,
        "apostrophes": repetees.replace('"', "'"),
        "espaces": repetees.replace("repeated=", "repeated = "),
        "textes": TABLE.format(f"<table:table-row{lignes}>{texte}</table:table-row>"),
        "couvertes": repetees.replace("table-cell", "covered-table-cell"),
        "separees": TABLE.format(
            f"<table:table-row>{CELLULE.format('')}</table:table-row>"
            f"<table:table-row{_repete('rows', 1_000_000)}><table:table-cell/></table:table-row>"
            f"<table:table-row><table:table-cell{_repete('columns', 16_000)}/>"
            f"{CELLULE.format('')}</table:table-row>"
        ),
        "prefixe": repetees.replace("table:", "t:"),
        "profond": TABLE.format("<table:table-row>" + "<text:p>" * 100_000),
        "annotation": TABLE.format(notes.format(note[0] * 50_000)),
        "annotation_fermee": TABLE.format(
            notes.format(note[0] * 20_000 + note[1] * 20_000) + "</table:table-row>"
        ),
        "immense": TABLE.format(
            f"<table:table-row>{CELLULE.format(_repete('columns', 10**30))}</table:table-row>"
        ),
    }


def _repete(sens: str, fois: int) -> str:
    return f' table:number-{sens}-repeated="{fois}"'
