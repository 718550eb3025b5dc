"""What the cells of a sheet say beyond their values: errors in every language, letters lost,
merged and hidden cells. Each with the honest file beside it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
import xlsxwriter

from clas_data.fichiers import valeurs
from clas_data.fichiers.controle import Controle, check
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.ouverture import encodages, structure
from clas_data.fichiers.schemas import Colonne
from tests.outils import CAMPAGNE, COMMUNES, en_csv, en_xlsx, grille, petite

TEXTE, CODE = Colonne("t", "texte", "T", "?"), Colonne("c", "identifiant", "C", "?")


def lire(contenu: bytes, nom: str = "collectifs.xlsx") -> Controle:
    return check([Depot(nom, contenu)], CAMPAGNE, COMMUNES, {})


def codes(c: Controle) -> set[str]:
    return {a.code for a in c.anomalies if a.code != "colonne_facultative_absente"}


def classeur(gestes: Callable, feuilles: tuple[str, ...] = ("Collectifs",)) -> bytes:
    """The collectifs in each of these sheets, then what `gestes` does to the last one."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as w:
        for nom in feuilles:
            feuille = w.add_worksheet(nom)
            for i, ligne in enumerate(grille(petite()["collectifs"])):
                for j, v in enumerate(ligne):
                    feuille.write(i, j, v)
        gestes(feuille)
    return tampon.getvalue()


RANG = grille(petite()["collectifs"])[0].index
ERREURS = (
    "#N/A #N/D #NV #REF! #REF¤! #NOM? #NOM¤? #VALEUR! #VALEUR¤! #DIV/0! #NUL! #NOMBRE! #CHAMP! "
    "#CALC! #EPARS! #PROPAGATION! #DÉPASSEMENT! #NAME? #VALUE! #NULL! #NUM! #SPILL! #GETTING_DATA "
    "#ERROR! #ERREUR! #¡VALOR! #¿NOMBRE? #WERT! Err:502 Err¤:508 Erreur:522 ##### Chargement... "
    "Loading..."
).replace("¤", "\u00a0")


@pytest.mark.parametrize("erreur", ERREURS.split(" "))
def test_the_error_of_a_spreadsheet_is_known_in_whatever_language(erreur):
    lignes = petite()["collectifs"]
    lignes[1]["lieu"] = erreur
    for contenu, nom in (
        (en_xlsx({"C": grille(lignes)}), "c.xlsx"),
        (en_csv(grille(lignes)), "c.csv"),
    ):
        a = next(a for a in lire(contenu, nom).anomalies if a.code == "erreur_tableur")
        assert (a.ligne, a.gravite) == (3, "bloquante") and erreur[:3] in a.message


@pytest.mark.parametrize(
    "texte", ["n° 3", "#1", "#clas", "A#12", "N/A", "Erreur de saisie", "#38 !"]
)
def test_a_text_with_a_number_sign_is_no_error(texte):
    assert not structure.est_une_erreur(texte)


