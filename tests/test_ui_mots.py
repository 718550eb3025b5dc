"""Words and exports of the screens: differences, coverage, titles, anomalies, csv and xlsx that a
spreadsheet can trust.
"""

from __future__ import annotations

import ast
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from clas_data.acces import ligne_de_commande
from clas_data.config import DEPOT
from clas_data.ecrans.donnees import anomalies
from clas_data.errors import ALERTE, BLOQUANTE, Anomalie
from clas_data.figures.valeur import reponses
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import catalogue
from clas_data.ui import exports, filtres, textes
from clas_data.ui.selection import Filtre, Selection
from tests import attente

NAN = float("nan")
ENFANTS = catalogue.load()["enfants_accompagnes"]
PERIMETRE = ligne_de_commande().perimetre(())


@pytest.mark.parametrize(
    "recues, attendues, texte",
    [
        (94, 103, f"94{INSECABLE}réponses sur 103 (91,3{FINE}%)"),
        (1, 4, f"1{INSECABLE}réponse sur 4 (25,0{FINE}%)"),
        (0, 4, f"0{INSECABLE}réponse sur 4 (0,0{FINE}%)"),
        (None, None, ""),
        (pd.NA, 3, ""),
        (0, 0, ""),
    ],
)
def test_coverage_in_words(recues, attendues, texte):
    assert reponses(recues, attendues) == texte


def test_received_words_never_become_html():
    assert textes.in_html("<script>alert(1)</script> en 2021-2022").startswith("&lt;script&gt;")
    assert "<b>" not in textes.notes([("Champ", "<b>gras</b>")]).replace("<b>Champ", "")


def test_an_alternative_says_what_is_not_available_in_whole_words():
    assert (
        textes.a_entendre("Coût : n.d.. CC A : n.d. ; CC B : 5 €.")
        == "Coût : non disponible. CC A : non disponible ; CC B : 5 €."
    )


def test_typographic_spaces_hold():
    assert (
        textes.typographic("« oui » : 3 % ; fin !")
        == f"«{INSECABLE}oui{INSECABLE}»{INSECABLE}: 3{FINE}%{FINE}; fin{FINE}!"
    )


def test_a_csv_opens_in_a_french_spreadsheet_and_executes_nothing():
    df = pd.DataFrame({"Nom": ["=CMD()", "@x", "été"], "Valeur": [1234.5, NAN, 2.0]})
    brut = exports.to_csv(df)
    assert brut.startswith(b"\xef\xbb\xbf")
    lignes = brut.decode("utf-8-sig").split("\r\n")
    assert lignes[0] == "Nom;Valeur"
    assert (
        lignes[1] == "'=CMD();1234,5" and lignes[2].startswith("'@x;") and lignes[2].endswith(";")
    )
    for recu in ("=1+1", "\n=1+1", "＝1+1", "-1+1"):  # the name of a scenario heads a column
        vu = exports.to_csv(pd.DataFrame({recu: [recu]})).decode("utf-8-sig")
        assert vu.count(f"'{recu}") == 2, vu


def test_both_files_write_a_yes_a_day_and_an_amount_the_same_way():
    df = pd.DataFrame(
        {
            "Nombre": pd.array([3, None], dtype="Int64"),
            "Oui": [True, False],
            "Peut-être": pd.array([True, None], dtype="boolean"),
            "Jour": [date(2021, 7, 1), pd.NaT],
            "Euros": [Decimal("1.50"), None],
        }
    )
    lignes = exports.to_csv(df).decode("utf-8-sig").split("\r\n")
    assert lignes[1:3] == ["3;oui;oui;01/07/2021;1,5", ";non;;;"]
    feuille = (
        CalamineWorkbook.from_filelike(io.BytesIO(exports.to_xlsx(df, {})))
        .get_sheet_by_name("Données")
        .to_python()
    )
    assert feuille[1:] == [
        [3, "oui", "oui", "01/07/2021", 1.5],
        ["n.d.", "non", "n.d.", "n.d.", "n.d."],
    ]


def test_a_csv_carries_its_filters_and_says_that_it_is_fiction():
    propos = exports.context(
        ENFANTS, "Titre", "Campagne 2021-2022 · Niveau : collège", "0123", True
    )
    lignes = (
        exports.to_csv(exports.with_context(pd.DataFrame({"Valeur": [1]}), propos))
        .decode("utf-8-sig")
        .split("\r\n")
    )
    assert (
        "Champ" in lignes[0]
        and "Niveau : collège" in lignes[1]
        and "0123" in lignes[1]
        and "fictives" in lignes[1]
    )


