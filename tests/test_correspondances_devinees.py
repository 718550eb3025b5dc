"""Layouts guessed: real messy files go in with the clean values, each guess says why, and
files nobody has shown do as well.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.config import Installation
from clas_data.fichiers import controle, referentiels, schemas
from clas_data.fichiers.correspondances import (
    annotee,
    devinette,
    ebauche,
    ecrite,
    rangement,
    reprise,
)
from clas_data.fichiers.correspondances.assise import Assise
from clas_data.fichiers.correspondances.devinette import Devinee
from clas_data.fichiers.correspondances.indices import chercher
from clas_data.fichiers.lecture import Depot, read
from clas_data.fichiers.lieux import Communes
from clas_data.tables import importation, relectures
from tests.outils import CAMPAGNE, siret
from tests.test_cas_fichiers import DOSSIER
from tests.test_correspondances import COLLECTIFS, classeur

ICI = Installation(Path("/nulle/part"))
NOMS = referentiels.noms_communes(ICI)
REFERENTIELS = (NOMS, referentiels.anciens_codes(ICI), referentiels.codes_postaux(ICI))
MEMES = """accents_casses agrements_ligne_de_total bilans_departement_38 bloc_repetable_dossier_id
campagne_2021 cellules_fusionnees_niveau_lieu collectifs_barres collectifs_sain
commune_code_avec_espace commune_nom_au_lieu_du_code communes_par_nom decision_accord
deux_tables_dans_une_feuille douze_lignes_de_consignes entetes_numerotes entetes_obligatoire
entetes_questions entetes_repetes entetes_sur_deux_lignes export_de_deux_annees export_large_feuil1
feuille_de_listes feuille_de_synthese feuille_masquee_brouillon fiche_d_une_action
ligne_de_total ligne_des_unites lignes_preremplies niveau_primaire nombre_avec_mot
notes_sous_le_tableau ok_bandeau_fusionne ok_bilans_google ok_collectifs
ok_collectifs_texte_unicode ok_colonnes_vides ok_entetes_etoile
ok_entetes_sur_deux_lignes_de_cellule ok_feuille_protegee ok_feuille_tcd
ok_ligne_et_colonne_masquees ok_lignes_de_titre prenom_du_referent
questionnaire_60_entetes_proches siret_avec_mot siret_sans_zeros sous_totaux
tableau_couche codes_postaux_et_noms collectifs_en_colonnes export_plateforme""".split()
# Never in silence: an error of the sheet, a rounded number, postcodes alone, two readings.
REFUSES = """erreurs_excel_na erreurs_excel_ref formules_jamais_calculees siret_arrondi
siret_recherchev_en_erreur codes_postaux_sans_noms heures_point_des_milliers
sous_totaux_numerotes""".split()


def devine(*depots: Depot, campagne: str = CAMPAGNE) -> Devinee:
    feuilles = [f for d in depots for f in read(d)[0]]
    return devinette.deviner(feuilles, campagne, Communes(*REFERENTIELS))


def applique(d: Devinee, *depots: Depot, campagne: str = CAMPAGNE) -> controle.Controle:
    """What a person who accepts the whole guess gets; its text is what is read."""
    c = ecrite.lire(annotee.annoter(d), "c.yaml")
    return controle.check(list(depots), campagne, *REFERENTIELS, [c], exigee=True)


def cas(nom: str) -> Depot:
    chemin = next(p for p in DOSSIER.glob(f"{nom}.*") if p.suffix != ".yaml")
    return Depot(chemin.name, chemin.read_bytes())


def lignes(lu: controle.Controle, table: str) -> dict[tuple, dict]:
    cle = schemas.load()[table].cle
    return {
        tuple(l[c] for c in cle): {n: v for n, v in l.items() if not n.startswith("_")}
        for l in lu.tables[table].to_pylist()
    }


@pytest.fixture(scope="module")
def propre() -> controle.Controle:
    return controle.check([cas("base_tout")], CAMPAGNE, *REFERENTIELS)


@pytest.mark.parametrize("nom", MEMES)
def test_a_real_file_goes_in_with_the_clean_values(nom, propre):
    d = devine(cas(nom))
    assert d.manques == []
    lu = applique(d, cas(nom))
    assert lu.acceptable, [a.message for a in lu.anomalies if a.gravite == "bloquante"]
    for t in d.correspondance.tableaux:
        for apport in t.apports:
            lues, propres = lignes(lu, apport.table), lignes(propre, apport.table)
            siennes = {c for c in apport.champs if c != "commune_nom"} | {"code_action"}
            sures = [cle for cle in lues if cle in propres]
            assert sures and (set(sures) == set(propres) or nom in PARTIELS), apport.table
            for cle in sures:
                for c in siennes - SAUF.get(nom, set()):
                    assert lues[cle][c] == propres[cle][c], (apport.table, cle, c)


PARTIELS = {"fiche_d_une_action", "export_plateforme"}
SAUF = {"accents_casses": {"porteur_nom"}, "codes_postaux_et_noms": {"qpv_code"}}


@pytest.mark.parametrize("nom", REFUSES)
def test_what_has_no_sure_reading_is_refused(nom):
    assert not applique(devine(cas(nom)), cas(nom)).acceptable


def test_the_platform_is_guessed_whole_and_the_postcode_put_aside():
    d = devine(cas("export_plateforme"))
    lus = {p.entete: {(i.table, i.colonne) for i in p.choisis} for p in d.pistes}
    assert lus["Suite donnée"] == {("agrements", "decision")}
    assert ("collectifs", "code_action") in lus["Réf. projet"]
    assert [p.entete for p in d.pistes if not p.choisis] == ["CP"]
    assert [p.de_cote for p in d.pistes if p.entete == "CP"] == ["ce sont des codes postaux"]
    renouvellement = d.correspondance.tableaux[0].apports[0].champs["renouvellement"]
    assert renouvellement.inverse
    assert {(m.mot, m.notre) for m in d.mots} >= {("Accord", "agréée"), ("FAV", "favorable")}


def test_twelve_workbooks_of_one_layout_are_one_guess():
    dossier = sorted((DOSSIER / "un_classeur_par_porteur").iterdir())
    depots = [Depot(f.name, f.read_bytes()) for f in dossier]
    d = devine(*depots)
    assert len(d.correspondance.tableaux) == 1
    lu = applique(d, *depots)
    assert lu.acceptable and lu.tables["actions"].num_rows == 12
    (dite,) = [a for a in lu.anomalies if a.code == "lu_par_correspondance"]
    assert dite.message.startswith("12 fichiers sont lus par la correspondance")


AGREMENT = {
    "N° dossier": ["12001", "12002", "12003"],
    "Année scolaire": ["2021/2022"] * 3,
    "Raison sociale": ["Assoc A", "Assoc B", "Ville de C"],
    "N° SIRET": [siret(1), siret(2), siret(3)],
    "Ville": ["Grenoble", "Fontaine", "Échirolles"],
    "Code postal": ["38000", "38600", "38130"],
    "Statut du dossier": ["Validé", "Refus", "Validé"],
    "Avis de l'IEN": ["Favorable", "Réservé", "Favorable"],
    "Nb de groupes demandés": [2, 3, 1],
    "Nb de groupes retenus": [2, 0, 1],
}


def colonnes(table: dict[str, list]) -> list[list]:
    return [list(table), *map(list, zip(*table.values(), strict=True))]


def test_an_unseen_export_of_demands():
    depot = Depot("d.xlsx", classeur(Dossiers=[["Export du 3 mai"], [], *colonnes(AGREMENT)]))
    d = devine(depot)
    assert d.manques == []
    lu = applique(d, depot)
    assert lu.acceptable, [a.message for a in lu.anomalies]
    ligne = lignes(lu, "agrements")["12002",]
    assert (ligne["commune_insee"], ligne["decision"]) == ("38169", "refusée")
    assert (ligne["collectifs_demandes"], ligne["collectifs_agrees"]) == (3, 0)


def test_a_repeated_block_of_demarches_simplifiees():
    parents = {"ID": [901, 902, 903], "Numéro de dossier": ["A1", "A2", "A3"]}
    parents |= {k: v for k, v in AGREMENT.items() if k != "N° dossier"}
    blocs = {
        "Dossier ID": [901, 901, 903, 902],
        "Ligne": [1, 2, 1, 1],
        "Nombre de filles": [3, 4, 5, 6],
        "Nombre de garçons": [4, 4, 2, 3],
        "Total": [7, 8, 7, 9],
    }
    depot = Depot("ds.xlsx", classeur(Dossiers=colonnes(parents), Collectifs=colonnes(blocs)))
    d = devine(depot)
    lu = applique(d, depot)
    assert lu.acceptable, [a.message for a in lu.anomalies]
    lus = lignes(lu, "collectifs")
    assert set(lus) == {("A1", 1), ("A1", 2), ("A3", 1), ("A2", 1)}
    assert [l["enfants"] for l in lus.values()] == [7, 8, 7, 9]


def test_a_kobo_repeat_numbers_its_collectifs():
    parents = {"_index": [1, 2, 3], "Code action": ["A1", "A2", "A3"]}
    parents |= {"Salariés": [1, 2, 3], "Bénévoles": [3, 4, 5], "Familles": [7, 8, 9]}
    blocs = {"Filles": [3, 4, 5], "Garçons": [4, 4, 2], "_parent_index": [1, 1, 3]}
    depot = Depot("kobo.xlsx", classeur(Action=colonnes(parents), groupe=colonnes(blocs)))
    d = devine(depot)
    lu = applique(d, depot)
    assert lu.acceptable, [a.message for a in lu.anomalies]
    assert set(lignes(lu, "collectifs")) == {("A1", 1), ("A1", 2), ("A3", 1)}


def test_forms_one_a_sheet():
    def fiche(code, n):
        return [["FICHE", ""], ["Code de l'action", code], ["Nombre de salariés", n]] + [
            ["Nombre de bénévoles", 2 * n],
            ["Familles inscrites", 9],
            ["Lien avec le PRE", "O"],
        ]

    depot = Depot("f.xlsx", classeur(Un=fiche("A1", 1), Deux=fiche("A2", 2)))
    d = devine(depot)
    lu = applique(d, depot)
    assert lu.acceptable, [a.message for a in lu.anomalies]
    lus = lignes(lu, "actions")
    assert {c: l["benevoles"] for c, l in lus.items()} == {("A1",): 2, ("A2",): 4}


def test_the_total_is_known_by_its_sum():
    table = {"Code de l'action": ["A1", "A1", "A2", "A2"], "N° groupe": [1, 2, 1, 2]}
    table |= {"Filles": [3, 4, 5, 6], "Garçons": [4, 6, 2, 3], "Ensemble": [7, 10, 7, 9]}
    d = devine(Depot("s.xlsx", classeur(Groupes=colonnes(table))))
    (piste,) = [p for p in d.pistes if p.entete == "Ensemble"]
    assert [(i.colonne, i.raison) for i in piste.choisis] == [
        ("enfants", "« Filles » + « Garçons » = cette colonne")
    ]


def test_a_header_that_is_not_ours_is_not_offered():
    for entete in ("Champ 12", "Couleur préférée", "Hauteur", "Téléphone", "_uuid", "x"):
        assert not [i for i in chercher(entete, CAMPAGNE) if i.score >= 0.6], entete


def test_what_a_past_correspondance_knew_is_guessed_again(tmp_path):
    inst = Installation(tmp_path)
    texte = "format: 1\nnom: Vieux\ntableaux:\n- tables:\n  - table: actions\n    colonnes:\n"
    texte += "      code_action: Dossier\n      familles: Zorglub\n      benevoles: Wesh\n"
    relectures.enregistrer(inst, ecrite.lire(texte, "v.yaml"), ligne_de_commande())
    table = {"Dossier": ["A1", "A2"], "Zorglub": [3, 4], "Rien": [1, 2], "Wesh": [2, 3]}
    table |= {"Salariés": [1, 1], "Autre chose": [1, 5], "Encore": [4, 4]}
    d, _ = relectures.deviner(inst, [Depot("n.xlsx", classeur(F=colonnes(table)))], CAMPAGNE)
    (piste,) = [p for p in d.pistes if p.entete == "Zorglub"]
    assert piste.choisis[0].colonne == "familles" and "passée" in piste.choisis[0].raison


def test_the_command_guesses_then_imports_and_next_year_recognises(tmp_path, capsys):
    racine, sortie = str(tmp_path / "i"), str(tmp_path / "c.yaml")
    fichier = str(DOSSIER / "export_plateforme.xlsx")
    ici = ["--racine", racine, "--campagne", CAMPAGNE]
    assert run(["correspondance", "deviner", fichier, *ici, "-o", sortie]) == 0
    assert run(["correspondance", "importer", sortie, "--apercu", "--racine", racine]) == 0
    assert "Aucun dépôt accepté n'est encore lu" in capsys.readouterr().err
    assert run(["importer", fichier, *ici, "--correspondance", sortie]) == 0
    assert run(["correspondance", "lister", "--racine", racine]) == 0
    assert "export-plateforme" in capsys.readouterr().out
    p = importation.proposer(
        Installation(Path(racine)), [cas("export_plateforme")], CAMPAGNE, ligne_de_commande()
    )
    assert p.acceptable and p.deja


@pytest.mark.parametrize("connue", [False, True])
def test_a_refused_deposit_keeps_no_correspondance(tmp_path, capsys, connue):
    """Collectifs whose actions nobody has: read well, and refused."""
    ici = Installation(tmp_path / "i")
    fichier, sortie = tmp_path / "d.xlsx", tmp_path / "c.yaml"
    fichier.write_bytes(classeur(F=[["D", "N", "Fi"], ["A1", 1, 2]]))
    texte = COLLECTIFS + "      {code_action: D, numero: N, filles: Fi}\n"
    if connue:
        relectures.enregistrer(ici, ecrite.lire(texte, "c.yaml"), ligne_de_commande())
    avant = rangement.toutes(ici)
    sortie.write_text(texte.replace("filles", "garcons"), encoding="utf-8")
    commande = ["importer", str(fichier), "--campagne", CAMPAGNE, "--racine", str(ici.racine)]
    assert run([*commande, "--correspondance", str(sortie)]) == 1
    assert rangement.toutes(ici) == avant
    assert "n'est pas gardée" in capsys.readouterr().err


def test_the_command_says_what_is_missing(tmp_path, capsys):
    table = {k: v for k, v in AGREMENT.items() if k not in ("N° dossier", "N° SIRET")}
    fichier = tmp_path / "d.xlsx"
    fichier.write_bytes(classeur(D=colonnes(table)))
    commande = ["correspondance", "deviner", str(fichier), "--campagne", CAMPAGNE]
    assert run([*commande, "--racine", str(tmp_path / "i")]) == 1
    lu = capsys.readouterr()
    assert "Il manque « SIRET du porteur »" in lu.err and "IL MANQUE" in lu.out


def test_a_mixed_sheet_of_demands_offers_no_collectif_and_nothing_wrong_as_sure():
    table = {
        "Dossier n°": ["2021-01", "2021-02", "2021-03"],
        "Campagne CLAS": ["2021-2022"] * 3,
        "Nom de l'association": ["A", "B", "C"],
        "SIRET association": [siret(1), siret(2), siret(3)],
        "Commune du siège": ["Grenoble", "Vienne", "Voiron"],
        "Lieu d'action (commune)": ["Grenoble", "Vienne", "Voiron"],
        "Public": ["Elémentaire", "Collège", "Lycée"],
        "Nombre d'enfants": [20, 15, 10],
        "Nb groupes": [2, 1, 1],
        "Décision CODIR": ["OK", "OK", "KO"],
        "Date de réception": ["01/07/2021", "02/07/2021", "03/07/2021"],
        "Téléphone": ["0102030405"] * 3,
        "Montant demandé": [1000, 2000, 3000],
    }
    d = devine(Depot("a.xlsx", classeur(Feuil1=colonnes(table))))
    assert [a.table for t in d.correspondance.tableaux for a in t.apports] == ["agrements"]
    assert d.manques == []
    sures = {p.entete: [i.colonne for i in p.choisis] for p in d.pistes if p.sur}
    lieu = "Lieu d'action (commune)"  # not the seat of the association
    assert sures.keys() <= {*list(table)[:4], lieu, "Public", "Date de réception", "Décision CODIR"}
    assert sures["SIRET association"] == ["porteur_siret"]


REPETES = {
    "collectif": ["Collectif 1 - Filles", "Collectif 1 - Garçons", "Collectif 2 - Filles"],
    "numéro au bout": ["Filles 1", "Garçons 1", "Filles 2"],
    "souligné": ["filles_1", "garcons_1", "filles_2"],
}


@pytest.mark.parametrize("nom", REPETES)
def test_collectifs_side_by_side_whatever_their_names(nom):
    entetes = ["Code de l'action", "Salariés", "Bénévoles", *REPETES[nom]]
    feuille = [entetes, ["A1", 2, 3, 4, 5, 6], ["A2", 1, 0, 7, 8, ""]]
    depot = Depot("r.xlsx", classeur(F=feuille))
    d = devine(depot)
    lu = applique(d, depot)
    lus = {c: (l["filles"], l["garcons"]) for c, l in lignes(lu, "collectifs").items()}
    assert lus == {("A1", 1): (4, 5), ("A1", 2): (6, None), ("A2", 1): (7, 8)}


def test_headers_with_what_cannot_be_seen_and_merged_cells_below_are_read():
    table = {"Code de l'ac\u200btion": ["A1", "A2"], "Sala\u00a0riés": [1, 2]}
    table |= {"{n} Bénévoles {x}": [3, 4], "Familles\x07": [1, 2], "z" * 900: [0, 1]}
    feuilles, _ = read(
        Depot("i.csv", "\n".join(";".join(map(str, l)) for l in colonnes(table)).encode())
    )
    d = devinette.deviner(feuilles, CAMPAGNE, Communes(*REFERENTIELS))
    assert ecrite.lire(annotee.annoter(d), "c.yaml") == d.correspondance
    assert {p.entete for p in d.pistes if p.choisis} >= {"Code de l'action", "Familles"}


@pytest.mark.parametrize("nom", ["collectifs_sain", "entetes_sur_deux_lignes", "base_agrements"])
def test_next_campagne_shuffled_and_renamed_it_is_recognised(nom):
    d = devine(cas(nom))
    (feuille,) = read(cas(nom))[0]

    def suivante(c):
        return c.replace("2021-2022", "2022-2023") if isinstance(c, str) else c

    tournees = [[suivante(c) for c in reversed(l)] for l in feuille.lignes]
    if nom == "entetes_sur_deux_lignes":  # the name of a group stands above its first column
        tournees = [[suivante(c) for c in l] for l in feuille.lignes]
    sans_date = [["" if isinstance(c, date) else c for c in l] for l in tournees]
    depot = Depot("autre nom.xlsx", classeur(Onglet=[["Titre"], *sans_date]))
    lu = applique(d, depot, campagne="2022-2023")
    assert lu.acceptable, [a.message for a in lu.anomalies if a.gravite == "bloquante"]
    (table,) = lu.tables
    assert lu.tables[table].num_rows == {"base_agrements": 10}.get(nom, 26)
    assert set(lu.tables[table]["campagne"].to_pylist()) == {"2022-2023"}


def test_collectifs_whose_questions_have_numbers_are_grouped():
    groupe = ["niveau", "filles", "garçons"]
    noms = [f"Collectif {n} : {q}" for n in (1, 2) for q in groupe]
    entetes = ["Q1 - Code dossier", *(f"Q{i} - {e}" for i, e in enumerate(noms, 3))]
    lignes = [["2021-01", "collège", 6, 5, "lycée", 4, 3], ["2021-02", "collège", 8, 7, "", "", ""]]
    depot = Depot("q.xlsx", classeur(F=[entetes, *lignes]))
    d = devine(depot)
    (siens,) = [a.champs for a in d.correspondance.tableaux[0].apports if a.table == "collectifs"]
    assert siens["filles"].colonne == "Collectif {n} : filles"
    assert siens["code_action"].colonne == "Q1 - Code dossier" and not d.manques
    lu = applique(d, depot).tables["collectifs"].to_pylist()
    assert sorted((l["code_action"], l["numero"], l["filles"]) for l in lu) == [
        ("2021-01", 1, 6),
        ("2021-01", 2, 4),
        ("2021-02", 1, 8),
    ]
    renumerotes = [e.replace("Q", "Q1") for e in entetes]  # next year there are more questions
    suite = Depot("r.xlsx", classeur(F=[renumerotes, *lignes]))
    assert applique(d, suite).tables["collectifs"].num_rows == 3


def test_a_number_of_order_is_no_year_and_a_length_may_say_its_unit():
    entetes = ["Votre numéro", "Groupe", "Filles", "Garçons", "Durée (h)"]
    lignes = [["2021-01", 1, 6, 6, 1.5], ["2021-02", 1, 4, 4, 2], ["2021-03", 1, 3, 2, "1h30"]]
    depot = Depot("h.xlsx", classeur(Collectifs=[entetes, *lignes]))
    d = devine(depot)
    champs = d.correspondance.tableaux[0].apports[0].champs
    assert "campagne" not in champs and champs["code_action"].colonne == "Votre numéro"
    lus = applique(d, depot).tables["collectifs"]["duree_seance_min"].to_pylist()
    assert [int(x) for x in lus] == [90, 120, 90]


def test_the_codes_of_a_form_before_its_questions_say_nothing():
    entetes = ["ID de la réponse", "CODE. Code de l'action", "NUM. Numéro du collectif"]
    entetes += ["F. Filles", "G. Garçons", "TOT. Enfants accompagnés", "OUV. Semaines d'ouverture"]
    lignes = [[i, f"A38-{i % 9}", 1, 5, 4 + i % 3, 9 + i % 3, 30] for i in range(1, 12)]
    d = devine(Depot("l.xlsx", classeur(Réponses=[entetes, *lignes])))
    lues = {p.entete: {i.colonne for i in p.choisis} for p in d.pistes if p.sur}
    assert lues.pop("NUM. Numéro du collectif") == {"numero"} and len(lues) == 5
    assert "ID de la réponse" not in d.correspondance.tableaux[0].entetes()


def test_a_header_of_the_first_row_alone_is_a_header():
    entetes = [["Dossier", "Groupe", "Enfants", ""], ["", "", "Filles", "Garçons"]]
    depot = Depot("h.xlsx", classeur(Collectifs=[*entetes, ["A1", 1, 6, 6], ["A2", 1, 4, 4]]))
    d = devine(depot)
    assert d.correspondance.tableaux[0].lignes_entete == 2
    assert "hors_tableau" not in {a.code for a in applique(d, depot).anomalies}


def test_other_headers_keep_what_was_said_of_the_columns_that_are_still_there():
    tete = ["Code de l'action", "N° groupe", "Niveau", "Filles", "Truc"]
    autre = [*tete[:3], "Garçons", "Truc"]
    lignes = [["A1", 1, "Primaire", 4, 1], ["A1", 2, "Primaire", 5, 2], ["A2", 1, "Collège", 6, 3]]
    depot = Depot("h.xlsx", classeur(Collectifs=[tete, autre, *lignes]))
    feuilles, _ = read(depot)
    lieux = Communes(*REFERENTIELS)

    def assis(ligne: int) -> ebauche.Ebauche:
        d = devinette.deviner(feuilles, CAMPAGNE, lieux, assises=[("Collectifs", Assise(ligne))])
        return ebauche.commencer(d)

    avant = ebauche.nommer(ebauche.confirmer(assis(0), [(0, e) for e in tete[:4]]), "Gardée")
    avant = ebauche.affecter(avant, (0, "Truc"), [])
    dit = (0, "collectifs", "niveau", "Primaire")
    avant = ebauche.traduire(avant, [(dit, "lycée")])
    apres = reprise.reporter(avant, assis(1))
    assert apres.correspondance.nom == "Gardée" and apres.avant is avant
    assert apres.vues == {(0, e) for e in (*tete[:3], "Truc")} and apres.mots_vus == {dit}
    (lu,) = ebauche.retenue(apres).tableaux
    champs = lu.apports[0].champs
    assert set(champs) == {"code_action", "numero", "niveau"} and "Truc" in lu.de_cote
    assert champs["niveau"].mots == {"Primaire": "lycée"}


def test_what_stands_above_a_porteurs_own_table_counts_for_its_rows():
    """The code of the action of each workbook is read in its title, never its total row."""
    tete = ["N°", "Filles", "Garçons", "Niveau"]

    def fiche(n: int, *comptes: tuple[int, int]) -> Depot:
        titres = [["Association"], ["SIRET :", siret(n)], [f"Code de l'action : A38-000{n}"], []]
        corps = [[i, f, g, "Collège"] for i, (f, g) in enumerate(comptes, 1)]
        total = ["Total", *map(sum, zip(*comptes, strict=True)), ""]
        return Depot(f"p{n}.xlsx", classeur(F=[*titres, tete, *corps, ["", "", "", ""], total]))

    depots = [fiche(1, (3, 4), (5, 6)), fiche(3, (2, 4))]
    d = devine(*depots)
    assert "SIRET (au-dessus)" in d.correspondance.tableaux[0].de_cote and not d.manques
    lu = applique(d, *depots)
    assert lu.acceptable, [a.message for a in lu.anomalies]
    assert {c: (l["filles"], l["garcons"]) for c, l in lignes(lu, "collectifs").items()} == {
        ("A38-0001", 1): (3, 4),
        ("A38-0001", 2): (5, 6),
        ("A38-0003", 1): (2, 4),
    }
    entetes = ["N° dossier", "Ville", "Décision", "Intitulé"]
    corps = [["D1", "Grenoble", "Accord", "x"], ["D2", "Voiron", "Refus", "y"]]
    titres = [["Porteur : Asso A"], ["SIRET", siret(1)], ["Export du 3 mai : provisoire"]]
    depot = Depot("a.xlsx", classeur(F=[*titres, entetes, *corps]))
    lues = lignes(applique(devine(depot), depot), "agrements").values()
    assert {(l["porteur_siret"], l["porteur_nom"]) for l in lues} == {(siret(1), "Asso A")}
