"""A link edited by hand never stops a screen without a sentence."""

from __future__ import annotations

import pytest

from clas_data import config
from tests.test_ui_pages import ouvrir


@pytest.fixture
def racine(demonstration, monkeypatch):
    monkeypatch.setenv(config.VARIABLE_RACINE, str(demonstration.racine))
    return demonstration


@pytest.mark.parametrize(
    "page, adresse, dit",
    [
        ("territoires", {"onglet": "Où ouvrir ?", "ouvrir": "-1e999999"}, "Retirez ce nombre"),
        ("articulation", {"onglet": "Liens manquants", "empiles": "1e999999"}, "Retirez ce nombre"),
        ("simulateur", {"groupe": ""}, ""),
        ("simulateur", {"groupe": "nulle part"}, "nulle part"),
    ],
)
def test_what_a_link_asks_for_and_cannot_have_is_said(racine, page, adresse, dit):
    at = ouvrir(racine, "administration", page, **adresse)
    alertes = [e.value for e in (*at.error, *at.warning)]
    assert not at.exception and not [a for a in alertes if "repère" in a], alertes
    assert not dit or any(dit in a for a in alertes), alertes
