"""The rules of secrecy and the diffused set, as `secret.yaml` declares them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from clas_data import declarations
from clas_data.errors import UsageError

SIGNE = "s"
LEGENDE = (
    "s : masqué par le secret statistique (effectif trop petit, trop peu de porteurs, ou "
    "valeur qui permettrait d'en retrouver une autre)"
)


@dataclass(frozen=True)
class Famille:
    """Counts that are linked to each other, and how."""

    indicateurs: tuple[str, ...]
    egal: tuple[tuple[str, str, str], ...] = ()
    inferieur: tuple[tuple[str, str], ...] = ()

    def reduite(self, gardes: Iterable[str]) -> Famille:
        """The same family without the counts that are not diffused, nor their links."""
        gardes = set(gardes)
        return Famille(
            tuple(i for i in self.indicateurs if i in gardes),
            tuple(e for e in self.egal if gardes.issuperset(e)),
            tuple(e for e in self.inferieur if gardes.issuperset(e)),
        )


@dataclass(frozen=True)
class Regles:
    """What is diffused and what is masked."""

    seuil: int
    porteurs_min: int
    dominance_pct: float
    incertitude_pct: float
    porteurs_min_mediane: int
    porteurs_min_quartiles: int
    axes: tuple[str, ...]
    familles: tuple[Famille, ...]
    colonnes: dict[str, str]

    @property
    def vues(self) -> tuple[tuple[str, ...], ...]:
        """The diffused tables: the whole, then each axis alone."""
        return ((), *((a,) for a in self.axes))

    def avec_seuil(self, seuil: int) -> Regles:
        """The same rules under another of the published thresholds."""
        if seuil not in _brut()["regles"]["seuil"]["choix"]:
            raise UsageError(
                f"Le seuil du secret est l'un de {_brut()['regles']['seuil']['choix']}, non "
                f"{seuil}."
            )
        return replace(self, seuil=seuil)

    @property
    def sensibles(self) -> tuple[str, ...]:
        return tuple(i for f in self.familles for i in f.indicateurs)


@cache
def _brut() -> dict:
    return declarations.read(Path(__file__).parent / "secret.yaml")


@cache
def load() -> Regles:
    """The rules as shipped; the threshold in force is that of a base
    (`avec_seuil(base.seuil_secret)`).
    """
    brut = _brut()
    familles = tuple(
        Famille(
            tuple(f["indicateurs"]),
            tuple(map(tuple, f.get("egal", ()))),
            tuple(map(tuple, f.get("inferieur", ()))),
        )
        for f in brut["familles"].values()
    )
    valeurs = {n: r["valeur"] for n, r in brut["regles"].items()}
    return Regles(
        **valeurs,
        axes=tuple(brut["axes"]),
        familles=familles,
        colonnes=dict(brut["colonnes"]),
    )
