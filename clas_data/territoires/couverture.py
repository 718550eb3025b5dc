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
from clas_data.territoires import communes, offre, population, recensement
from clas_data.territoires.population import Denominateur

COMPLET, PARTIEL, SANS_REPONSE, SANS_ACTION = "complet", "partiel", "sans_reponse", "sans_action"
STATUTS = {
    COMPLET: "Toutes les actions ont répondu",
    PARTIEL: "Une partie des actions a répondu : le taux est un minimum",
    SANS_REPONSE: "Des actions, aucune réponse : taux inconnu",
    SANS_ACTION: "Aucune action agréée : zéro",
}
INDICATEUR = "enfants_accompagnes"
HORS = ("", "Commune inconnue")
NIVEAUX = tuple(n for _, n, _ in recensement.AGES.values())
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
        mesures = _of_level(
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


def _of_level(mesures: pd.DataFrame, du_niveau: pd.DataFrame, indicateur: str) -> pd.DataFrame:
    """The same table, its numerator being that of one level: zero where the territory answered and
    has none of that level.
    """
    valeurs = mesures["code"].map(du_niveau.set_index("code")[indicateur])
    return mesures.assign(**{indicateur: valeurs.fillna(0.0).where(mesures[indicateur].notna())})


def choisir(installation: Installation, connues: pd.DataFrame, pour: str = "") -> Denominateur:
    """The denominator asked for; by default, young people of school age where Insee's file is
    there.
    """
    lus = population.load(installation)
    if pour not in ("", "habitants", "jeunes", *NIVEAUX):
        raise UsageError(
            f"« {pour} » n'est pas une population connue. Choisissez habitants, jeunes, "
            f"{', '.join(NIVEAUX)}."
        )
    if lus is None and pour not in ("", "habitants"):
        raise UsageError(
            "La population d'âge scolaire par commune n'est pas importée : placez le fichier « "
            "base-cc-diplomes-formation » de l'Insee, tel quel, dans "
            f"{installation.referentiels.name}. En attendant, les taux sont pour 1{FINE}000 "
            "habitants."
        )
    if lus is None or pour == "habitants":
        return population.habitants(connues)
    return population.jeunes(lus, pour if pour in NIVEAUX else None)


def rates(
    territoires: pd.DataFrame, mesures: pd.DataFrame, indicateur: str, denominateur: Denominateur
) -> pd.DataFrame:
    """One row per territory: its own columns, then actions, numerateur, denominateur, taux,
    repondants, attendus, statut.

    Actions whose territory is unknown make a last row without denominator, so that numerators add
    up to the département.
    """
    reponses = {f"{indicateur}_repondants": "repondants", f"{indicateur}_attendus": "attendus"}
    utiles = mesures.rename(columns={indicateur: "numerateur", **reponses}).reindex(
        columns=[
            "code",
            "actions",
            "numerateur",
            "repondants",
            "attendus",
            "questionnaires",
            "actions_reaap",
            "actions_pre",
        ]
    )
    if indicateur == "actions_agreees":
        utiles["numerateur"] = utiles["actions"]
    connus = utiles["code"].isin(territoires["code"])
    table = territoires.merge(utiles[connus], on="code", how="left", validate="one_to_one")
    if not connus.all():
        perdues = (
            utiles[~connus]
            .drop(columns="code")
            .sum(min_count=1)
            .to_frame()
            .T.assign(code=HORS[0], nom=HORS[1])
        )
        table = pd.concat([table, perdues], ignore_index=True)
    for colonne in ("actions", "questionnaires", "actions_reaap", "actions_pre"):
        table[colonne] = table[colonne].fillna(0).astype("int64")
    for colonne in ("repondants", "attendus"):
        table[colonne] = table[colonne].astype("Int64")
    table["statut"] = _statuts(table)
    table["numerateur"] = (
        table["numerateur"]
        .astype("float64")
        .mask(table["statut"] == SANS_ACTION, 0.0)
        .mask(table["statut"] == SANS_REPONSE)
    )
    table["denominateur"] = table[denominateur.colonne].astype("float64")
    table["taux"] = (
        denominateur.pour
        * table["numerateur"]
        / table["denominateur"].where(table["denominateur"] > 0)
    )
    return table


def _statuts(table: pd.DataFrame) -> pd.Series:
    statut = pd.Series(COMPLET, index=table.index, dtype="str")
    attendus, repondants = table["attendus"].fillna(0), table["repondants"].fillna(0)
    statut = statut.mask((attendus > 0) & (repondants < attendus), PARTIEL)
    inconnu = ((attendus > 0) & (repondants == 0)) | (
        (table["actions"] > 0) & table["numerateur"].isna()
    )
    return statut.mask(inconnu, SANS_REPONSE).mask(table["actions"] == 0, SANS_ACTION)


def total(table: pd.DataFrame, denominateur: Denominateur) -> dict[str, Any]:
    """The département: a rate of sums, never a mean of rates; unknown where there are actions and
    none answered.
    """
    couvertes = table["actions"] > 0
    population_ = table["denominateur"].sum(min_count=1)
    numerateur = table.loc[couvertes, "numerateur"].sum(min_count=1) if couvertes.any() else 0.0
    connue = bool(population_ and population_ > 0)
    return {
        "numerateur": float(numerateur),
        "denominateur": float(population_),
        "taux": float(denominateur.pour * numerateur / population_) if connue else float("nan"),
        "repondants": int(table["repondants"].sum()),
        "attendus": int(table["attendus"].sum()),
        "actions": int(table["actions"].sum()),
        "territoires": int((table["code"] != HORS[0]).sum()),
        "territoires_avec_action": int((couvertes & (table["code"] != HORS[0])).sum()),
        "part_population_avec_action_pct": float(
            100 * table.loc[couvertes, "denominateur"].sum() / population_
        )
        if connue
        else float("nan"),
    }


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
