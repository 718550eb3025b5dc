"""The screen « Lire un fichier »: the export of a platform shown once, read, then recognised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from clas_data import config
from clas_data.acces import Acteur, ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers import journal
from clas_data.fichiers.correspondances import ebauche, ecrite, laissees, rangement
from clas_data.fichiers.lecture import Depot
from clas_data.serveur import menu
from clas_data.tables import importation, lectures, relectures, sauvegarde
from tests import attente
from tests.outils import CAMPAGNE
from tests.test_cas_fichiers import DOSSIER
from tests.test_correspondances import PLATEFORME, classeur
from tests.test_ui_depot import CADRE, lu, ouvrir, textes

EXPORT = (DOSSIER / "export_plateforme.xlsx").read_bytes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def ecran(demonstration_copie, monkeypatch) -> Installation:
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    return demonstration_copie


def deposer(at: AppTest, nom: str, contenu: bytes) -> AppTest:
    at.selectbox[0].select(CAMPAGNE)
    at.file_uploader[0].set_value((nom, contenu, XLSX))
    return cliquer(at, "Contrôler ces fichiers")


def cliquer(at: AppTest, libelle: str) -> AppTest:
    bouton = next(b for b in at.button if b.label.startswith(libelle))
    bouton.click()
    at.run()
    assert not at.exception, at.exception
    return at


def libelles(at: AppTest) -> str:
    return "\n".join(b.label for b in at.button)


def test_an_unknown_export_is_shown_once_then_recognised(ecran):
    avant = journal.lire(ecran)
    at = deposer(ouvrir(), "export.xlsx", EXPORT)
    assert "1. Où est le tableau" in libelles(at)
    image = next(d.value for d in at.dataframe if "Rôle" in d.value)
    assert list(image["Rôle"][:4]) == ["ignorée", "ignorée", "en-têtes", "donnée"]
    assert journal.lire(ecran) == avant
    cliquer(at, "Continuer")
    assert "Immatriculation" in lu(at) and "ce sont" not in textes(at)
    assert "Rien encore" in "\n".join(c.value for c in at.caption)
    cliquer(at, "Oui, ce sont elles")
    assert "A38-0001" in lu(at)
    cliquer(at, "Ne pas lire")
    assert "« Accord »" in "\n".join(s.label for s in at.selectbox)
    cliquer(at, "Oui, c'est cela")
    assert "Tous ses mots ont un sens" in "\n".join(s.value for s in at.success)
    next(t for t in at.text_input if t.key == "nom_lecture").set_value("Plateforme")
    cliquer(at, "Garder et examiner le dépôt")
    assert list(rangement.toutes(ecran)) == ["plateforme"]
    cliquer(at, "Accepter ce dépôt")
    (sources,) = [e.sources for e in journal.lire(ecran)[-1:]]
    assert {s.correspondance for s in sources} == {"plateforme"}
    assert {s.table for s in sources} == {"agrements", "actions", "collectifs", "bilans"}
    at = deposer(ouvrir(), "renomme.xlsx", EXPORT)
    assert "1. Où est le tableau" not in libelles(at)
    assert "Accepter ce dépôt" in libelles(at) and "« Plateforme »" in lu(at)


def test_all_that_is_sure_is_accepted_at_once_as_it_is_step_by_step(ecran):
    at = deposer(ouvrir(), "export.xlsx", EXPORT)
    assert "33\u00a0colonnes et 7\u00a0mots" in textes(at) and "1\u00a0colonne à voir" in textes(at)
    assert "Accord" in lu(at)  # folded, but there
    cliquer(at, "Tout est juste")
    assert "Oui, ce sont elles" not in libelles(at) and "A38-0001" in lu(at)
    cliquer(at, "Annuler le dernier geste")
    assert "1. Où est le tableau" in libelles(at) and "Tout est juste" in libelles(at)
    cliquer(at, "Tout est juste")
    cliquer(at, "Ne pas lire")
    cliquer(at, "Garder et examiner le dépôt")
    vite = rangement.toutes(ecran)["export"]
    d, _ = relectures.deviner(ecran, [Depot("export.xlsx", EXPORT)], CAMPAGNE)
    e = ebauche.commencer(d)
    e = ebauche.confirmer(e, ebauche.sures(e))
    e = ebauche.affecter(e, (0, "Commentaire du gestionnaire"), [])
    mots = ebauche.mots(e, relectures.communes(ecran))
    e = ebauche.traduire(e, [((m.tableau, m.table, m.colonne, m.mot), m.notre) for m in mots])
    assert vite.tableaux == ebauche.retenue(e).tableaux


def test_each_gesture_is_undone_and_leaving_the_page_loses_nothing(ecran):
    at = deposer(ouvrir(), "export.xlsx", EXPORT)
    cliquer(at, "Continuer")
    cliquer(at, "Oui, ce sont elles")
    assert "Oui, ce sont elles" not in libelles(at)
    cliquer(at, "Annuler le dernier geste")
    assert "Oui, ce sont elles" in libelles(at)
    for nom in ("dictionnaire", "donnees"):
        at.switch_page(str(menu.ecrans()[nom].fichier)).run()
    assert "Oui, ce sont elles" in libelles(at)
    cliquer(at, "Renoncer")
    assert "Contrôler ces fichiers" in libelles(at)
    assert rangement.toutes(ecran) == {}


def test_a_browser_that_closes_loses_nothing_for_its_account(ecran):
    def entrer(nom: str) -> AppTest:
        at = attente.ecran(CADRE)
        at.session_state["acteur"] = Acteur(nom, "comite")
        at.switch_page(str(menu.ecrans()["donnees"].fichier))
        return at.run()

    at = deposer(entrer("A (a@ex.fr)"), "export.xlsx", EXPORT)
    cliquer(at, "Continuer")
    cliquer(at, "Oui, ce sont elles")
    assert "Contrôler ces fichiers" in libelles(entrer("B (b@ex.fr)"))
    at = entrer("A (a@ex.fr)")
    assert any("Vous aviez laissé ce fichier" in i.value for i in at.info)
    assert "Oui, ce sont elles" not in libelles(at) and "A38-0001" in lu(at)
    cliquer(at, "Renoncer")
    assert "Contrôler ces fichiers" in libelles(entrer("A (a@ex.fr)"))
    assert not any(ecran.ebauches.iterdir())


def test_another_row_of_headers_is_tried_and_refused_in_words(ecran):
    at = deposer(ouvrir(), "export.xlsx", EXPORT)
    next(n for n in at.number_input if n.label == "Ligne des en-têtes").set_value(1)
    at.run()
    assert not at.exception
    assert any("Rien ne ressemble" in w.value for w in at.warning)


def test_columns_that_resemble_ours_are_shown_before_any_is_left_unread(ecran):
    nom = "questionnaire_60_entetes_proches.xlsx"
    at = deposer(ouvrir(), nom, (DOSSIER / nom).read_bytes())
    assert "1. Où est le tableau" in libelles(at) and "Accepter ce dépôt" not in libelles(at)
    cliquer(at, "Continuer")
    cliquer(at, "Oui, ce sont elles")
    assert "Ce qui restera n.d. (1\u00a0colonne)" in textes(at)


@pytest.mark.parametrize(
    "nom, bouton, ou, attendu",
    [
        (
            "siret_sans_zeros",
            "Lire ainsi ces valeurs",
            ("agrements", "porteur_siret"),
            "00000014100010",
        ),
        ("niveau_primaire", "Lire ainsi ces valeurs", ("collectifs", "niveau"), "élémentaire"),
        ("nombre_aucun", "Lire ainsi ces valeurs", ("collectifs", "enfants"), 0),
        (
            "heures_point_des_milliers",
            "« Heures d'encadrement » : « 1.248 » est 1 248",
            ("actions", "heures_encadrement"),
            1248.0,
        ),
        (
            "bilans_departement_38",
            "« Département » : ne pas lire",
            ("bilans", "departement"),
            Decimal("1523.49"),  # of « Subvention du Département »
        ),
        (
            "dates_mois_jour",
            "« Date de la première séance » : Lire",
            ("collectifs", "date_debut"),
            date(2021, 11, 12),
        ),
    ],
)
def test_a_right_reading_is_a_button(ecran, nom, bouton, ou, attendu):
    chemin = next(DOSSIER.glob(f"{nom}.*"))
    at = deposer(ouvrir(), chemin.name, chemin.read_bytes())
    assert "Accepter ce dépôt" not in libelles(at)
    if bouton == "Lire ainsi ces valeurs":  # said once, beside the button: folded below
        assert not [e.label for e in at.expander if "Bloquante" in e.label and e.proto.expanded]
    for _ in range(3):
        if "Accepter ce dépôt" not in libelles(at):
            if not any(b.label.startswith(bouton) for b in at.button):
                bouton = bouton.replace("première", "dernière")
            cliquer(at, bouton)
    assert "Accepter ce dépôt" in libelles(at)
    cliquer(at, "Accepter ce dépôt")
    source = next(s for s in journal.lire(ecran)[-1].sources if s.table == ou[0])
    assert source.correspondance
    lues = lectures.lire_source(ecran, source, CAMPAGNE)[ou[1]].to_pylist()
    assert attendu in lues


def test_an_empty_cell_beside_crosses_is_not_silently_unknown(ecran):
    noms = ["Code de l'action", "Articulation avec le PRE", "Familles", "Axe école"]
    lignes = [["A38-0001", "X", 4, "oui"], ["A38-0003", "", 5, ""], ["A38-0004", "x", 6, "oui"]]
    at = deposer(ouvrir(), "croix.xlsx", classeur(Actions=[noms, *lignes]))
    assert any("portent que des croix" in m.value for m in at.markdown)
    cliquer(at, "Lire « non » dans les cases vides de 1")
    cliquer(at, "Accepter ce dépôt")
    (source,) = journal.lire(ecran)[-1].sources
    lues = lectures.lire_source(ecran, source, CAMPAGNE)
    assert lues["pre"].to_pylist() == [True, False, True]
    assert lues["axe_ecole"].to_pylist() == [True, None, True]


def test_what_has_two_meanings_or_two_readers_is_a_button_each(ecran):
    feuille = [["Code de l'action", "Salariés", "Familles"], ["A38-0001", "2 à 3", 4]]
    contenu = classeur(Actions=feuille)
    at = deposer(ouvrir(), "a.xlsx", contenu)
    cliquer(at, "« Salariés » : « 2 à 3 » est 3")
    source = rangement.toutes(ecran)["a"]
    assert source.tableaux[0].apports[0].champs["salaries"].mots == {"2 à 3": "3"}
    texte = ecrite.ecrire(source)
    relectures.enregistrer(
        ecran, ecrite.lire(texte.replace("nom: a", "nom: B"), "b.yaml"), ligne_de_commande()
    )
    at = deposer(ouvrir(), "a.xlsx", contenu)
    assert "Lire par « a »" in libelles(at)
    cliquer(at, "Lire par « B »")
    assert "« B »" in lu(at) and "Lire par" not in libelles(at)


def test_amounts_in_thousands_are_suspected_and_read_so(ecran):
    feuille = [["Code de l'action", "64 Charges de personnel"], ["A38-0001", 9.5], ["A38-0006", 12]]
    at = deposer(ouvrir(), "k.xlsx", classeur(Bilans=feuille))
    assert "des centaines de fois moins que" in lu(at) + textes(at)
    cliquer(at, "Lire les montants de ces bilans en milliers")
    assert "Lire les montants" not in libelles(at)
    cliquer(at, "Accepter ce dépôt")
    (source,) = journal.lire(ecran)[-1].sources
    assert [9500, 12000] == lectures.lire_source(ecran, source, CAMPAGNE)["charge_64"].to_pylist()


def test_a_deposit_of_another_campagne_is_examined_for_it(ecran):
    feuille = [["Campagne", "Code de l'action", "Salariés"], ["2020-2021", "A38-0001", 2]]
    at = deposer(ouvrir(), "a.xlsx", classeur(Actions=feuille))
    cliquer(at, "Contrôler pour la campagne 2020-2021")
    assert at.subheader[0].value == "Examen du dépôt, campagne 2020-2021"


def test_a_kept_one_is_corrected_on_its_file_then_brought_back(ecran):
    moi, texte = ligne_de_commande(), PLATEFORME.replace("FAV: favorable", "FAV: réservé")
    relectures.enregistrer(ecran, ecrite.lire(texte, "c.yaml"), moi)
    p = importation.proposer(ecran, [Depot("e.xlsx", EXPORT)], CAMPAGNE, moi)
    importation.accepter(ecran, p, moi)
    at = cliquer(ouvrir("Correspondances"), "La corriger")
    assert at.subheader[0].value.startswith("Corriger « Export de la plateforme »")
    assert "A38-0001" in lu(at)
    assert "2. Quelle colonne est quoi" in libelles(at) and "Oui, ce sont elles" not in libelles(at)
    cliquer(at, "3. Ce que")
    assert "Rien n'a changé." in "\n".join(c.value for c in at.caption)
    assert "Enregistrer la correction" not in libelles(at)
    mot = next(s for s in at.selectbox if s.label.startswith("« FAV »"))
    mot.select("favorable")
    cliquer(at, "Changer ces mots")
    assert "2021-2022, agrements" in textes(at) and "lignes changent" in textes(at)
    cliquer(at, "Enregistrer la correction")
    avis = "avis_education_nationale"
    champs = rangement.toutes(ecran)["export-de-la-plateforme"].tableaux[0].apports[0].champs
    assert champs[avis].mots["FAV"] == "favorable"
    assert journal.lire(ecran)[-1].details["geste"] == "corrigée"
    at = ouvrir("Correspondances")
    assert "lignes changent" in textes(at)
    cliquer(at, "Y revenir")
    champs = rangement.toutes(ecran)["export-de-la-plateforme"].tableaux[0].apports[0].champs
    assert champs[avis].mots["FAV"] == "réservé"


def test_a_text_is_refused_with_its_line(ecran):
    relectures.enregistrer(ecran, ecrite.lire(PLATEFORME, "c.yaml"), ligne_de_commande())
    at = cliquer(ouvrir("Correspondances"), "Voir son texte")
    zone = next(t for t in at.text_area if t.label.startswith("Texte de la"))
    zone.set_value(PLATEFORME.replace("inverse: oui", "invers: oui"))
    at.run()
    assert any("ligne" in e.value and "invers" in e.value for e in at.error)


def test_what_an_account_leaves_comes_back_to_it_alone(tmp_path):
    inst, e = Installation(tmp_path), None
    depot = Depot("export.xlsx", EXPORT)
    d, _ = relectures.deviner(inst, [depot], CAMPAGNE)
    e = ebauche.confirmer(ebauche.commencer(d), ebauche.sures(ebauche.commencer(d)))
    e = ebauche.aller(ebauche.affecter(e, (0, "CP"), []), ebauche.MOTS)
    mots = ebauche.mots(e, relectures.communes(inst))
    e = ebauche.traduire(e, [((m.tableau, m.table, m.colonne, m.mot), m.notre) for m in mots[:3]])
    laissees.garder(inst, "A (a@ex.fr)", CAMPAGNE, (depot,), e, "")
    assert laissees.reprendre(inst, "B (b@ex.fr)") is None
    rendue = laissees.reprendre(inst, "A (a@ex.fr)")
    assert rendue.depots == (depot,) and rendue.campagne == CAMPAGNE
    d2, _ = relectures.deviner(inst, [depot], CAMPAGNE, rendue.assises)
    e2 = laissees.ebauche(rendue, d2)
    assert (e2.correspondance, e2.vues, e2.mots_vus) == (e.correspondance, e.vues, e.mots_vus)
    assert e2.etape == ebauche.MOTS and ebauche.retenue(e2) == ebauche.retenue(e)
    assert {oct(p.stat().st_mode)[-3:] for p in inst.ebauches.iterdir()} == {"700"}
    assert sauvegarde.sauvegarder(inst, tmp_path / "s.zip")["etrangers"] == []
    (etat,) = inst.ebauches.glob("*/etat.json")
    etat.write_bytes(etat.read_bytes()[:-9])
    assert laissees.reprendre(inst, "A (a@ex.fr)") is None
    laissees.effacer(inst, "A (a@ex.fr)")
    assert not any(inst.ebauches.iterdir())


def test_a_column_of_postcodes_is_a_button_that_writes_in_the_correspondance(ecran):
    nom = "codes_postaux_sans_noms.xlsx"
    at = deposer(ouvrir(), nom, (DOSSIER / nom).read_bytes())
    assert "Accepter ce dépôt" not in libelles(at)
    cliquer(at, "« Code Insee de la commune » : lire ces codes comme des codes postaux")
    (c,) = rangement.toutes(ecran).values()
    (champ,) = [a.champs["commune_insee"] for t in c.tableaux for a in t.apports]
    assert champ.lire == "codes_postaux" and "code postal" in textes(at) + lu(at)


def test_a_national_table_in_its_own_layout_is_recognised(ecran):
    """A table as a national report prints it: labels of its own, 61 %, 812 €, a total."""
    feuille = [
        ["Clas : synthèse nationale"],
        ["Source : synthèse fictive"],
        [],
        ["Indicateur", "France", "Ma région", "Mon département"],
        ["Nombre moyen d'enfants par collectif", "9,8", "10,1", "9,4"],
        ["part_benevoles", "61 %", "60 %", "59 %"],
        ["Part des filles", "48 %", "47,5 %", "50 %"],
        ["Coût par enfant", "812 €", "790 €", "845 €"],
        ["Budget du réseau", "171 000", "21 000", "3 052"],
    ]
    at = deposer(ouvrir(), "report.xlsx", classeur(Synthèse=feuille))
    cliquer(at, "Continuer")
    assert "Mon département" in lu(at)
    cliquer(at, "Oui, ce sont elles")
    (vue,) = [h.proto.body for h in at.get("html") if "Premières lignes lues" in h.proto.body]
    assert "Part de bénévoles parmi les encadrants" in vue and "part_benevoles" not in vue
    cliquer(at, "Garder et examiner le dépôt")
    cliquer(at, "Lire ainsi ces valeurs")
    cliquer(at, "Écarter 1")
    cliquer(at, "Lire ainsi ces valeurs")  # the base has these figures under their other names
    cliquer(at, "Accepter ce dépôt")
    (source,) = journal.lire(ecran)[-1].sources
    lues = lectures.lire_source(ecran, source, CAMPAGNE).to_pylist()
    dites = {l["indicateur"]: (l["territoire"], l["valeur"], l["source"]) for l in lues}
    assert dites == {
        "enfants_par_collectif": ("France", 9.8, "synthèse fictive"),
        "part_filles": ("France", 48, "synthèse fictive"),
        "cout_par_enfant": ("France", 812, "synthèse fictive"),
        "part_benevoles": ("France", 61, "synthèse fictive"),
    }
