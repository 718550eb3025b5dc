"""Every key of a correspondance changes something, or is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import referentiels
from clas_data.fichiers.correspondances import ecrite
from clas_data.fichiers.lecture import Depot
from tests.test_correspondances import COLLECTIFS, classeur, lire

TEXTE = """
format: 1
nom: Demandes
tableaux:
- tables:
  - table: agrements
    colonnes:
      code_action: Dossier
      campagne: {{valeur: "{{campagne}}"}}
      intitule: Titre
      porteur_siret: Siret
      porteur_nom: Porteur
      decision: {{valeur: agréée}}
      commune_insee: {{colonne: CP, lire: codes_postaux{suite}}}
"""
NOMME = "      commune_nom: Ville\n"


def demandes(*lieux: tuple[str, str]) -> Depot:
    lignes = [
        [f"A{i}", f"Action {i}", "00000014100010", "Porteur", cp, ville]
        for i, (cp, ville) in enumerate(lieux)
    ]
    entetes = ["Dossier", "Titre", "Siret", "Porteur", "CP", "Ville"]
    return Depot("d.xlsx", classeur(F=[entetes, *lignes]))


def postaux() -> tuple[dict, str, str]:
    """(code → name, a postcode of one commune, a postcode of several)."""
    ici = Installation(Path("/nulle/part"))
    servies = referentiels.codes_postaux(ici)
    seul = next(p for p, c in servies.items() if len(c) == 1)
    return servies, seul, next(p for p, c in servies.items() if len(c) > 1)


def refus(lu) -> list:
    return [a for a in lu.anomalies if a.gravite == "bloquante" and a.code.startswith("code")]


def test_a_postcode_is_its_commune_and_a_shared_one_needs_the_name():
    servies, seul, partage = postaux()
    noms = referentiels.noms_communes(Installation(Path("/nulle/part")))
    depot = demandes((seul, ""), (partage, noms[servies[partage][1]]))
    lu = lire(TEXTE.format(suite="") + NOMME, depot)
    assert not refus(lu)
    lues = lu.tables["agrements"]["commune_insee"].to_pylist()
    assert lues == [servies[seul][0], servies[partage][1]]
    (faute,) = refus(lire(TEXTE.format(suite=""), depot))
    assert faute.code == "code_postal_partage" and faute.colonne == "CP"
    assert all(c in faute.message for c in servies[partage][:2])
    mots = f", mots: {{'{partage}': '{servies[partage][0]}'}}"
    lues = lire(TEXTE.format(suite=mots), depot).tables["agrements"]["commune_insee"]
    assert lues.to_pylist()[1] == servies[partage][0]


def test_a_postcode_of_nowhere_and_a_name_of_elsewhere_are_refused():
    servies, seul, _ = postaux()
    (faute,) = refus(lire(TEXTE.format(suite=""), demandes(("99999", ""))))
    assert faute.code == "code_postal_inconnu" and "99999" in faute.message
    noms = referentiels.noms_communes(Installation(Path("/nulle/part")))
    autre = next(n for c, n in noms.items() if c not in servies[seul])
    lu = lire(TEXTE.format(suite="") + NOMME, demandes((seul, autre)))
    assert any(a.code == "commune_contredite" for a in lu.anomalies) and not lu.acceptable


@pytest.mark.parametrize(
    "champ, dit",
    [
        ("filles: {colonne: F, lire: mois_jour}", "attendu : milliers, decimales"),
        ("filles: {colonne: F, inverse: oui}", "« inverse » ne changerait rien"),
        ("filles: {colonne: F, unite: heures}", "« unite » ne changerait rien"),
        ("date_debut: {colonne: F, lire: virgules}", "mois_jour, numeros_de_serie"),
        ("niveau: {valeur: collège, repete: oui}", "n'agit que sur une colonne lue"),
        ("niveau: {valeur: collège, mots: {a: b}}", "n'agit que sur une colonne lue"),
        ("numero: {compte: oui, lire: milliers}", "n'agit que sur une colonne lue"),
    ],
)
def test_what_would_change_nothing_is_refused_with_its_line(champ, dit):
    with pytest.raises(UsageError, match="ligne 9") as e:
        ecrite.lire(COLLECTIFS + f"      code_action: D\n      {champ}\n", "c.yaml")
    assert dit in str(e.value)


def test_a_way_to_read_and_a_unit_are_both_followed():
    texte = COLLECTIFS + "      code_action: D\n      numero: {compte: oui}\n"
    texte += "      depenses: {colonne: K, lire: decimales, unite: milliers}\n"
    lu = lire(texte, Depot("k.xlsx", classeur(F=[["D", "K"], ["A1", "1.248"]])))
    assert [float(v) for v in lu.tables["collectifs"]["depenses"].to_pylist()] == [1248.0]


def test_a_table_without_the_column_that_places_its_rows_is_refused():
    """As without a correspondance: a porteur that nobody names would be stored as unknown."""
    sans = TEXTE.format(suite="").replace("      porteur_siret: Siret\n", "") + NOMME
    (dite,) = refus_de_colonne(lire(sans, demandes((postaux()[1], ""))))
    assert "« SIRET du porteur » manque" in dite.message and dite.ligne == 1
    texte = COLLECTIFS + "      code_action: Code\n      filles: Filles\n"
    lu = lire(texte, Depot("c.xlsx", classeur(F=[["Code", "Filles"], ["A1", 4]])))
    (dite,) = refus_de_colonne(lu)
    assert "« Numéro du collectif » manque" in dite.message


def refus_de_colonne(lu) -> list:
    return [a for a in lu.anomalies if a.code == "colonne_absente"]


def test_a_commune_whose_code_is_left_empty_is_known_by_its_name():
    noms = referentiels.noms_communes(Installation(Path("/nulle/part")))
    code, nom = next((c, n) for c, n in noms.items() if [*noms.values()].count(n) == 1)
    par_code = TEXTE.format(suite="").replace(", lire: codes_postaux", "") + NOMME
    lu = lire(par_code, demandes(("", nom.upper()), (code, nom)))
    assert lu.acceptable and lu.tables["agrements"]["commune_insee"].to_pylist() == [code, code]
    (dite,) = [a for a in lu.anomalies if a.code == "valeurs_converties"]
    assert f"« {nom.upper()} » lu {code}" in dite.message
