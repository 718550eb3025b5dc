"""The département beside the nation: the fifth file and its check, what compares and what does not,
what a porteur reads.
"""

from __future__ import annotations

import ast
import io
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from clas_data import formats
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.config import PAQUET, REFERENTIELS
from clas_data.errors import BLOQUANTE
from clas_data.exemples.tirage import parametres
from clas_data.fichiers import schemas
from clas_data.fichiers.lecture import Depot
from clas_data.figures.composer import BLOCS
from clas_data.figures.figure import BARRES, Figure, Paragraphe
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import INSECABLE
from clas_data.indicateurs import calcul, catalogue, comparabilite
from clas_data.nation import chiffres, controle, declarees, modele
from clas_data.nation.chiffres import Territoire
from clas_data.nation.exterieurs import PAYS, Exterieurs
from clas_data.restitutions.pdf import pages
from clas_data.restitutions.synthese import composition, mots, pdf
from clas_data.restitutions.synthese.partages import partages
from clas_data.tables import base, construction, importation
from tests.commande import json_de, lancer
from tests.outils import CAMPAGNE, classeur, en_xlsx, petite

MOI = ligne_de_commande()
TOUT = MOI.perimetre(())
BONNE = {
    "campagne": CAMPAGNE,
    "indicateur": "part_benevoles",
    "territoire_sorte": "france",
    "territoire": "France",
    "valeur": 70.0,
    "unite": "%",
    "source": "Cnaf, synthèse nationale",
    "date_publication": "15/11/2022",
    "statut": "définitif",
}


def national(*lignes: dict) -> Depot:
    """A national file with these rows, each the good one but for what it says."""
    return classeur({schemas.NATIONAL: [{**BONNE, **l} for l in lignes]}, "national.xlsx")


@pytest.fixture
def petit(vide):
    """Two actions, three bénévoles out of four encadrants in each."""
    p = importation.proposer(vide, [classeur(petite())], CAMPAGNE, MOI)
    importation.accepter(vide, p, MOI)
    return vide


def dites(inst, *lignes: dict):
    return controle.proposer(inst, [national(*lignes)], CAMPAGNE, MOI).anomalies


def accepter(inst, *lignes: dict):
    p = controle.proposer(inst, [national(*lignes)], CAMPAGNE, MOI)
    return importation.accepter(inst, p, MOI)


FAUTES = [  # (rows, code, words of the message, what is offered)
    ([{"valeur": 0.75}], "national_fraction", "75,0", "75"),
    ([{"valeur": 7500}], "national_plus_de_cent", "dépasse 100", "75"),
    ([{"indicateur": "enfants_par_collectif", "valeur": 1000, "unite": ""}],
     "national_loin", "100 fois la valeur", "10"),
    ([{"indicateur": "enfants_par_collectif", "valeur": 0.1, "unite": ""}],
     "national_loin", "100 fois moins", "10"),
    ([{"indicateur": "part_benevole"}], "national_inconnu", "dictionnaire",
     "Part de bénévoles parmi les encadrants"),
    ([{"indicateur": "enfants_accompagnes", "valeur": 90000, "unite": ""}],
     "national_total", "est un total", ""),
    ([{"unite": "€"}], "national_unite", "ne se mesure pas", "%"),
    ([{"valeur": None, "numerateur": 80, "denominateur": 60}],
     "national_numerateur", "dépasse le dénominateur", ""),
    ([{"valeur": None, "numerateur": 80}], "national_denominateur", "sans son dénominateur", ""),
    ([{"valeur": 60, "numerateur": 75, "denominateur": 100}],
     "national_rapport", "n'est pas celle", "75"),
    ([{"repondants": 900, "attendus": 800}], "national_repondants", "plus de réponses", ""),
    ([{"source": None}], "national_sans_source", "sans source", ""),
    ([{}, {"indicateur": "Part de bénévoles parmi les encadrants", "valeur": 60}],
     "national_double", "déjà donné ligne 2", ""),
    ([{}, {"valeur": 60}], "cle_double", "ligne 2", ""),
    ([{"indicateur": "part_avis_favorable", "valeur": 80},
      {"indicateur": "part_avis_reserve", "valeur": 30}], "national_somme", "110,0", ""),
    ([{"territoire": "FRANCE entière"}], "national_lieu", "déjà connu", "France"),
    ([{"territoire": "38 - isere", "territoire_sorte": "departement"}],
     "national_lieu", "déjà connu", "Isère"),
    ([{"territoire": "Auvergne-Rhône-Alpes", "territoire_sorte": "region"},
      {"territoire": "auvergne rhone alpes", "territoire_sorte": "region"}],
     "national_lieu", "deux valeurs", "Auvergne-Rhône-Alpes"),
    ([{"territoire": "84", "territoire_sorte": "region"}], "national_code", "Écrivez son nom", ""),
    ([{"campagne": "2021"}], "campagne_format", "année scolaire", CAMPAGNE),
    ([{"territoire_sorte": "pays"}], "hors_liste", "france", ""),
]  # fmt: skip


