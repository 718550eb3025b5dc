"""What people write in a cell, and what is understood of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clas_data.fichiers import schemas, valeurs
from clas_data.fichiers.schemas import Colonne
from tests.outils import siret

COLONNES = {(t, n): c for t, s in schemas.load().items() for n, c in s.colonnes.items()}
FILLES, MONTANT = COLONNES["collectifs", "filles"], COLONNES["bilans", "charge_60"]
OUI_NON, DATE, NIVEAU = (
    COLONNES["actions", "pre"],
    COLONNES["collectifs", "date_debut"],
    COLONNES["agrements", "niveau"],
)
SIRET, COMMUNE, QPV = (
    COLONNES["agrements", "porteur_siret"],
    COLONNES["agrements", "commune_insee"],
    COLONNES["agrements", "qpv_code"],
)
LIEU, DECISION = COLONNES["collectifs", "lieu"], COLONNES["agrements", "decision"]
INTITULE = COLONNES["agrements", "intitule"]
DUREE = COLONNES["collectifs", "duree_seance_min"]
HEURES = COLONNES["actions", "heures_encadrement"]
NATURE, CAMPAGNE, SEANCES = (
    COLONNES["actions", "pre_nature"],
    COLONNES["agrements", "campagne"],
    COLONNES["collectifs", "seances_par_semaine"],
)


@pytest.mark.parametrize(
    "colonne, brut, attendu",
    [
        (FILLES, "12", 12),
        (FILLES, " 12 ", 12),
        (FILLES, 12.0, 12),
        (FILLES, "1 200", 1200),
        (FILLES, "1\u202f200", 1200),
        (FILLES, "0", 0),
        (MONTANT, "1 234,56 €", Decimal("1234.56")),
        (MONTANT, "1\u00a0234,56", Decimal("1234.56")),
        (MONTANT, "1234.5", Decimal("1234.50")),
        (MONTANT, 7.25, Decimal("7.25")),
        (MONTANT, "7250,333", Decimal("7250.33")),
        (MONTANT, 0.1 + 0.2, Decimal("0.30")),
        (MONTANT, "0,005", Decimal("0.01")),
        (SEANCES, "2,5", 2.5),
        (OUI_NON, "Oui", True),
        (OUI_NON, "x", True),
        (OUI_NON, "1", True),
        (OUI_NON, 1.0, True),
        (OUI_NON, "NON", False),
        (OUI_NON, "0", False),
        (OUI_NON, False, False),
        (DATE, "08/11/2021", date(2021, 11, 8)),
        (DATE, "2021-11-08", date(2021, 11, 8)),
        (DATE, datetime(2021, 11, 8, 9), date(2021, 11, 8)),
        (NIVEAU, "ELEMENTAIRE", "élémentaire"),
        (NIVEAU, " Collège ", "collège"),
        (CAMPAGNE, "Année scolaire 2021-2022", "2021-2022"),
        (CAMPAGNE, "CLAS 2021/22", "2021-2022"),
        (MONTANT, "1.234,50", Decimal("1234.50")),
        (MONTANT, "1,234.50", Decimal("1234.50")),
        (MONTANT, "1 234,50 euros", Decimal("1234.50")),
        (MONTANT, "1'234,50", Decimal("1234.50")),
        (MONTANT, "- €", Decimal("0.00")),
        (OUI_NON, "Ja", True),
        (OUI_NON, "Sí", True),
        (OUI_NON, "Nein", False),
        (DATE, "13-nov.-21", date(2021, 11, 13)),
        (DATE, "5-juil.-22", date(2022, 7, 5)),
        (DATE, "Nov 13, 2021", date(2021, 11, 13)),
        (DATE, "Saturday, November 13, 2021", date(2021, 11, 13)),
        (DATE, "1er févr. 2022", date(2022, 2, 1)),
        (DATE, "20211113", date(2021, 11, 13)),
        (DATE, 20211113.0, date(2021, 11, 13)),
        (SIRET, f"{siret(1)[:9]}/{siret(1)[9:]}", siret(1)),
        (FILLES, "12 enfants", 12),
        (FILLES, "env. 30", 30),
        (FILLES, "１２", 12),
        (DUREE, "1h30", 90),
        (DUREE, "90 min", 90),
        (DUREE, "1,5 h", 90),
        (DUREE, time(1, 30), 90),
        (DUREE, timedelta(minutes=105), 105),
        (HEURES, "648h30", 648.5),
        (DATE, "15 juin 2022", date(2022, 6, 15)),
        (DATE, "lundi 1er août 2022", date(2022, 8, 1)),
        (DATE, "15/06/22", date(2022, 6, 15)),
        (DATE, "08.11.2021", date(2021, 11, 8)),
        (DATE, "2022-06-15T00:00:00+02:00", date(2022, 6, 15)),
        (SIRET, "SIRET : " + siret(1), siret(1)),
        (SIRET, siret(1) + ".0", siret(1)),
        (SIRET, "\u200b'" + siret(1), siret(1)),
        (SIRET, siret(1), siret(1)),
        (SIRET, siret(1)[:3] + " " + siret(1)[3:], siret(1)),
        (SIRET, "35600000000048", "35600000000048"),
        (COMMUNE, "38185", "38185"),
        (COMMUNE, 38185.0, "38185"),
        (COMMUNE, "1004", "01004"),
        (COMMUNE, "2a004", "2A004"),
        (QPV, "qp038001", "QP038001"),
        (QPV, "QN03801M", "QN03801M"),
        (CAMPAGNE, "2021/2022", "2021-2022"),
        (CAMPAGNE, "2021-22", "2021-2022"),
        (NATURE, "information | Actions communes", "actions communes | information"),
        (NATURE, "information, Actions communes", "actions communes | information"),
        (NATURE, "information + actions communes", "actions communes | information"),
        (NATURE, "information / actions communes", "actions communes | information"),
        (NATURE, "information et actions communes", "actions communes | information"),
        (OUI_NON, "coché", True),
        (OUI_NON, "☑", True),
        (OUI_NON, "✔\ufe0f", True),
        (OUI_NON, "1.0", True),
        (OUI_NON, "0.0", False),
        (OUI_NON, "non coché", False),
        (OUI_NON, "Ne sait pas", None),
        (NIVEAU, "NSP", None),
        (NIVEAU, "6ème-3ème", "collège"),
        (NIVEAU, "CP au CM2", "élémentaire"),
        (NIVEAU, "CM1/CM2", "élémentaire"),
        (NIVEAU, "6e, 5e et 4e", "collège"),
        (NIVEAU, "Terminale", "lycée"),
        (DECISION, "Agréé", "agréée"),
        (LIEU, "Autre : gymnase", "autre"),
        (LIEU, "autre (salle des fêtes)", "autre"),
        (COMMUNE, "38 193", "38193"),
    ],
)
def test_is_understood(colonne, brut, attendu):
    assert valeurs.parse(colonne, brut) == (attendu, None)


@pytest.mark.parametrize(
    "brut",
    [
        None,
        "",
        "  ",
        "NC",
        "n.c.",
        "n.d.",
        "N.D.",
        "-",
        "—",
        "#N/A",
        "?",
        float("nan"),
        "Non communiqué",
    ],
)
@pytest.mark.parametrize("colonne", [FILLES, MONTANT, OUI_NON, DATE, NIVEAU, SIRET])
def test_unknown_is_none_and_never_zero(colonne, brut):
    assert valeurs.parse(colonne, brut) == (None, None)


@pytest.mark.parametrize(
    "colonne, brut, code",
    [
        (FILLES, "douze", "pas_un_nombre"),
        (FILLES, "12,5", "pas_un_entier"),
        (FILLES, "-1", "hors_bornes"),
        (FILLES, "1e3", "pas_un_nombre"),
        (FILLES, True, "pas_un_nombre"),
        (FILLES, "9" * 20, "hors_bornes"),
        (FILLES, "1,2,3", "pas_un_nombre"),
        (FILLES, "inf", "pas_un_nombre"),
        (MONTANT, "7.250", "deux_lectures"),
        (FILLES, "1.000", "deux_lectures"),  # a thousand, not one
        (FILLES, "2,000", "deux_lectures"),
        (MONTANT, "7,250 €", "deux_lectures"),
        (HEURES, "1.248", "deux_lectures"),
        (HEURES, "1,248", "deux_lectures"),
        (SEANCES, "2,125", "deux_lectures"),
        (FILLES, "12/15", "deux_lectures"),
        (FILLES, "10-12", "deux_lectures"),
        (FILLES, "12 15", "pas_un_nombre"),  # not 1 215
        (FILLES, "12 kg", "pas_un_nombre"),
        (FILLES, "75 %", "part_au_lieu_d_un_nombre"),
        (MONTANT, "(1 250,00)", "hors_bornes"),  # as accountants write − 1 250
        (CAMPAGNE, "avant 2021-2022", "campagne_format"),
        (FILLES, "1h30", "pas_un_nombre"),
        (FILLES, "12 €", "pas_un_nombre"),  # the money of another column
        (DATE, "2022-06-14T22:00:00Z", "deux_lectures"),
        (DATE, "08/11/2021 et 15/06/2022", "pas_une_date"),
        (SIRET, "82200700000000", "siret_arrondi"),
        (SIRET, 82200700000000.0, "siret_arrondi"),
        (SIRET, "8,22007E+13", "siret_arrondi"),
        (SEANCES, "90", "hors_bornes"),
        (OUI_NON, "peut-être", "pas_oui_non"),
        (OUI_NON, "2", "pas_oui_non"),
        (DATE, "31/02/2022", "pas_une_date"),
        (DATE, "hier", "pas_une_date"),
        (DATE, "dimanche 13 novembre 2021", "pas_une_date"),  # which was a Saturday
        (DATE, "01/01/0022", "pas_une_date"),
        (DATE, datetime(1902, 11, 8), "pas_une_date"),
        (NIVEAU, "primaire", "hors_liste"),
        (SIRET, "123", "siret_longueur"),
        (SIRET, "1" * 13 + "2", "siret_cle"),
        (COMMUNE, "Grenoble", "commune_format"),
        (COMMUNE, "380001", "commune_format"),
        (QPV, "Teisseire", "qpv_format"),
        (CAMPAGNE, "2021-2023", "campagne_format"),
        (CAMPAGNE, "2021-1922", "campagne_format"),
        (NATURE, "rien de tel", "hors_liste"),
    ],
)
def test_is_refused_with_its_reason(colonne, brut, code):
    valeur, refus = valeurs.parse(colonne, brut)
    assert valeur is None and refus.code == code and refus.attendu


def test_a_near_choice_is_suggested():
    assert valeurs.parse(NIVEAU, "élémentaires")[1].proposition == "élémentaire"


@pytest.mark.parametrize(
    "colonne, brut, attendu",
    [
        (FILLES, "aucun", "0"),
        (OUI_NON, 2, "non"),
        (OUI_NON, "✘", "non"),
        (DATE, "13112021", "13/11/2021"),
        (SIRET, "O" + siret(1)[1:], siret(1)),
        (DATE, "44872", "07/11/2022"),
        (DATE, 44872, "07/11/2022"),
        (FILLES, "12*", "12"),
        (FILLES, "9 (1)", "9"),
        (FILLES, "12/15*", ""),
        (DATE, "11/15/2021", "15/11/2021"),
        (NIVEAU, "primaire", "élémentaire"),
        (NIVEAU, "CM2 et 6ème", "mixte"),
        (NIVEAU, "1ère", "lycée"),
        (DECISION, "Accord", "agréée"),
        (DECISION, "refus", "refusée"),
        (DECISION, "non agréée", "refusée"),  # nearly « agréée », and its contrary
        (DECISION, "pas favorable", ""),
        (SIRET, siret(1).lstrip("0"), siret(1)),
        (SIRET, int(siret(1)), siret(1)),
    ],
)
def test_a_guess_is_offered_not_applied(colonne, brut, attendu):
    valeur, refus = valeurs.parse(colonne, brut)
    assert valeur is None and refus.proposition == attendu


@pytest.mark.parametrize(
    "colonne, brut",
    [
        (NATURE, "information, rien de tel"),  # half an answer is no answer
        (LIEU, "école, bibliothèque"),
        (NIVEAU, "CP et plus"),
        (NIVEAU, "maternelle"),
        (SIRET, "123"),
        (SIRET, "14100011"),  # its key is false: no zero proves it
    ],
)
def test_what_is_understood_by_half_is_refused(colonne, brut):
    valeur, refus = valeurs.parse(colonne, brut)
    assert valeur is None and refus.proposition == ""


def test_an_answer_that_is_free_text_stays_as_it_is():
    assert valeurs.parse(INTITULE, "Ne sait pas") == ("Ne sait pas", None)


@pytest.mark.parametrize(
    "colonne, brut, dit",
    [
        (OUI_NON, "coché", True),
        (OUI_NON, "oui", False),
        (OUI_NON, "Ne sait pas", True),
        (OUI_NON, "NC", False),
        (NIVEAU, "Collège", False),
        (NIVEAU, "6ème", True),
        (NATURE, "information, actions communes", True),
        (NATURE, "information | actions communes", False),
        (SIRET, "SIRET : " + siret(1), True),
        (SIRET, siret(1), False),
        (COMMUNE, "38 193", True),
        (COMMUNE, 38193.0, False),
        (MONTANT, "9 000,505", True),  # kept to the nearest cent
        (MONTANT, 428.57142857, True),
        (MONTANT, 0.1 + 0.2, False),
    ],
)
def test_what_is_read_otherwise_than_written_is_said(colonne, brut, dit):
    assert valeurs.converti(colonne, brut) is dit


def test_both_readings_are_written_out():
    assert valeurs.parse(HEURES, "1.248")[1].attendu == "1\u202f248 ou 1,248"


def test_every_example_of_the_schemas_is_accepted():
    for (table, nom), colonne in COLONNES.items():
        valeur, refus = valeurs.parse(colonne, colonne.exemple)
        assert refus is None and valeur is not None, f"{table}.{nom}: {colonne.exemple}"


VALEURS = {
    "entier": st.integers(1, 600),
    "nombre": st.floats(0, 14, allow_nan=False).map(lambda x: round(x, 6)),
    "oui_non": st.booleans(),
    "montant": st.decimals(0, 10**9, places=2, allow_nan=False),
    "date": st.dates(date(1990, 1, 1), date(2100, 12, 31)),
}


@pytest.mark.parametrize("sorte", VALEURS)
@given(donnees=st.data())
def test_what_is_written_is_read_back(sorte, donnees):
    colonne = Colonne("c", sorte, "C", "?")
    valeur = donnees.draw(VALEURS[sorte])
    assert valeurs.parse(colonne, valeurs.write(colonne, valeur)) == (valeur, None)


@given(st.text(max_size=30) | st.floats() | st.integers() | st.booleans() | st.dates())
def test_no_cell_ever_raises(brut):
    for colonne in {c.type: c for c in COLONNES.values()}.values():
        valeur, refus = valeurs.parse(colonne, brut)
        assert valeur is None or refus is None
