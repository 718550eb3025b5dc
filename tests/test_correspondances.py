"""Layouts that an installation was shown: read through a correspondance, kept, sent, recognised."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.errors import BaseIndisponible, UsageError
from clas_data.fichiers import controle, journal, rapport, referentiels
from clas_data.fichiers.correspondances import ecrite, gabarit, rangement
from clas_data.fichiers.lecture import Depot
from clas_data.tables import construction, importation, relectures, sante, sauvegarde
from tests.outils import CAMPAGNE
from tests.test_cas_fichiers import DOSSIER, stockees

CAS = Path(__file__).parent / "cas_correspondances"
PLATEFORME = (CAS / "plateforme.yaml").read_text("utf-8")
MOI = ligne_de_commande()


COLLECTIFS = """
format: 1
nom: Essai
tableaux:
- tables:
  - table: collectifs
    colonnes:
"""


def classeur(**feuilles: list[list]) -> bytes:
    """A workbook of these sheets."""
    tampon = io.BytesIO()
    with xlsxwriter.Workbook(tampon, {"in_memory": True}) as c:
        for nom, lignes in feuilles.items():
            f = c.add_worksheet(nom)
            for i, ligne in enumerate(lignes):
                for j, v in enumerate(ligne):
                    f.write(i, j, v)
    return tampon.getvalue()


def lire(texte: str, *depots: Depot, campagne: str = CAMPAGNE) -> controle.Controle:
    """These files read through this correspondance."""
    ici = Installation(Path("/nulle/part"))
    return controle.check(
        list(depots),
        campagne,
        referentiels.noms_communes(ici),
        referentiels.anciens_codes(ici),
        referentiels.codes_postaux(ici),
        [ecrite.lire(texte, "c.yaml")],
        exigee=True,
    )


def plateforme() -> Depot:
    return Depot("export.xlsx", (DOSSIER / "export_plateforme.xlsx").read_bytes())


@pytest.fixture
def ici(tmp_path) -> Installation:
    return Installation(tmp_path / "une")


@pytest.fixture(scope="module")
def propres(tmp_path_factory) -> dict:
    """What the clean import stores."""
    inst = Installation(tmp_path_factory.mktemp("propre"))
    depot = Depot("tout.xlsx", (DOSSIER / "base_tout.xlsx").read_bytes())
    p = importation.proposer(inst, [depot], CAMPAGNE, MOI)
    importation.accepter(inst, p, MOI)
    return stockees(inst, p.apres)


def test_the_export_of_a_platform_goes_in_with_the_clean_values(ici, propres):
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    p = importation.proposer(ici, [plateforme()], CAMPAGNE, MOI)
    assert p.acceptable and p.lignes["agrements"] == 12 and p.lignes["bilans"] == 8
    importation.accepter(ici, p, MOI)
    lues = {a.table: a.champs for t in ecrite.lire(PLATEFORME, "c").tableaux for a in t.apports}
    for (table, cle), ligne in stockees(ici, p.apres).items():
        siennes = {*lues[table]} | ({"commune_insee"} if table == "agrements" else set())
        attendue = propres.get((table, cle))
        if attendue is None:  # refused demands are no part of the clean import
            assert table == "agrements" and ligne["decision"] == "refusée"
            continue
        for colonne in siennes - {"commune_nom"}:
            assert ligne[colonne] == attendue[colonne], (table, cle, colonne)


def test_an_anomaly_names_her_sheet_row_and_column():
    texte = PLATEFORME.replace("Report: ajournée", "Accord: zut").replace("Accord: agréée, ", "")
    lu = lire(texte, plateforme())
    (premiere, *_) = [a for a in lu.anomalies if a.code == "hors_liste"]
    assert (premiere.feuille, premiere.ligne, premiere.colonne) == ("Projets", 4, "Suite donnée")


def test_an_anomaly_of_a_repeated_column_names_its_group():
    lignes = [["Dossier", "Grp 1 - Filles", "Grp 2 - Filles"], ["A1", 3, "trois"]]
    texte = """