@pytest.mark.parametrize("lignes, code, dit, offre", FAUTES)
def test_a_wrong_figure_is_refused_with_its_reason_and_the_likely_reading(
    petit, lignes, code, dit, offre
):
    trouvees = [a for a in dites(petit, *lignes) if a.gravite == BLOQUANTE]
    (a,) = [a for a in trouvees if a.code == code]
    assert dit in a.message and a.proposition == offre and a.ligne and a.colonne
    assert len({x.code for x in trouvees}) == 1, "one fault is said once"


def test_good_rows_go_in_out_and_in_again(petit):
    avant = base.courante(petit)
    assert not [a for a in dites(petit, {}) if a.gravite == BLOQUANTE]
    # fmt: skip
    e = accepter(
        petit,
        {"valeur": "68,5 %"},
        {
            "indicateur": "cout_par_enfant",
            "valeur": None,
            "numerateur": 90_000.0,
            "denominateur": 100.0,
            "unite": "euros",
        },
        {"territoire": "Rhône", "territoire_sorte": "departement", "valeur": 66},
        {"indicateur": "part_filles", "valeur": None},
    )
    lues = chiffres.connus(base.ouvrir(petit), TOUT, CAMPAGNE)
    vus = {(c.indicateur, c.territoire.nom): c for c in lues}
    assert vus["part_benevoles", "France"].valeur == 68.5
    assert vus["part_benevoles", "Rhône"].valeur == 66
    assert vus["cout_par_enfant", "France"].valeur == 900, "a ratio of its two sides"
    assert vus["part_benevoles", "France"].date_publication == date(2022, 11, 15)
    assert ("part_filles", "France") not in vus, "a row without a value holds nothing"
    fait = lancer("national", "--campagne", CAMPAGNE, "--territoire", "rhône", "--json",
                  racine=petit.racine)  # fmt: skip
    # fmt: skip
    assert json_de(fait) == {
        "campagne": CAMPAGNE,
        "lignes": [
            {
                "indicateur": "part_benevoles",
                "territoire": "Rhône",
                "valeur": 66,
                "repondants": None,
                "attendus": None,
                "source": BONNE["source"],
                "date": "2022-11-15",
            }
        ],
    }
    titre = {"indicateur": "part de benevoles parmi  les encadrants", "valeur": 67}
    (deux,) = [a for a in dites(petit, titre) if a.gravite == BLOQUANTE]
    assert deux.code == "national_deux_noms" and deux.proposition == "part_benevoles"
    importation.annuler(petit, e.id, MOI)
    assert base.courante(petit) == avant
    importation.retablir(petit, e.id, MOI)
    assert len(chiffres.connus(base.ouvrir(petit), TOUT, CAMPAGNE)) == len(lues)


def test_a_value_far_from_ours_stands_with_its_two_sides(petit):
    siennes = {"numerateur": 3.0, "denominateur": 400.0}
    assert not [a for a in dites(petit, {"valeur": 0.75, **siennes}) if a.gravite == BLOQUANTE]


