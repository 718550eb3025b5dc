"""The figures of other territories: what is known, where, when, on what, and who says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.fichiers.sens.mots import normalise
from clas_data.formats import INSECABLE
from clas_data.indicateurs import catalogue, colonnes
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.partage import ensemble
from clas_data.partage.ensemble import Ensemble
from clas_data.tables.base import Base

FRANCE, REGION, DEPARTEMENT, ENSEMBLE = SORTES = ("france", "region", "departement", "ensemble")


@dataclass(frozen=True)
class Territoire:
    """Where a figure was counted: its sort, one of `SORTES`, and its name (« France »)."""

    sorte: str
    nom: str

    @property
    def court(self) -> str:
        """« 4 départements », for the head of a column or a card."""
        return self.nom.removeprefix("ensemble des ").removesuffix(" partagés")


@dataclass(frozen=True)
class ChiffreExterieur:
    """One figure of another territory, in the unit of its indicator (a share: « 45 » for 45 %)."""

    indicateur: str
    territoire: Territoire
    campagne: str
    valeur: float
    numerateur: float | None = None
    denominateur: float | None = None
    repondants: int | None = None
    attendus: int | None = None
    champ: str = ""
    source: str = ""
    date_publication: date | None = None
    statut: str = ""
    precision: str = ""
    note: str = ""
    refus: str = ""
    partage: bool = False  # of packages: compared with the same campagne only

    @property
    def objet(self) -> Indicateur:
        """The indicator that this is a figure of."""
        return catalogue.exiger(self.indicateur)

    @property
    def ecrit(self) -> str:
        """« environ 448 € », « 61 % »: with the decimals of its source, neither more nor fewer than
        our own figure would have.
        """
        ind = self.objet
        precision = f"{self.precision}{INSECABLE}" if self.precision else ""
        ronde = self.valeur == round(self.valeur)
        decimales = 0 if ronde and ind.unite in ("%", "€") else ind.decimales
        return f"{precision}{formats.valeur_unite(self.valeur, ind.unite, decimales)}"


def connus(base: Base, perimetre: Perimetre, campagne: str) -> list[ChiffreExterieur]:
    """The figures of other territories of one campagne, published then shared."""
    lus = [c for c in publies(base, perimetre) if c.campagne == campagne]
    return [*lus, *partages(base, perimetre, campagne)]


def publies(base: Base, perimetre: Perimetre) -> tuple[ChiffreExterieur, ...]:
    """Those of a file or of a publication, of all campagnes, the latest first."""
    base.ouvrir_a(perimetre)
    return _publies(base, perimetre)


def partages(base: Base, perimetre: Perimetre, campagne: str) -> list[ChiffreExterieur]:
    """Those of the départements that shared their figures of this campagne, together then one by
    one; never the sums behind them.
    """
    e = ensemble.lire(base, perimetre, campagne)
    return [] if e is None else list(_partages(e))


@lru_cache(maxsize=8)
def _publies(base: Base, perimetre: Perimetre) -> tuple[ChiffreExterieur, ...]:
    """Those of a whole base, read once: a base never changes."""
    lus = map(_lire, colonnes.lignes(base.exterieurs(perimetre, "exterieurs")))
    return tuple(c for c in lus if c is not None)


def identifiant(texte: str) -> str | None:
    """The indicator that this text names, by its name or by its title; None for no indicator."""
    if texte in catalogue.load():
        return texte
    return _titres().get(normalise(texte))


def valeur_dite(
    ind: Indicateur, valeur: float | None, numerateur: float | None, denominateur: float | None
) -> float | None:
    """The value as written or, where it is not, that of its two sides in the unit of the
    indicator.
    """
    if valeur is not None:
        return valeur
    if numerateur is None or not denominateur:
        return None
    return numerateur / denominateur * (100 if ind.unite == "%" else 1)


def campagnes(chiffres: Iterable[ChiffreExterieur]) -> list[str]:
    """The campagnes that these figures are of, the latest first."""
    return sorted({c.campagne for c in chiffres}, reverse=True)


@cache
def _titres() -> dict[str, str]:
    return {normalise(ind.titre): i for i, ind in catalogue.load().items()}


def _lire(l: dict[str, Any]) -> ChiffreExterieur | None:
    """None where the row names no indicator of today: one taken out of the catalogue, say."""
    nom = identifiant(l["indicateur"])
    if nom is None:
        return None
    valeur, haut, bas = (_nombre(l[c]) for c in ("valeur", "numerateur", "denominateur"))
    dite = valeur_dite(catalogue.exiger(nom), valeur, haut, bas)
    if dite is None:
        return None
    compte = {c: _entier(l[c]) for c in ("repondants", "attendus")}
    mots = {c: _texte(l[c]) for c in ("champ", "source", "statut", "precision", "note", "refus")}
    jour = None if formats.inconnu(l["date_publication"]) else l["date_publication"].date()
    ou = Territoire(l["territoire_sorte"], l["territoire"])
    return ChiffreExterieur(
        nom, ou, l["campagne"], dite, haut, bas, date_publication=jour, **compte, **mots
    )


def _partages(e: Ensemble) -> Iterator[ChiffreExterieur]:
    for l in (*e.lignes, *e.nommes):
        sorte, nom = (DEPARTEMENT, l.qui) if l.qui else (ENSEMBLE, e.nom)
        source = f"Paquet de {l.qui}" if l.qui else "Paquets des départements qui partagent"
        source += " (données fictives)" if e.fictif else ""
        yield ChiffreExterieur(
            l.indicateur,
            Territoire(sorte, nom),
            e.campagne,
            l.valeur,
            repondants=l.repondants,
            attendus=l.attendus,
            champ="" if l.qui else e.champ(l),
            source=source,
            date_publication=date.fromisoformat(l.date),
            statut="fictif" if e.fictif else "",
            partage=True,
        )


def _nombre(v: Any) -> float | None:
    return None if formats.inconnu(v) or not math.isfinite(v) else float(v)


def _entier(v: Any) -> int | None:
    return None if formats.inconnu(v) else int(v)


def _texte(v: Any) -> str:
    return "" if formats.inconnu(v) else str(v)
