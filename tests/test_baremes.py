"""Barèmes: what is published, what an installation adds (value, date, reference), what is refused
and in which words.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clas_data import baremes
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.errors import AccesRefuse, BaremeManquant, UsageError
from clas_data.fichiers import journal
from tests.commande import json_de, lancer

MOI = ligne_de_commande()


def test_an_installation_adds_a_value_with_its_reference(tmp_path):
    inst = Installation(tmp_path)
    inst.baremes.mkdir()
    fichier = inst.baremes / "2023.yaml"
    fichier.write_text(
        "taux: {valeurs: {2023-09-01: {valeur: '32,5', fin: 2024-08-31, reference: Circulaire}}}\n"
        "plafond: {valeurs: {2023-09-01: {valeur: 8000, fin: 2024-08-31, reference: "
        "Circulaire}}}\n",
        encoding="utf-8",
    )
    b = baremes.en_vigueur(inst, "2023-2024")
    assert (
        b.manque is None and b.valeurs["plafond"] == 8000 and b.references["taux"] == "Circulaire"
    )
    for mauvais, mots in (
        ("taux: {valeurs: {2024-09-01: {valeur: 33}}}", "il manque reference"),
        ("tuax: {}", "n'existe pas"),
        ("taux: {valeurs: {2024-09-01: {valeur: x, fin: 2025-08-31, reference: C}}}", "nombre"),
        ("taux: {valeurs: {2024-09-01: {valeur: 1, fin: 2023-08-31, reference: C}}}", "fin"),
    ):
        fichier.write_text(mauvais, encoding="utf-8")
        with pytest.raises(UsageError, match=mots):
            baremes.parametres(inst)


def test_a_value_added_makes_the_campagne_complete_and_taken_back_makes_it_unknown_again(vide):
    assert baremes.en_vigueur(vide, "2023-2024").manque
    baremes.ajouter(vide, "taux", "32,5 %", "01/09/2023", "Circulaire fictive", MOI)
    manque = baremes.en_vigueur(vide, "2023-2024").manque
    assert "Prix plafond" in manque and "Taux" not in manque
    v = baremes.ajouter(vide, "plafond", "8 012,50 €", "2023-09-01", "Circulaire fictive", MOI)
    assert (v.valeur, v.debut, v.fin) == (Decimal("8012.50"), date(2023, 9, 1), date(2024, 8, 31))
    b = baremes.en_vigueur(vide, "2023-2024")
    assert (
        b.manque is None
        and b.valeurs["plafond"] == Decimal("8012.5")
        and b.references["plafond"] == "Circulaire fictive"
    )
    # never prolonged by silence
    assert "2023-2024" in baremes.connus(vide) and baremes.en_vigueur(vide, "2024-2025").manque
    assert [(e.type, e.campagne) for e in journal.lire(vide)] == [("bareme", "2023-2024")] * 2
    baremes.retirer(vide, "plafond", "01/09/2023", MOI)
    with pytest.raises(BaremeManquant, match="Prix plafond.*2023-2024"):
        baremes.en_vigueur(vide, "2023-2024").exiger("plafond")


@pytest.mark.parametrize(
    "nom, valeur, debut, reference, fin, mots",
    [
        ("plafond", "", "01/09/2023", "C", None, "Il manque la valeur"),
        ("plafond", "8000", "", "C", None, "Il manque la date"),
        ("plafond", "8000", "01/09/2023", " ", None, "Il manque la référence"),
        ("plafnod", "8000", "01/09/2023", "C", None, "n'existe pas"),
        ("taux", "3250", "01/09/2023", "C", None, "au plus 100"),
        ("plafond", "0", "01/09/2023", "C", None, "plus grand que 0"),
        ("plafond", "-1", "01/09/2023", "C", None, "plus grand que 0"),
        ("bonus_enfants", "douze", "01/09/2023", "C", None, "n'est pas un nombre"),
        ("plafond", "NaN", "01/09/2023", "C", None, "n'est pas accepté"),
        ("plafond", "8000,123", "01/09/2023", "C", None, "2.décimales au plus"),
        ("plafond", "8000", "32/09/2023", "C", None, "n'est pas une date"),
        ("plafond", "8000", "01/09/23", "C", None, "n'est pas une date"),  # not the year 23
        ("plafond", "8000", "01/09/2023", "C", "01/09/2022", "fin est une date"),
        ("plafond", "8000", "01/10/2022", "C", None, "deux valeurs"),
        ("plafond", "8000", "01/09/2021", "C", "31/12/2022", "deux valeurs"),
        ("plafond", "8000", "01/01/2024", "C", None, "aucune campagne ne commence"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_written(
    vide, nom, valeur, debut, reference, fin, mots
):
    with pytest.raises(UsageError, match=mots):
        baremes.ajouter(vide, nom, valeur, debut, reference, MOI, fin)
    assert not vide.baremes.exists() and not vide.journal.exists()


def test_a_reference_says_where_it_is_read(vide):
    assert (
        baremes.en_vigueur(vide, "2004-2005").references["taux"]
        == "Actualités sociales hebdomadaires n° 2364 (2004), ash.tm.fr"
    )


def test_a_bonus_of_zero_can_be_published(vide):
    assert (
        baremes.ajouter(vide, "bonus_enfants", "0", "2023-09-01", "Circulaire fictive", MOI).valeur
        == 0
    )


def test_what_the_product_ships_is_not_taken_back(vide):
    with pytest.raises(UsageError, match="ne se retire pas"):
        baremes.retirer(vide, "plafond", "01/09/2022", MOI)


@pytest.mark.parametrize("role", ["direction", "partenaire", "porteur"])
def test_only_those_who_may(vide, role):
    with pytest.raises(AccesRefuse, match="Administration, Comité"):
        baremes.ajouter(
            vide, "plafond", "8000", "2023-09-01", "C", profil_demonstration(role, "00000000000000")
        )


@pytest.mark.parametrize(
    "texte, mots",
    [
        ("a: [", "ligne 1, ne se lit pas comme du YAML"),
        ("plafond: {valeurs: {2030-13-45: {valeur: 1, reference: x}}}", "date qui n'existe pas"),
        ("- 1", "écrivez une ligne"),
        ("taux: 3", "écrivez un paramètre"),
        ("taux: {valeurs: {2023-09-01: {valeur: 3, reference: C, fni: 2024-08-31}}}", "fni"),
        ("taux: {valeurs: {2023: {valeur: 3, reference: C}}}", "date"),
    ],
)
def test_a_broken_local_file_is_named(vide, texte, mots):
    vide.baremes.mkdir()
    (vide.baremes / "2023.yaml").write_text(texte, encoding="utf-8")
    with pytest.raises(UsageError, match=mots):
        baremes.parametres(vide)


def test_the_command_adds_lists_and_refuses(vide):
    assert (
        lancer(
            "bareme", "ajouter", "plafond", "8012,5", "--date", "2023-09-01", racine=vide.racine
        ).returncode
        == 2
    )
    fait = lancer(
        "bareme",
        "ajouter",
        "plafond",
        "8012,5",
        "--date",
        "2023-09-01",
        "--reference",
        "Circulaire fictive",
        racine=vide.racine,
    )
    assert fait.returncode == 0 and "8\u202f012,50" in fait.stderr
    liste = json_de(lancer("bareme", "lister", "--json", racine=vide.racine))
    plafond = next(p for p in liste["parametres"] if p["parametre"] == "plafond")
    assert plafond["valeurs"][-1] == {
        "valeur": 8012.5,
        "debut": "2023-09-01",
        "fin": "2024-08-31",
        "reference": "Circulaire fictive",
        "locale": True,
    }
    incomplet = json_de(
        lancer("bareme", "lister", "--campagne", "2021-2022", "--json", racine=vide.racine)
    )
    assert (
        incomplet["complet"] is False
        and "Taux" in incomplet["manque"]
        and "Prix plafond" in incomplet["manque"]
    )
    assert (
        lancer(
            "bareme", "retirer", "plafond", "--date", "2023-09-01", racine=vide.racine
        ).returncode
        == 0
    )


def test_a_campagne_is_read_with_its_own_bareme_or_the_nearest_in_time(vide):
    for annee in (2026, 2030):
        for nom, valeur in (("taux", "32,5"), ("plafond", "8000")):
            baremes.ajouter(vide, nom, valeur, f"01/09/{annee}", "Circulaire fictive", MOI)
    for campagne, attendu in (
        ("2022-2023", "2022-2023"),
        ("2018-2019", "2022-2023"),
        ("2024-2025", "2022-2023"),
        ("2027-2028", "2026-2027"),
        ("2035-2036", "2030-2031"),
    ):
        assert baremes.applicable(vide, campagne).campagne == attendu, campagne