def test_the_template_is_filled_from_a_report_and_deposited(petit):
    """What a committee member does: the template, six figures copied, the deposit."""
    une_fois = {"source": "Cnaf", "date_publication": date(2022, 11, 15), "repondants": 9214}
    contenu = modele.write_modele(CAMPAGNE, base.ouvrir(petit), TOUT, une_fois)
    assert contenu == modele.write_modele(CAMPAGNE, base.ouvrir(petit), TOUT, une_fois)
    vierge = controle.proposer(petit, [Depot("m.xlsx", contenu)], CAMPAGNE, MOI)
    assert [a.code for a in vierge.anomalies if a.gravite == BLOQUANTE] == ["aucune_ligne"]
    grille = CalamineWorkbook.from_filelike(_flux(contenu)).get_sheet_by_index(0).to_python()
    tete = {nom: j for j, nom in enumerate(grille[0])}
    assert [l[tete["Indicateur"]] for l in grille[1:]] == declarees.comparables()
    siennes = {l[tete["Indicateur"]]: l for l in grille[1:]}
    assert siennes["part_benevoles"][tete["Votre département"]] == 75
    ailleurs = ["part_benevoles", "enfants_par_collectif", "part_filles"]
    for i in ailleurs:
        siennes[i][tete["Valeur"]] = siennes[i][tete["Votre département"]]
    rempli = Depot("m.xlsx", en_xlsx({schemas.load()[schemas.NATIONAL].titre: grille}))
    p = controle.proposer(petit, [rempli], CAMPAGNE, MOI)
    assert not [a for a in p.anomalies if a.gravite == BLOQUANTE] and p.lignes == {"national": 3}
    assert {a.code for a in p.anomalies} == {"lignes_ecartees"}, "our own headers are no surprise"
    importation.accepter(petit, p, MOI)
    lues = chiffres.connus(base.ouvrir(petit), TOUT, CAMPAGNE)
    vus = {(c.indicateur, c.source, c.repondants) for c in lues if c.territoire == PAYS}
    assert vus == {(i, "Cnaf", 9214) for i in ailleurs}


def test_a_cell_that_shows_a_percentage_is_read_as_it_is_shown(petit):
    """« 45 % » typed in a spreadsheet is 0.45 with a format."""
    tampon = io.BytesIO()
    noms = schemas.entetes_de(CAMPAGNE)
    with Workbook(tampon) as ecrit:
        feuille = ecrit.add_worksheet(schemas.load()[schemas.NATIONAL].titre)
        for j, (nom, valeur) in enumerate(BONNE.items()):
            feuille.write(0, j, noms[schemas.NATIONAL, nom])
            feuille.write(1, j, valeur)
        j, part = [*BONNE].index("valeur"), ecrit.add_format({"num_format": "0.0%"})
        feuille.write(1, j, 0.685, part)
    p = controle.proposer(petit, [Depot("n.xlsx", tampon.getvalue())], CAMPAGNE, MOI)
    assert p.acceptable and {a.code for a in p.anomalies} == {"colonne_facultative_absente"}
    assert p.tables[schemas.NATIONAL]["valeur"].to_pylist() == [68.5]


def _flux(contenu: bytes):
    return io.BytesIO(contenu)


def test_every_comparable_indicator_has_its_theme_and_no_total_does():
    ids = declarees.comparables()
    rapports = {i for i, x in catalogue.load().items() if not comparabilite.total(x)}
    assert len(ids) == len(set(ids)) and set(ids) == rapports
    dits = {i for groupe in declarees.load()["parts"].values() for i in groupe}
    assert {*declarees.principaux(), *dits, *declarees.load()["depassent_cent"]} <= rapports
    assert {catalogue.exiger(i).unite for i in dits} == {"%"}


def test_deposits_are_proposed_through_the_check_of_national_figures_only():
    for chemin in PAQUET.rglob("*.py"):
        if chemin.parent.name in ("tables", "nation"):
            continue
        appels = {
            ast.unparse(n.func)
            for n in ast.walk(ast.parse(chemin.read_text(encoding="utf-8")))
            if isinstance(n, ast.Call)
        }
        assert not {"importation.proposer", "relectures.proposer"} & appels, chemin


