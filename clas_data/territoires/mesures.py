"""What the map of the territories can show: each measure by commune or EPCI, with what it is made
of and how many answered.
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
from clas_data.formats import FINE, INSECABLE, ND
from clas_data.indicateurs import calcul, catalogue
from clas_data.tables.base import Base
from clas_data.territoires import couverture, offre
from clas_data.territoires.couverture import Couverture
from clas_data.territoires.taux import COMPLET, PARTIEL, SANS_ACTION, SANS_REPONSE

TAUX, EFFECTIF = "taux", "effectif"
COUVERTURE = "couverture"
COLONNES = [
    "code",
    "nom",
    "valeur",
    "statut",
    "actions",
    "repondants",
    "attendus",
    "numerateur",
    "denominateur",
    "qpv",
    "lon",
    "lat",
]


@dataclass(frozen=True)
class Mesure:
    """One thing to map: a count (proportional circles) or a rate (classes of colour); `indicateur`
    is its entry of the catalogue.
    """

    nom: str
    titre: str
    genre: str
    indicateur: str

    @property
    def ind(self) -> catalogue.Indicateur:
        return catalogue.exiger(self.indicateur)


MESURES = {
    m.nom: m
    for m in (
        Mesure(COUVERTURE, "Enfants accompagnés, en proportion", TAUX, "enfants_accompagnes"),
        Mesure("enfants_accompagnes", "Enfants accompagnés", EFFECTIF, "enfants_accompagnes"),
        Mesure("actions_agreees", "Actions agréées", EFFECTIF, "actions_agreees"),
        Mesure("collectifs", "Collectifs déclarés", EFFECTIF, "collectifs"),
        Mesure("cout_par_enfant", "Coût par enfant", TAUX, "cout_par_enfant"),
        Mesure(
            "taux_reponse_questionnaire",
            "Taux de réponse au questionnaire",
            TAUX,
            "taux_reponse_questionnaire",
        ),
    )
}


@dataclass(frozen=True)
class Lecture:
    """A measure read by territory: one row each (COLONNES), the département apart, and the words
    around it.
    """

    mesure: Mesure
    campagne: str
    maille: str
    table: pd.DataFrame
    total: float
    unite: str
    decimales: int
    source: str
    couverture: Couverture

    def ecrire(self, valeur: object) -> str:
        """A value with its unit; « 12,3 pour 1 000 habitants » keeps its words apart."""
        ecrite = formats.valeur_unite(valeur, self.unite, self.decimales)
        return (
            ecrite
            if ecrite == ND or self.unite in ("€", "%")
            else f"{ecrite}{INSECABLE}{self.unite}"
        )

    @property
    def libelle(self) -> str:
        """The title of the measure, with what it is reported to."""
        return (
            f"Enfants accompagnés {self.unite.removeprefix('enfants ')}"
            if self.mesure.nom == COUVERTURE
            else self.mesure.titre
        )


def lire(
    installation: Installation,
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    maille: str,
    nom: str,
) -> Lecture:
    """The measure `nom` for a campagne. A ratio is recomputed at each level from its sums; no
    action is a zero, no answer is unknown.
    """
    if nom not in MESURES:
        raise UsageError(f"« {nom} » ne se met pas en carte. Choisissez {', '.join(MESURES)}.")
    mesure = MESURES[nom]
    if mesure.genre == TAUX and nom != COUVERTURE:
        return _ratio(installation, base, perimetre, campagne, maille, mesure)
    c = couverture.calculer(installation, base, perimetre, campagne, maille, mesure.indicateur)
    taux = nom == COUVERTURE
    table = c.table.assign(valeur=c.table["taux" if taux else "numerateur"])[COLONNES]
    total = c.total["taux" if taux else "numerateur"]
    unite = c.denominateur.unite if taux else mesure.ind.unite
    source = c.source if taux else f"{mesure.ind.source}, {campagne}"
    return Lecture(mesure, campagne, maille, table, total, unite, 1 if taux else 0, source, c)


def _ratio(
    installation: Installation,
    base: Base,
    perimetre: Perimetre,
    campagne: str,
    maille: str,
    mesure: Mesure,
) -> Lecture:
    """A ratio of the catalogue: undefined where there is no action, unknown where nobody
    answered.
    """
    c = couverture.calculer(installation, base, perimetre, campagne, maille, "actions_agreees")
    lus = offre.widen(
        calcul.calculer(base, perimetre, [mesure.indicateur], [maille], {"campagne": campagne}),
        maille,
    ).set_index("code")
    table = c.table.assign(valeur=c.table["code"].map(lus[mesure.indicateur]))
    for colonne in ("repondants", "attendus"):
        table[colonne] = (
            table["code"]
            .map(lus.get(f"{mesure.indicateur}_{colonne}", pd.Series(dtype="Int64")))
            .astype("Int64")
        )
    repondants, attendus = table["repondants"].fillna(0), table["attendus"].fillna(0)
    statut = (
        pd.Series(COMPLET, index=table.index, dtype="str")
        .mask(repondants < attendus, PARTIEL)
        .mask(table["valeur"].isna(), SANS_REPONSE)
    )
    table["statut"] = statut.mask(table["actions"] == 0, SANS_ACTION)
    table["numerateur"], table["denominateur"] = float("nan"), float("nan")
    ensemble = calcul.calculer(base, perimetre, [mesure.indicateur], [], {"campagne": campagne})[
        "valeur"
    ]
    ind = mesure.ind
    return Lecture(
        mesure,
        campagne,
        maille,
        table[COLONNES],
        float(ensemble.iloc[0]),
        ind.unite,
        ind.decimales,
        f"{ind.source}, {campagne}",
        c,
    )


def ligne(l: Lecture, code: str) -> str:
    """How one territory reads, in one sentence."""
    trouvees = l.table[l.table["code"] == code]
    if trouvees.empty:
        raise UsageError(f"« {code} » n'est pas un territoire de cette maille.")
    return phrase(l, trouvees.iloc[0].to_dict())


def phrase(l: Lecture, t: Mapping[str, Any]) -> str:
    """The same, for a row of the table."""
    if l.mesure.nom == COUVERTURE:
        return couverture.phrase(l.couverture, {**t, "taux": t["valeur"]})
    if t["statut"] == SANS_ACTION:
        return f"{t['nom']}, {l.campagne}{INSECABLE}: aucune action agréée."
    return f"{t['nom']}, {l.campagne}{INSECABLE}: {l.ecrire(t['valeur'])}{reponses(t)}."


def reponses(t: Mapping[str, Any]) -> str:
    """« ; réponses reçues : 2 sur 3 actions », or nothing where nobody has to answer."""
    if formats.inconnu(t["attendus"]) or not t["attendus"]:
        return ""
    return (
        f"{FINE}; réponses reçues{INSECABLE}: {formats.nombre(t['repondants'])} sur "
        f"{formats.pluriel(t['attendus'], 'action')}"
    )