format: 1
nom: Répété
tableaux:
- tables:
  - table: collectifs
    colonnes: {code_action: Dossier, filles: "Grp {n} - Filles"}
"""
    lu = lire(texte, Depot("r.xlsx", classeur(F=lignes)))
    (faute,) = [a for a in lu.anomalies if a.gravite == "bloquante"]
    assert (faute.ligne, faute.colonne, faute.valeur) == (2, "Grp 2 - Filles", "trois")
    assert "« Filles »" not in faute.message


def test_the_marked_workbook_marks_her_cell():
    texte = PLATEFORME.replace("Accord: agréée, ", "")
    lu = lire(texte, plateforme())
    marque = rapport.write_rapport([plateforme()], lu.anomalies, CAMPAGNE)
    with zipfile.ZipFile(io.BytesIO(marque)) as z:
        commentaires = z.read("xl/comments1.xml").decode("utf-8")
    colonne = "S"  # « Suite donnée »
    assert f'ref="{colonne}4"' in commentaires and "hors de la liste" not in commentaires


@pytest.mark.parametrize("sens", ["lignes", "colonnes"])
def test_the_names_of_children_refuse_the_file_though_they_are_not_read(sens):
    texte = COLLECTIFS.replace("- tables:", f"- sens: {sens}\n  tables:") + (
        "      {code_action: Dossier, numero: N°, filles: Filles}\n"
    )
    feuille = [["Dossier", "N°", "Filles", "Prénom de l'enfant"], ["A1", 1, 2, "Zoé"]]
    feuille = feuille if sens == "lignes" else [list(l) for l in zip(*feuille, strict=True)]
    lu = lire(texte, Depot("n.xlsx", classeur(F=feuille)))
    (faute,) = [a for a in lu.anomalies if a.gravite == "bloquante"]
    assert (faute.code, faute.colonne) == ("donnee_personnelle", "Prénom de l'enfant")


def test_corrected_later_it_reads_past_deposits_again(ici):
    c = ecrite.lire(PLATEFORME, "c.yaml")
    relectures.enregistrer(ici, c, MOI)
    p = importation.proposer(ici, [plateforme()], CAMPAGNE, MOI)
    importation.accepter(ici, p, MOI)
    corrigee = ecrite.lire(PLATEFORME.replace("Accord: agréée", "Accord: ajournée"), "c.yaml")
    changees = {r.source.table: len(r.changees) for r in relectures.apercu(ici, corrigee)}
    assert changees == {"agrements": 10, "actions": 0, "collectifs": 0, "bilans": 0}
    evenement = relectures.enregistrer(ici, corrigee, MOI)
    assert evenement.details["geste"] == "corrigée"
    nouvelle = construction.a_jour(ici).empreinte
    assert nouvelle != p.apres
    decisions = {l["decision"] for (t, _), l in stockees(ici, nouvelle).items() if t == "agrements"}
    assert decisions == {"ajournée", "refusée"}
    assert relectures.enregistrer(ici, corrigee, MOI) is None
    textes = [e.details["texte"] for e in journal.lire(ici) if e.type == rangement.EVENEMENT]
    assert textes[0] == ecrite.ecrire(c)


def test_a_correction_that_would_lose_a_deposit_is_refused(ici):
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    importation.accepter(ici, importation.proposer(ici, [plateforme()], CAMPAGNE, MOI), MOI)
    avant = rangement.toutes(ici)
    autre = ecrite.lire(PLATEFORME.replace("Réf. projet", "Référence"), "c.yaml")
    with pytest.raises(UsageError, match="ne lirait plus « export.xlsx »"):
        relectures.enregistrer(ici, autre, MOI)
    with pytest.raises(UsageError, match="annulez d'abord"):
        relectures.retirer(ici, "export-de-la-plateforme", MOI)
    assert rangement.toutes(ici) == avant


def test_sent_to_another_installation_it_reads_the_same(ici, tmp_path):
    ailleurs = Installation(tmp_path / "autre")
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    texte = ecrite.ecrire(rangement.lire(ici, "export-de-la-plateforme"))
    relectures.enregistrer(ailleurs, ecrite.lire(texte, "recu.yaml"), MOI)
    lues = []
    for inst in (ici, ailleurs):
        p = importation.proposer(inst, [plateforme()], CAMPAGNE, MOI)
        importation.accepter(inst, p, MOI)
        lues.append(stockees(inst, p.apres))
        assert sante.constater(inst)[-1].etat == sante.BON
    assert lues[0] == lues[1]


def test_lost_it_is_said_and_saved_it_comes_back(ici, tmp_path):
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    importation.accepter(ici, importation.proposer(ici, [plateforme()], CAMPAGNE, MOI), MOI)
    sauvegarde.sauvegarder(ici, tmp_path / "s.zip")
    rangement.chemin(ici, "export-de-la-plateforme").unlink()
    with pytest.raises(BaseIndisponible, match="a disparu"):
        construction.a_jour(ici)
    assert any(c.etat == sante.PANNE and "a disparu" in c.message for c in sante.constater(ici))
    with zipfile.ZipFile(tmp_path / "s.zip") as z:
        assert "correspondances/export-de-la-plateforme.yaml" in z.namelist()


def test_next_campagne_the_same_layout_is_recognised(ici):
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    entetes = ["Nom du projet", "Réf. projet", "Millésime", "Structure", "Immatriculation"]
    entetes += ["Commune d’intervention", "Cible", "Groupes sollicités", "Groupes validés"]
    entetes += ["Suite donnée", "Position IEN", "1ère demande", "Effectif visé", "Reçu le"]
    entetes += ["PRE (O/N)", "REAAP (O/N)", "Permanents", "Volontaires", "Foyers inscrits"]
    entetes += ["Parents vus", "Parents moteurs", "Établissements liés", "Volume horaire"]
    entetes += ["Grp 1 - Cible", "Grp 1 - Effectif", "Grp 3 - Cible", "Grp 3 - Effectif"]
    entetes += ["PS versée (EUR)", "Du neuf"]
    ligne = ["Clas", "B1", 2022, "Assoc", "00000014100010", "Grenoble", "Primaire", 2, 2]
    ligne += ["Accord", "FAV", "O", 20, "01/07/2022", "O", "N", 1, 2, 8, 4, 1, 1, 300]
    ligne += ["Primaire", 11, "Collège", 9, 4000, "?"]
    contenu = classeur(Autre=[["Un titre"], [], entetes, ligne])
    p = importation.proposer(ici, [Depot("renomme.xlsx", contenu)], "2022-2023", MOI)
    assert p.acceptable, [a.message for a in p.anomalies]
    assert p.lignes == {"agrements": 1, "actions": 1, "collectifs": 2, "bilans": 1}
    (dit,) = [a.message for a in p.anomalies if a.code == "lu_par_correspondance"]
    assert "« Du neuf »" in dit


def test_its_empty_workbook_is_recognised_and_filled_is_read():
    c = ecrite.lire(PLATEFORME, "c.yaml")
    lu = lire(PLATEFORME, Depot("vide.xlsx", gabarit.write_gabarit(c, "2022-2023")))
    assert {a.code for a in lu.anomalies if a.gravite == "bloquante"} == {"aucune_ligne"}
    assert not [a for a in lu.anomalies if a.code.startswith("correspondance_colonne")]


def test_units_words_dates_and_years():
    texte = COLLECTIFS + (
        "      code_action: Dossier\n      numero: {compte: oui}\n"
        "      campagne: {colonne: Fin, lire: annee_de_fin}\n"
        "      duree_seance_min: {colonne: Durée, unite: heures}\n"
        "      depenses: {colonne: k€, unite: milliers}\n"
        "      date_debut: {colonne: Début, lire: mois_jour}\n"
        "      lieu: {colonne: Où, mots: {Salle: local associatif, NSP: ''}}\n"
    )
    entetes = ["Dossier", "Fin", "Durée", "k€", "Début", "Où"]
    lignes = [
        ["A1", 2022, 1.5, 7.25, "11/08/2021", "salle "],
        ["A1", 2022, "1h30", "", "", "nsp"],
        ["A2", 2021, 1, 1, "", ""],
    ]
    lu = lire(texte, Depot("u.xlsx", classeur(F=[entetes, *lignes])))
    assert lu.acceptable, [a.message for a in lu.anomalies]
    table = lu.tables["collectifs"].to_pylist()
    assert [(l["code_action"], l["numero"]) for l in table] == [("A1", 1), ("A1", 2)]
    assert [l["duree_seance_min"] for l in table] == [90, 90]
    assert [l["depenses"] and float(l["depenses"]) for l in table] == [7250, None]
    assert table[0]["date_debut"] == date(2021, 11, 8)
    assert [l["lieu"] for l in table] == ["local associatif", None]


def test_a_table_on_its_side_names_her_row():
    texte = COLLECTIFS.replace("- tables:", "- sens: colonnes\n  tables:") + (
        "      {code_action: Dossier, numero: N°, filles: Nb de filles}\n"
    )
    feuille = [["Fiche", "", ""], ["Dossier", "A1", "A1"], ["N°", 1, 2], ["Nb de filles", 4, "x"]]
    lu = lire(texte, Depot("f.xlsx", classeur(F=feuille)))
    (faute,) = [a for a in lu.anomalies if a.gravite == "bloquante"]
    assert (faute.ligne, faute.colonne) == (4, "Nb de filles")
    assert lu.tables["collectifs"]["filles"].to_pylist() == [4, None]


def test_a_repeated_block_finds_its_action_by_the_key_of_the_platform():
    texte = COLLECTIFS + (
        "      code_action: {colonne: _parent_index, par: {cle: _index, colonne: N° de dossier}}\n"
        "      numero: {compte: oui}\n      filles: Filles du groupe\n"
    )
    parents = [["N° de dossier", "_index"], ["A1", 10], ["A2", 11]]
    enfants = [["_parent_index", "Filles du groupe"], [11, 4], [10, 5], [11, 6]]
    lu = lire(texte, Depot("k.xlsx", classeur(Parents=parents, Groupes=enfants)))
    lus = [
        (l["code_action"], l["numero"], l["filles"]) for l in lu.tables["collectifs"].to_pylist()
    ]
    assert lus == [("A2", 1, 4), ("A1", 1, 5), ("A2", 2, 6)]
    lu = lire(texte, Depot("k.xlsx", classeur(Groupes=enfants)))
    assert "renvoi_introuvable" in {a.code for a in lu.anomalies}


def test_headers_on_two_rows_and_tables_one_under_the_other():
    texte = """
