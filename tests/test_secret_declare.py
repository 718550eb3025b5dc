"""Deny by default: an indicator that does not say what it may tell leaves the committee nowhere."""

from __future__ import annotations

import copy
import re

import pytest

from clas_data import secret
from clas_data.acces import ligne_de_commande
from clas_data.errors import UsageError
from clas_data.figures.valeurs import Valeurs
from clas_data.indicateurs import catalogue
from clas_data.restitutions import dictionnaire
from clas_data.restitutions.ouvertes import publication
from clas_data.restitutions.synthese import composition
from clas_data.secret import regles
from clas_data.secret.liens import liens
from clas_data.secret.repartition import departement
from clas_data.tables import base
from tests.outils import CAMPAGNE
from tests.recette import CHAMPS, SORTES

SANS_SECRET = {c: x for c, x in CHAMPS.items() if c != "secret"}
TUS = ("part_qpv", "enfants_rep", "cout_par_enfant", "taux_reponse_bilan")


@pytest.fixture
def catalogue_sans(monkeypatch):
    """The catalogue as it would be if some entries said nothing of secrecy."""
    brut = copy.deepcopy(catalogue._brut())
    for id_ in TUS:
        del brut["indicateurs"][id_]["secret"]
    lu = catalogue.interpreter(brut)
    monkeypatch.setattr(catalogue, "load", lambda: lu)
    for cache in (regles.load, publication.load):
        cache.cache_clear()
    yield lu
    monkeypatch.undo()
    for cache in (regles.load, publication.load):
        cache.cache_clear()


def _lire(**changes) -> catalogue.Indicateur:
    """One indicator under these changes of its entry; None removes a line."""
    brut = copy.deepcopy(catalogue._brut())
    entree = {**brut["indicateurs"]["enfants_par_collectif"], **changes}
    brut["indicateurs"] = {
        **brut["indicateurs"],
        "essai": {k: v for k, v in entree.items() if v is not None},
    }
    lus = catalogue.interpreter(brut)
    secret.verifier(lus, secret.load())
    return lus["essai"]


def test_every_indicator_of_today_says_what_it_may_tell():
    assert [i for i, ind in catalogue.load().items() if not ind.secret] == []


def test_what_an_entry_does_not_say_is_not_inherited_from_its_model():
    assert not _lire(secret=None).diffusable and _lire().diffusable
    brut = copy.deepcopy(catalogue._brut())
    brut["modeles"]["agrements"]["secret"] = "public"
    with pytest.raises(UsageError, match="modèle « agrements ».*« secret »"):
        catalogue.interpreter(brut)


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"secret": "publique"}, "Vouliez-vous dire « public »"),
        ({"secret": "public"}, "enfants_accompagnes"),
        ({"secret": "effectif"}, "famille de secret.yaml"),
        ({"mesure": "sum(enfants) filter (where semaines > 20)"}, "n'est pas un rapport"),
        ({"mesure": "max(enfants) / nullif(count(*), 0)"}, "« max »"),
        ({"mesure": "median(semaines)", "secret": "groupe"}, "« median »"),
        ({**CHAMPS, "mesure": SORTES["mediane"]}, "« median »"),
        ({"mesure": "sum(ENFANTS) + sum(filles)"}, "n'est pas un rapport"),
        ({"mesure": "sum(enfants * enfants) / nullif(count(*), 0)"}, "sans être multiplié"),
        ({"mesure": "sum( enfants ) / nullif(sum (filles), 0)"}, "sans être multiplié"),
        ({"mesure": "sum(collectifs['enfants']) / nullif(count(*), 0)"}, "crochets"),
        ({"mesure": 'sum("enfants") / nullif(count(*), 0)'}, "guillemets"),
        ({"mesure": "(select sum(enfants) from marts.actions) / count(*)"}, "sous-requête"),
        ({"mesure": "count(distinct enfants)"}, "n'est pas un rapport"),
        ({"mesure": "count(*) filter (where bilan_recu)", "secret": "public"}, "réservé"),
        ({"mesure": "sum(columns('enf.*')) / nullif(count(*), 0)"}, "« columns »"),
        (
            {"mesure": "sum(enfants) filter (where niveau = 'lycée') / nullif(count(*), 0)"},
            "croisement",
        ),
    ],
)
def test_what_cannot_be_held_to_what_it_says_is_refused_in_a_sentence(changes, phrase):
    with pytest.raises(UsageError, match=re.escape(phrase)) as refus:
        _lire(**changes)
    assert "« essai »" in str(refus.value)


@pytest.mark.parametrize("mesure", [CHAMPS["mesure"], *SORTES.values()])
def test_a_kind_of_the_recipe_without_its_secrecy_is_not_diffused(mesure):
    brut = copy.deepcopy(catalogue._brut())
    brut["indicateurs"]["essai"] = {**SANS_SECRET, "mesure": mesure}
    lus = catalogue.interpreter(brut)
    secret.verifier(lus, secret.load())
    assert not lus["essai"].diffusable