def test_a_workbook_holds_the_data_and_what_they_are():
    propos = exports.context(ENFANTS, "Titre", "Campagne 2021-2022", "0123", True)
    classeur = CalamineWorkbook.from_filelike(
        io.BytesIO(exports.to_xlsx(pd.DataFrame({"Niveau": ["=1+1"], "Valeur": [3.5]}), propos))
    )
    donnees = classeur.get_sheet_by_name("Données").to_python()
    assert (
        donnees[0] == ["Niveau", "Valeur"] and donnees[1][1] == 3.5 and "1+1" in str(donnees[1][0])
    )
    apropos = dict(classeur.get_sheet_by_name("À propos").to_python())
    assert (
        apropos["Définition"] == ENFANTS.definition
        and apropos["Champ"] == "Campagne 2021-2022"
        and "fictives" in apropos["Avertissement"]
    )


@pytest.mark.parametrize(
    "morceaux, attendu",
    [(("enfants", "2021-2022"), "enfants_2021-2022"), (("Été à l'école", ""), "Ete-a-l-ecole")],
)
def test_file_names_are_plain(morceaux, attendu):
    assert exports.nom_fichier(*morceaux) == attendu


def test_a_selection_says_itself_in_words_and_as_filters():
    s = Selection(
        PERIMETRE,
        "2021-2022",
        ("2020-2021", "2021-2022"),
        (Filtre("niveau", "Niveau", "collège", "collège"),),
    )
    assert s.mots == "Campagne 2021-2022 · Niveau : collège" and s.ou() == {
        "campagne": "2021-2022",
        "niveau": "collège",
    }
    assert (
        s.precedente == "2020-2021"
        and Selection(PERIMETRE, "2020-2021", ("2020-2021",)).precedente is None
    )
    assert filtres.parametres(s) == {"campagne": "2021-2022", "niveau": "collège"}


def test_every_anomaly_is_on_screen_once():
    liste = [
        Anomalie(
            BLOQUANTE,
            "pas_un_entier",
            f"« {i} » n'est pas un nombre entier. Écrivez 12.",
            "a.csv",
            "",
            i + 2,
            "Filles",
            str(i),
        )
        for i in range(25)
    ]
    liste += [
        Anomalie(
            ALERTE, "total", "2 filles et 3 garçons font 5. À vérifier.", "a.csv", "", 9, "Enfants"
        )
    ]
    assert anomalies.counts(liste) == (25, 1)
    groupes = anomalies.grouper(liste)
    assert sum(len(m) for _, m in groupes) == 26 and groupes[0][0].gravite == BLOQUANTE
    assert len(anomalies.table(groupes[0][1])) == 25
    assert "25" in anomalies.title(*groupes[0]) and "Filles" in anomalies.title(*groupes[0])
    assert anomalies.place(*groupes[1]) == "a.csv · ligne 9"


def test_every_list_invites_in_french():
    """The framework's own invitation is English, and read whenever a list is cleared to search in
    it.
    """
    for chemin in sorted(
        [
            *(DEPOT / "clas_data" / "ui").glob("*.py"),
            *(DEPOT / "clas_data" / "ecrans").rglob("*.py"),
            *(DEPOT / "pages").glob("*.py"),
        ]
    ):
        for noeud in ast.walk(ast.parse(chemin.read_text(encoding="utf-8"))):
            if not (isinstance(noeud, ast.Call) and isinstance(noeud.func, ast.Attribute)):
                continue
            assert noeud.func.attr != "selectbox" or chemin.name == "listes.py", (
                f"{chemin.name}:{noeud.lineno}: listes.choisir"
            )
            donne = any(k.arg == "placeholder" for k in noeud.keywords)
            assert noeud.func.attr != "multiselect" or donne, (
                f"{chemin.name}:{noeud.lineno}: placeholder="
            )


@pytest.mark.parametrize("options, invite", [(["a"], "Choisissez"), ([], "Aucun choix possible")])
def test_an_empty_list_says_so(options, invite):
    def script(options):
        from clas_data.ui import listes

        listes.choisir("Liste", options)

    liste = attente.fonction(script, options=options).run().selectbox[0]
    assert liste.placeholder == invite


def test_one_blocking_anomaly_is_said_in_the_singular():
    def script(combien):
        from clas_data.ecrans.donnees import anomalies
        from clas_data.errors import BLOQUANTE, Anomalie

        anomalies.show(
            [
                Anomalie(gravite=BLOQUANTE, code="essai", message=f"Essai {n}.")
                for n in range(combien)
            ]
        )

    for combien, dit in (
        (1, f"1{INSECABLE}anomalie bloquante"),
        (2, f"2{INSECABLE}anomalies bloquantes"),
    ):
        (erreur,) = attente.fonction(script, combien=combien).run().error
        assert dit in erreur.value and (combien > 1 or "elles" not in erreur.value)
