"""The page Financement: every tab for every role that has it, figures equal to the command's, n.d.
said, barèmes added by those who may.
"""

from __future__ import annotations

import re

import pytest

from clas_data import baremes, config
from clas_data.acces import ligne_de_commande
from clas_data.dessin import financement
from clas_data.dessin.couleurs import BLEU, ORANGE
from clas_data.ecrans.financement.couts import COUTS, unitaires
from clas_data.figures.propres.financements import quartiles
from clas_data.indicateurs import calcul
from clas_data.tables import base
from clas_data.ui import textes
from tests.test_ui_pages import deplier, html, ouvrir, racine, tables  # noqa: F401

ONGLETS = [
    "D'où vient l'argent",
    "Droits et versements",
    "Ce que ça coûte",
    "Où et à qui",
    "Comptes",
    "Barèmes",
]
TOUT = ligne_de_commande().perimetre(())


@pytest.mark.parametrize("onglet", ONGLETS)
@pytest.mark.parametrize(
    "role, campagne",
    [("comite", "2022-2023"), ("direction", "2021-2022"), ("administration", "2018-2019")],
)
def test_every_tab_draws_for_every_role(racine, onglet, role, campagne):
    at = ouvrir(racine, role, "financement", onglet=onglet, campagne=campagne)
    assert not at.exception and not at.error and "clas-titre" in html(at)
    assert all(f.proto.alt for f in at.get("plotly_chart")) and not re.search(
        r"\bnan\b", html(at), re.I
    )
    assert bool([f for f in at.text_input if f.key == "b_valeur"]) == (
        onglet == "Barèmes" and role != "direction"
    )


@pytest.mark.parametrize(
    "filtre", [{"niveau": "lycée"}, {"qpv": "QPV", "type": "CCAS"}, {"epci": "CC Bièvre Isère"}]
)
@pytest.mark.parametrize("onglet", ONGLETS)
def test_every_tab_stands_small_selections(racine, onglet, filtre):
    at = ouvrir(racine, "comite", "financement", onglet=onglet, campagne="2022-2023", **filtre)
    assert not at.exception and not at.error


def test_the_figures_are_those_of_the_catalogue(racine):
    b = base.ouvrir(racine)
    v = calcul.calculer(
        b,
        TOUT,
        ["charges", "aide_caf", "part_caf_cout", "cout_par_heure", "produits"],
        (),
        {"campagne": "2022-2023"},
    ).set_index("indicateur")["valeur"]
    at = deplier(ouvrir(racine, "comite", "financement", campagne="2022-2023"))
    lus = re.findall(r'class="valeur">([^<]+)<', html(at))
    from clas_data.indicateurs.catalogue import exiger

    for i in ("charges", "aide_caf", "part_caf_cout", "cout_par_heure"):
        assert textes.valeur(exiger(i), v[i]) in lus, i
    detail = next(d.value for d in tables(at) if "Fonds propres" in d.value).set_index("Campagne")
    parts = [
        "Caf",
        "Communes et EPCI",
        "Département et Région",
        "État",
        "Familles, fonds propres, autres",
    ]
    assert (
        detail.loc["2022-2023", parts].sum()
        == pytest.approx(detail.loc["2022-2023", "Total"])
        == pytest.approx(v["produits"])
    )
    flux = next(f.proto.alt for f in at.get("plotly_chart") if "Charges\xa0:" in f.proto.alt)
    assert textes.valeur(exiger("produits"), v["produits"]) in flux


@pytest.mark.parametrize("cout", list(COUTS))
def test_the_mean_of_a_distribution_is_the_indicator(racine, cout):
    b, c = base.ouvrir(racine), COUTS[cout]
    t = unitaires(b.lire(TOUT, "financement_actions", {"campagne": "2022-2023"}), c)
    attendu = calcul.calculer(b, TOUT, [c.ind], (), {"campagne": "2022-2023"}).iloc[0]
    assert (
        t["charges"].sum() / t["nombre"].sum() == pytest.approx(attendu["valeur"])
        and len(t) == attendu["repondants"]
    )
    q = quartiles(t)
    assert t["cout"].min() <= q[0] <= q[1] <= q[2] <= t["cout"].max()
    assert t.loc[t["cout"] <= q[1], "poids"].sum() * 2 >= t["poids"].sum()


def test_no_bar_is_on_both_sides_of_the_ceiling():
    fig = financement.plafond(
        [7884.99, 7885.0, 7999.0, 4000.0], [1, 2, 3, 4], [("plafond", 7885.0)], sombre=False
    )
    barres = {
        round(x - 250, 2): (y, c)
        for x, y, c in zip(fig.data[0].x, fig.data[0].y, fig.data[0].marker.color, strict=True)
        if y
    }
    assert barres == {7385.0: (1, BLEU), 7885.0: (5, ORANGE), 3885.0: (4, BLEU)}


