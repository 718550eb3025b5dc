"""The attack: everything a porteur can obtain in one session, set as equations by someone who has
only read the tables.

Nothing of `clas_data.secret` is used here but the diffused tables themselves: unknown are the
counts of every action of the others.
"""

from __future__ import annotations

import shutil
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from clas_data import secret
from clas_data.acces import ligne_de_commande, profil_demonstration
from clas_data.config import Installation
from clas_data.fichiers import campagnes
from clas_data.indicateurs import calcul
from clas_data.secret.regles import load
from clas_data.tables import base, construction

REGLES = load()
CAMPAGNE = "2021-2022"
ENFANTS = ("enfants_accompagnes", "filles", "garcons", "enfants_qpv", "enfants_rep", "allophones")
PARTS = {
    "part_filles": "filles",
    "part_qpv": "enfants_qpv",
    "part_rep": "enfants_rep",
    "part_allophones": "allophones",
}


class Attaquant:
    """A porteur (or nobody, SIRET "") who has copied every diffused table of children, and who
    knows who answered where.
    """

    def __init__(self, ouverte, publiees, siret: str):
        agregats = (
            profil_demonstration("porteur", siret) if siret else ligne_de_commande()
        ).agregats(publiees)
        self.diffusion = secret.diffuser(ouverte, agregats, CAMPAGNE)
        self.actions = calcul.calculer(
            ouverte,
            ligne_de_commande().perimetre(publiees),
            ENFANTS,
            [*REGLES.axes, "porteur"],
            {"campagne": CAMPAGNE},
        ).dropna(subset="valeur")
        self.actions = self.actions.reset_index(drop=True).fillna({a: "n.d." for a in REGLES.axes})
        self.vrai, self.siennes = (
            self.actions["valeur"].to_numpy(float),
            (self.actions["porteur"] == siret).to_numpy(),
        )
        self.cellules = pd.concat(
            [
                self.diffusion.table(ENFANTS, v).assign(
                    vue=[v] * len(self.diffusion.table(ENFANTS, v))
                )
                for v in REGLES.vues
            ],
            ignore_index=True,
        )

    def membres(self, cellule) -> np.ndarray:
        m = (self.actions["indicateur"] == cellule["indicateur"]).to_numpy(float)
        for axe in cellule["vue"]:
            m *= (self.actions[axe] == cellule[axe]).to_numpy()
        return m

    @cache  # noqa: B019 (a handful of attackers, for the time of a test)
    def equations(self, sauf: int | None = None):
        """What the tables say, the shares of the département included, as they are printed; `sauf`:
        a masked cell shown by mistake.
        """
        lues = [
            i
            for i in self.cellules.index
            if (not self.cellules.loc[i, "masque"] or i == sauf)
            and self.membres(self.cellules.loc[i]).any()
        ]
        egal = np.array([self.membres(self.cellules.loc[i]) for i in lues])
        droite = np.array([egal[k] @ self.vrai for k in range(len(lues))])
        inegal = []
        for part, compte in PARTS.items():
            ecrite = round(self.diffusion.valeur(part)["valeur"], 1) / 100
            numerateur = (self.actions["indicateur"] == compte).to_numpy(float)
            denominateur = (self.actions["indicateur"] == "enfants_accompagnes").to_numpy(float)
            # half a point, as answers differ a little
            inegal += [
                numerateur - (ecrite + 0.005) * denominateur,
                (ecrite - 0.005) * denominateur - numerateur,
            ]
        return csr_array(egal), droite, np.array(inegal)

    def bornes(self, cellule, sauf: int | None = None) -> tuple[float, float]:
        egal, droite, inegal = self.equations(sauf)
        limites = [
            (v, v) if sienne else (0, None)
            for v, sienne in zip(self.vrai, self.siennes, strict=True)
        ]
        valeurs = []
        for sens in (1, -1):
            r = linprog(
                sens * self.membres(cellule),
                A_eq=egal,
                b_eq=droite,
                A_ub=csr_array(inegal),
                b_ub=np.maximum(inegal @ self.vrai, 0),
                bounds=limites,
                method="highs",
            )
            assert r.status in (0, 3), r.message
            valeurs.append(sens * r.fun if r.status == 0 else -sens * np.inf)
        return valeurs[0], valeurs[1]


@pytest.fixture(scope="module", params=[5, 11], ids="seuil {}".format)
def monde(request, demonstration_modele, tmp_path_factory):
    """The demonstration under each threshold that an installation may choose."""
    i = Installation(
        shutil.copytree(demonstration_modele, tmp_path_factory.mktemp("attaque") / "installation")
    )
    i.secret.write_text(f"seuil: {request.param}\n", encoding="utf-8")
    return base.ouvrir(i, construction.a_jour(i).empreinte), campagnes.publiees(i)


def _gros(a: Attaquant, cellule, n: int) -> list[str]:
    """The porteurs that know most of a cell."""
    parts = pd.Series(a.membres(cellule) * a.vrai).groupby(a.actions["porteur"]).sum()
    return [p for p in parts.nlargest(n).index if parts[p] > 0 and parts[p] < parts.sum()]


def test_no_masked_count_is_found_again_by_anyone(monde):
    """Nobody, then the two porteurs that know most of each masked count: all stay unknown within
    the declared width.
    """
    personne = Attaquant(*monde, "")
    masquees = personne.cellules[personne.cellules["masque"]]
    assert len(masquees) > 20
    attaquants = {"": personne}
    for _, cellule in masquees.iterrows():
        for siret in ["", *_gros(personne, cellule, 2)]:
            a = attaquants.setdefault(
                siret, Attaquant(*monde, siret) if siret not in attaquants else attaquants[siret]
            )
            bas, haut = a.bornes(cellule)
            vrai = a.membres(cellule) @ a.vrai
            voulu = max(monde[0].seuil_secret, np.ceil(vrai * REGLES.incertitude_pct / 100))
            assert np.floor(haut + 1e-6) - np.ceil(bas - 1e-6) >= voulu, (
                siret,
                cellule["indicateur"],
                cellule["vue"],
                bas,
                haut,
            )


def test_one_masked_cell_shown_by_mistake_gives_another_back(monde):
    """The attack can succeed: show one of the largest masked cells, and some masked count is found
    again.
    """
    a = Attaquant(*monde, "")
    masquees = a.cellules[a.cellules["masque"]]
    vraies = masquees.apply(lambda c: a.membres(c) @ a.vrai, axis=1)
    trouvees = 0
    for i in vraies.nlargest(6).index:
        voisines = masquees[
            (masquees["indicateur"] == a.cellules.loc[i, "indicateur"]) & (masquees.index != i)
        ]
        for _, cellule in voisines.iterrows():
            bas, haut = a.bornes(cellule, sauf=i)
            trouvees += haut - bas < max(
                monde[0].seuil_secret,
                np.ceil(a.membres(cellule) @ a.vrai * REGLES.incertitude_pct / 100),
            )
    assert trouvees
