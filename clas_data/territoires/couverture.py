"""How well a territory is covered: a rate with its numerator, denominator, year, source, and how
many answered.

No action is a true zero; an action that has not answered is unknown: the two are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.config import Installation
from clas_data.errors import UsageError
from clas_data.fichiers import campagnes
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import catalogue
from clas_data.tables.base import Base
from clas_data.territoires import communes, offre
from clas_data.territoires.population import Denominateur
from clas_data.territoires.taux import (
    NIVEAUX,
    PARTIEL,
    SANS_ACTION,
    SANS_REPONSE,
    choisir,
    of_level,
    rates,
    total,
)

INDICATEUR = "enfants_accompagnes"
RESERVE_NIVEAU = (
    "Les collectifs de niveau mixte ne sont pas comptés : le taux du niveau « "
    "{niveau} » est un minimum."
)


@dataclass(frozen=True)
class Couverture:
    """The rates of a maille for one campagne, ready to map, to list and to print."""

    campagne: str
    maille: str
    indicateur: str
    denominateur: Denominateur
    table: pd.DataFrame
    total: dict[str, Any]
    generation_qpv: int | None = None
    reserve: str = ""

    @property
    def source(self) -> str:
        """Numerator then denominator, each with its source."""
        return (
            f"{catalogue.exiger(self.indicateur).source}, {self.campagne}{FINE}; "
            f"{self.denominateur.source}"
        )

    def to_dict(self) -> dict[str, Any]:
        """For machines: unknown is null."""
        d = self.denominateur
        colonnes = [
            "code",
            "nom",
            "actions",
            "numerateur",
            "denominateur",
            "taux",
            "repondants",
            "attendus",
            "statut",
        ]
        lignes = (
            self.table[colonnes]
            .astype(object)
            .where(self.table[colonnes].notna(), None)
            .to_dict("records")
        )
        return {
            "campagne": self.campagne,
            "maille": self.maille,
            "indicateur": self.indicateur,
            "unite": d.unite,
            "pour": d.pour,
            "denominateur": {"nom": d.colonne, "annee": d.annee, "source": d.source},
            "source": self.source,
            "total": {k: None if formats.inconnu(v) else v for k, v in self.total.items()},
            "lignes": lignes,
        }


def calculer(
    installation: Installation,
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    maille: str = "commune",
    indicateur: str = INDICATEUR,
    pour: str = "",
) -> Couverture:
    """The coverage of a campagne: children (or another additive indicator) per 100 of school age,
    else per 1 000 inhabitants.

    `pour` asks for a denominator: « habitants », « jeunes », or a level (élémentaire, collège,
    lycée).
    """
    ind = catalogue.exiger(indicateur)
    if not ind.additif:
        raise UsageError(
            f"« {ind.titre} » n'est pas un effectif : il ne se rapporte pas à une population."
        )
    generation = campagnes.exiger(installation, campagne).generation_qpv
    connues = communes.load(installation, generation)
    denominateur = choisir(installation, connues, pour)
    territoires = communes.agreger(connues, maille)
    mesures = offre.load(base, perimetre, campagne, maille, ["actions_agreees", indicateur])
    if pour in NIVEAUX:
        mesures = of_level(
            mesures, offre.of_level(base, perimetre, campagne, maille, indicateur, pour), indicateur
        )
    table = rates(territoires, mesures, indicateur, denominateur)
    reserve = RESERVE_NIVEAU.format(niveau=pour) if pour in NIVEAUX else ""
    return Couverture(
        campagne,
        maille,
        indicateur,
        denominateur,
        table,
        total(table, denominateur),
        generation,
        reserve,
    )


def phrase(couverture: Couverture, l: Mapping[str, Any]) -> str:
    """How one territory reads (a row of the table), as a sentence with all that its rate is made
    of.
    """
    d, ind = couverture.denominateur, catalogue.exiger(couverture.indicateur)
    debut = f"{l['nom']}, {couverture.campagne}{INSECABLE}: "
    if l["statut"] == SANS_ACTION:
        suite = (
            f"aucune action agréée, pour {formats.nombre(l['denominateur'])} {d.libelle} "
            f"({d.annee})."
        )
    elif l["statut"] == SANS_REPONSE:
        actions = (
            "l'action agréée n'a"
            if l["actions"] == 1
            else f"aucune des {formats.nombre(l['actions'])} actions agréées n'a"
        )
        suite = f"{actions} répondu{FINE}; le taux est {formats.ND}."
    else:
        suite = (
            f"{formats.nombre(l['numerateur'])} {ind.unite} pour "
            f"{formats.nombre(l['denominateur'])} {d.libelle} ({d.annee}), "
            f"soit {formats.nombre(l['taux'], 1)} {d.unite}"
        )
        suite += _answers(l)
    return debut + suite


def _answers(l: Mapping[str, Any]) -> str:
    if formats.inconnu(l["attendus"]):
        return "."
    part = f"{formats.nombre(l['repondants'])} sur {formats.pluriel(l['attendus'], 'action')}"
    minimum = ", le taux est donc un minimum" if l["statut"] == PARTIEL else ""
    return f"{FINE}; réponses reçues{INSECABLE}: {part}{minimum}."


def titre(couverture: Couverture) -> str:
    """The title of the map: how many territories have an action, and whom they gather."""
    t, d = couverture.total, couverture.denominateur
    noms = {
        "commune": ("commune", "communes"),
        "epci": ("intercommunalité", "intercommunalités"),
        "arrondissement": ("arrondissement", "arrondissements"),
    }
    un, plusieurs = noms[couverture.maille]
    n = t["territoires_avec_action"]
    verbe = "a" if n < 2 else "ont"
    part = formats.pourcent(t["part_population_avec_action_pct"], 0)
    return (
        f"En {couverture.campagne}, {formats.nombre(n)} {un if n < 2 else plusieurs} sur "
        f"{formats.nombre(t['territoires'])} {verbe} au moins une action"
        f"{FINE}; {part} des {d.libelle} du département y vivent"
    )