@pytest.mark.parametrize(
    "noeuds", [[("a", 1.0)], [("a", 5.0), ("b", 1.0)], [("a", 1e6), ("b", 1.0), ("c", 300.0)]]
)
def test_the_names_of_a_flow_never_touch(noeuds):
    y = [
        a.y
        for a in financement.flux(
            noeuds, [("x", 2.0), ("y", 1.0), ("z", 1.0)], "Clas", sombre=True
        ).layout.annotations
        if a.xanchor == "right"
    ]
    hauteur = 36 + financement.ECART_FLUX * 2
    assert len(y) == len(noeuds) and all(
        (a - b) * hauteur >= financement.ECART_FLUX - 1 for a, b in zip(y, y[1:], strict=False)
    )


def test_the_choices_of_the_screen_come_back_from_the_link(racine):
    at = ouvrir(
        racine,
        "comite",
        "financement",
        onglet="Où et à qui",
        campagne="2022-2023",
        par="Niveau",
        mesure="Coût d'une heure de séance",
    )
    dits = " ".join(f.proto.alt for f in at.get("plotly_chart"))
    assert (
        not any("Le lien demandait" in w.value for w in at.warning)
        and "Coût d’une heure de séance" in dits
        and "lycée" in dits
    )
    faux = ouvrir(racine, "comite", "financement", onglet="Ce que ça coûte", cout="par licorne")
    assert any("licorne" in w.value for w in faux.warning)


def test_a_campagne_without_bareme_is_nd_and_says_which_value_is_missing(racine):
    at = ouvrir(
        racine, "direction", "financement", onglet="Droits et versements", campagne="2021-2022"
    )
    texte = html(at)
    assert (
        "n.d." in texte
        and "Taux de prise en charge" in texte
        and "Prix plafond" in texte
        and "Droits calculés" not in texte
    )
    autre = ouvrir(
        racine,
        "direction",
        "financement",
        onglet="Droits et versements",
        campagne="2021-2022",
        bareme_droits="2022-2023",
    )
    assert "Les collectifs de 2021-2022 au barème de 2022-2023" in re.sub(
        r"<[^>]+>", "", html(autre)
    ) and "Droits calculés" in html(autre)
    faux = ouvrir(
        racine,
        "direction",
        "financement",
        onglet="Droits et versements",
        campagne="2022-2023",
        bareme_droits="1999-2000",
    )
    assert any("1999-2000" in w.value for w in faux.warning)


def test_the_difference_and_its_step_are_listed(racine):
    texte = re.sub(
        r"<[^>]+>",
        " ",
        html(
            ouvrir(
                racine, "comite", "financement", onglet="Droits et versements", campagne="2022-2023"
            )
        ),
    )
    assert (
        "Aucune étape de la formule" in texte
        and "produits tient lieu de dépenses" in texte
        and "La Ps est limitée par le coût pour " in texte
    )


def test_accounts_86_and_87_are_apart_and_unbalanced_bilans_listed(racine):
    texte = re.sub(
        r"<[^>]+>",
        " ",
        html(ouvrir(racine, "comite", "financement", onglet="Comptes", campagne="2022-2023")),
    )
    b = base.ouvrir(racine).lire(TOUT, "financement_actions", {"campagne": "2022-2023"})
    faux = b[(b["charges"] - b["produits"]).abs() > 0.005]
    assert (
        f"{len(faux)}\xa0bilans sur {b['charges'].notna().sum()} portent" in texte
        and "À vérifier" in texte
        and len(faux) == 3
    )
    assert all(code in texte for code in faux["code_action"])


def _enregistrer(at) -> None:
    next(b for b in at.button if b.label == "Enregistrer la valeur").click().run()


def test_those_who_may_add_a_value_and_take_it_back(demonstration_copie, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration_copie.racine))
    at = ouvrir(
        demonstration_copie, "comite", "financement", onglet="Barèmes", campagne="2021-2022"
    )
    at.selectbox(key="b_parametre").select("taux")
    at.text_input(key="b_valeur").set_value("32,5 %")
    at.text_input(key="b_debut").set_value("01/09/2021")
    _enregistrer(at)
    assert (
        any("la référence" in e.value for e in at.error)
        and not demonstration_copie.baremes.exists()
    )
    at.text_input(key="b_reference").set_value("Circulaire fictive")
    _enregistrer(at)
    assert not at.error and any("32,5" in s.value for s in at.success)
    assert (
        baremes.en_vigueur(demonstration_copie, "2021-2022").references["taux"]
        == "Circulaire fictive"
    )
    assert "Circulaire fictive" in html(at) and "ajoutée ici" in html(at)
    at.button(key="b_retirer_geste").click().run()
    assert not at.error and "taux" in baremes.en_vigueur(demonstration_copie, "2021-2022").manques
