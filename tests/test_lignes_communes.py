"""A compared breakdown: what is in one campagne only is there, and each column sums to its total;
each campagne under its own names.
"""

from __future__ import annotations

import pandas as pd
import pytest

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.figures import repartitions
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs.lignes_communes import unir
from clas_data.tables import base, importation
from tests.outils import classeur, petite

TOUT = ligne_de_commande().perimetre(())
AVANT, ICI = "2020-2021", "2021-2022"


@pytest.fixture(scope="module")
def deux(tmp_path_factory):
    """Two campagnes: the collège and its porteur of the first are gone in the second, where the
    other porteur has another name.
    """
    i = Installation(tmp_path_factory.mktemp("deux"))
    avant, ici = petite(AVANT), petite(ICI)
    avant["agrements"][1]["niveau"] = avant["collectifs"][2]["niveau"] = "collège"
    avant["agrements"][0]["porteur_nom"] = "Ancien nom"
    ici = {t: [l for l in lignes if l["code_action"] == "A1"] for t, lignes in ici.items()}
    for campagne, tables in ((AVANT, avant), (ICI, ici)):
        moi = ligne_de_commande()
        importation.accepter(i, importation.proposer(i, [classeur(tables)], campagne, moi), moi)
    return i


@pytest.mark.parametrize("axe", ["niveau", "porteur", "commune"])
def test_rows_are_the_union_and_each_column_sums_to_its_total(deux, axe):
    v = Valeurs(deux, base.ouvrir(deux), TOUT, ICI, AVANT)
    (f,) = repartitions.repartition(
        v, {"id": "enfants_accompagnes", "axe": axe, "sujet": "Enfants accompagnés"}
    )
    assert len(f.categories) == 2
    assert [s.nom for s in f.series] == [ICI, AVANT]
    assert [sum(s.valeurs) for s in f.series] == [21, 30]
    assert f.series[0].textes == ("21", "0") and f.series[1].textes == ("21", "9")


def test_a_ratio_of_nothing_is_undefined():
    ici = pd.DataFrame({"code": ["a"], "valeur": [2.0]})
    avant = pd.DataFrame({"code": ["b"], "valeur": [3.0]})
    for additif, absent in ((True, 0.0), (False, None)):
        for t, code in zip(unir(ici, avant, "code", "epci", additif), "ba", strict=True):
            lu = t.set_index("code").loc[code, "valeur"]
            assert lu == absent if additif else pd.isna(lu)
    vide, _ = unir(ici.iloc[:0], avant, "code", "epci", True)
    assert vide["valeur"].isna().all()  # a campagne without any figure counts nothing


def test_a_campagne_is_read_with_its_own_names(deux):
    v = Valeurs(deux, base.ouvrir(deux), TOUT, AVANT)
    assert "Ancien nom" in set(v.par("enfants_accompagnes", "porteur")["libelle"])
    v = Valeurs(deux, base.ouvrir(deux), TOUT, ICI, AVANT)
    assert list(v.par("enfants_accompagnes", "porteur")["libelle"]) == ["Centre social des Tests"]
    ici, avant = v.paire("enfants_accompagnes", "porteur")
    assert list(ici["libelle"]) == list(avant["libelle"])
    assert list(ici["libelle"]) == ["Centre social des Tests", "MJC du Banc"]
