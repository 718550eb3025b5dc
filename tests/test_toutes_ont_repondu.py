"""A year in which all answered shows exactly what its two totals say: no second sentence, no thin
line, no second column, on the figures of the screens and in the bilan.
"""

from __future__ import annotations

import json
import re

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.commandes.analyse import run
from clas_data.figures.composer import BLOCS
from clas_data.figures.figure import CASCADE
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue, mouvements
from clas_data.restitutions.bilan import composition
from clas_data.restitutions.bilan.calculs import blocs
from clas_data.restitutions.bilan.edition import Edition
from clas_data.tables import base
from tests import toutes_ont_repondu
from tests.toutes_ont_repondu import AVANT, ICI

TOUS = list(catalogue.load())
ADDITIFS = [i.id for i in catalogue.load().values() if i.additif]
MONTRES = ["enfants_accompagnes", "charges", "parents_rencontres", "enfants_prevus"]
FILTRE = {"niveau": "élémentaire"}
DE_TROP = re.compile("actions?.comparable|les deux années|trait fin|champ constant", re.I)


class DeuxTotaux(Valeurs):
    """Compares two totals and nothing else, as before the movements were told apart."""

    def _permis(self, id_, filtre, avis):
        return None, avis


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    return toutes_ont_repondu.installer(tmp_path_factory.mktemp("tous") / "installation")


def deux(installation, filtres=None):
    """The source of the product, and that of two totals."""
    lue, tout = base.ouvrir(installation), ligne_de_commande().perimetre(())
    return [c(installation, lue, tout, ICI, AVANT, filtres=filtres) for c in (Valeurs, DeuxTotaux)]


def dit(composee) -> str:
    """All that it says and holds; ratios are read exact to nine decimals by the one, as floating
    numbers by the other.
    """
    return re.sub(r"\d+\.\d{6,}", lambda m: f"{float(m[0]):.5g}", repr(composee))


def test_nothing_but_the_activity_moved(installation):
    lue, tout = base.ouvrir(installation), ligne_de_commande().perimetre(())
    for x in mouvements.comparer(lue, tout, TOUS, ICI, AVANT).values():
        assert not x.reponses_differentes and not x.silencieuses, x.indicateur


def test_every_figure_of_the_screens_says_its_two_totals(installation):
    demandes = [
        ("chiffres", {"ids": TOUS, "trace": True}),
        ("tableau", {"ids": TOUS, "titre": "Tous les indicateurs"}),
        *(("evolution", {"id": i}) for i in MONTRES),
        *(("courbes", {"cle": "c", "ids": [i], "sujet": "Essai"}) for i in MONTRES),
        *(("repartition", {"id": i, "axe": a}) for i in MONTRES for a in ("epci", "niveau")),
    ]
    sources = deux(installation)
    for bloc, d in demandes:
        vu, attendu = (BLOCS[bloc](v, d) for v in sources)
        assert dit(vu) == dit(attendu) and not DE_TROP.search(dit(vu)), (bloc, d)
        assert not any(getattr(f, "segments", ()) for f in vu)
    vu, attendu = (BLOCS["chiffres"](v, {"ids": ADDITIFS}) for v in deux(installation, FILTRE))
    assert dit(vu) == dit(attendu) and not DE_TROP.search(dit(vu))


def test_the_bilan_says_its_two_totals(installation):
    composes = []
    for v in deux(installation):
        v.lire(TOUS)
        blocs.preparer(v)
        parties = composition.composer(v, Edition(ICI, "2023-11-15", AVANT)).parties
        composes.append([b for p in parties for b in p.blocs])
    for vu, attendu in zip(*composes, strict=True):
        assert dit(vu) == dit(attendu)
        if getattr(vu, "genre", "") != CASCADE:  # the waterfall names the movements that there are
            assert not DE_TROP.search(dit(vu)), dit(vu)[:300]


def test_the_command_has_nothing_to_estimate(installation, capsys):
    racine = ["--racine", str(installation.racine), "--json"]
    assert run(["mouvements", "enfants_accompagnes", "--campagne", ICI, *racine]) == 0
    lu = json.loads(capsys.readouterr().out)
    assert lu["silencieuses"] == 0 and lu["perdues"]["actions"] == lu["retrouvees"]["actions"] == 0
    assert lu["brut"]["ecart"] == (
        lu["comparables"]["apres"]
        - lu["comparables"]["avant"]
        + lu["nouvelles"]["apres"]
        - lu["arretees"]["avant"]
    )