def test_the_published_figures_name_known_indicators_and_say_why_they_do_not_compare(vide):
    construction.a_jour(vide)
    lus = chiffres.publies(base.ouvrir(vide), TOUT)
    assert len(lus) >= 35 and all(c.source and c.champ and c.campagne for c in lus)
    vus = {(c.indicateur, c.territoire.nom, c.campagne): c for c in lus}
    collectifs = vus["enfants_par_collectif", "Rhône", "2023-2024"]
    assert round(collectifs.numerateur / collectifs.denominateur, 2) == collectifs.valeur
    cout = vus["cout_par_enfant", "France", "2010-2011"]
    assert cout.ecrit == f"environ{INSECABLE}448{INSECABLE}€"
    assert "éducation prioritaire" in vus["part_rep", "France", "2010-2011"].refus


def test_totals_never_compare_but_ours_for_its_own_campagne(demonstration):
    ouverte = base.ouvrir(demonstration)
    lues = _lues(ouverte, "2021-2022")
    tous = Exterieurs(ouverte, TOUT).tous("2021-2022", lues, entier=True)
    par = {(g.indicateur.id, g.chiffre.territoire.nom): g for g in tous}
    for g in tous:
        if comparabilite.total(g.indicateur) and g.chiffre.territoire.nom != "Isère":
            assert not g.compare and not g.ecart and g.avis.raison in g.phrase
    assert par["enfants_prevus", "Isère"].ecart == "égal"
    partie = Exterieurs(ouverte, TOUT).tous("2021-2022", lues, entier=False)
    assert not next(g for g in partie if g.chiffre.territoire.nom == "Isère").compare
    assert tous == sorted(tous, key=lambda g: not g.compare)


def _lues(ouverte, campagne: str) -> dict:
    ids = Exterieurs(ouverte, TOUT).ids()
    t = calcul.calculer(ouverte, TOUT, ids, [], {"campagne": campagne})
    # fmt: skip
    return {
        l["indicateur"]: (
            catalogue.exiger(l["indicateur"]),
            l["valeur"],
            l["repondants"],
            l["attendus"],
        )
        for l in t.to_dict("records")
    }


def test_the_last_known_year_is_written_and_greyed_beyond_three(petit):
    accepter(petit, {})
    ailleurs, ind = Exterieurs(base.ouvrir(petit), TOUT), catalogue.exiger("part_benevoles")
    ici = ailleurs.situer(ind, CAMPAGNE, 75.0)
    assert ici.ecrit == formats.pourcent(70, 0) and ici.mots == f"▲ 5,0{INSECABLE}points de plus"
    apres = ailleurs.situer(ind, "2024-2025", 75.0)
    assert CAMPAGNE in apres.ecrit and not apres.grise
    assert ailleurs.situer(ind, "2025-2026", 75.0).grise
    assert ailleurs.situer(ind, CAMPAGNE, 70.02).mots == "= égal"
    assert ailleurs.situer(ind, CAMPAGNE, 69.0).signe == "▼"
    assert ailleurs.situer(catalogue.exiger("part_filles"), CAMPAGNE, 50.0) is None
    assert not ailleurs.situer(ind, CAMPAGNE, None).compare


def test_what_moves_in_france_is_told_with_its_year(demonstration):
    ailleurs = Exterieurs(base.ouvrir(demonstration), TOUT)
    g = ailleurs.situer(catalogue.exiger("part_benevoles"), "2021-2022", 54.5)
    avant, apres = parametres()["national"]["valeurs"]["part_benevoles"][2:4]
    assert g.variation == formats.ponctuer(
        f"France : {formats.nombre(avant - apres, 1)}{INSECABLE}points de moins qu'en 2020-2021"
    ).replace("points", "point" if avant - apres < 2 else "points")


