"""Bad files: each gets a clear sentence, nothing is half-read, and time and memory stay bounded."""

from __future__ import annotations

import io
import zipfile

import pytest

from clas_data.fichiers import enveloppe, rapport
from clas_data.fichiers.controle import check
from clas_data.fichiers.lecture import Depot, read
from tests.outils import CAMPAGNE, COMMUNES, classeur, en_csv, en_ods, en_xlsx, grille, petite


def codes(depot: Depot) -> list[str]:
    return [a.code for a in check([depot], CAMPAGNE, COMMUNES, {}).anomalies]


def bloquantes(depot: Depot) -> list[str]:
    return [
        a.code for a in check([depot], CAMPAGNE, COMMUNES, {}).anomalies if a.gravite == "bloquante"
    ]


def zip_de(entrees: dict[str, bytes], **options) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED, **options) as z:
        for nom, contenu in entrees.items():
            z.writestr(nom, contenu)
    return tampon.getvalue()


BON = classeur(petite()).contenu
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def feuille_xml(cellules: bytes) -> bytes:
    return zip_de(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": (
                b"<workbook xmlns:r='r'><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets>"
                b"</workbook>"
            ),
            "xl/_rels/workbook.xml.rels": (
                b"<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/>"
                b"</Relationships>"
            ),
            "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"
            + cellules
            + b"</sheetData></worksheet>",
        }
    )


