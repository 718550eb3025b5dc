"""A workbook whose XML is written as no spreadsheet writes it: each value is read as it stands, or
the file is refused. A reader that keeps the last of two values, or leaves one out, loses it in
silence.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from clas_data.fichiers import controle
from clas_data.fichiers.lecture import Depot
from tests.outils import CAMPAGNE, COMMUNES, colonnes, en_csv, en_ods, en_xlsx, grille, petite

LIGNES = petite()["collectifs"]
ENFANTS = colonnes(LIGNES).index("enfants")
GRILLE = [
    [int(v) if j == ENFANTS and i else v for j, v in enumerate(l)]
    for i, l in enumerate(grille(LIGNES))
]
OU = re.compile(rb'<c r="(\w+)"><v>11</v></c>')  # the children of the first collectif


ONZE_ODS = re.compile(rb'<table:table-cell [^>]*office:value="11.0"[^>]*>.*?</table:table-cell>')
ONZE, TEXTE = b'office:value-type="float" office:value="11.0">', b'office:value-type="string">'
P, FIN = b"<text:p>", b"</text:p></table:table-cell>"


def lu(nom: str, contenu: bytes) -> tuple[set[str], list[int]]:
    """What is said of this file, and the children that are read in it."""
    c = controle.check([Depot(nom, contenu)], CAMPAGNE, COMMUNES, {})
    enfants = c.tables["collectifs"]["enfants"].to_pylist() if c.tables else []
    return {a.code for a in c.anomalies if a.gravite == "bloquante"}, enfants


def autrement(cellule: bytes) -> bytes:
    """The workbook, its first number of children written otherwise."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(en_xlsx({"Collectifs": GRILLE}))) as z:
        with zipfile.ZipFile(tampon, "w") as neuf:
            for n in z.namelist():
                contenu = z.read(n)
                if n.endswith("sheet1.xml"):
                    contenu, fois = OU.subn(cellule, contenu)
                    assert fois == 1
                neuf.writestr(n, contenu)
    return tampon.getvalue()


@pytest.mark.parametrize(
    "cellule",
    [
        rb'<c r="\1"><v>12</v></c><c r="\1"><v>11</v></c>',
        rb'<c r="\1"><v>12</v><v>11</v></c>',
        rb'<c r="\1"><v>1<!-- -->1</v></c>',
        rb'<c r="\1"><v><![CDATA[11]]></v></c>',
        rb'<c r="\1"><v>&#49;1</v></c>',
        rb'<c r="\1" t="n"><v>&#49;1</v></c>',
        rb'<c r="\1"><v>NaN</v></c>',
        rb'<c r="\1"><v>1e400</v></c>',
        rb'<c r="\1" t="inlineStr"><v>11</v></c>',
        rb'<c r="\1" t="inlineStr"><is><t>1</t></is><is><t>1</t></is></c>',
    ],
)
def test_a_value_that_would_be_lost_refuses_the_workbook(cellule):
    assert lu("c.xlsx", autrement(cellule)) == ({"classeur_abime"}, [])


@pytest.mark.parametrize(
    "cellule",
    [
        rb'<c r="\1"><v> 11 </v></c>',
        rb'<c r="\1"><v>1.1E1</v></c>',
        rb'<c r="\1" t="str"><f>A1</f><v>&#49;1</v></c>',
        rb'<c r="\1" t="inlineStr"><is><t>&#49;1</t></is></c>',
        rb'<!-- 12 --><c r="\1"><v>11</v></c>',
    ],
)
def test_what_is_read_whole_is_read(cellule):
    assert lu("c.xlsx", autrement(cellule)) == (set(), [11, 10, 9])


def test_rows_in_another_order_are_read():
    assert lu("c.xlsx", autrement(rb'<c r="\1"><v>11</v></c>')) == (set(), [11, 10, 9])
    lignes = re.compile(rb"(<row r=\"2\".*?</row>)(<row r=\"3\".*?</row>)", re.S)
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(en_xlsx({"Collectifs": GRILLE}))) as z:
        with zipfile.ZipFile(tampon, "w") as neuf:
            for n in z.namelist():
                neuf.writestr(n, lignes.sub(rb"\2\1", z.read(n)))
    assert lu("c.xlsx", tampon.getvalue()) == (set(), [11, 10, 9])


def ods(cellule: bytes, feuille: bytes = b"Collectifs") -> bytes:
    """The same of an ods; `feuille`: a second sheet of the same keys."""
    nombres = [[float(v) if isinstance(v, int) else v for v in l] for l in GRILLE]
    tampon = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(en_ods({"Collectifs": nombres}))) as z:
        with zipfile.ZipFile(tampon, "w") as neuf:
            for n in z.namelist():
                contenu = z.read(n)
                if n == "content.xml":
                    contenu, fois = ONZE_ODS.subn(lambda _: cellule, contenu)
                    assert fois == 1
                    table = re.search(rb"<table:table .*</table:table>", contenu, re.S)[0]
                    if feuille != b"Collectifs":
                        copie = table.replace(b'"Collectifs"', b'"' + feuille + b'"')
                        copie = re.sub(rb'value="9(\.0)?"', b'value="8"', copie)
                        assert copie.count(b'value="8"') > table.count(b'value="8"')
                        contenu = contenu.replace(table, table + copie)
                neuf.writestr(n, contenu)
    return tampon.getvalue()


@pytest.mark.parametrize(
    "cellule, dites, enfants",
    [
        (ONZE + P + b"11" + FIN, set(), 11),
        (ONZE.replace(b"11.0", b"NaN") + P + b"11" + FIN, {"classeur_abime"}, None),
        # a text without its type, or its number, is read as nothing by the reader of workbooks
        (b">" + P + b"11" + FIN, set(), 11),
        (b'office:value-type="float">' + P + b"11" + FIN, set(), 11),
        (TEXTE + P + b"<![CDATA[11]]>" + FIN, {"classeur_abime"}, None),
        (ONZE + b"<table:table/>" + FIN, {"classeur_abime"}, None),
        # what separates two numbers is left out by it
        (TEXTE + P + b"1<text:line-break/>1" + FIN, {"pas_un_nombre"}, ""),
        (TEXTE + P + b"1<text:tab/>1" + FIN, {"pas_un_nombre"}, ""),
        (
            TEXTE + P + b"1" + FIN.replace(b"p>", b"p>" + P + b"1</text:p>", 1),
            {"pas_un_nombre"},
            "",
        ),
    ],
)
def test_a_cell_of_an_ods_is_read_as_it_is_shown_or_refused(cellule, dites, enfants):
    lues = [] if enfants is None else [enfants if enfants != "" else None, 10, 9]
    assert lu("c.ods", ods(b"<table:table-cell " + cellule)) == (dites, lues)


def test_what_is_kept_of_a_linked_file_is_no_sheet_of_an_ods():
    onze = b"<table:table-cell " + ONZE + P + b"11" + FIN
    cache = ods(onze, b"'file:///vieux.ods'#$Collectifs")
    assert lu("c.ods", cache) == (set(), [11, 10, 9])
    assert lu("c.ods", ods(onze, b"Copie"))[0] == {"cle_double"}


def test_a_row_of_a_csv_cut_by_another_sign_is_no_note():
    texte = en_csv(GRILLE).decode().splitlines()
    assert lu("c.csv", "\r\n".join(texte).encode()) == (set(), [11, 10, 9])
    texte[2] = texte[2].replace(";", ",")
    assert lu("c.csv", "\r\n".join(texte).encode()) == ({"ligne_autre_separateur"}, [11, 9])
