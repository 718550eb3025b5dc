"""The rules of the Clas as an OpenFisca-core country package: the public engine of legislation as
code, as a baseline.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from clas_data.simulateur.formule import Regle

COLLECTIF = build_entity(key="collectif", plural="collectifs", label="Collectif", is_person=True)
ACTION = build_entity(
    key="action",
    plural="actions",
    label="Action",
    roles=[{"key": "membre", "plural": "membres", "label": "Membres"}],
)
ENTREES = ("depenses", "bonus_enfants_octroyes", "bonus_parents_octroyes")
PERIODE = "2022"


def _variable(nom: str, entite, formule: Callable | None = None) -> type[Variable]:
    champs = {"value_type": float, "entity": entite, "definition_period": YEAR, "label": nom}
    return type(nom, (Variable,), champs | ({"formula": formule} if formule else {}))


def _par_collectif(collectif, period, parameters):
    return collectif.action("depenses", period) / collectif.action.nb_persons()


def _plafonnees(collectif, period, parameters):
    return np.minimum(collectif("par_collectif", period), parameters(period).plafond)


def _fois_taux(collectif, period, parameters):
    return collectif("plafonnees", period) * parameters(period).taux


def _ps_collectif(collectif, period, parameters):
    return np.floor(collectif("fois_taux", period) + 0.5)


def _ps(action, period, parameters):
    return action.sum(action.members("ps_collectif", period))


def _bonus_enfants(action, period, parameters):
    return action("bonus_enfants_octroyes", period) * parameters(period).bonus_enfants


def _bonus_parents(action, period, parameters):
    return action("bonus_parents_octroyes", period) * parameters(period).bonus_parents


def _total(action, period, parameters):
    return action("ps", period) + action("bonus_enfants", period) + action("bonus_parents", period)


FORMULES = {
    "par_collectif": (COLLECTIF, _par_collectif),
    "plafonnees": (COLLECTIF, _plafonnees),
    "fois_taux": (COLLECTIF, _fois_taux),
    "ps_collectif": (COLLECTIF, _ps_collectif),
    "ps": (ACTION, _ps),
    "bonus_enfants": (ACTION, _bonus_enfants),
    "bonus_parents": (ACTION, _bonus_parents),
    "total": (ACTION, _total),
}


def systeme(regle: Regle) -> TaxBenefitSystem:
    """The Clas with its entities, its variables and its parameters."""
    s = TaxBenefitSystem([COLLECTIF, ACTION])
    for nom in ENTREES:
        s.add_variable(_variable(nom, ACTION))
    for nom, (entite, formule) in FORMULES.items():
        s.add_variable(_variable(nom, entite, formule))
    valeurs = {
        "taux": float(regle.taux) / 100,
        "plafond": float(regle.plafond),
        "bonus_enfants": float(regle.bonus_enfants),
        "bonus_parents": float(regle.bonus_parents),
    }
    s.parameters = ParameterNode(
        "", data={nom: {"values": {"2022-01-01": {"value": v}}} for nom, v in valeurs.items()}
    )
    return s


def charger(s: TaxBenefitSystem, t: pd.DataFrame) -> Simulation:
    """A simulation that holds the actions of the table and their collectifs."""
    actions, appartenance = np.arange(len(t)), np.repeat(np.arange(len(t)), t["collectifs"])
    constructeur = SimulationBuilder()
    constructeur.create_entities(s)
    constructeur.declare_person_entity("collectif", np.arange(len(appartenance)))
    groupe = constructeur.declare_entity("action", actions)
    constructeur.join_with_persons(groupe, appartenance, ["membre"] * len(appartenance))
    simulation = constructeur.build(s)
    for nom, v in zip(
        ENTREES, (t["depenses_c"] / 100, t["bonus_enfants"], t["bonus_parents"]), strict=True
    ):
        simulation.set_input(nom, PERIODE, v.to_numpy(np.float32))
    return simulation


def recalculer(simulation: Simulation) -> np.ndarray:
    """The total of every action, computed afresh."""
    for nom in FORMULES:
        simulation.delete_arrays(nom, PERIODE)
    return simulation.calculate("total", PERIODE)
