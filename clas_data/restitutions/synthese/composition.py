"""The synthèse of one porteur: its figures beside the département, what stands out, its conformity,
its missing answers, its funding.

Rows come from the porteur's own perimetre; everything about the others comes from
`clas_data.secret`, already protected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from clas_data import baremes, secret
from clas_data.acces import Perimetre
from clas_data.baremes import Bareme
from clas_data.config import Installation
from clas_data.conformite import matrice, relances
from clas_data.conformite.regles import Regle, en_vigueur
from clas_data.errors import Anomalie, UsageError
from clas_data.indicateurs import calcul, catalogue
from clas_data.nation.exterieurs import Exterieurs
from clas_data.restitutions.synthese.lignes import Ligne, exigence, reglages
from clas_data.restitutions.synthese.place import comme_ecrit, place
from clas_data.secret.repartition import Comparables, Repartition, annees, comparables, departement
from clas_data.simulateur import entrees
from clas_data.simulateur.entrees import Donnees
from clas_data.tables import controles
from clas_data.tables.base import Base

__all__ = ["Commun", "Ligne", "Synthese", "annees", "commun", "lire", "place", "reglages"]


def montres(genre: str) -> list[str]:
    """The indicators of a synthèse, comptes or rapports, among those that may be diffused."""
    return [i for i in reglages()[genre] if catalogue.exiger(i).diffusable]


@dataclass(frozen=True)
class Commun:
    """What every porteur's synthèse of a campagne reads of the others: the diffused set of each
    year, and the spread of the porteurs.
    """

    campagne: str
    # campagne → indicateur → value of the département (NaN when masked)
    departement: Mapping[str, Mapping[str, float]]
    masques: Mapping[str, Mapping[str, bool]]  # campagne → indicateur → masked; never why
    repartitions: Mapping[str, Mapping[str, Repartition]]  # campagne → indicateur → spread
    reponses: Mapping[str, tuple[Any, Any]]  # indicateur → answers, expected


@dataclass(frozen=True)
class Synthese:
    """Everything that the page and the PDF of one porteur say."""

    campagne: str
    precedente: str | None
    campagnes: tuple[str, ...]
    siret: str
    nom: str
    type: str
    actions: pd.DataFrame  # its agreed actions of the campagne
    comptes: tuple[Ligne, ...]
    rapports: tuple[Ligne, ...]
    partielles: frozenset[str]  # campagnes in which some of its actions did not say their children
    tendance: pd.DataFrame  # indicateur, campagne, moi, departement, mediane
    comparables: Mapping[str, tuple[Comparables, tuple[Ligne, ...]]]
    etats: pd.DataFrame
    jugements: pd.DataFrame
    regles: dict[str, Regle]
    questions: pd.DataFrame
    donnees: Donnees
    bareme: Bareme | None
    manque: str
    reponses: Mapping[str, tuple[Any, Any]]
    empreinte: str
    demonstration: bool


def commun(base: Base, agregats: Perimetre, campagne: str, campagnes: Sequence[str]) -> Commun:
    """Read the others once for all porteurs: `campagnes` are those of the trend, the chosen one
    included.
    """
    ids = [*montres("comptes"), *montres("rapports")]
    secret.preparer(base, agregats, campagnes)
    tables = {
        c: secret.diffuser(base, agregats, c).table(ids).set_index("indicateur") for c in campagnes
    }
    reparties = {c: departement(base, agregats, c, ids) for c in campagnes}
    ici = tables[campagne]
    return Commun(
        campagne,
        {c: {i: comme_ecrit(i, x) for i, x in t["valeur"].items()} for c, t in tables.items()},
        {c: t["masque"].to_dict() for c, t in tables.items()},
        reparties,
        {i: (ici.loc[i, "repondants"], ici.loc[i, "attendus"]) for i in ici.index},
    )


def lire(
    inst: Installation,
    base: Base,
    perimetre: Perimetre,
    agregats: Perimetre,
    siret: str,
    partage: Commun,
) -> Synthese:
    """The synthèse of this porteur; `perimetre` is its own (rows of its SIRET only)."""
    if perimetre.siret != siret:
        raise UsageError("La synthèse d'un porteur se lit dans le périmètre de ce porteur.")
    campagne = partage.campagne
    demandes = base.lire(perimetre, "conformite_demandes", {"campagne": campagne})
    siennes = demandes[demandes["decision"] == "agréée"].reset_index(drop=True)
    if siennes.empty:
        raise UsageError(
            f"Aucune action agréée en {campagne} pour le porteur {siret} : il n'y a pas de "
            "synthèse à écrire."
        )
    ids = [*montres("comptes"), *montres("rapports")]
    lus = calcul.calculer(base, perimetre, ids, ["campagne"])
    valeurs = lus.pivot(index="campagne", columns="indicateur", values="valeur")
    partielles = lus.loc[
        (lus["indicateur"] == "enfants_accompagnes") & (lus["repondants"] < lus["attendus"]),
        "campagne",
    ]
    connues = tuple(c for c in partage.departement if c in valeurs.index)
    avant = max((c for c in connues if c < campagne), default=None)
    regles = en_vigueur(inst, campagne)
    ailleurs = Exterieurs(base, perimetre)
    lignes = {
        i: replace(
            _ligne(i, valeurs, campagne, avant, partage, ailleurs), exige=exigence(i, regles)
        )
        for i in ids
    }
    jugements = matrice.juger(base, perimetre, campagne)
    alertes = [a for a in _alertes(base, campagne) if a.code_action in set(demandes["code_action"])]
    bareme, manque = _bareme(inst, campagne)
    return Synthese(
        campagne,
        avant,
        connues,
        siret,
        siennes["porteur_nom"].iloc[-1],
        siennes["porteur_type"].iloc[-1],
        siennes,
        tuple(lignes[i] for i in montres("comptes")),
        tuple(lignes[i] for i in montres("rapports")),
        frozenset(partielles),
        _tendance(valeurs, partage, ids),
        {
            a: _comparer(base, perimetre, agregats, campagne, a, siret)
            for a in siennes["code_action"]
        },
        matrice.par_action(jugements, demandes).set_index("code_action"),
        jugements,
        regles,
        relances.lister(demandes, jugements, alertes),
        entrees.read(base, perimetre, campagne),
        bareme,
        manque,
        partage.reponses,
        base.empreinte,
        base.demonstration,
    )


@lru_cache(maxsize=4)
def _alertes(base: Base, campagne: str) -> list[Anomalie]:
    """What the controls say of a campagne, read once; a porteur is told of its own actions only."""
    return controles.run(base, campagne)


def _ligne(
    i: str,
    valeurs: pd.DataFrame,
    campagne: str,
    avant: str | None,
    partage: Commun,
    ailleurs: Exterieurs,
) -> Ligne:
    moi = valeurs.get(i, pd.Series(dtype=float)).get(campagne, float("nan"))
    hier = valeurs[i].get(avant, float("nan")) if avant and i in valeurs else float("nan")
    spread = partage.repartitions[campagne][i]
    return Ligne(
        i,
        moi,
        hier,
        partage.departement[campagne].get(i, float("nan")),
        partage.masques[campagne].get(i, False),
        spread,
        place(comme_ecrit(i, moi), spread),
        ailleurs.situer(catalogue.exiger(i), campagne, moi),
        ailleurs.ensemble(i, campagne),
    )


def _tendance(valeurs: pd.DataFrame, partage: Commun, ids: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicateur": i,
                "campagne": c,
                "moi": valeurs[i].get(c, float("nan")) if i in valeurs else float("nan"),
                "departement": partage.departement[c].get(i, float("nan")),
                "mediane": partage.repartitions[c][i].mediane,
            }
            for i in ids
            for c in partage.departement
        ]
    )


def _comparer(
    base: Base, perimetre: Perimetre, agregats: Perimetre, campagne: str, code: str, siret: str
) -> tuple[Comparables, tuple[Ligne, ...]]:
    """One action of the porteur beside the comparable actions of the others."""
    ids, nul = montres("rapports"), float("nan")
    autres = comparables(base, agregats, campagne, code, siret, ids)
    if autres.distance is None:
        return autres, ()
    miennes = calcul.calculer(
        base, perimetre, ids, [], {"campagne": campagne, "action": code}
    ).set_index("indicateur")["valeur"]
    return autres, tuple(
        Ligne(
            i,
            miennes.get(i, nul),
            nul,
            nul,
            False,
            autres.repartitions[i],
            place(comme_ecrit(i, miennes.get(i, nul)), autres.repartitions[i]),
        )
        for i in ids
    )


def _bareme(inst: Installation, campagne: str) -> tuple[Bareme | None, str]:
    """The barème of the campagne, else the nearest known one, with the reason why."""
    return baremes.applicable(inst, campagne), baremes.en_vigueur(inst, campagne).manque or ""
