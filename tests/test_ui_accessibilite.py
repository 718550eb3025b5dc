"""The declaration of accessibility: open to all, complete, honest without an audit, refused where
the installation's file lies.
"""

from __future__ import annotations

import pytest

from clas_data.acces import roles
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.restitutions import accessibilite, constats
from clas_data.serveur import porte


def test_every_role_may_read_it():
    assert all("accessibilite" in r.pages for r in roles().values())


def test_it_has_the_articles_that_the_law_asks_for_and_is_not_conform_without_an_audit(tmp_path):
    texte = accessibilite.declaration(Installation(tmp_path))
    for article in (
        "article 47",
        "État de conformité",
        "<b>non conforme</b>",
        "Contenus non accessibles",
        "contact",
        "Voies de recours",
        "Défenseur des droits",
        "à compléter",
    ):
        assert article in texte, article
    assert porte.declaration(Installation(tmp_path)).status_code == 200


def test_each_exception_names_its_rule_its_element_and_its_ticket():
    for e in constats.exceptions():
        assert {"regle", "selecteur", "critere", "ecran", "raison", "ticket"} <= set(e)
        cite = e["voir"]["adresse"] if e["ticket"] == "aucun" else e["ticket"]
        assert (
            cite.startswith("https://github.com/streamlit/streamlit/")
            and cite in accessibilite._exceptions()
        )
        assert ("Aucun ticket trouvé" in accessibilite._suivi(e)) == (e["ticket"] == "aucun")


@pytest.mark.parametrize(
    "contenu, dit",
    [
        ("etat: partiel", "demande l'audit"),
        ("etat: parfait", "n'est pas connu"),
        ("mail: a@b.fr", "rubrique inconnue"),
        ("- a", "écrivez une ligne"),
    ],
)
def test_a_state_without_its_audit_is_refused(tmp_path, contenu, dit):
    (tmp_path / "accessibilite.yaml").write_text(contenu, encoding="utf-8")
    with pytest.raises(UsageError, match=dit):
        accessibilite.declaration(Installation(tmp_path))


def test_what_the_installation_declares_is_shown_escaped(tmp_path):
    (tmp_path / "accessibilite.yaml").write_text(
        "organisme: Caf <b>de test"
        "</b>\ncourriel: acces@exemple.fr\netat: partiel\nauditeur: Cabinet "
        "Essai\ndate_audit: "
        "2026-01-15\ntaux_pct: 71.7\n",
        encoding="utf-8",
    )
    texte = accessibilite.declaration(Installation(tmp_path))
    assert "Caf &lt;b&gt;de test&lt;/b&gt;" in texte and "acces@exemple.fr" in texte
    assert (
        "partiellement conforme" in texte
        and "71,7\u202f%" in texte
        and "15/01/2026" in texte
        and "Cabinet Essai" in texte
    )


def test_each_point_left_to_a_human_is_judged_on_the_page(tmp_path):
    texte = accessibilite.declaration(Installation(tmp_path))
    assert len(constats.jugements()) == constats.resultats()["a_verifier"]
    for j in constats.jugements():
        assert f"«\u00a0{j['regle']}\u00a0»" in texte and j["critere"].startswith("RGAA")