@pytest.mark.parametrize("encodage", ["utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("fin", ["", "\n", "\r\n\r\n"])
def test_two_bytes_a_letter_are_read_without_their_mark(encodage, fin):
    contenu = en_csv(grille(petite()["collectifs"])).decode() + fin
    c = lire(contenu.encode(encodage), "collectifs.csv")
    assert c.acceptable and c.tables["collectifs"]["niveau"].to_pylist() == ["élémentaire"] * 3


@pytest.mark.parametrize("encodage, nom", [("mac_roman", "Macintosh"), ("cp850", "MS-DOS")])
def test_an_old_encoding_is_refused_by_its_name(encodage, nom):
    c = lire(en_csv(grille(petite()["collectifs"]), encodage), "collectifs.csv")
    assert not c.acceptable and nom in c.anomalies[0].message


@pytest.mark.parametrize(
    "casse, juste",
    [
        ("Ã‰cole du CÅ“ur", "École du Cœur"),
        ("Les c½urs et les ¼uvres", "Les cœurs et les Œuvres"),
        ("½uvre", "œuvre"),
        ("S¼UR", "SŒUR"),
        ("12 ¤", "12 €"),
        ("L&#039;&eacute;cole &amp; nous", "L'école & nous"),
        ("&amp;eacute;t&amp;eacute;", "été"),
        ("1½ h de plus, ¼ des enfants, ½ journée", "1½ h de plus, ¼ des enfants, ½ journée"),
        ("Devoirs & jeux ; R&D; CAFÉ", "Devoirs & jeux ; R&D; CAFÉ"),
    ],
)
def test_a_text_decoded_badly_is_repaired_and_said(casse, juste):
    assert encodages.repair(casse) == juste
    lignes = petite()["agrements"]
    lignes[0]["porteur_nom"] = casse
    c = lire(en_xlsx({"A": grille(lignes)}))
    assert c.tables["agrements"]["porteur_nom"][0].as_py() == juste
    assert ("accents_repares" in codes(c)) == (casse != juste)


@pytest.mark.parametrize(
    "nom, dit", [("Th?âtre", True), ("Pourquoi ?", False), ("a.fr/?x=1", False)]
)
def test_a_letter_that_became_a_question_mark_is_an_alert(nom, dit):
    lignes = petite()["agrements"]
    lignes[0]["porteur_nom"] = nom
    c = lire(en_csv(grille(lignes)), "agrements.csv")
    assert c.acceptable and ("accents_peut_etre_perdus" in codes(c)) is dit


@pytest.mark.parametrize(
    "brut, lu",
    [
        (True, "oui"),
        (date(2021, 12, 3), "03/12/2021"),
        (datetime(2021, 12, 3, 14, 5), "03/12/2021 14:05"),
        (time(10, 0), "10:00:00"),
    ],
)
def test_a_cell_that_became_something_else_than_a_text_is_said_and_refused_as_a_code(brut, lu):
    assert valeurs.parse(TEXTE, brut) == (lu, None) and valeurs.converti(TEXTE, brut)
    assert valeurs.parse(CODE, brut)[1].code == "code_transforme"


@pytest.mark.parametrize("brut", [1e15, 12345678901234567.0, 12345678901234567])
def test_a_code_of_more_than_fifteen_digits_has_lost_some(brut):
    assert valeurs.parse(CODE, brut)[1].code == "chiffres_perdus"


@pytest.mark.parametrize(
    "brut, lu",
    [(12.0, "12"), ("A38-1\u200b", "A38-1"), ("\ufeffA38-1", "A38-1"), ("E\u0301t\u00ade", "Éte")]
    + [(f"A38{tiret}1", "A38-1") for tiret in "\u2010\u2011\u2212"],
)
def test_two_codes_that_look_the_same_are_the_same(brut, lu):
    assert valeurs.parse(CODE, brut) == (lu, None) and not valeurs.converti(CODE, brut)


def test_a_number_that_says_itself_that_it_is_not_exact_is_said_to_be():
    lignes = petite()["collectifs"]
    lignes[0]["allophones"] = "env. 1"
    a = next(
        a for a in lire(en_xlsx({"C": grille(lignes)})).anomalies if a.code == "valeurs_converties"
    )
    assert "« env. 1 » lu 1 (valeur approchée" in a.message and a.gravite == "alerte"


def test_a_cell_merged_over_two_columns_is_refused():
    c = lire(classeur(lambda f: f.merge_range(1, RANG("filles"), 1, RANG("garcons"), 6)))
    a = next(a for a in c.anomalies if a.code == "fusion_de_colonnes")
    assert (a.ligne, a.colonne) == (2, "Filles") and "« Garçons »" in a.message


def test_a_cell_merged_from_a_column_that_is_not_read_is_refused():
    def gestes(f):
        f.write(0, RANG("filles"), "Notre remarque")
        f.merge_range(1, RANG("filles"), 1, RANG("garcons"), 6)

    c = lire(classeur(gestes))
    a = next(a for a in c.anomalies if a.code == "fusion_de_colonnes")
    assert a.colonne == "Garçons" and "n'est pas lue" in a.message


def test_a_merged_cell_that_hides_other_values_is_refused():
    c = lire(classeur(lambda f: f.merge_range(1, RANG("filles"), 2, RANG("filles"), 6)))
    a = next(a for a in c.anomalies if a.code == "fusion_qui_cache")
    assert (a.ligne, a.colonne) == (2, "Filles") and "« 4" in a.message


@pytest.mark.parametrize("texte", ["TOTAL", "Reçu par courriel, à vérifier avec le porteur"])
def test_a_label_merged_over_columns_below_the_table_is_no_fault(texte):
    def gestes(f):
        f.merge_range(4, 0, 4, 2, texte)
        if texte == "TOTAL":
            f.write(4, RANG("filles"), 15)

    c = lire(classeur(gestes))
    assert c.acceptable and "lignes_ecartees" in codes(c), codes(c)
    assert c.tables["collectifs"].num_rows == 3


@pytest.mark.parametrize("rang", range(1, 5))
def test_a_letter_that_was_lost_before_the_deposit_is_refused(rang):
    """Whatever the column expects: a word kept with « \ufffd » is no longer the word."""
    c = lire(classeur(lambda f: f.write(1, rang, "Caf\ufffd")))
    assert [(a.code, a.ligne) for a in c.anomalies if a.gravite == "bloquante"] == [
        ("accents_perdus", 2)
    ]


@pytest.mark.parametrize("masquer", ["hide", "very_hidden"])
def test_a_hidden_sheet_does_not_count_beside_a_visible_one(masquer):
    def gestes(f):
        f.write(1, RANG("filles"), 77)
        getattr(f, masquer)()

    c = lire(classeur(gestes, ("Collectifs", "Brouillon collectifs")))
    assert c.tables["collectifs"]["filles"].to_pylist() == [6, 4, 5]
    a = next(a for a in c.anomalies if a.code == "feuille_masquee_ignoree")
    assert a.feuille == "Brouillon collectifs" and c.acceptable


@pytest.mark.parametrize(
    "lignes",
    [
        ["A38-0001;12", 'A38-0002;"Tout va', "A38-0003;5", 'A38-0004;bien"', "A38-0005;6"],
        [
            "A38-0001;12;x",
            'A38-0002;"Tout va;y',
            "A38-0003;5;z",
            'A38-0004;bien";t',
            "A38-0005;6;u",
        ],
    ],
)
def test_a_quote_that_swallows_rows_is_seen_however_narrow_the_table(lignes):
    entete = ["Code de l'action;Difficultés"] if lignes[0].count(";") == 1 else ["a;b;c"]
    c = lire("\n".join(entete + lignes).encode(), "actions.csv")
    assert (
        "guillemet" in codes(c) and next(a for a in c.anomalies if a.code == "guillemet").ligne == 3
    )