@pytest.mark.parametrize(
    "nom, contenu, code",
    [
        ("vide.csv", b"", "fichier_vide"),
        ("blanc.csv", b"  \r\n ", "fichier_vide"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "format_inconnu"),
        ("lettre.docx", zip_de({"word/document.xml": b"<a/>"}), "format_inconnu"),
        (
            "export.xls",
            b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>",
            "html_deguise",
        ),
        ("export.csv", b"<!DOCTYPE html><html>", "html_deguise"),
        ("ancien.xls", OLE, "xls_ancien"),
        ("protege.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "classeur_chiffre"),
        ("coupe.xlsx", BON[: len(BON) // 2], "classeur_abime"),
        ("abime.xlsx", BON[:300] + b"\xff" * 60 + BON[360:], "classeur_abime"),
        ("faux.xlsx", b"code;nom\n1;2\n", "classeur_abime"),
        ("binaire.csv", b"a;b\n1;\x00\x01\n", "texte_illisible"),
        ("large.csv", en_csv([[f"c{i}" for i in range(300)], ["1"] * 300]), "trop_de_colonnes"),
        ("gros.csv", b"a" * (enveloppe.TAILLE_MAX + 1), "fichier_trop_gros"),
        ("bombe.xlsx", feuille_xml(b" " * (enveloppe.DEPLIE_MAX + 10)), "classeur_demesure"),
        (
            "loin.xlsx",
            feuille_xml(
                b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
                b"<v>1"
                b"</v></c></row>"
            ),
            "classeur_demesure",
        ),
        ("note.csv", b"Bonjour,\nveuillez trouver ci-joint le fichier.\n", "aucune_table"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_bad_file_is_refused_with_its_own_message(nom, contenu, code):
    assert code in bloquantes(Depot(nom, contenu))


def test_an_ods_that_repeats_a_row_a_million_times_is_not_opened():
    ods = zip_de(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"<office:document-content "
            b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
            b'<office:body><office:spreadsheet><table:table table:name="Collectifs">'
            b'<table:table-row table:number-rows-repeated="1048576">'
            b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
            b'office:value="1"/></table:table-row></table:table></office:spreadsheet>'
            b"</office:body></office:document-content>",
        }
    )
    assert bloquantes(Depot("bombe.ods", ods)) == ["classeur_demesure"]


def test_two_sheets_of_one_name():
    with zipfile.ZipFile(io.BytesIO(en_xlsx({"Collectifs": [["a"]], "Collectifz": [["b"]]}))) as z:
        contenu = zip_de({n: z.read(n).replace(b"Collectifz", b"Collectifs") for n in z.namelist()})
    assert bloquantes(Depot("double.xlsx", contenu)) == ["feuilles_homonymes"]


@pytest.mark.parametrize(
    "nom",
    [
        "../../etc/passwd.csv",
        "a\nb\x1b[31m.csv",
        "é" * 300 + ".csv",
        "=cmd|' /C calc'!A0.csv",
        "CON.csv",
        "<script>.csv",
    ],
)
def test_a_hostile_name_is_only_a_name(nom, vide):
    depot = Depot(nom, b"x;y\n1;2\n")
    for a in check([depot], CAMPAGNE, COMMUNES, {}).anomalies:
        assert a.fichier.isprintable() and len(a.fichier) <= 80


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_encodings_and_separators(encodage, separateur):
    depot = Depot("agrements.csv", en_csv(grille(petite()["agrements"]), encodage, separateur))
    controle = check([depot], CAMPAGNE, COMMUNES, {})
    assert controle.acceptable, [a.message for a in controle.anomalies]
    assert controle.tables["agrements"]["niveau"].to_pylist() == ["élémentaire", "élémentaire"]


def test_a_title_above_the_headers_is_skipped_and_lines_stay_those_of_the_spreadsheet():
    contenu = [["Questionnaire Clas"], [], *grille(petite()["collectifs"])]
    contenu[4][contenu[2].index("filles")] = "douze"
    controle = check([Depot("x.xlsx", en_xlsx({"Collectifs": contenu}))], CAMPAGNE, COMMUNES, {})
    anomalie = next(a for a in controle.anomalies if a.code == "pas_un_nombre")
    assert (anomalie.ligne, anomalie.colonne, anomalie.valeur, anomalie.feuille) == (
        5,
        "Filles",
        "douze",
        "Collectifs",
    )


def test_formulas_and_spreadsheet_errors_are_said():
    lignes = petite()["collectifs"]
    lignes[0]["filles"], lignes[1]["filles"], lignes[2]["lieu"] = (
        "=1+1",
        "#REF!",
        '=HYPERLINK("http://x")',
    )
    assert codes(Depot("collectifs.csv", en_csv(grille(lignes))))[-3:].count("formule") == 2


def test_a_list_of_dashes_in_a_long_text_is_not_a_formula():
    lignes = petite()["actions"]
    lignes[0]["difficultes"], lignes[1]["difficultes"] = (
        "- enfant(s) en retard\n- parent(s) absent(s)",
        '=HYPERLINK("http://x")',
    )
    assert codes(Depot("actions.csv", en_csv(grille(lignes)))).count("formule") == 1


def test_the_marked_workbook_marks_the_faulty_cell_whatever_the_headers_and_the_title_above_them():
    # headers: the names of the columns, not those of the form
    contenu = [["Caf de l'Isère", "Clas 2021-2022"], [], *grille(petite()["collectifs"])]
    rang = contenu[2].index("filles")
    contenu[4][rang] = "douze"
    depot = Depot("x.xlsx", en_xlsx({"Collectifs": contenu}))
    marque = rapport.write_rapport(
        [depot], check([depot], CAMPAGNE, COMMUNES, {}).anomalies, CAMPAGNE
    )
    with zipfile.ZipFile(io.BytesIO(marque)) as z:
        commentaires = "".join(z.read(n).decode() for n in z.namelist() if "comments" in n)
    assert f'ref="{chr(65 + rang)}5"' in commentaires and 'ref="A5"' not in commentaires


def test_ten_thousand_anomalies_are_all_there():
    modele = petite()["collectifs"][0]
    lignes = [{**modele, "numero": str(n), "filles": f"x{n}"} for n in range(1, 10_001)]
    controle = check([Depot("collectifs.csv", en_csv(grille(lignes)))], CAMPAGNE, COMMUNES, {})
    fautes = [a for a in controle.anomalies if a.code == "pas_un_nombre"]
    assert [a.ligne for a in fautes] == list(range(2, 10_002))


def test_a_column_with_names_of_children_is_refused():
    for entete in (
        "Prénom",
        "Nom de l'enfant",
        "Date de naissance",
        "prenoms des enfants",
        "Nom de l’élève",
    ):
        lignes = [{**l, entete: "x"} for l in petite()["collectifs"]]
        assert "donnee_personnelle" in bloquantes(
            Depot("collectifs.csv", en_csv(grille(lignes)))
        ), entete
    assert "donnee_personnelle" not in bloquantes(
        Depot("agrements.csv", en_csv(grille(petite()["agrements"])))
    )


def test_the_campagne_of_a_row_contradicts_the_one_chosen():
    assert (
        bloquantes(Depot("a.csv", en_csv(grille(petite("2020-2021")["agrements"]))))
        == ["campagne_contradictoire"] * 2
    )


def test_a_duplicate_key_is_found_across_files():
    depots = [
        Depot("collectifs-1.csv", en_csv(grille(petite()["collectifs"]))),
        Depot("collectifs-2.csv", en_csv(grille(petite()["collectifs"][:1]))),
    ]
    doubles = [a for a in check(depots, CAMPAGNE, COMMUNES, {}).anomalies if a.code == "cle_double"]
    assert len(doubles) == 1 and "ligne 2 de « collectifs-1.csv »" in doubles[0].message


def test_near_headers_are_suggested_and_case_accents_spaces_do_not_count():
    lignes = [
        {
            ("  FILLES " if k == "filles" else "Garcon" if k == "garcons" else k): v
            for k, v in l.items()
        }
        for l in petite()["collectifs"]
    ]
    anomalies = check(
        [Depot("collectifs.csv", en_csv(grille(lignes)))], CAMPAGNE, COMMUNES, {}
    ).anomalies
    assert not [a for a in anomalies if a.colonne == "  FILLES "]
    assert any("Vouliez-vous dire « Garçons »" in a.message for a in anomalies)


def test_an_old_commune_code_is_translated_and_an_unknown_one_refused():
    lignes = petite()["agrements"]
    lignes[0]["commune_insee"], lignes[1]["commune_insee"] = "38999", "38186"
    controle = check(
        [Depot("agrements.csv", en_csv(grille(lignes)))], CAMPAGNE, COMMUNES, {"38999": "38185"}
    )
    assert controle.tables["agrements"]["commune_insee"].to_pylist() == ["38185", None]
    assert {a.code: a.gravite for a in controle.anomalies if a.code.startswith("commune")} == {
        "commune_ancienne": "alerte",
        "commune_inconnue": "bloquante",
    }


@pytest.mark.parametrize("sorte", ["ods", "xlsx"])
def test_a_workbook_with_four_sheets(sorte):
    feuilles = {t: grille(l) for t, l in petite().items()}
    contenu = en_ods(feuilles) if sorte == "ods" else en_xlsx(feuilles)
    feuilles_lues, anomalies = read(Depot(f"c.{sorte}", contenu))
    assert [f.feuille for f in feuilles_lues] == list(feuilles) and not anomalies
    controle = check([Depot(f"c.{sorte}", contenu)], CAMPAGNE, COMMUNES, {})
    assert controle.acceptable and {t: x.num_rows for t, x in controle.tables.items()} == {
        "agrements": 2,
        "actions": 2,
        "collectifs": 3,
        "bilans": 2,
    }


@pytest.mark.parametrize("signe", ["\x07", "\x1b[31m", "\u202e", "\u2066"])
def test_a_character_that_nobody_can_read_is_refused(signe):
    lignes = [
        {**l, "lieu": f"éc{signe}ole"} if i == 0 else l
        for i, l in enumerate(petite()["collectifs"])
    ]
    assert "caractere_invisible" in codes(Depot("collectifs.csv", en_csv(grille(lignes))))


def test_a_null_character_is_refused_in_a_csv_and_in_a_cell():
    lignes = [{**l, "lieu": "éc\x00ole"} for l in petite()["collectifs"]]
    assert not check(
        [Depot("collectifs.csv", en_csv(grille(lignes)))], CAMPAGNE, COMMUNES, {}
    ).acceptable
    propre = en_xlsx({"Collectifs": grille([{**l, "lieu": "NUL"} for l in petite()["collectifs"]])})
    with zipfile.ZipFile(io.BytesIO(propre)) as z:
        parties = {n: z.read(n).replace(b"NUL", b"\x00") for n in z.namelist()}
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w") as z:
        for nom, contenu in parties.items():
            z.writestr(nom, contenu)
    assert "caractere_invisible" in codes(Depot("collectifs.xlsx", tampon.getvalue()))
