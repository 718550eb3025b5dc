"""Headers as people write them, and what resembles them without being ours."""

from __future__ import annotations

import pytest

from clas_data.fichiers.entetes import placer
from clas_data.fichiers.lecture import Depot, read
from clas_data.fichiers.titres import personnel, rapprocher, ressembler
from tests.outils import CAMPAGNE
from tests.test_fichiers_soupcons import agrement, codes, collectif, examiner


@pytest.mark.parametrize(
    "entete, colonne",
    [
        ("Q3. Numéro du collectif", "numero"),
        ("Question 12 : Niveau", "niveau"),
        ("3) Filles", "filles"),
        ("Q7 - Garçons", "garcons"),
        ("Filles (obligatoire)", "filles"),
        ("Filles * ", "filles"),
        ("Lieu ?", "lieu"),
        ("Lieu 2021-2022", "lieu"),
        ("Combien de filles ?", "filles"),
        ("Nombre d’enfants Total", "enfants"),
    ],
)
def test_a_header_is_ours_but_for_its_number_or_its_mention(entete, colonne):
    assert rapprocher(entete, "collectifs", CAMPAGNE) == colonne


@pytest.mark.parametrize(
    "entete", ["Lieu 2020-2021", "Filles inscrites", "Niveau du bâtiment", "Q3"]
)
def test_a_header_that_says_something_else_is_not_ours(entete):
    assert rapprocher(entete, "collectifs", CAMPAGNE) is None


def test_a_header_of_another_tool_is_offered():
    assert ressembler("Dossier ID", "collectifs", CAMPAGNE) == "code_action"
    assert ressembler("Ligne", "collectifs", CAMPAGNE) == "numero"
    assert ressembler("Couleur", "collectifs", CAMPAGNE) is None


@pytest.mark.parametrize(
    "entete", ["Prénom du référent", "Mail de la directrice", "Prénom et nom du responsable"]
)
def test_an_adult_of_the_structure_is_no_child(entete):
    assert not personnel(entete)


@pytest.mark.parametrize(
    "entete",
    ["Prénom", "Prénom de l'enfant suivi par le référent", "Mail des parents", "Nom de l'élève"],
)
def test_a_child_or_a_family_is_personal_whoever_else_is_named(entete):
    assert personnel(entete)


def dates(vide, debut: list[str], **autres):
    lignes = [collectif("A38-1", n, 6, 5, date_debut=d, **autres) for n, d in enumerate(debut, 1)]
    return examiner(vide, "collectifs", lignes)


def test_dates_far_from_the_campagne_are_said_once_with_their_rows(vide):
    c = dates(vide, ["08/11/2021", "08/11/2012", "09/11/2012"])
    (dite,) = [a for a in c.anomalies if a.code == "dates_hors_campagne"]
    assert c.acceptable and dite.ligne == 3 and "3, 4" in dite.message


@pytest.mark.parametrize(
    "debut", [["08/11/2021", "15/06/2022"], ["30/08/2021", "05/09/2022"], ["02/01/2022"]]
)
def test_dates_of_the_school_year_say_nothing(vide, debut):
    assert codes(dates(vide, debut)) == set()


def test_a_date_of_deposit_a_year_before_is_no_surprise(vide):
    c = examiner(vide, "agrements", [agrement("A38-1", date_depot="08/07/2021")])
    assert "dates_hors_campagne" not in codes(c)


def depots(vide, jours: list[str]) -> set[str]:
    lignes = [agrement(f"A38-{i}", date_depot=d) for i, d in enumerate(jours)]
    return codes(examiner(vide, "agrements", lignes))


@pytest.mark.parametrize("annee", ["2021", "2020"])
def test_month_and_day_exchanged_in_a_date_of_deposit_are_an_alert(vide, annee):
    jours = [f"07/{j:02d}/{annee}" for j in (1, 2, 5, 6, 8, 12)]  # early in July, month first
    assert "mois_jour_peut_etre" in depots(vide, jours)
    lignes = [
        {"code_action": f"A38-{i}", "charge_60": "12", "date_bilan": d} for i, d in enumerate(jours)
    ]
    assert "mois_jour_peut_etre" in codes(examiner(vide, "bilans", lignes))


@pytest.mark.parametrize(
    "jours",
    [
        [f"{j:02d}/07/2021" for j in (1, 2, 5, 6, 8, 12)],  # the same days, day first
        ["01/07/2021", "02/07/2021", "05/06/2021", "28/06/2021", "12/05/2021", "03/04/2021"],
        ["07/01/2021"] * 9,
        ["07/01/2021", "07/02/2021", "07/05/2021", "07/06/2021"],
    ],
)
def test_honest_dates_of_deposit_say_nothing(vide, jours):
    assert depots(vide, jours) == set()


def test_only_the_rows_of_the_campagne_are_read_where_there_are_some(vide):
    lignes = [agrement("A38-1"), agrement("A38-2", campagne="2020-2021")]
    c = examiner(vide, "agrements", lignes)
    assert c.acceptable and "lignes_autre_campagne" in codes(c)
    assert c.tables["agrements"]["code_action"].to_pylist() == ["A38-1"]
    seules = examiner(vide, "agrements", lignes[1:])
    assert not seules.acceptable and "campagne_contradictoire" in codes(seules)


def test_a_sheet_of_no_table_shows_what_was_read_beside_what_was_expected():
    depot = Depot("x.csv", b"Ref projt;Nb gosses;Garc\nA1;3;2\n")
    (feuille,), _ = read(depot)
    place, (dite,) = placer(feuille, CAMPAGNE)
    assert place is None and dite.code == "feuille_ignoree"
    assert "« Nb gosses »" in dite.valeur and "« Nb gosses »" in dite.message
    assert "Collectifs : Code de l'action" in dite.attendu
