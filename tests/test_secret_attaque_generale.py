"""Nothing that leaves the committee for one campagne gives a masked count back: all of it in one
system, the collectifs without a niveau and what the recipe « Add an indicator » adds included.
"""

from __future__ import annotations

import copy
import shutil

import pandas as pd
import pytest

from clas_data.config import Installation
from clas_data.indicateurs import catalogue
from clas_data.indicateurs.libelles import NIVEAU_INCONNU
from clas_data.restitutions.ouvertes import publication
from clas_data.secret import regles
from clas_data.tables import construction
from tests.attaque import REGLES, Attaque, Monde
from tests.outils import CAMPAGNE
from tests.recette import CHAMPS, ID, SORTES
from tests.test_niveau_inconnu import taire

PROTEGEES = ("masques-*.json", "diffusion-*.json")
DIFFUSES = [ID, *(f"{ID}_{sorte}" for sorte in SORTES if sorte != "mediane")]


def suivie() -> dict[str, catalogue.Indicateur]:
    """The catalogue that the recipe makes: its entry, and every other kind that may be diffused."""
    brut = copy.deepcopy(catalogue._brut())
    brut["indicateurs"] |= {
        id_: {**CHAMPS, "mesure": SORTES.get(id_.removeprefix(f"{ID}_"), CHAMPS["mesure"])}
        for id_ in DIFFUSES
    }
    return catalogue.interpreter(brut)


@pytest.fixture(scope="module")
def recette():
    """The recipe followed for every kind, in this process."""
    lu = suivie()
    with pytest.MonkeyPatch.context() as m:
        m.setattr(catalogue, "load", lambda: lu)
        for cache in (regles.load, publication.load):
            cache.cache_clear()
        yield lu
    for cache in (regles.load, publication.load):
        cache.cache_clear()


MONDES = {
    "niveaux tus": (CAMPAGNE, 5),
    "seuil 11": (CAMPAGNE, 11),
    "l'an d'avant": ("2020-2021", 5),
}


@pytest.fixture(scope="module", params=MONDES)
def monde(request, recette, demonstration_modele, tmp_path_factory, pytestconfig) -> Monde:
    """The demonstration: where a collectif in seven does not say its niveau; under the other
    threshold; another campagne.
    """
    campagne, seuil = MONDES[request.param]
    racine = tmp_path_factory.mktemp("generale") / "installation"
    installation = Installation(shutil.copytree(demonstration_modele, racine))
    if request.param == "niveaux tus":
        taire(installation, campagne)
    if seuil != REGLES.seuil:
        installation.secret.write_text(f"seuil: {seuil}\n", encoding="utf-8")
        construction.a_jour(installation)
    for f in installation.base.glob(PROTEGEES[1]):
        f.unlink()  # made under the catalogue of today
    gardes = pytestconfig.cache.mkdir("masques_generale")  # the choices of a former run, by figures
    for f in gardes.glob(PROTEGEES[0]):
        shutil.copy2(f, installation.base)
    m = Monde(installation, campagne)
    assert m.base.seuil_secret == seuil
    for f in installation.base.glob(PROTEGEES[0]):
        shutil.copy2(f, gardes)
    return m


def masquees(m: Monde) -> list[tuple[str, str, str]]:
    return [l[:3] for l in m.lignes if l[0] in REGLES.sensibles and l[3] == "secret"]


def gros(m: Monde, id_: str, axe: str, modalite: str) -> list[str]:
    """The porteur that knows most of a cell, without knowing it whole."""
    ind = m.inds[id_]
    parts = m.vrai[m.termes[ind.table, ind.mesure]].fillna(0).to_numpy() * m.dans(axe, modalite)
    parts = pd.Series(parts).groupby(m.groupes["porteur"]).sum()
    return [p for p in parts.nlargest(2).index if 0 < parts[p] < parts.sum()][:1]


def test_nothing_published_gives_a_masked_count_back(monde, request):
    secretes, attaques, trouvees = masquees(monde), {}, []
    assert len(secretes) > 20
    tous = 1 if "niveaux tus" in request.node.name else 5  # whom each cell is attacked by
    for rang, cellule in enumerate(secretes):
        for siret in ("", *(() if rang % tous else gros(monde, *cellule))):
            a = attaques[siret] = attaques.get(siret) or Attaque(monde, siret)
            trouvees += [(siret, c, a.largeur(*c)) for c in _trouvees(a, [cellule])]
    assert not trouvees
    assert attaques[""].comparables == 0 and any(a.comparables for a in attaques.values())
    dites = {l[0] for l in monde.lignes if l[3] == "diffusé"}
    assert {*DIFFUSES} <= dites  # the recipe tells something


def test_a_ratio_or_a_count_shown_by_mistake_gives_a_masked_count_back(monde, request):
    """The attack can succeed: the ratio of each masked count, then one of the masked counts."""
    if "niveaux" not in request.node.name:
        return
    assert NIVEAU_INCONNU in {m for _, a, m, *_ in monde.lignes if a == "niveau"}
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
    return [c for c in cellules for large, voulu, vrai in [a.largeur(*c)] if vrai and large < voulu]
