"""A scenario applied to a campagne: droits per action, beside those of the barème in force; unknown
stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pandas as pd

from clas_data.baremes import Bareme
from clas_data.errors import BaremeManquant, UsageError
from clas_data.simulateur.entrees import Donnees, prepare, semaines_de_reference
from clas_data.simulateur.formule import ETAPES, Regle, droits
from clas_data.simulateur.scenario import Scenario

LUES = tuple(f"{e.nom}_c" for e in ETAPES if e.lue)
MONTANTS = ("ps_c", "bonus_enfants_c", "bonus_parents_c", "ville_c", "total_c")
COMPTES = {
    "collectifs": "collectifs",
    "collectifs_bonus_enfants": "bonus_enfants",
    "collectifs_bonus_parents": "bonus_parents",
}


@dataclass(frozen=True)
class Resultat:
    """Droits of one scenario on one campagne. `actions`: one row per action, amounts in cents, NA
    where expenses are unknown.

    `lignes`: what the formula read and each of its steps, one row per group of equal collectifs.
    """

    scenario: Scenario
    campagne: str
    actions: pd.DataFrame
    regle: Regle
    lignes: pd.DataFrame

    @cached_property
    def total_c(self) -> int:
        return int(self.actions["total_c"].sum())

    @cached_property
    def connu(self) -> bool:
        """Is there one action whose droits are known? Else the total is n.d., and not zero."""
        return bool(self.actions["ps_c"].notna().any())

    @cached_property
    def inconnues(self) -> int:
        """Actions whose droits are n.d."""
        return int(self.actions["ps_c"].isna().sum())

    @cached_property
    def collectifs(self) -> int:
        return int(self.actions.loc[self.actions["ps_c"].notna(), "collectifs"].sum())


def en_vigueur(bareme: Bareme) -> Scenario:
    """The scenario that changes nothing; BaremeManquant, which names the value, when the campagne
    has no barème.
    """
    if bareme.manque:
        raise BaremeManquant(bareme.manque)
    return Scenario(f"Barème {bareme.campagne}", bareme.campagne)


def regle_de(bareme: Bareme, s: Scenario) -> Regle:
    """The parameters of the formula: the parent's, except what the scenario names."""
    if s.parent != bareme.campagne:
        raise UsageError(f"Le scénario part du barème {s.parent}, non de {bareme.campagne}.")
    valeurs = {}
    for n in ("taux", "plafond", "bonus_enfants", "bonus_parents", "bonification_ville"):
        donne = s.nombre(n)
        facultatif = bareme.valeurs.get(n, Decimal(0)) if n not in ("taux", "plafond") else None
        valeurs[n] = (
            donne
            if donne is not None
            else facultatif
            if facultatif is not None
            else bareme.exiger(n)
        )
    return Regle(**valeurs, semaines_base=semaines_de_reference(bareme, s))


def simuler(donnees: Donnees, bareme: Bareme, s: Scenario) -> Resultat:
    """The droits of every action under this scenario; where no collectif ran, nothing is due,
    whatever was spent.
    """
    regle, p = regle_de(bareme, s), prepare(donnees, bareme, s)
    calcul = droits(p.lignes, regle)
    actions = (
        p.actions.set_index("code_action")
        .drop(columns=["collectifs"])
        .join(_par_action(p.lignes, calcul))
        .reset_index()
    )
    actions.loc[
        (p.actions["collectifs"] == 0).to_numpy(dtype=bool, na_value=False), [*COMPTES, *MONTANTS]
    ] = 0
    return Resultat(s, donnees.campagne, _enveloppe(actions, s), regle, p.lignes.join(calcul))


def _par_action(lignes: pd.DataFrame, calcul: pd.DataFrame) -> pd.DataFrame:
    """The rows of one action added up; an amount is unknown as soon as the expenses of one of its
    collectifs are.
    """
    inconnue = calcul["ps_c"].isna()
    table = calcul.assign(
        code_action=lignes["code_action"],
        inconnue=inconnue,
        **{n: lignes[e] for n, e in COMPTES.items()},
    )
    table[list(MONTANTS)] = table[list(MONTANTS)].fillna(0).astype("int64")
    groupes = table.groupby("code_action", sort=True)
    sommes = (
        groupes[[*COMPTES, *MONTANTS]]
        .sum()
        .join(groupes[list(LUES)].mean())
        .join(groupes["inconnue"].max())
    )
    sommes[list(MONTANTS)] = sommes[list(MONTANTS)].astype("Int64")
    sommes.loc[sommes["inconnue"], ["ps_c", "ville_c", "total_c"]] = pd.NA
    return sommes.drop(columns="inconnue")


def _enveloppe(actions: pd.DataFrame, s: Scenario) -> pd.DataFrame:
    """Within an overall envelope: every total reduced in the same proportion, to the cent; the
    largest remainders receive the cents left.
    """
    enveloppe, total = s.nombre("enveloppe"), int(actions["total_c"].sum())
    if enveloppe is None or total <= int(enveloppe * 100):
        return actions.assign(sans_enveloppe_c=actions["total_c"])
    cents = int(enveloppe * 100)
    parts = {
        i: divmod(int(t) * cents, total) for i, t in actions["total_c"].items() if not pd.isna(t)
    }
    servis = set(
        sorted(parts, key=lambda i: -parts[i][1])[: cents - sum(q for q, _ in parts.values())]
    )
    reduits = [parts[i][0] + (i in servis) if i in parts else pd.NA for i in actions.index]
    return actions.assign(
        sans_enveloppe_c=actions["total_c"], total_c=pd.array(reduits, dtype="Int64")
    )


def reference(donnees: Donnees, bareme: Bareme, **partage: str) -> Resultat:
    """The voice to which a scenario is compared: the same collectifs under its parent barème,
    nothing changed; `partage`: the hypotheses that all the voices share, the others at their
    default.
    """
    return simuler(donnees, bareme, en_vigueur(bareme).avec(**partage))
