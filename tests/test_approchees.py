"""« env. 30 » is kept as 30 with its mark: in the base, behind a figure, on the sheet of the
action; a correction makes it exact.
"""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.fichiers.corrections import Correction
from clas_data.fichiers.lecture import Depot
from clas_data.figures import approchees
from clas_data.figures.composer import BLOCS
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import calcul
from clas_data.tables import base, construction, importation
from tests.outils import CAMPAGNE, en_csv
from tests.test_cas_fichiers import DOSSIER
from tests.test_fichiers_allures import ENFANTS, LIGNE, LIGNES

MOI = ligne_de_commande()


def deposer(installation, ecrit: str) -> None:
    """The clean agréments, then the collectifs, where one count is written so."""
    lignes = [[x if not isinstance(x, float) else int(x) for x in l] for l in LIGNES]
    lignes[LIGNE][ENFANTS] = ecrit
    agrements = Depot("agrements.xlsx", (DOSSIER / "base_agrements.xlsx").read_bytes())
    for depot in (agrements, Depot("collectifs.csv", en_csv(lignes))):
        p = importation.proposer(installation, [depot], CAMPAGNE, MOI)
        importation.accepter(installation, p, MOI)


def sans_insecables(texte: str) -> str:
    return texte.replace("\xa0", " ").replace("\u202f", " ")


def lues(installation) -> list[dict]:
    ouverte = base.ouvrir(installation)
    dites = ouverte.lire(MOI.perimetre(()), "ecran_approches", {"code": "A38-0001"})
    return dites.to_dict("records")


@pytest.mark.parametrize("ecrit", ["env. 30", "environ 30", "à peu près 30", "≈ 30 enfants"])
def test_an_approximate_value_keeps_its_mark(vide, ecrit):
    deposer(vide, ecrit)
    (dite,) = lues(vide)
    assert (dite["titre"], dite["texte"]) == ("Enfants accompagnés", ecrit)
    assert (dite["_fichier"], dite["_ligne"]) == ("collectifs.csv", 2)
    ouverte, toutes = base.ouvrir(vide), MOI.perimetre(())
    lignes = calcul.lignes(ouverte, toutes, "enfants_accompagnes", {"campagne": CAMPAGNE})
    marquees = lignes[lignes["approche"].notna()]
    assert marquees["approche"].tolist() == [f"Enfants accompagnés « {ecrit} »"]
    assert marquees["enfants"].tolist() == [30] and len(lignes) > 20
    autre = profil_demonstration("porteur", "00000000000000").perimetre((CAMPAGNE,))
    assert ouverte.lire(autre, "ecran_approches", {"code": "A38-0001"}).empty


def test_it_survives_a_build_and_goes_with_a_correction(vide):
    deposer(vide, "env. 30")
    ouverte = base.ouvrir(vide)
    for f in (vide.base / "lectures").iterdir():
        f.unlink()
    construction.construire(vide, refaire=True)
    base.oublier(ouverte.chemin)
    assert len(lues(vide)) == 1
    ou = (CAMPAGNE, "collectifs", "A38-0001/1", "enfants")
    c = Correction("2022-11-30", MOI.nom, *ou, "30", "31", "compté", "")
    importation.corriger(vide, c, MOI)
    assert lues(vide) == []


def test_an_exact_value_has_no_mark(vide):
    deposer(vide, "12 enfants")
    assert lues(vide) == []


def test_the_note_of_a_figure_counts_them(vide):
    """By the columns that its measure reads, through those that a model computes; elsewhere, and
    in what is diffused, nothing is said.
    """
    deposer(vide, "env. 30")
    v = Valeurs(vide, base.ouvrir(vide), MOI.perimetre(()), CAMPAGNE)
    (bloc,) = BLOCS["chiffres"](v, {"ids": ["enfants_accompagnes", "filles"]})
    mots = [sans_insecables(f"{c.recues} ; {c.couverture}") for c in bloc.chiffres]
    dits = [tuple(m.partition(", ")[2] for m in x.split(" ; ")) for x in mots]
    assert dits == [("dont 1 approchée", "dont 1 valeur approchée"), ("", "")]
    for id_, dit in (("heures_par_enfant", True), ("part_filles", False)):
        (tableau,) = BLOCS["tableau"](v, {"titre": "Un titre court", "ids": [id_]})
        phrase = f"Dont 1 valeur approchée en {CAMPAGNE}, telle qu'écrite : « env. 30 »."
        assert (phrase in sans_insecables(tableau.note)) is dit
    (figure,) = BLOCS["repartition"](v, {"id": "enfants_accompagnes", "axe": "niveau"})
    assert "Dont 1 valeur approchée" in sans_insecables(figure.note)
    ailleurs = Valeurs(vide, v.base, v.perimetre, CAMPAGNE, filtres={"niveau": "lycée"})
    (bloc,) = BLOCS["chiffres"](ailleurs, {"ids": ["enfants_accompagnes"]})
    assert "approchée" not in bloc.chiffres[0].recues


def test_a_column_that_a_model_computes_is_followed():
    assert {"enfants", "semaines", "duree_seance_min"} <= approchees.colonnes("sum(heures_enfants)")
    assert "semaines" in approchees.colonnes("sum(heures_collectifs)")
    assert {"charge_60", "charge_65_68"} <= approchees.colonnes("charges")
    assert "charge_60" not in approchees.colonnes("produits")
    assert "epci" in approchees.colonnes("sum(produit_epci)")
    assert "filles" not in approchees.colonnes("sum(enfants)")
