"""What the look of a cell says is not lost without a word: struck out, raised, shown as another
number.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from clas_data.fichiers import controle
from clas_data.fichiers.classeur import nouveau
from clas_data.fichiers.lecture import Depot
from clas_data.fichiers.ouverture import allures, ods, structure
from tests.outils import CAMPAGNE
from tests.test_cas_fichiers import DOSSIER

LIGNE = 1  # the row, from 0, that a case changes
SAIN = CalamineWorkbook.from_path(DOSSIER / "collectifs_sain.xlsx")
LIGNES = SAIN.get_sheet_by_index(0).to_python()
ENFANTS = LIGNES[0].index("Enfants accompagnés")
LIEU = LIGNES[0].index("Lieu")


def lu(change) -> controle.Controle:
    """The check of the clean collectifs, where a hand has changed some cells."""
    tampon = io.BytesIO()
    with nouveau(tampon, "essai") as classeur:
        feuille = classeur.add_worksheet("collectifs")
        jour = classeur.add_format({"num_format": "dd/mm/yyyy"})
        for i, ligne in enumerate(LIGNES):
            for j, v in enumerate(ligne):
                if hasattr(v, "year"):
                    feuille.write_datetime(i, j, v, jour)
                else:
                    feuille.write(i, j, v)
        change(classeur.add_format, feuille)
    return controle.check([Depot("collectifs.xlsx", tampon.getvalue())], CAMPAGNE, {}, {})


def dites(c: controle.Controle) -> dict[str, tuple[str, int | None, str]]:
    """What is said of the look of cells: its gravity, row and column."""
    return {
        a.code: (a.gravite, a.ligne, a.colonne)
        for a in c.anomalies
        if a.code.startswith(("texte_de", "cellules_"))
    }


@pytest.mark.parametrize("allure", [{"font_strikeout": True}, {"font_script": 1}])
def test_a_number_of_which_a_part_is_struck_out_or_raised_is_refused(allure):
    """« 12 » crossed out then « 14 » read 1 214 children; « 12¹ », with its note, 121."""

    def change(forme, feuille):
        feuille.write_rich_string(LIGNE, ENFANTS, forme(allure), "12", forme({"bold": True}), "14")

    ou = ("bloquante", LIGNE + 1, "Enfants accompagnés")
    assert dites(lu(change)) == {"texte_de_plusieurs_parties": ou}


def test_a_word_of_which_a_part_is_raised_or_bold_is_read():
    def change(forme, feuille):
        feuille.write_rich_string(LIGNE, LIEU, forme({"bold": True}), "centre", " social")
        code = LIGNES[LIGNE][1]
        feuille.write_rich_string(LIGNE, 1, forme({"font_script": 1}), code[:2], code[2:])

    c = lu(change)
    assert not dites(c) and c.acceptable


def test_rows_read_although_they_are_struck_out_are_named():
    def change(forme, feuille):
        for j, v in enumerate(LIGNES[LIGNE]):
            if isinstance(v, float | str):
                feuille.write(LIGNE, j, v, forme({"font_strikeout": True}))

    c = lu(change)
    assert dites(c) == {"cellules_barrees": ("alerte", LIGNE + 1, "")}
    assert c.tables["collectifs"].num_rows == len(LIGNES) - 1


@pytest.mark.parametrize(
    "format_",
    [
        *["0 %", "0%;-0%", "#,##0,", '0.0,," M"', ";;;", ";;"],
        *['0 "k€"', '"12 000"', '0" sur 15"', '[>10]"beaucoup";0', "0.0\\M", '"vu"'],
        *["#,##0 [$CHF]", '"$"#,##0', "[$£-809]0", '0 "USD"'],
    ],
)
def test_a_number_that_its_format_shows_as_another_is_said(format_):
    def change(forme, feuille):
        feuille.write(LIGNE, ENFANTS, 12.0, forme({"num_format": format_}))

    assert dites(lu(change)) == {"cellules_deguisees": ("alerte", LIGNE + 1, "")}


@pytest.mark.parametrize(
    "format_",
    [
        *["#,##0.00", '0" %"', "# ##0 €", '0.0,0" x"', "@", "[>9]0;0", "General", '0" enfants"'],
        *['_-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-;_-* "-"??_-;_-@_-', "0;-0;;@", "[Red]0;0"],
        *["#,##0 [$€-40C]", "[$EUR] 0", "[$-40C]0"],
    ],
)
def test_an_ordinary_format_is_not_said(format_):
    def change(forme, feuille):
        feuille.write(LIGNE, ENFANTS, 12.0, forme({"num_format": format_}))

    assert dites(lu(change)) == {}


@pytest.mark.parametrize("format_, dit", [('"A38-"0000', True), ("0000", True), ("0", False)])
def test_a_code_that_its_format_makes_is_said(format_, dit):
    """Shown « A38-0012 », read « 12 »; a number of children shown « 0012 » is twelve."""

    def change(forme, feuille):
        feuille.write(LIGNE, ENFANTS, 12.0, forme({"num_format": "0000"}))
        feuille.write(
            LIGNE, LIGNES[0].index("Code de l'action"), 12.0, forme({"num_format": format_})
        )

    assert dites(lu(change)) == ({"cellules_deguisees": ("alerte", LIGNE + 1, "")} if dit else {})


@pytest.mark.parametrize(
    "genre, valeur, montre, dit",
    [
        ("percentage", "11", "1100%", True),
        ("float", "9000", "9 k€", True),
        ("float", "12", "13", True),
        ("float", "3", "moins de cinq", True),
        ("currency", "250", "250,00 €", False),
        ("float", "1248.5", "1 248,50", False),
        ("float", "1248", "1.248", False),
        ("float", "12.44", "12,4", False),
        ("float", "-250", "(250)", False),
        ("float", "12", "12 enfants", False),
        ("float", "12", "", False),  # written by a program, which shows nothing
    ],
)
def test_a_number_that_an_ods_shows_as_another_is_said(genre, valeur, montre, dit):
    def vues(plus: str = ""):
        cellule = f'f:value-type="{genre}" {plus} f:value="{valeur}"><p>{montre}</p>'
        table = f"<t:table><t:table-row><t:table-cell {cellule}</t:table-cell></t:table-row>"
        return ods.fautes(f'<o xmlns:t="t" xmlns:f="f">{table}</t:table></o>'.encode())

    assert [f.deguisees for f in vues()] == [{(0, 0)} if dit else set()]
    assert [bool(f.pourcents) for f in vues()] == [genre == "percentage"]
    assert [f.deguisees for f in vues('f:currency="USD"')] == [{(0, 0)} if montre else set()]


def test_a_comment_and_a_value_of_another_file_are_said():
    """« en fait 14 » in a comment; a total that another workbook may have changed since."""

    def change(forme, feuille):
        feuille.write_comment(0, ENFANTS, "À remplir")  # of the header: no row of data
        feuille.write_comment(LIGNE, ENFANTS, "en fait 14")
        feuille.write_formula(LIGNE + 1, ENFANTS, "=[1]Feuil1!A1", None, 12)
        feuille.write_formula(LIGNE + 2, ENFANTS, "=SUM(A1:A3)", None, 9)

    ou = {"cellules_commentees": LIGNE + 1, "cellules_liees": LIGNE + 2}
    assert dites(lu(change)) == {code: ("alerte", n, "") for code, n in ou.items()}
    vues = ods.fautes(
        b'<o xmlns:t="t" xmlns:f="f"><t:table><t:table-row><t:table-cell f:value-type="string">'
        b"<annotation><p>en fait 14</p></annotation><p>12</p></t:table-cell><t:table-cell "
        b"t:formula=\"of:=['file:///x.ods'#$F.A1]\" f:value-type='float' f:value='12'><p>12</p>"
        b"</t:table-cell></t:table-row></t:table></o>"
    )
    assert [(f.commentees, f.liees, f.textes) for f in vues] == [({(0, 0)}, {(0, 1)}, {})]


def test_comments_that_swell_refuse_the_workbook():
    """Four hundred thousand bytes that unfold into four hundred million."""
    tampon = io.BytesIO()
    with zipfile.ZipFile(DOSSIER / "collectifs_sain.xlsx") as z:
        with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as neuf:
            for n in z.namelist():
                neuf.writestr(n, z.read(n))
                if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n):
                    feuille = n.rsplit("/", 1)[-1]
            lien = '<r><Relationship Id="a" Type="x/comments" Target="../c.xml"/></r>'
            neuf.writestr(f"xl/worksheets/_rels/{feuille}.rels", lien)
            neuf.writestr("xl/c.xml", b"<c>" + b" " * 11_000_000 + b"</c>")
    c = controle.check([Depot("collectifs.xlsx", tampon.getvalue())], CAMPAGNE, {}, {})
    assert [a.code for a in c.anomalies] == ["classeur_abime"]


def test_what_is_struck_out_elsewhere_is_not_said():
    """Below the table, or in a column that is not read."""

    def change(forme, feuille):
        feuille.write(0, len(LIGNES[0]), "Remarque")
        feuille.write(LIGNE, len(LIGNES[0]), "vu", forme({"font_strikeout": True}))

    assert dites(lu(change)) == {}


def test_an_ods_says_what_it_strikes_out():
    vues = ods.fautes(
        b'<o xmlns:s="s" xmlns:t="t"><s:style s:name="b"><s:text-properties '
        b's:text-line-through-style="solid"/></s:style><s:style s:name="n"><s:text-properties '
        b's:text-line-through-style="none"/></s:style><t:table><t:table-row><t:table-cell '
        b't:style-name="n">1</t:table-cell><t:table-cell t:style-name="b">2</t:table-cell>'
        b"</t:table-row></t:table></o>"
    )
    assert [f.barrees for f in vues] == [{(0, 1)}]


def test_nothing_is_looked_for_where_nothing_is_said():
    vues = structure.Fautes()
    allures.noter(b"<not xml", allures.Allures(), vues)
    assert vues == structure.Fautes()