def test_a_count_of_a_family_says_that_it_is_one():
    brut = copy.deepcopy(catalogue._brut())
    brut["indicateurs"]["filles"]["secret"] = "groupe"
    with pytest.raises(UsageError, match="« filles »"):
        secret.verifier(catalogue.interpreter(brut), secret.load())


def test_what_says_nothing_is_nowhere_outside_of_the_committee(catalogue_sans, demonstration_copie):
    for gardee in demonstration_copie.base.glob("diffusion-*.json"):
        gardee.unlink()  # made under the whole catalogue
    ouverte, moi = base.ouvrir(demonstration_copie), ligne_de_commande()
    d = secret.diffuser(ouverte, moi.agregats(()), CAMPAGNE)
    assert not set(TUS) & set(d.cellules["indicateur"])
    assert d.table(list(TUS)).empty and d.table(list(TUS), ["epci"]).empty
    assert not set(TUS) & {i for t in publication.load().values() for i in t.indicateurs}
    v = Valeurs(demonstration_copie, ouverte, moi.perimetre(()), CAMPAGNE, None, moi.agregats(()))
    assert all(v.texte(i, v.une(i)) == secret.SIGNE for i in TUS)
    assert all(v.par(i, a).empty for i in TUS for a in ("epci", "qpv") if i != "enfants_rep")
    assert all(v.par(i, "commune").empty for i in TUS)
    partage = composition.commun(ouverte, moi.agregats(()), CAMPAGNE, (CAMPAGNE,))
    lus = {*partage.departement[CAMPAGNE], *partage.repartitions[CAMPAGNE], *partage.reponses}
    assert lus and not lus & set(TUS)
    with pytest.raises(UsageError, match="ne dit pas ce qu'il peut révéler"):
        departement(ouverte, moi.agregats(()), CAMPAGNE, ["part_qpv"])


def test_the_dictionary_tells_the_developer(catalogue_sans):
    fiches = dictionnaire.markdown().split("#### ")
    dits = [f for f in fiches if "n'est pas diffusé" in f and "ce qu'il peut révéler" in f]
    assert {re.search(r"`(\w+)`", f)[1] for f in dits} == set(TUS)


def test_every_column_of_persons_is_followed():
    """A count of persons under another name would escape the derived links."""
    suivies = {*secret.load().colonnes}
    suivies |= {i.mesure[4:-1] for i in catalogue.load().values() if i.secret == "effectif"}
    suivies.add("enfants_prevus")
    colonnes = {
        c.nom
        for t in publication.load().values()
        for c in t.champs
        if "Effectif de personnes" in c.raison and c.unite != "collectifs"
    }
    assert len(colonnes) > 10 and not colonnes - suivies


def test_links_are_read_in_the_measure():
    lus = liens(catalogue.load(), secret.load())
    assert lus["part_filles"] == ("enfants_accompagnes", "filles", "garcons")
    assert lus["presence"] == ("enfants_accompagnes", "enfants_prevus")
    assert "semaines" not in lus and "part_caf" not in lus


def test_every_secret_cell_bears_one_neutral_sign(demonstration, tmp_path):
    """Small, of too few porteurs, or there to hide another: nothing that leaves says which."""
    ouverte, moi = base.ouvrir(demonstration), ligne_de_commande()
    d = secret.diffuser(ouverte, moi.agregats(()), CAMPAGNE)
    attendues = {"indicateur", *d.regles.axes, "valeur", "repondants", "attendus", "masque"}
    assert set(d.cellules) == attendues and d.cellules["masque"].dtype == bool
    assert d.cellules["masque"].sum() > 50
    assert d.cellules.loc[d.cellules["masque"], "valeur"].isna().all()
    assert set(d.valeur("part_qpv").index) == attendues - set(d.regles.axes)
    partage = composition.commun(ouverte, moi.agregats(()), CAMPAGNE, (CAMPAGNE,))
    assert {type(m) for m in partage.masques[CAMPAGNE].values()} == {bool}
    colonnes = {c.nom for c in publication.agregats()}
    assert not {"motif", "raison"} & colonnes
    gardees = [c.read_bytes().decode() for c in demonstration.base.glob("diffusion-*.json")]
    codes = ("secondaire", "dominance", "retrouver", "moins de", "calculé sur")
    assert gardees and not [c for c in codes for g in gardees if c in g]


def test_a_ratio_of_a_part_of_the_answers_gives_no_porteur_back(demonstration):
    """Children by action over the actions that are complete: with their total beside it, what the
    only porteur left out declared is known to the child.
    """
    ouverte, moi = base.ouvrir(demonstration), ligne_de_commande()
    d = secret.diffuser(ouverte, moi.agregats(()), CAMPAGNE)
    t = d.table(["enfants_par_action", "enfants_accompagnes"], ["niveau"])
    lycee = t[t["niveau"] == "lycée"].set_index("indicateur")
    assert not lycee.loc["enfants_accompagnes", "masque"]
    assert lycee.loc["enfants_par_action", "masque"]
    dits = d.table(["enfants_par_action", "cout_par_enfant", "enfants_par_encadrant"])
    assert not dits["masque"].any()  # a blur of several children: the département may be told
