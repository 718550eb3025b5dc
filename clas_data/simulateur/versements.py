"""What the formula gives beside what was paid: the differences, and the step of the formula that
explains each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clas_data.baremes import Bareme
from clas_data.simulateur.calcul import Resultat, en_vigueur, simuler
from clas_data.simulateur.entrees import Donnees
from clas_data.simulateur.explications import CONFORME, ECART, INCONNU, autrement, expliquer

# column of the bilan
VERSES = {"ps": "ps_clas", "bonus_enfants": "bonus_enfants", "bonus_parents": "bonus_parents"}


@dataclass(frozen=True)
class Rapprochement:
    """Droits beside payments. `actions`: one row per action, amounts in cents, NA where unknown;
    `total_c`: those known on both sides.
    """

    bareme: Bareme
    resultat: Resultat | None  # None where the campagne has no barème: every droit is unknown
    actions: pd.DataFrame

    @property
    def connues(self) -> pd.DataFrame:
        return self.actions[self.actions["statut"] != INCONNU]

    @property
    def ecarts(self) -> pd.DataFrame:
        """The actions whose payment differs, largest difference first."""
        e = self.actions[self.actions["statut"] == ECART]
        return e.sort_values("ecart_c", key=lambda s: -s.abs(), kind="stable")

    def somme(self, colonne: str) -> int:
        return int(self.connues[colonne].sum())


def rapprocher(donnees: Donnees, bareme: Bareme) -> Rapprochement:
    """The Ps and the bonuses of each action under a barème, what its bilan says was paid, and why
    they differ; without a barème, what was paid only.
    """
    if bareme.manque:
        return _sans_bareme(donnees, bareme)
    s = en_vigueur(bareme)
    resultat = simuler(donnees, bareme, s)
    t = resultat.actions.copy()
    # a bonus that was never published has no droit
    parts = [p for p in VERSES if p == "ps" or p in bareme.valeurs]
    for p in VERSES:
        t[f"verse_{p}_c"] = _verse(t[VERSES[p]])
        t[f"droit_{p}_c"] = (
            t[f"{p}_c"].mask(t["ps_c"].isna())
            if p in parts
            else pd.array([pd.NA] * len(t), dtype="Int64")
        )
        t[f"ecart_{p}_c"] = t[f"verse_{p}_c"] - t[f"droit_{p}_c"]
    t["droit_c"] = sum(t[f"droit_{p}_c"] for p in parts)
    t["verse_c"] = sum(t[f"verse_{p}_c"] for p in parts)
    t["ecart_c"] = t["verse_c"] - t["droit_c"]
    differe = (t[[f"ecart_{p}_c" for p in parts]] != 0).any(axis=1)
    t["statut"] = np.where(
        t["ecart_c"].isna(), INCONNU, np.where(differe.fillna(False), ECART, CONFORME)
    )
    autres = list(autrement(donnees, bareme, resultat))
    ailleurs = (
        ""
        if bareme.campagne == donnees.campagne
        else (
            f" Il a été versé sous le barème de {donnees.campagne}, non sous celui de "
            f"{bareme.campagne}."
        )
    )
    t["explication"] = [expliquer(l, parts, autres, bareme, ailleurs) for l in t.to_dict("records")]
    return Rapprochement(bareme, resultat, t)


def _sans_bareme(donnees: Donnees, bareme: Bareme) -> Rapprochement:
    """What was paid, every droit unknown, and the value that is missing said on each row."""
    rien = pd.array([pd.NA] * len(donnees.actions), dtype="Int64")
    t = donnees.actions.assign(
        depenses_c=_verse(donnees.actions["charges"]).fillna(-1).astype("int64"),
        statut=INCONNU,
        explication=bareme.manque,
    )
    t = t.assign(
        **{f"verse_{p}_c": _verse(t[c]) for p, c in VERSES.items()},
        **{f"{quoi}_{p}_c": rien for p in VERSES for quoi in ("droit", "ecart")},
        **dict.fromkeys(
            ("par_collectif_c", "plafonnees_c", "fois_taux_c", "droit_c", "ecart_c"), rien
        ),
    )
    t["verse_c"] = sum(t[f"verse_{p}_c"] for p in VERSES)
    return Rapprochement(bareme, None, t)


def _verse(euros: pd.Series) -> pd.Series:
    """Euros of the bilan → cents; unknown stays unknown."""
    return (pd.to_numeric(euros, errors="coerce") * 100).round().astype("Int64")
