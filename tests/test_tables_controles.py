"""Each control fires on its bad row, and only there."""

from __future__ import annotations

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.tables import controles, importation
from tests.outils import CAMPAGNE, classeur, modifiee, petite, siret

# control → (table, row, cells that make it fire), on the good small campagne
MAUVAISES = {
    "filles_garcons": ("collectifs", 0, {"filles": "7"}),
    "qpv_plus_que_enfants": ("collectifs", 1, {"enfants_qpv": "11"}),
    "rep_plus_que_enfants": ("collectifs", 1, {"enfants_rep": "11"}),
    "allophones_plus_que_enfants": ("collectifs", 1, {"allophones": "11"}),
    "enfants_collectifs_bilan": ("bilans", 0, {"enfants_realises": "22"}),
    "nombre_collectifs_bilan": ("bilans", 1, {"collectifs_realises": "2"}),
    "plus_de_collectifs_qu_agrees": ("agrements", 0, {"collectifs_agrees": "1"}),
    "plus_agrees_que_demandes": ("agrements", 1, {"collectifs_agrees": "2"}),
    "orpheline_actions": ("actions", 1, {"code_action": "A9"}),
    "orpheline_collectifs": ("collectifs", 2, {"code_action": "A9"}),
    "orpheline_bilans": ("bilans", 1, {"code_action": "A9"}),
    "charges_produits": ("bilans", 0, {"charge_60": "50"}),
    "contributions_volontaires": ("bilans", 0, {"produit_87": "50"}),
    # The name of another commune is refused before; a name of none is for someone to look at.
    "commune_nom": ("agrements", 1, {"commune_nom": "Nulle-Part"}),
    "qpv_commune": (
        "agrements",
        1,
        {"commune_insee": "38002", "commune_nom": "Les Adrets", "qpv_code": "QP038902"},
    ),
    "qpv_generation": ("agrements", 0, {"qpv_code": "QN03801M"}),
    "parents_actifs": ("actions", 0, {"parents_actifs": "13"}),
    "dates_collectif": ("collectifs", 0, {"date_debut": "08/11/2020"}),
    "siret_deux_noms": (
        "agrements",
        1,
        {"porteur_siret": petite()["agrements"][0]["porteur_siret"]},
    ),
}
DIX_FOIS = {
    "dix_fois_charges": ("bilans", 0, {"charge_64": "90005", "commune": "87004,50"}),
    "milliers_d_euros": (
        "bilans",
        0,
        {"charge_60": "0,1", "charge_64": "9,0005", "ps_clas": "3,0005", "commune": "6"},
    ),
    "dix_fois_familles": ("actions", 0, {"familles": "180"}),
    "dix_fois_enfants": ("agrements", 0, {"enfants_prevus": "210"}),
}
REFUSEE = {
    f"non_agreee_{t}": ("agrements", 1, {"decision": "refusée"})
    for t in ("actions", "collectifs", "bilans")
}


def proposer(installation, tables, campagne=CAMPAGNE):
    return importation.proposer(installation, [classeur(tables)], campagne, ligne_de_commande())


def codes(proposition) -> set[str]:
    return {a.code for a in proposition.anomalies if not a.code.startswith("colonne_")}


def test_every_control_has_its_bad_row():
    assert set(controles.load()) == set(MAUVAISES) | set(DIX_FOIS) | set(REFUSEE)


def test_the_good_campagne_has_no_anomaly(vide):
    assert codes(proposer(vide, petite())) == set()


@pytest.mark.parametrize("nom", MAUVAISES)
def test_fires_on_its_bad_row_and_only_there(nom, vide):
    table, rang, cellules = MAUVAISES[nom]
    proposition = proposer(vide, modifiee(petite(), table, rang, **cellules))
    fautes = [a for a in proposition.anomalies if a.code == nom]
    assert len(fautes) == 1 and fautes[0].fichier == "campagne.xlsx"
    assert fautes[0].gravite == controles.load()[nom].gravite and "{" not in fautes[0].message
    if controles.load()[nom].table == table:
        assert fautes[0].ligne == rang + 2
    assert proposition.acceptable == (not nom.startswith("orpheline"))


@pytest.mark.parametrize("nom", DIX_FOIS)
def test_a_figure_ten_times_last_years(nom, vide):
    avant = proposer(vide, petite("2020-2021"), "2020-2021")
    importation.accepter(vide, avant, ligne_de_commande())
    assert codes(proposer(vide, petite())) == set()
    table, rang, cellules = DIX_FOIS[nom]
    assert nom in codes(proposer(vide, modifiee(petite(), table, rang, **cellules)))


@pytest.mark.parametrize("nom", DIX_FOIS)
def test_the_figures_of_last_year_s_holder_of_the_same_code_are_not_told(nom, vide):
    """A code is a key within a campagne: given to another porteur the next year, it must not carry
    the first one's figures to it. Thousands of euros are told all the same, beside the price of a
    collectif.
    """
    table, rang, cellules = DIX_FOIS[nom]
    avant = modifiee(
        petite("2020-2021"),
        "agrements",
        0,
        porteur_siret=siret(9),
        porteur_nom=("Maison des Autres"),
    )
    importation.accepter(vide, proposer(vide, avant, "2020-2021"), ligne_de_commande())
    p = proposer(vide, modifiee(petite(), table, rang, **cellules))
    dites = [a.message for a in p.anomalies if a.code == nom]
    assert len(dites) == (nom == "milliers_d_euros")
    assert all("le prix plafond d'un collectif" in m for m in dites)


def test_answers_of_a_refused_request_are_kept_and_said(vide):
    table, rang, cellules = REFUSEE["non_agreee_actions"]
    assert set(REFUSEE) <= codes(proposer(vide, modifiee(petite(), table, rang, **cellules)))
