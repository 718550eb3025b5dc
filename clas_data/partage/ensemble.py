"""« Ensemble des n départements partagés »: ratios of sums over what is not masked, so composed
that nobody finds one of them by difference.

A département that may be named is always in, and stands beside. The others enter three by three, in
the order in which they first came; what a reader may remember of earlier sums (see `entree`) is
never one or two of them away. Our own is never in: its figures are known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.indicateurs import colonnes, definitions
from clas_data.partage import entree
from clas_data.partage.entree import Anonymes
from clas_data.secret import regles as declaration
from clas_data.tables.base import Base

ACTIONS = "actions_agreees"  # public everywhere: the weight of a département


@dataclass(frozen=True)
class Part:
    """What one département tells of one indicator."""

    departement: str
    qui: str
    nomme: bool
    numerateur: float
    denominateur: float | None
    facteur: float
    repondants: float | None
    attendus: float | None
    date: str


@dataclass(frozen=True)
class Ligne:
    """One figure: of all together (`combien` départements out of those of the campagne, with
    `part_pct` of their actions), or of one that may be named.
    """

    indicateur: str
    qui: str
    valeur: float
    numerateur: float
    denominateur: float
    repondants: int | None
    attendus: int | None
    combien: int
    part_pct: float
    date: str


@dataclass(frozen=True)
class Ensemble:
    """The départements of one campagne, added up and side by side. `attente`: those that will enter
    the sum once they are enough.
    """

    campagne: str
    departements: int
    attente: int
    presents: int
    fictif: bool
    lignes: tuple[Ligne, ...] = field(repr=False)
    nommes: tuple[Ligne, ...] = field(repr=False)

    @property
    def nom(self) -> str:
        """« ensemble des 4 départements partagés »."""
        return f"ensemble des {formats.nombre(self.departements)} départements partagés"

    def champ(self, l: Ligne) -> str:
        """« 3 départements sur 4, 88 % de leurs actions agréées »: what is masked, or waits, is
        out.
        """
        if l.combien == self.presents:
            return ""
        tous = formats.pluriel(self.presents, "département partagé", "départements partagés")
        part = formats.valeur_unite(l.part_pct, "%", 0)
        return f"{formats.nombre(l.combien)} sur {tous}, {part} de leurs actions agréées"

    @property
    def pourquoi(self) -> str:
        """Why there is no sum, or who waits; empty where all that came is in."""
        n = formats.nombre(entree.minimum())
        if self.presents and not self.departements:
            return (
                f"{formats.pluriel(self.presents, 'département partagé', 'départements partagés')} "
                f"pour {self.campagne} : il en faut {n} qui s'ajoutent sans qu'aucun se retrouve "
                "par différence (ceux qui ne sont pas nommés entrent trois par trois)."
            )
        if self.attente:
            qui = formats.pluriel(self.attente, "département attend", "départements attendent")
            return (
                f"{qui} : ajouté à moins de {n}, un département non nommé se retrouverait par "
                "différence."
            )
        return ""


Etape = dict[str, frozenset[str]]  # those that may not be named, and what each does not tell


def choisir(parts: Sequence[Part], etapes: tuple[Anonymes, ...]) -> tuple[list[Part], int]:
    """Those that are added up, and how many wait."""
    entrees = set(entree.entrants(etapes))
    autres = [p for p in parts if not p.nomme and p.departement in entrees]
    if len(autres) < len(entrees):
        return [], len(parts)  # a sum of fewer than those that were thought to tell it
    choisies = [*(p for p in parts if p.nomme), *autres]
    if len(choisies) < entree.minimum() or _domine(autres):
        return [], len(parts)
    return choisies, len(parts) - len(choisies)


def _domine(autres: Sequence[Part]) -> bool:
    """Whether one of those that may not be named makes nearly all of them."""
    poids = [p.denominateur if p.denominateur is not None else p.numerateur for p in autres]
    return max(poids, default=0) * 100 > declaration.load().dominance_pct * sum(poids, 0.0)


def lire(base: Base, perimetre: Perimetre, campagne: str) -> Ensemble | None:
    """The départements that shared their figures of this campagne; None where nobody did. Two
    campagnes are never added up.
    """
    base.ouvrir_a(perimetre)
    if perimetre.campagnes is not None and campagne not in perimetre.campagnes:
        return None
    return _lire(base, perimetre, campagne)


@lru_cache(maxsize=128)
def _lire(base: Base, perimetre: Perimetre, campagne: str) -> Ensemble | None:
    lues, etapes = (
        colonnes.lignes(base.exterieurs(perimetre, requete, campagne=campagne))
        for requete in ("partages", "partages_etapes")
    )
    lues = [l for l in lues if definitions.en_vigueur(l["indicateur"], l["definition"])]
    gestes: dict[int, Etape] = {}
    for l in etapes:
        gestes.setdefault(l["etape"], {})[l["departement"]] = frozenset(l["tus"])
    return composer(campagne, lues, list(gestes.values())) if lues else None


def composer(
    campagne: str, lues: Iterable[dict[str, Any]], gestes: Sequence[Etape] = ()
) -> Ensemble:
    """The figures of these rows, of one campagne, after these gestures (see `tables.partages`)."""

    def etapes(i: str) -> tuple[Anonymes, ...]:
        return tuple(tuple(d for d, tus in g.items() if i not in tus) for g in gestes)

    par: dict[str, list[Part]] = {}
    fictif = False
    for l in lues:
        fictif = fictif or bool(l["fictif"])
        par.setdefault(l["indicateur"], []).append(_part(l))
    actions = par.pop(ACTIONS, [])
    tous, attente = choisir(actions, etapes(ACTIONS))
    poids = {p.departement: p.numerateur for p in actions}
    sommes = [_somme(i, parts, poids, etapes(i)) for i, parts in par.items()]
    lignes = [l for l in sommes if l is not None]
    nommes = [_ligne(i, [p], poids, p.qui) for i, parts in par.items() for p in parts if p.nomme]
    return Ensemble(
        campagne,
        len(tous),
        attente if tous else 0,
        len(actions),
        fictif,
        tuple(lignes) if tous else (),
        tuple(l for l in nommes if l is not None),
    )


def _part(l: dict[str, Any]) -> Part:
    return Part(
        l["departement"],
        f"{l['nom']} ({l['departement']})",
        bool(l["nomme"]),
        float(l["numerateur"]),
        *(None if formats.inconnu(l[c]) else float(l[c]) for c in ("denominateur", "facteur")),
        *(None if formats.inconnu(l[c]) else float(l[c]) for c in ("repondants", "attendus")),
        l["publie"],
    )


def _somme(
    i: str, parts: Sequence[Part], poids: dict[str, float], etapes: tuple[Anonymes, ...]
) -> Ligne | None:
    """The ratio of the sums of those that tell it."""
    choisies, _ = choisir(parts, etapes)
    return _ligne(i, choisies, poids, "") if choisies else None


def _ligne(i: str, parts: Sequence[Part], poids: dict[str, float], qui: str) -> Ligne | None:
    haut = sum(p.numerateur for p in parts)
    bas = sum(p.denominateur or 0.0 for p in parts)
    if not bas:
        return None
    repondants, attendus = (_total([getattr(p, c) for p in parts]) for c in _REPONSES)
    tout = sum(poids.values())
    part = 100 * sum(poids.get(p.departement, 0) for p in parts) / tout if tout else 0.0
    valeur, date = parts[0].facteur * haut / bas, max(p.date for p in parts)
    return Ligne(i, qui, valeur, haut, bas, repondants, attendus, len(parts), part, date)


_REPONSES = ("repondants", "attendus")


def _total(dits: Sequence[float | None]) -> int | None:
    return None if any(d is None for d in dits) else int(sum(d for d in dits if d is not None))
