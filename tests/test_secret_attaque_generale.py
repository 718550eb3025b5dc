"""Nothing that leaves the committee for one campagne gives a masked count back: all of it in one
system, the collectifs without a niveau included.
"""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from clas_data.config import Installation
from clas_data.indicateurs.libelles import NIVEAU_INCONNU
from tests.attaque import REGLES, Attaque, Monde
from tests.outils import CAMPAGNE
from tests.test_niveau_inconnu import taire


@pytest.fixture(scope="module")
def monde(demonstration_modele, tmp_path_factory) -> Monde:
    """The demonstration, where a collectif in seven does not say its niveau."""
    racine = tmp_path_factory.mktemp("generale") / "installation"
    installation = Installation(shutil.copytree(demonstration_modele, racine))
    taire(installation, CAMPAGNE)
    return Monde(installation)


def masquees(m: Monde) -> list[tuple[str, str, str]]:
    return [l[:3] for l in m.lignes if l[0] in REGLES.sensibles and l[3] == "secret"]


def gros(m: Monde, id_: str, axe: str, modalite: str) -> list[str]:
    """The two porteurs that know most of a cell, without knowing it whole."""
    ind = m.inds[id_]
    parts = m.vrai[m.termes[ind.table, ind.mesure]].fillna(0).to_numpy() * m.dans(axe, modalite)
    parts = pd.Series(parts).groupby(m.groupes["porteur"]).sum()
    return [p for p in parts.nlargest(2).index if 0 < parts[p] < parts.sum()]


def test_nothing_published_gives_a_masked_count_back(monde):
    assert NIVEAU_INCONNU in {m for _, a, m, *_ in monde.lignes if a == "niveau"}
    secretes, attaques, trouvees = masquees(monde), {}, []
    assert len(secretes) > 20
    for cellule in secretes:
        for siret in ("", *gros(monde, *cellule)):
            a = attaques[siret] = attaques.get(siret) or Attaque(monde, siret)
            trouvees += [(siret, c, a.largeur(*c)) for c in _trouvees(a, [cellule])]
    assert not trouvees


def test_a_ratio_or_a_count_shown_by_mistake_gives_a_masked_count_back(monde):
    """The attack can succeed: the ratio of each masked count, then one of the masked counts."""
    enfants = [c for c in masquees(monde) if c[0] == "enfants_accompagnes"]
    ind, rapports = monde.inds["enfants_par_collectif"], {}
    haut, bas = (monde.vrai[monde.termes[ind.table, t]].fillna(0) for t in monde.decoupe(ind)[1:])
    for _, axe, modalite in enfants:
        d = monde.dans(axe, modalite)
        rapports[ind.id, axe, modalite] = str(round(haut @ d / (bas @ d), ind.decimales))
    assert _trouvees(Attaque(monde, "", rapports), enfants)
    for montree in enfants:
        compte = {montree: str(haut @ monde.dans(*montree[1:]))}
        if _trouvees(Attaque(monde, "", compte), [c for c in enfants if c != montree]):
            return
    raise AssertionError("no masked count depends on another")


def _trouvees(a: Attaque, cellules) -> list:
    """The counts that this attacker places too closely."""
    return [c for c in cellules for large, voulu, _ in [a.largeur(*c)] if large < voulu]
