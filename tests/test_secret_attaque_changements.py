"""The attack on what is said of a change: « those who answer both years », before and after, beside
the diffused tables of the same campagne — what a reader of the two bilans has on the table.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array, vstack

from clas_data.acces import ligne_de_commande
from clas_data.indicateurs import calcul
from clas_data.indicateurs.mouvements import Mouvements, Part
from clas_data.secret import changements
from clas_data.secret.regles import load
from tests.test_secret_attaque import CAMPAGNE, ENFANTS, REGLES, Attaquant, monde  # noqa: F401

AVANT, APRES = "2020-2021", "2022-2023"
PAIRES = ((AVANT, CAMPAGNE, "apres"), (CAMPAGNE, APRES, "avant"))


class Lecteur(Attaquant):
    """An attacker who has also copied what two bilans say of those who answer both years."""

    def __init__(self, ouverte, publiees, siret: str):
        super().__init__(ouverte, publiees, siret)
        moi = ligne_de_commande()
        self.actions = self._actions(ouverte, publiees, CAMPAGNE)
        self.vrai = self.actions["valeur"].to_numpy(float)
        self.siennes = (self.actions["porteur"] == siret).to_numpy()
        self.dits = []
        for avec, campagne, cote in PAIRES:
            autre = self._actions(ouverte, publiees, avec if cote == "apres" else campagne)
            lus = changements.lire(ouverte, moi.agregats(publiees), ENFANTS, campagne, avec)
            for id_, m in lus.items():
                if m is None or not m.reponses_differentes:
                    continue
                communs = self._communs(id_, autre)
                assert communs @ self.vrai == getattr(m.comparables, cote), (id_, campagne)
                self.dits.append((communs, float(getattr(m.comparables, cote))))

    def _actions(self, ouverte, publiees, campagne):
        par = [*REGLES.axes, "porteur", "action"]
        qui = ligne_de_commande().perimetre(publiees)
        lues = calcul.calculer(ouverte, qui, ENFANTS, par, {"campagne": campagne})
        lues = lues.dropna(subset="valeur").reset_index(drop=True)
        return lues.fillna({a: "n.d." for a in REGLES.axes})

    def _communs(self, id_: str, autre: pd.DataFrame) -> np.ndarray:
        cles = ["indicateur", "porteur", "action"]
        deux = self.actions[cles].merge(autre[cles].drop_duplicates(), how="left", indicator=True)
        return ((deux["_merge"] == "both") & (deux["indicateur"] == id_)).to_numpy(float)

    @cache  # noqa: B019 (a handful of attackers, for the time of a test)
    def equations(self, sauf: int | None = None):
        egal, droite, inegal = super().equations(sauf)
        if not self.dits:
            return egal, droite, inegal
        lignes, valeurs = zip(*self.dits, strict=True)
        return vstack([egal, csr_array(np.array(lignes))]), np.append(droite, valeurs), inegal


def test_what_is_said_of_a_change_gives_no_masked_count_back(monde):
    lecteur = Lecteur(*monde, "")
    assert lecteur.dits, "nothing is said of a change: nothing is attacked"
    masquees = lecteur.cellules[lecteur.cellules["masque"]]
    assert len(masquees) > 20
    for _, cellule in masquees.iterrows():
        bas, haut = lecteur.bornes(cellule)
        vrai = lecteur.membres(cellule) @ lecteur.vrai
        voulu = max(monde[0].seuil_secret, np.ceil(vrai * REGLES.incertitude_pct / 100))
        dit = (cellule["indicateur"], cellule["vue"], bas, haut)
        assert np.floor(haut + 1e-6) - np.ceil(bas - 1e-6) >= voulu, dit


def test_no_small_group_is_the_rest_of_what_is_said(monde):
    """The differences of two sets that are said of one campagne and one count: where one holds the
    other, what is between them is a group like any other.
    """
    lecteur = Lecteur(*monde, "")
    for a, x in lecteur.dits:
        for b, y in lecteur.dits:
            entre = a - b
            if (entre < 0).any() or not entre.any():
                continue
            porteurs = lecteur.actions.loc[entre > 0, "porteur"].nunique()
            assert x == y or (x - y >= monde[0].seuil_secret and porteurs >= REGLES.porteurs_min)


def _mouvements(*lignes):
    """A count whose porteurs are these: (comparables before, after), (others before, after)."""
    un = ("enfants_accompagnes", "enfants", APRES, CAMPAGNE, True)

    def faire(lues, plus=()):
        tout = [sum(l[0][c] + l[1][c] for l in lues) for c in (0, 1)]
        parts = [Part(len(lues), *(sum(l[i][c] for l in lues) for c in (0, 1))) for i in (0, 1)]
        vide = Part()
        return Mouvements(
            *un, Part(0, *tout), parts[0], vide, vide, vide, parts[1], vide, 0, lignes=plus
        )

    return faire(lignes, tuple(faire([l]) for l in lignes))


@pytest.mark.parametrize(
    "lignes, dite",
    [
        ([((30, 40), (20, 0))] * 4, True),
        ([((30, 40), (20, 0))] * 2, False),  # too few porteurs
        ([((30, 40), (1, 0))] * 4, False),  # four children are found by subtraction
        ([((30, 40), (2, 0))] * 3 + [((30, 40), (94, 0))], False),  # nearly all of one porteur
        ([((1, 2), (20, 0))] * 3 + [((30, 90), (20, 0))], False),  # nearly all of one comparable
    ],
)
def test_both_groups_are_held_to_the_rules_of_any_count(lignes, dite):
    assert changements.diffusable(_mouvements(*lignes), load().seuil) is dite
