"""A warning that several cards of one page share is read once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.test_ui_pages import html, ouvrir, racine

__all__ = ["racine"]  # the fixture of the screens


def avertissements(at) -> Counter:
    """What the cards of this page say before one compares."""
    return Counter(re.findall(r'class="clas-prudence">(.*?)</p>', html(at)))


@pytest.mark.parametrize("page", ["vue_ensemble", "enfants"])
def test_a_page_says_each_warning_once(racine, page):
    at = ouvrir(racine, "comite", page)
    dits = avertissements(at)
    assert not at.exception and any("couverture" in d for d in dits)
    assert set(dits.values()) == {1}, dits
    at.run()  # drawn again, it is said again
    assert avertissements(at) == dits
