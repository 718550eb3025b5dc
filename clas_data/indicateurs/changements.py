"""What may be said of a change between two campagnes: the honest difference, and the raw one; its
words are in `mots_changements`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.indicateurs import calcul, comparabilite, mouvements, phrases
from clas_data.indicateurs.calcul import Filtres
from clas_data.indicateurs.catalogue import Indicateur, exiger
from clas_data.indicateurs.comparabilite import Avis, Cote
from clas_data.indicateurs.mouvements import Mouvements, Nombre, Part
from clas_data.tables.base import Base

HAUSSE, BAISSE, STABLE = "hausse", "baisse", "stable"
DEPLACEMENTS = ("nouvelles", "arretees", "retrouvees", "perdues", "deplacees")


@dataclass(frozen=True)
class Changement:
    """One indicator between two campagnes: what is said first is the difference à champ constant
    wherever an action agreed both years answered in one only; else it is that of the totals.
    """

    ind: Indicateur
    mouvements: Mouvements
    avis: Avis | None = None

    @property
    def campagne(self) -> str:
        return self.mouvements.campagne

    @property
    def avec(self) -> str:
        return self.mouvements.avec

    @property
    def constant(self) -> bool:
        """True where the answers differ: only the comparables are compared."""
        return self.mouvements.reponses_differentes

    @property
    def actions(self) -> int:
        """How many actions answered in both campagnes."""
        return self.mouvements.comparables.actions

    @property
    def paire(self) -> tuple[Nombre | None, Nombre | None]:
        """The two values that are compared first: exact, rounded by nobody."""
        if not self.constant:
            return self.paire_brute
        comparables = self.mouvements.comparables
        return (comparables.avant, comparables.apres) if self.actions else (None, None)

    @property
    def paire_brute(self) -> tuple[Nombre | None, Nombre | None]:
        return self.mouvements.brut.avant, self.mouvements.brut.apres

    @property
    def refuse(self) -> bool:
        """True where the guard refuses to compare."""
        return self.avis is not None and self.avis.verdict == comparabilite.REFUSER

    @property
    def connu(self) -> bool:
        """True where both sides of what is compared first are known."""
        return not any(formats.inconnu(x) for x in self.paire)

    @property
    def dit(self) -> bool:
        """True where a difference may be said."""
        return self.connu and not self.refuse

    @property
    def ecart(self) -> Decimal | None:
        """The difference that is said, rounded once at the precision of the indicator."""
        return _ecart(self.ind, *self.paire)

    @property
    def ecart_brut(self) -> Decimal | None:
        """The difference of the two totals, whoever answered, rounded once."""
        return _ecart(self.ind, *self.paire_brute)

    @property
    def pct(self) -> float | None:
        """The relative change in percent; None for a share, and on too small a base."""
        return self._pct(self.paire)

    @property
    def pct_brut(self) -> float | None:
        return self._pct(self.paire_brute)

    @property
    def sens(self) -> str | None:
        """hausse, baisse, stable at the displayed precision; None where nothing is known."""
        return _sens(self.ind, *self.paire)

    @property
    def sens_brut(self) -> str | None:
        return _sens(self.ind, *self.paire_brute)

    @property
    def contradiction(self) -> bool:
        """True where the total visibly goes one way, those who answer both years the other."""
        return {self.sens, self.sens_brut} == {HAUSSE, BAISSE}

    @property
    def discordant(self) -> bool:
        """True where the total moves otherwise than what is said first: another way, or size."""
        if not (self.constant and self.dit) or self.ecart_brut is None:
            return False
        petit, grand = sorted((abs(self.ecart), abs(self.ecart_brut)))
        autre = grand >= petit * comparabilite.seuil("rapport_des_ecarts")
        return self.sens != self.sens_brut or (self.sens != STABLE and autre)

    @property
    def poids(self) -> float | None:
        """How strong the change said is: points over 100 for a share, else a relative change."""
        avant, apres = self.paire
        if not self.dit or self.ecart is None:
            return None
        echelle = Decimal(100) if self.ind.unite == "%" else abs(_exact(avant)) or Decimal(1)
        return float((_exact(apres) - _exact(avant)) / echelle)

    @property
    def derriere(self) -> int | None:
        """How many actions are behind the smaller side (for a ratio, those concerned), if known."""
        m = self.mouvements
        base = (m.comparables if self.constant else m.brut).base
        if base is not None or self.constant:
            return self.actions if base is None else base
        communes = m.comparables.actions
        cotes = [communes + m.arretees.actions, communes + m.nouvelles.actions]
        return min(cotes) if max(cotes) else None

    @property
    def poignee(self) -> bool:
        """True where a share, a mean or a ratio rests on a handful of actions."""
        return (
            not comparabilite.total(self.ind)
            and self.derriere is not None
            and self.derriere < comparabilite.seuil("reponses_min_part")
        )

    def petite_base(self, avant: Nombre | None) -> bool:
        """True where a percentage would rest on too little: both values are said instead."""
        if self.ind.unite == "%" or formats.inconnu(avant):
            return False
        if comparabilite.total(self.ind):
            return abs(_exact(avant)) < comparabilite.seuil("base_min_pourcentage")
        return self.poignee

    def _pct(self, paire: tuple[Nombre | None, Nombre | None]) -> float | None:
        if self.ind.unite == "%" or self.petite_base(paire[0]):
            return None
        return formats.evolution(*paire)

    @property
    def causes(self) -> tuple[tuple[str, Part], ...]:
        """The movements that make the total go against the comparables, strongest first."""
        brut, m = self.mouvements.ecart_brut, self.mouvements
        if not (self.contradiction and m.additif):
            return ()
        parts = [(n, getattr(m, n)) for n in DEPLACEMENTS if getattr(m, n).ecart * brut > 0]
        reste, retenues = brut, []
        for nom, part in sorted(parts, key=lambda p: -abs(p[1].ecart)):
            if reste * brut <= 0:
                break
            reste -= part.ecart
            retenues.append((nom, part))
        return tuple(retenues)


def lire(
    base: Base,
    perimetre: Perimetre,
    ids: Sequence[str],
    campagne: str,
    avec: str | None = None,
    ou: Filtres | None = None,
    generations: Mapping[str, int] | None = None,
) -> dict[str, Changement]:
    """indicateur → its Changement, judged by the guard; `generations`: campagne → generation of its
    priority neighbourhoods.
    """
    lus = mouvements.comparer(base, perimetre, ids, campagne, avec, None, ou)
    if not lus:
        return {}
    avec = next(iter(lus.values())).avec
    reponses = calcul.calculer(
        base, perimetre, list(lus), ["campagne"], {**(ou or {}), "campagne": [avec, campagne]}
    )
    cotes: dict = defaultdict(lambda: (None, None))
    for l in reponses.to_dict("records"):
        cotes[l["indicateur"], l["campagne"]] = l["repondants"], l["attendus"]
    generations, par_qpv = generations or {}, "qpv" in (ou or {})
    return {
        i: Changement(
            exiger(i),
            m,
            comparabilite.juger(
                *(
                    Cote(exiger(i), c, *cotes[i, c], generations.get(c), par_qpv)
                    for c in (avec, campagne)
                )
            ),
        )
        for i, m in lus.items()
    }


def de_valeurs(
    ind: Indicateur,
    avant: Any,
    apres: Any,
    avec: str,
    campagne: str,
    avis: Avis | None = None,
) -> Changement:
    """The change of a figure that no answer moves, from its two values."""
    brut = Part(0, *(None if formats.inconnu(v) else _exact(v) for v in (avant, apres)))
    vide = Mouvements(
        ind.id, ind.unite, campagne, avec, ind.additif, brut, *[Part()] * 6, silencieuses=0
    )
    return Changement(ind, vide, avis)


def _exact(v: Any) -> Decimal:
    return v if isinstance(v, Decimal) else Decimal(str(v))


def _ecart(ind: Indicateur, avant: Any, apres: Any) -> Decimal | None:
    if formats.inconnu(avant) or formats.inconnu(apres):
        return None
    return phrases.difference(ind, avant, apres)


def _sens(ind: Indicateur, avant: Any, apres: Any) -> str | None:
    if formats.inconnu(avant) or formats.inconnu(apres):
        return None
    if not phrases.visible(ind, avant, apres):
        return STABLE
    return HAUSSE if apres > avant else BAISSE
