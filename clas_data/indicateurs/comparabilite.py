"""The guard: may these two figures stand side by side?  Yes, yes with a word, or no — and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clas_data import declarations, formats
from clas_data.formats import ponctuer
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
    return declarations.read(Path(__file__).parent / "comparabilite.yaml")


def seuil(nom: str) -> float:
    return seuils()[nom]["valeur"]


def fragile(cote: Cote) -> bool:
    """True where too few answered for the figure to stand for the département."""
    return cote.couverture_pct is not None and cote.couverture_pct < seuil("couverture_min_pct")


def juger(a: Cote, b: Cote) -> Avis | None:
    """None when the two figures compare fairly; else the strongest reason."""
    for raison in (_unites(a, b), _sans_reponse(a) or _sans_reponse(b), _zonages(a, b)):
        if raison:
            return Avis(REFUSER, ponctuer(raison))
    for cote in (a, b):
        if fragile(cote):
            return Avis(REFUSER if cote.indicateur.additif else ANNOTER, couverture_faible(cote))
    raison = _sources(a, b) or _couvertures(a, b)
    return Avis(ANNOTER, ponctuer(raison)) if raison else None


def juger_repere(repere: Cote, ici: Cote, meme_champ: bool) -> Avis | None:
    """A published reference beside ours: a total compares for the same field and campagne only;
    euros of another year are said.
    """
    if total(ici.indicateur) and not (meme_champ and repere.campagne == ici.campagne):
        return Avis(
            REFUSER,
            ponctuer(
                "Un total dépend de la taille du territoire et de l'année : seuls les rapports par "
                "enfant ou par collectif et les parts se comparent."
            ),
        )
    avis = juger(repere, ici)
    if avis is None and ici.indicateur.unite == "€" and repere.campagne != ici.campagne:
        return Avis(
            ANNOTER,
            ponctuer(
                f"Euros de {repere.campagne} à côté d'euros de {ici.campagne}, sans correction de "
                "l'inflation."
            ),
        )
    return avis


def total(ind: Indicateur) -> bool:
    """True for a count or a sum; a share, a mean or a ratio does not grow with the territory."""
    return ind.additif or (ind.mesure.startswith("count(") and "/" not in ind.mesure)


def _unites(a: Cote, b: Cote) -> str | None:
    if a.indicateur.unite == b.indicateur.unite:
        return None
    return (
        f"« {a.indicateur.titre} » se mesure en {a.indicateur.unite}, « {b.indicateur.titre} » "
        f"en {b.indicateur.unite} : les deux chiffres ne se comparent pas."
    )


def _sans_reponse(cote: Cote) -> str | None:
    if cote.couverture_pct != 0:
        return None
    return (
        f"En {cote.campagne}, aucune réponse n'a été reçue (0 sur "
        f"{formats.nombre(cote.attendus)}) : il n'y a rien à comparer."
    )


def _zonages(a: Cote, b: Cote) -> str | None:
    """Counts by priority neighbourhood compare within one generation of neighbourhoods only."""
    if None in (a.generation_qpv, b.generation_qpv) or a.generation_qpv == b.generation_qpv:
        return None
    if not (a.par_qpv or b.par_qpv or {a.indicateur.id, b.indicateur.id} & set(seuils()["zonage"])):
        return None
    return (
        f"Les quartiers prioritaires de {a.campagne} (génération {a.generation_qpv}) ne sont pas "
        f"ceux de {b.campagne} (génération {b.generation_qpv}) : les deux chiffres ne se comparent "
        "pas."
    )


def _sources(a: Cote, b: Cote) -> str | None:
    """Two indicators side by side: they may differ by who was asked, and by the year as well."""
    if a.indicateur.id == b.indicateur.id:
        return None
    if a.campagne != b.campagne:
        return (
            f"« {a.indicateur.titre} » de {a.campagne} et « {b.indicateur.titre} » de {b.campagne} "
            ": deux choses changent à la fois, l'indicateur et la campagne."
        )
    if a.indicateur.additif and b.indicateur.additif and a.indicateur.source != b.indicateur.source:
        return (
            f"« {a.indicateur.titre} » et « {b.indicateur.titre} » n'ont pas la même source : une "
            "part de la différence vient de qui a répondu, non de l'activité."
        )
    return None


def _couvertures(a: Cote, b: Cote) -> str | None:
    """Two totals whose coverage differs: part of the difference comes from the answers."""
    if not a.indicateur.additif or None in (a.couverture_pct, b.couverture_pct):
        return None
    if abs(a.couverture_pct - b.couverture_pct) < seuil("ecart_couverture_points"):
        return None
    return (
        f"La couverture passe de {formats.pourcent(a.couverture_pct, 0)} ({a.campagne}) à "
        f"{formats.pourcent(b.couverture_pct, 0)} ({b.campagne}) : "
        "une part de la différence vient des réponses, non de l'activité."
    )


def couverture_faible(cote: Cote) -> str:
    """The sentence that goes with a figure whose coverage is low."""
    fin = (
        "il ne se compare pas d'une année à l'autre."
        if cote.indicateur.additif
        else "à lire avec prudence."
    )
    part = formats.pourcent(
        cote.couverture_pct, 0 if cote.couverture_pct < seuil("couverture_min_pct") - 1 else 1
    )
    return ponctuer(
        f"En {cote.campagne}, {formats.pluriel(cote.repondants, 'réponse')} sur "
        f"{formats.nombre(cote.attendus)} ({part}, sous le seuil de "
        f"{formats.pourcent(seuil('couverture_min_pct'), 0)}) : le chiffre décrit les répondants, "
        f"{fin}"
    )
