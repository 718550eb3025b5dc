"""A collectif that does not say its niveau: a line of its own, last, in every sum; never the niveau
of its action.
"""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from clas_data.acces import ligne_de_commande
from clas_data.config import Installation
from clas_data.fichiers.lecture import Depot
from clas_data.indicateurs import calcul, mouvements
from clas_data.indicateurs.libelles import NIVEAU_INCONNU
from clas_data.secret import diffuser
from clas_data.tables import base, importation
from tests.outils import en_csv

TOUT = ligne_de_commande().perimetre(())
CAMPAGNES = ("2021-2022", "2022-2023")
UN_SUR = 7  # one collectif in seven says nothing
RECUS = ("code_action", "numero", "niveau", "enfants", "filles", "garcons")


def taire(installation: Installation, campagne: str) -> list[dict]:
    """Receive the collectifs of a campagne again, one in seven without its niveau; their rows."""
    lues = base.ouvrir(installation).controler(
        f"select {', '.join(RECUS)} from recu.collectifs where campagne = $campagne "
        "order by code_action, numero",
        {"campagne": campagne},
    )
    lignes = lues.astype(object).where(lues.notna(), "").to_dict("records")
    for l in lignes[::UN_SUR]:
        l["niveau"] = ""
    contenu = [["campagne", *RECUS], *([campagne, *l.values()] for l in lignes)]
    recu = [Depot("collectifs.csv", en_csv(contenu))]
    moi = ligne_de_commande()
    importation.accepter(installation, importation.proposer(installation, recu, campagne, moi), moi)
    return lignes


@pytest.fixture(scope="module")
def muette(demonstration_modele, tmp_path_factory):
    """The demonstration, where some collectifs of two campagnes no longer say their niveau; and the
    rows as received.
    """
    racine = tmp_path_factory.mktemp("muette") / "installation"
    shutil.copytree(demonstration_modele, racine)
    installation, recus = Installation(racine), {}
    for campagne in CAMPAGNES:
        recus[campagne] = taire(installation, campagne)
    return base.ouvrir(installation), recus


def _declares(lignes, colonne):
    somme = Counter()
    for l in lignes:
        somme[l["niveau"] or NIVEAU_INCONNU] += 1 if colonne is None else int(l[colonne] or 0)
    return dict(somme)


@pytest.mark.parametrize("id_, colonne", [("collectifs", None), ("enfants_accompagnes", "enfants")])
@pytest.mark.parametrize("campagne", CAMPAGNES)
def test_what_was_declared_is_counted_and_the_unknown_comes_last(muette, campagne, id_, colonne):
    lue, recus = muette
    df = calcul.calculer(lue, TOUT, [id_], ["niveau"], {"campagne": campagne})
    assert dict(zip(df["niveau"], df["valeur"], strict=True)) == _declares(recus[campagne], colonne)
    assert list(df["niveau"])[-1] == NIVEAU_INCONNU and "mixte" not in set(df["niveau"])
    seul = calcul.calculer(lue, TOUT, [id_], (), {"campagne": campagne, "niveau": NIVEAU_INCONNU})
    assert seul["valeur"].item() == df["valeur"].iloc[-1]


def test_shares_leave_the_unknown_out(muette):
    lue, recus = muette
    for campagne, lignes in recus.items():
        dits = _declares(lignes, "enfants")
        connus = sum(dits.values()) - dits[NIVEAU_INCONNU]
        part = calcul.calculer(lue, TOUT, ["part_enfants_college"], (), {"campagne": campagne})
        assert part["valeur"].item() == pytest.approx(100 * dits["collège"] / connus)


def test_movements_by_niveau_still_sum_to_the_difference(muette):
    avant, ici = CAMPAGNES
    m = mouvements.comparer(muette[0], TOUT, ["enfants_accompagnes"], ici, avant, "niveau")[
        "enfants_accompagnes"
    ]
    assert m.lignes[-1].valeur == NIVEAU_INCONNU
    for nature in mouvements.NATURES:
        assert sum(getattr(l, nature).ecart for l in m.lignes) == getattr(m, nature).ecart
    for l in (m, *m.lignes):
        assert l.ecart_brut == sum(getattr(l, n).ecart for n in mouvements.NATURES)


def test_what_is_diffused_has_the_unknown_among_its_lines(muette):
    diffusion = diffuser(muette[0], ligne_de_commande().agregats(CAMPAGNES), CAMPAGNES[0])
    t = diffusion.table(["enfants_accompagnes"], ["niveau"])
    assert NIVEAU_INCONNU in set(t["niveau"])
    if not t["masque"].any():
        assert t["valeur"].sum() == diffusion.valeur("enfants_accompagnes")["valeur"]