def test_the_figure_of_the_nation_is_one_picture_and_its_table(demonstration):
    v = Valeurs(demonstration, base.ouvrir(demonstration), TOUT, "2021-2022", "2020-2021")
    f, t = BLOCS["nation"](v, {})
    assert isinstance(f, Figure) and f.genre == BARRES and f.titre.startswith("Sur ")
    assert [s.nom for s in f.series] == ["Isère", "France"]
    dits = (*f.tableau.indicateurs, *t.indicateurs)
    assert len(dits) == len(set(dits)), "nothing twice"
    assert set(dits) >= set(parametres()["national"]["valeurs"])
    assert all(l[3][0] in "▲▼=" for l in (*f.tableau.lignes, *t.lignes))
    court, suite = BLOCS["nation"](v, {"maximum": 8})
    assert len(court.tableau.lignes) + len(suite.lignes) == 8
    (groupe,) = BLOCS["chiffres"](v, {"ids": ["cout_par_enfant", "porteurs"], "trace": True})
    cout, porteurs = groupe.chiffres
    assert cout.exterieur.startswith("France") and not porteurs.exterieur
    diffuses = Valeurs(
        demonstration, base.ouvrir(demonstration), TOUT, "2021-2022", agregats=MOI.agregats(())
    )
    retenus = {i for i in declarees.comparables() if not catalogue.exiger(i).diffusable}
    public, reste = BLOCS["nation"](diffuses, {})
    assert retenus and not retenus & {*public.tableau.indicateurs, *reste.indicateurs}


def test_without_a_national_file_one_sentence_and_no_column(petit):
    v = Valeurs(petit, base.ouvrir(petit), TOUT, CAMPAGNE)
    (p,) = BLOCS["nation"](v, {})
    assert isinstance(p, Paragraphe) and "Aucun chiffre national" in p.texte
    assert p.texte.count("2014-2015") >= 1, "the last known, with its year"
    (groupe,) = BLOCS["chiffres"](v, {"ids": ["cout_par_enfant"], "trace": True})
    assert groupe.chiffres[0].exterieur == ""


def test_a_porteur_reads_six_national_figures_of_the_campagne(demonstration):
    ouverte, publiees = base.ouvrir(demonstration), ("2020-2021", "2021-2022")
    siret = calcul.valeurs_axe(ouverte, TOUT, "porteur")[0]
    siret = next(
        s
        for s in calcul.calculer(
            ouverte, TOUT, ["enfants_accompagnes"], ["porteur"], {"campagne": "2021-2022"}
        ).dropna()["porteur"]
    )
    porteur = profil_demonstration("porteur", siret)
    agregats = porteur.agregats(publiees)
    partage = composition.commun(ouverte, agregats, "2021-2022", publiees)
    perimetre = porteur.perimetre(publiees)
    s = composition.lire(demonstration, ouverte, perimetre, agregats, siret, partage)
    vus = [l for l in s.rapports if l.france and l.france.meme_annee and l.france.position]
    assert len(vus) >= 6 and mots.france(s)
    for l in vus:
        dit = mots.en_france(l)
        assert dit["valeur"] == l.france.chiffre.ecrit and dit["mots"][0] in "▲▼="
    assert "Fictif" in mots.nationale(s), "invented, and said so"
    assert any(l.ensemble.startswith("4 départements") for l in s.rapports)
    assert "fictives" in partages(s), "theirs too"
    assert pages(pdf.composer(s, date(2023, 1, 2))) == 2
    assert Territoire("france", "France") == PAYS


def test_a_wrong_campagne_of_the_command_is_a_wrong_use(petit):
    fait = lancer("national", "--campagne", "2021", racine=Path(petit.racine))
    assert fait.returncode == 2 and "année scolaire" in fait.stderr


def test_what_is_held_and_not_read_is_said_by_the_diagnostic(petit):
    ici = petit.referentiels
    ici.mkdir(exist_ok=True)
    livre = (REFERENTIELS / "national.csv").read_text("utf-8")
    (ici / "national.csv").write_text(livre.replace("cout_par_enfant", "cout_disparu"), "utf-8")
    (ici / "reperes.csv").write_text("indicateur\n", "utf-8")
    lancer("construire", racine=Path(petit.racine))
    dit = lancer("diagnostic", racine=Path(petit.racine)).stderr
    assert "cout_disparu (2010-2011)" in dit and "n'est plus au catalogue" in dit
    assert "« reperes.csv » n'est plus lu" in dit
