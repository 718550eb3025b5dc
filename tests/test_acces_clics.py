"""The secrecy of a click: whatever the browser says was clicked, a porteur filters by what its own
bar offers and opens its own sheets only.
"""

from __future__ import annotations

import json

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id

from clas_data.acces import roles
from clas_data.serveur import menu
from tests.flux import Flux
from tests.reelle import AUTRES, CACHEE, CODES, MIEN, SIRETS
from tests.test_acces_serveur import fuites, jetons, modele, serveur  # noqa: F401

AILLEURS = AUTRES[0]
DITS = ({"customdata": [CODES[AILLEURS]], "location": "38185", "label": AILLEURS, "x": CACHEE},)
RANGS = (0, 1, 2, 7, 40, -1, 10**9, 1.5, "1", None, True)
LIGNES = (0, 1, 5, 40, -1, 10**9, 1.5, CODES[AILLEURS], SIRETS[AILLEURS], None, {"choix": 0})


def marques() -> list[dict]:
    """What a browser would never say of a chart: marks that were not drawn, codes of others."""
    points = [{**d, "point_index": r, "curve_number": r} for d in DITS for r in RANGS]
    return [{"selection": {"points": [p]}} for p in points] + [
        {"selection": s} for s in (None, [], {"points": None}, {"points": [None]}, {"points": 3})
    ]


def ligne_cliquee(table, dit) -> dict[str, dict]:
    """A row clicked, as the component says it: its state, then what has just happened."""
    gestes = json.dumps([{"event": "choix", "value": dit}])
    return {
        table.id: {"json_value": "{}"},
        _make_trigger_id(table.id, "events"): {"json_trigger_value": gestes},
    }


def clics(f: Flux) -> list[dict[str, dict]]:
    """Every forged click of the screen just shown: marks of charts, rows of tables."""
    lus = [
        {g.id: {"string_value": json.dumps(m)}}
        for g in f.deltas("plotly_chart")
        if g.id
        for m in marques()
    ]
    lus += [ligne_cliquee(t, dit) for t in f.tables() for dit in LIGNES]
    return lus


@pytest.mark.parametrize("page", sorted(roles()["porteur"].pages & set(menu.ecrans())))
def test_no_forged_click_gives_a_porteur_anything_of_the_others(serveur, jetons, page):
    with Flux(serveur.url, jetons["porteur"]) as f:
        f.lancer(page)
        essais = clics(f)
        for etats in essais:
            f.messages.clear()
            f.lancer(page, etats)
            assert not list(f.deltas("exception")), etats
        assert not fuites(f.recu), page
        assert f"{MIEN} {CACHEE}".encode() not in f.recu
        assert b"Traceback (most recent" not in f.recu
        assert essais or page not in ("vue_ensemble", "enfants", "actions")


def test_a_click_really_opens_what_its_reader_may_read(serveur, jetons):
    """Else the test above would see nothing: the same click, by the committee, opens a sheet."""
    with Flux(serveur.url, jetons["comite"]) as f:
        f.lancer("actions")
        (liste,) = [t for t in f.tables() if "Ouvrir la fiche" in t.json]
        f.messages.clear()
        f.lancer("actions", ligne_cliquee(liste, 0))
        assert any("Retour" in b.label for b in f.deltas("button")), "no sheet was opened"