format: 1
nom: Empilé
tableaux:
- lignes_entete: 2
  tables:
  - table: collectifs
    colonnes:
      {code_action: Dossier, numero: N°, filles: Enfants / F, garcons: Enfants / G}
- tables:
  - table: bilans
    colonnes: {code_action: Code, charge_60: Achats}
"""
    feuille = [
        ["Dossier", "N°", "Enfants", ""],
        ["", "", "F", "G"],
        ["A1", 1, 3, 4],
        ["TOTAL", "", 3, 4],
        [],
        ["Code", "Achats"],
        ["A1", 120.5],
    ]
    lu = lire(texte, Depot("e.xlsx", classeur(F=feuille)))
    assert lu.acceptable, [a.message for a in lu.anomalies]
    assert lu.tables["collectifs"].select(["filles", "garcons"]).to_pylist() == [
        {"filles": 3, "garcons": 4}
    ]
    assert lu.tables["bilans"]["_ligne"].to_pylist() == [7]


def test_rows_set_aside_values_for_all_and_cells_that_repeat():
    texte = COLLECTIFS + (
        "      code_action: {colonne: Dossier, repete: oui}\n      numero: N°\n"
        "      filles: F\n      lieu: {valeur: école}\n"
    )
    texte += "  lignes_ecartees: [{colonne: État, vaut: brouillon}]\n"
    feuille = [["Dossier", "N°", "F", "État"], ["A1", 1, 2, ""], ["", 2, 3, ""]]
    feuille += [["A2", 1, 9, "Brouillon"]]
    lu = lire(texte, Depot("r.xlsx", classeur(F=feuille)))
    lus = lu.tables["collectifs"].select(["code_action", "numero", "lieu"]).to_pylist()
    assert [tuple(l.values()) for l in lus] == [("A1", 1, "école"), ("A1", 2, "école")]
    assert "« État »" in next(a.message for a in lu.anomalies if a.code == "lignes_ecartees")


def test_two_layouts_that_know_a_file_as_well_are_told_apart_by_a_person(ici):
    relectures.enregistrer(ici, ecrite.lire(PLATEFORME, "c.yaml"), MOI)
    jumelle = PLATEFORME.replace("nom: Export de la plateforme", "nom: Jumelle")
    relectures.enregistrer(ici, ecrite.lire(jumelle, "c.yaml"), MOI)
    p = importation.proposer(ici, [plateforme()], CAMPAGNE, MOI)
    assert not p.acceptable and "« Jumelle »" in p.anomalies[0].message
    assert importation.proposer(ici, [plateforme()], CAMPAGNE, MOI, par="jumelle").acceptable


MAUVAISES = {
    "inverse: oui": ("invers: oui", "« invers »"),
    "table: agrements": ("table: agrement", "les tables sont"),
    "format: 1": ("format: 9", "format"),
    "lire: annee_de_debut": ("lire: '.*(a+)+$'", "les lectures sont"),
    "colonne: Suite donnée": ("colonne: &a Suite\n        zut: *a", "YAML"),
    "Report: ajournée": ("no: ajournée", "guillemets"),
    "campagne: {colonne": ("campagn: {colonne", "n'est pas de"),
    "intitule: Nom du projet": ("intitule: !!python/object/apply:os.system [ls]", "YAML"),
    "motif: Commentaire du gestionnaire": ("motif: {valeur: a, compte: oui}", "seule origine"),
    "- tables:": ("- lignes_entete: 99\n  tables:", "de 1 à 3"),
    "code_action: Réf. projet": ("code_action: A\n      code_action: B", "répète"),
}


@pytest.mark.parametrize("avant", MAUVAISES)
def test_a_wrong_line_is_refused_with_its_number(avant):
    apres, dit = MAUVAISES[avant]
    with pytest.raises(UsageError, match=r"x\.yaml, ligne \d+") as e:
        ecrite.lire(PLATEFORME.replace(avant, apres, 1), "x.yaml")
    assert dit in str(e.value)


@pytest.mark.parametrize(
    "hostile",
    [
        "a: &a [1, 2]\nb: [*a, *a]",
        "[" * 500,
        "- " * 2000,
        "format: 1\n" + "#" * 300_000,
        "format: 1\nnom: 12\ntableaux: {}",
        "",
        "\x00\x01",
        "format: 1\nnom: '...'\ntableaux: [{tables: [{table: actions, colonnes: {pre: X}}]}]",
    ],
)
def test_a_hostile_one_is_refused(hostile):
    with pytest.raises(UsageError):
        ecrite.lire(hostile, "x.yaml")


def test_a_name_never_leaves_its_folder(ici):
    for nom in ("../../etc/passwd", "a/b", "A", "", ".cache", "a\n"):
        with pytest.raises(UsageError):
            rangement.chemin(ici, nom)


@pytest.mark.parametrize("chemin", sorted(CAS.glob("*.yaml")), ids=lambda p: p.stem)
def test_what_is_written_reads_the_same(chemin):
    c = ecrite.lire(chemin.read_text("utf-8"), chemin.name)
    assert ecrite.lire(ecrite.ecrire(c), "b.yaml") == c
    assert re.fullmatch(r"[a-z0-9-]+", c.identifiant)
