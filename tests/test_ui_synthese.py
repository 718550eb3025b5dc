"""The page of the porteur: nobody else on it, whatever the link says; the committee sees it as the
porteur does.
"""

from __future__ import annotations

import pytest

from clas_data import config
from clas_data.acces import profil_demonstration
from clas_data.fichiers import campagnes
from clas_data.tables import base
from tests.test_ui_pages import html, ouvrir

CAMPAGNE = "2021-2022"


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


def _demandes(inst):
    d = base.ouvrir(inst).lire(
        profil_demonstration("comite").perimetre(campagnes.publiees(inst)),
        "conformite_demandes",
        {"campagne": CAMPAGNE},
    )
    return d[d["decision"] == "agréée"]


def _tout(at) -> str:
    """Everything that was sent: html, markdown, widgets and their options."""
    return html(at) + "".join(
        str(e.proto)
        for sorte in (
            "markdown",
            "selectbox",
            "caption",
            "info",
            "warning",
            "download_button",
            "number_input",
            "text_input",
        )
        for e in at.get(sorte)
    )


@pytest.mark.parametrize(
    "onglet",
    [
        "Vos chiffres",
        "Actions comparables",
        "Référentiel et réponses",
        "Vos droits, et si…",
        "Toutes les synthèses",
    ],
)
def test_a_porteur_finds_nobody_else_on_its_page(racine, onglet):
    demandes = _demandes(racine)
    autre = demandes["porteur_siret"].iloc[-1]
    at = ouvrir(
        racine, "porteur", "synthese_porteur", onglet=onglet, porteur=autre, campagne="2022-2023"
    )
    assert not at.exception
    siret = at.session_state["acteur"].siret
    lu = _tout(at)
    assert siret in lu
    autres = demandes[demandes["porteur_siret"] != siret]
    for mot in {
        *autres["porteur_nom"],
        *autres["porteur_siret"],
        *autres["code_action"],
        "Écrire les",
    }:
        assert mot not in lu, mot
    # the campagne of the link is not published: said, and not shown
    assert "Campagne : 2022-2023" in lu


def test_the_committee_sees_it_as_the_porteur(racine):
    dernier = _demandes(racine).iloc[-1]
    siret, nom = dernier["porteur_siret"], dernier["porteur_nom"]
    at = ouvrir(racine, "comite", "synthese_porteur", porteur=f"{nom} · {siret}", campagne=CAMPAGNE)
    assert not at.exception and not at.warning
    assert any(nom in i.value for i in at.info) and f"SIRET {siret}" in html(at)


def test_a_partner_does_not_open_it(racine):
    # the menu of the role does not hold it
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        ouvrir(racine, "partenaire").switch_page(
            str(config.DEPOT / "pages" / "synthese_porteur.py")
        )


def test_what_if_one_collectif_more_says_the_difference(racine):
    at = ouvrir(racine, "porteur", "synthese_porteur", onglet="Vos droits, et si…")
    (collectifs,) = [n for n in at.number_input if n.key.startswith("p_collectifs_")]
    assert "ne change pas vos droits" in html(at) and any(
        "pas une décision" in w.value for w in at.warning
    )
    collectifs.set_value(collectifs.value + 1).run()
    assert not at.exception
    # the project says its collectifs beside today's
    assert f'<td class="nombre" data-titre="Votre projet">{collectifs.value}</td>' in html(at)
    (enfants,) = [n for n in at.number_input if n.key.startswith("p_enfants_")]
    enfants.set_value(30).run()
    assert not at.exception and "le calcul s'arrête" in "".join(c.value for c in at.caption)
    assert "ne change pas vos droits" not in html(at) and "de plus\u00a0: de" in html(at)
