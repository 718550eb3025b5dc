"""The command line: words, codes and effects of each command; a few in processes of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from clas_data.commandes.analyse import analyseur
from clas_data.config import DEPOT
from clas_data.fichiers import journal
from clas_data.fichiers.lecture import Depot
from tests.commande import json_de, lancer, lancer_a_part
from tests.outils import CAMPAGNE, classeur, etat_visible, modifiee, petite


@pytest.fixture
def bon(tmp_path) -> Path:
    return deposer(tmp_path, classeur(petite()))


@pytest.fixture
def mauvais(tmp_path) -> Path:
    return deposer(
        tmp_path,
        classeur(modifiee(petite(), "collectifs", 1, filles="douze", enfants="-3"), "mauvais.xlsx"),
    )


def deposer(dossier: Path, depot: Depot) -> Path:
    (dossier / depot.nom).write_bytes(depot.contenu)
    return dossier / depot.nom


@pytest.mark.parametrize("id_, attendu", [("actions_agreees", 103), ("enfants_prevus", 3052)])
def test_the_published_figures(demonstration, id_, attendu):
    fait = lancer_a_part(
        "indicateur", id_, "--ou", "campagne=2021-2022", "--json", racine=demonstration.racine
    )
    sortie = json_de(fait)
    assert fait.returncode == 0 and set(sortie) >= {"indicateur", "unite", "empreinte", "lignes"}
    (ligne,) = sortie["lignes"]
    assert (
        set(ligne) == {"valeur", "repondants", "attendus"}
        and ligne["valeur"] == attendu
        and isinstance(ligne["valeur"], int)
    )
    assert re.fullmatch(r"[0-9a-f]{16}", sortie["empreinte"]) and sortie["demonstration"] is True


def test_an_indicator_by_axes_and_filters(demonstration):
    fait = lancer(
        "indicateur",
        "cout_par_enfant",
        "--par",
        "campagne",
        "--par",
        "qpv",
        "--ou",
        "campagne=2020-2021",
        "--ou",
        "campagne=2021-2022",
        "--json",
        racine=demonstration.racine,
    )
    lignes = json_de(fait)["lignes"]
    assert [(l["campagne"], l["qpv"]) for l in lignes] == [
        (c, q) for c in ("2020-2021", "2021-2022") for q in ("QPV", "hors QPV")
    ]
    assert all(l["valeur"] > 0 and 0 < l["repondants"] <= l["attendus"] for l in lignes)
    texte = lancer("indicateur", "part_filles", "--par", "niveau", racine=demonstration.racine)
    assert (
        "Part de filles (%)" in texte.stdout
        and "sans objet" in texte.stdout
        and "fictives" in texte.stderr
    )


def test_what_is_not_known_is_null_in_json(vide, bon):
    lancer("importer", bon, "--campagne", CAMPAGNE, racine=vide.racine)
    (ligne,) = json_de(lancer("indicateur", "heures_encadrement", "--json", racine=vide.racine))[
        "lignes"
    ]
    assert ligne == {"valeur": None, "repondants": 0, "attendus": 2}


def test_check_accept_undo_restore(vide, bon):
    racine = vide.racine
    essai = lancer("verifier", bon, "--campagne", CAMPAGNE, "--json", racine=racine)
    assert (
        essai.returncode == 0
        and json_de(essai)["acceptable"]
        and {a["gravite"] for a in json_de(essai)["anomalies"]} == {"alerte"}
    )
    assert json_de(essai)["lignes"] == {"agrements": 2, "actions": 2, "collectifs": 3, "bilans": 2}
    assert lancer("journal", "--json", racine=racine).stdout.strip() == "[]"
    avant = lancer("empreinte", racine=racine).stdout.strip()
    importe = json_de(lancer("importer", bon, "--campagne", CAMPAGNE, "--json", racine=racine))
    assert (
        importe["import"] == "imp-0001" and importe["empreinte"] != avant and importe["acceptable"]
    )
    assert lancer("empreinte", racine=racine).stdout.strip() == importe["empreinte"]
    encore = lancer("importer", bon, "--campagne", CAMPAGNE, "--json", racine=racine)
    assert (
        encore.returncode == 0
        and json_de(encore)["import"] is None
        and json_de(encore)["deja"]
        and "déjà" in encore.stderr
    )
    annule = lancer("annuler", "imp-0001", "--json", racine=racine)
    assert (
        annule.returncode == 0
        and json_de(annule)["empreinte"]
        == avant
        == lancer("empreinte", racine=racine).stdout.strip()
    )
    assert lancer("annuler", "imp-0001", racine=racine).returncode == 2
    assert (
        json_de(lancer("retablir", "imp-0001", "--json", racine=racine))["empreinte"]
        == importe["empreinte"]
    )
    journal = json_de(lancer("journal", "--json", racine=racine))
    assert [e["type"] for e in journal] == ["import", "annulation", "retablissement"]
    assert "imp-0001" in lancer("journal", racine=racine).stdout


def test_a_bad_file_is_refused_and_nothing_is_kept(vide, mauvais, tmp_path):
    avant = etat_visible(vide)
    for commande in ("verifier", "importer"):
        fait = lancer(commande, mauvais, "--campagne", CAMPAGNE, "--json", racine=vide.racine)
        sortie = json_de(fait)
        assert (
            fait.returncode == 1 and sortie["acceptable"] is False and sortie.get("import") is None
        )
        assert all(
            set(a)
            == {*"gravite fichier feuille ligne colonne valeur message".split()}
            | {"nouvelle", "proposition"}
            for a in sortie["anomalies"]
        )
        (douze,) = [a for a in sortie["anomalies"] if a["valeur"] == "douze"]
        assert (douze["gravite"], douze["fichier"], douze["feuille"], douze["ligne"]) == (
            "bloquante",
            "mauvais.xlsx",
            "Collectifs",
            3,
        )
    assert etat_visible(vide) == avant
    texte = lancer(
        "verifier",
        mauvais,
        "--campagne",
        CAMPAGNE,
        "--rapport",
        tmp_path / "rapport.xlsx",
        racine=vide.racine,
    )
    assert (
        texte.returncode == 1
        and texte.stdout == ""
        and "douze" in texte.stderr
        and "ligne 3" in texte.stderr
        and "Refusé" in texte.stderr
    )
    assert "Anomalies" in CalamineWorkbook.from_path(str(tmp_path / "rapport.xlsx")).sheet_names


def test_two_installations_live_side_by_side(tmp_path, bon):
    un, deux = tmp_path / "un", tmp_path / "deux"
    lancer("importer", bon, "--campagne", CAMPAGNE, racine=un)
    assert (
        json_de(lancer("--racine", un, "indicateur", "demandes", "--json"))["lignes"][0]["valeur"]
        == 2
    )
    assert (
        json_de(lancer_a_part("indicateur", "demandes", "--json", CLAS_RACINE=str(un)))["lignes"][
            0
        ]["valeur"]
        == 2
    )
    assert (
        json_de(
            lancer_a_part("indicateur", "demandes", "--json", CLAS_RACINE=str(un), racine=deux)
        )["lignes"][0]["valeur"]
        == 0
    )


def test_the_template_is_imported_as_nothing(vide, tmp_path):
    chemin = tmp_path / "modele.xlsx"
    assert (
        lancer("modele", "--campagne", "2022-2023", "-o", chemin, racine=vide.racine).returncode
        == 0
    )
    assert {"Agréments", "Actions", "Collectifs", "Bilans"} <= set(
        CalamineWorkbook.from_path(str(chemin)).sheet_names
    )
    sortie = json_de(
        lancer("verifier", chemin, "--campagne", "2022-2023", "--json", racine=vide.racine)
    )
    assert not any(sortie["lignes"].values())


def test_the_example_comes_once(demonstration_copie):
    avant = etat_visible(demonstration_copie)
    fait = lancer("exemple", racine=demonstration_copie.racine)
    assert (
        fait.returncode == 0
        and "déjà là" in fait.stderr
        and etat_visible(demonstration_copie) == avant
    )


def test_build_says_what_it_did(demonstration_copie):
    deja = json_de(lancer("construire", "--json", racine=demonstration_copie.racine))
    refait = json_de(lancer("construire", "--refaire", "--json", racine=demonstration_copie.racine))
    assert (deja["nouvelle"], refait["nouvelle"]) == (False, True) and deja["empreinte"] == refait[
        "empreinte"
    ]


@pytest.mark.parametrize(
    "arguments, mots",
    [
        ([], "il manque : COMMANDE"),
        (["inconnue"], "valeurs possibles"),
        (["verifier"], "il manque : FICHIER, --campagne"),
        (["verifier", "README.md"], "il manque : --campagne"),
        (["verifier", "README.md", "--campagne"], "--campagne attend une valeur"),
        (["verifier", "absent.csv", "--campagne", CAMPAGNE], "introuvable"),
        (["verifier", "tests", "--campagne", CAMPAGNE], "c'est un dossier"),
        (["verifier", "README.md", "--campagne", "1999-2000"], "n'est pas déclarée"),
        (["indicateur", "filles", "--bleu"], "option ou argument inconnu : --bleu"),
        (["indicateur", "filles", "--json=oui"], "n'attend pas de valeur"),
        (["indicateur", "enfant_prevus"], "Vouliez-vous dire « enfants_prevus »"),
        (["indicateur", "filles", "--par", "comune"], "Vouliez-vous dire « commune »"),
        (["indicateur", "filles", "--ou", "campagne"], "AXE=VALEUR"),
        (["indicateur", "filles", "--ou", "campagne=2021-2022"], "aucune ligne"),
        (["annuler", "imp-0007"], "n'existe pas"),
        (["simuler", "absent.yaml", "--campagne", "2022-2023"], "introuvable"),
        (["sauvegarder", "-o", "absent/clas.zip"], "absent : introuvable"),
        (["modele", "--campagne", CAMPAGNE, "-o", "absent/modele.xlsx"], "introuvable"),
        (["modele", "--campagne", CAMPAGNE], "il manque : -o/--sortie"),
        (
            [*"modele national -o x.xlsx --date hier --campagne".split(), CAMPAGNE],
            "« hier » (Date de publication) : écrivez",
        ),
    ],
)
def test_a_wrong_use_is_said_in_french_with_exit_2(vide, arguments, mots):
    fait = lancer(*arguments, racine=vide.racine)
    assert (fait.returncode, fait.stdout) == (2, "") and mots in fait.stderr


def test_a_process_says_what_is_said_here(vide, mauvais):
    """Same words, same code: what the other tests ask in this process is what a user gets."""
    for mots in (["--aide"], ["verifier", mauvais, "--campagne", CAMPAGNE, "--json"]):
        ici, ailleurs = (f(*mots, racine=vide.racine) for f in (lancer, lancer_a_part))
        assert (ici.returncode, ici.stdout, ici.stderr) == (
            ailleurs.returncode,
            ailleurs.stdout,
            ailleurs.stderr,
        )


def test_help_is_in_french():
    for arguments in (["--aide"], ["-h"], ["indicateur", "--help"]):
        fait = lancer(*arguments)
        assert (
            fait.returncode == 0
            and "usage :" in fait.stdout
            and not re.search(r"usage: |positional|show this|optional arguments", fait.stdout)
        )


def test_an_enormous_file_is_refused_before_it_is_read(vide, tmp_path):
    gros = tmp_path / "gros.xlsx"
    with gros.open("wb") as f:
        f.truncate(20 * 1024**3)  # sparse: twenty gigabytes that take no room
    fait = lancer("verifier", gros, "--campagne", CAMPAGNE, "--json", racine=vide.racine)
    assert fait.returncode == 1 and "20 480 Mo" in json_de(fait)["anomalies"][0]["message"].replace(
        "\u202f", " "
    ).replace("\u00a0", " ")


def test_a_reader_that_leaves_is_no_fault(demonstration):
    question = "indicateur enfants_prevus --par action --par campagne"
    commande = (
        f"{sys.executable} -m clas_data {question} --racine {demonstration.racine} | head "
        f"-1; exit ${{PIPESTATUS[0]}}"
    )
    fait = subprocess.run(
        ["bash", "-c", commande], capture_output=True, text=True, cwd=DEPOT, timeout=120
    )
    assert fait.returncode == 0 and "Traceback" not in fait.stderr and fait.stdout.count("\n") == 1


def test_the_dictionary_goes_to_a_file_or_to_the_output(tmp_path):
    assert lancer("dictionnaire", "-o", tmp_path / "d.md").stdout == ""
    assert (tmp_path / "d.md").read_text(encoding="utf-8") == lancer("dictionnaire").stdout


def test_diagnosis_finds_what_is_broken(demonstration_copie):
    sain = lancer("diagnostic", "--json", racine=demonstration_copie.racine)
    assert sain.returncode == 0 and json_de(sain)["sain"] is True
    demonstration_copie.journal.write_bytes(
        demonstration_copie.journal.read_bytes() + b'{"id": "imp-00'
    )
    evenements = journal.lire(demonstration_copie)
    deposes = {evenements[0].id: "l'import", evenements[-1].id: "l'ajout"}  # rows, packages
    assert [e.type for e in (evenements[0], evenements[-1])] == ["import", "partage"]
    for e in (evenements[0], evenements[-1]):
        original = demonstration_copie.imports / e.fichiers[0]["sha256"]
        entier = original.read_bytes()
        original.write_bytes(entier[:-1])
        malade = lancer("diagnostic", "--json", racine=demonstration_copie.racine)
        original.write_bytes(entier)
        constats = json_de(malade)["constats"]
        etats = {(c["quoi"], c["etat"]) for c in constats}
        assert (
            malade.returncode == 1
            and {("originaux", "panne"), ("journal", "alerte"), ("base", "bon")} <= etats
        )
        assert any(f"Il vient de {deposes[e.id]} {e.id}." in c["message"] for c in constats)


def test_a_folder_that_cannot_be_written_is_said(tmp_path, bon):
    (tmp_path / "occupe").write_text("un fichier")
    fait = lancer("importer", bon, "--campagne", CAMPAGNE, racine=tmp_path / "occupe")
    assert fait.returncode == 1 and "occupe" in fait.stderr


@pytest.mark.parametrize(
    "ecrits, nom, lus",
    [
        ("partage retirer --campagne 2021-2022 69", "cibles", ["69"]),
        ("partage ajouter a.zip --remplacer b.zip", "cibles", ["a.zip", "b.zip"]),
        ("correspondance deviner --campagne 2021-2022 f.xlsx -o c.yaml", "noms", ["f.xlsx"]),
        ("importer a.csv --campagne 2021-2022 b.csv", "fichiers", ["a.csv", "b.csv"]),
    ],
)
def test_what_is_named_stands_before_between_or_after_the_options(ecrits, nom, lus):
    assert getattr(analyseur().parse_args(ecrits.split()), nom) == lus
