"""A warning that several cards of one page share is read once."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.test_ui_pages import ouvrir, racine

__all__ = ["racine"]  # the fixture of the screens


@pytest.mark.parametrize("page", ["vue_ensemble", "enfants"])
def test_a_page_says_each_warning_once(racine, page):
    at = ouvrir(racine, "comite", page)
    dits = Counter(w.value for w in at.warning)
    assert not at.exception and any("couverture" in d for d in dits)
    assert set(dits.values()) == {1}, dits
    at.run()  # drawn again, it is said again
    assert Counter(w.value for w in at.warning) == dits
