"""The guard: may these two figures stand side by side?  Yes, yes with a word, or no — and why."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clas_data import formats
from clas_data.indicateurs.catalogue import Indicateur

ANNOTER, REFUSER = "annoter", "refuser"


@dataclass(frozen=True)
class Cote:
    """One side of a comparison: what is measured, on what, with how many answers."""

    indicateur: Indicateur
    campagne: str
    repondants: int | None = None
    attendus: int | None = None
    generation_qpv: int | None = None
    par_qpv: bool = False

    @property
    def couverture_pct(self) -> float | None:
        """Answers out of those expected, in percent; None where the source has no non-response."""
        if formats.inconnu(self.attendus) or formats.inconnu(self.repondants) or not self.attendus:
            return None
        return 100 * self.repondants / self.attendus


@dataclass(frozen=True)
class Avis:
    """What the guard says: `annoter` or `refuser`, with the reason as a sentence."""

    verdict: str
    raison: str


@cache
def seuils() -> dict[str, Any]:
    """The thresholds, each with its origin."""
    return yaml.safe_load((Path(__file__).parent / "comparabilite.yaml").read_text(encoding="utf-8"))


def seuil(nom: str) -> float:
    return seuils()[nom]["valeur"]


def fragile(cote: Cote) -> bool:
    """True where too few answered for the figure to stand for the département."""
    return cote.couverture_pct is not None and cote.couverture_pct < seuil("couverture_min_pct")


def juger(a: Cote, b: Cote) -> Avis | None:
    """None when the two figures compare fairly; else the strongest reason."""
    if a.indicateur.unite != b.indicateur.unite:
        return Avis(REFUSER, f"« {a.indicateur.titre} » se compte en {a.indicateur.unite}, « {b.indicateur.titre} » en {b.indicateur.unite} : "
                             "les deux ne se comparent pas.")
    if _zonages_differents(a, b):
        return Avis(REFUSER, f"Les quartiers prioritaires de {a.campagne} (génération {a.generation_qpv}) ne sont pas ceux de {b.campagne} "
                             f"(génération {b.generation_qpv}) : les deux chiffres ne se comparent pas.")
    for cote in (a, b):
        if fragile(cote):
            return Avis(REFUSER if cote.indicateur.additif else ANNOTER, couverture_faible(cote))
    if a.indicateur.additif and None not in (a.couverture_pct, b.couverture_pct):
        ecart = abs(a.couverture_pct - b.couverture_pct)
        if ecart >= seuil("ecart_couverture_points"):
            return Avis(ANNOTER, f"La couverture passe de {formats.pourcent(a.couverture_pct, 0)} ({a.campagne}) à {formats.pourcent(b.couverture_pct, 0)} "
                                 f"({b.campagne}) : une part de la différence vient des réponses, non de l'activité.")
    return None


def _zonages_differents(a: Cote, b: Cote) -> bool:
    if None in (a.generation_qpv, b.generation_qpv) or a.generation_qpv == b.generation_qpv:
        return False
    return a.par_qpv or b.par_qpv or bool({a.indicateur.id, b.indicateur.id} & set(seuils()["zonage"]))


def couverture_faible(cote: Cote) -> str:
    """The sentence that goes with a figure whose coverage is low."""
    return (f"En {cote.campagne}, {formats.nombre(cote.repondants)} réponses sur {formats.nombre(cote.attendus)} attendues "
            f"({formats.pourcent(cote.couverture_pct, 0)}, sous {formats.pourcent(seuil('couverture_min_pct'), 0)}) : le chiffre décrit les répondants, "
            "il ne se compare pas d'une année à l'autre.")
