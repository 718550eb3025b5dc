"""What a base holds of other territories, ready to be set beside our own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.fichiers import campagnes, referentiels
from clas_data.formats import ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import REFUSER, Avis, Cote
from clas_data.nation import chiffres, declarees
from clas_data.nation.chiffres import DEPARTEMENT, ENSEMBLE, FRANCE, ChiffreExterieur, Territoire
from clas_data.nation.regards import Regard
from clas_data.tables.base import Base

PAYS = Territoire(FRANCE, "France")
Ranges = dict[tuple[str, Territoire], list[ChiffreExterieur]]


class Exterieurs:
    """The figures of other territories that a base holds, ready to be set beside ours."""

    def __init__(self, base: Base, perimetre: Perimetre):
        inst = base.installation
        self.departement = referentiels.departement(inst)
        self._quartiers = {n: c.generation_qpv for n, c in campagnes.load(inst).items()}
        self._publies = _ranges(chiffres.publies(base, perimetre))
        self._paquets = lru_cache(maxsize=8)(
            lambda campagne: _ranges(chiffres.partages(base, perimetre, campagne))
        )

    def connu(self, id_: str, campagne: str, ou: Territoire = PAYS) -> ChiffreExterieur | None:
        """That of the campagne, else the last one before, else the first one after; the published
        figures that never compare are left out. Packages speak for their own campagne only.
        """
        publies, paquets = self._publies, self._paquets(campagne)
        siens = [c for r in (publies, paquets) for c in r.get((id_, ou), ()) if not c.refus]
        avant = [c for c in siens if c.campagne <= campagne]
        return max(avant, key=_quand) if avant else min(siens, key=_quand, default=None)

    def situer(
        self,
        ind: Indicateur,
        campagne: str,
        valeur: float | None,
        repondants: Any = None,
        attendus: Any = None,
        *,
        ou: Territoire = PAYS,
    ) -> Regard | None:
        """Ours beside what this territory says of the same indicator; None where it says
        nothing.
        """
        c = self.connu(ind.id, campagne, ou)
        if c is None:
            return None
        return self._regard(ind, campagne, valeur, (repondants, attendus), c, False)

    def tous(
        self, campagne: str, lues: Mapping[str, tuple[Indicateur, Any, Any, Any]], entier: bool
    ) -> list[Regard]:
        """One regard per indicator and territory, those that compare first; `lues`: ours, by
        indicator, with its answers; `entier`: they are those of the whole département.
        """
        regards = []
        for (id_, ou), siens in self._publies.items():
            if id_ not in lues:
                continue
            ind, valeur, *reponses = lues[id_]
            c = self.connu(id_, campagne, ou)
            c = c or max(siens, key=_quand)
            meme = entier and ou == Territoire(DEPARTEMENT, self.departement)
            regards.append(self._regard(ind, campagne, valeur, tuple(reponses), c, meme))
        ordre = {i: n for n, i in enumerate(declarees.comparables())}
        return sorted(
            regards,
            key=lambda g: (
                not g.compare,
                ordre.get(g.indicateur.id, len(ordre)),
                g.chiffre.territoire != PAYS,
                g.chiffre.territoire.sorte,
                g.chiffre.territoire.nom,
            ),
        )

    def ids(self) -> list[str]:
        """The indicators that some territory says something of."""
        return list(dict.fromkeys(i for i, _ in self._publies))

    def partages(self, campagne: str) -> dict[Territoire, dict[str, ChiffreExterieur]]:
        """The départements that share their figures, all together first, then those that may be
        named: of this very campagne, what compares, by indicator.
        """
        lus = [c for siens in self._paquets(campagne).values() for c in siens]
        permis = set(declarees.comparables())
        par: dict[Territoire, dict[str, ChiffreExterieur]] = defaultdict(dict)
        for c in sorted(lus, key=lambda c: (c.territoire.sorte != ENSEMBLE, c.territoire.nom)):
            if c.indicateur in permis:
                par[c.territoire][c.indicateur] = c
        return dict(par)

    def ensemble(self, id_: str, campagne: str) -> ChiffreExterieur | None:
        """That of all the départements that share, this very campagne; None where there is none."""
        if id_ not in declarees.comparables():
            return None
        vus = self._paquets(campagne).items()
        return next((c for (i, t), (c, *_) in vus if i == id_ and t.sorte == ENSEMBLE), None)

    def _regard(
        self,
        ind: Indicateur,
        campagne: str,
        valeur: Any,
        reponses: tuple[Any, Any],
        c: ChiffreExterieur,
        meme_champ: bool,
    ) -> Regard:
        connue = None if formats.inconnu(valeur) else float(valeur)
        avis = self._juger(ind, campagne, connue, reponses, c, meme_champ)
        avant = [
            x
            for x in self._publies.get((c.indicateur, c.territoire), ())
            if x.campagne < c.campagne and not x.refus and len(x.campagne) == len(c.campagne)
        ]
        return Regard(ind, campagne, connue, c, avis, max(avant, key=_quand, default=None))

    def _juger(
        self,
        ind: Indicateur,
        campagne: str,
        valeur: float | None,
        reponses: tuple[Any, Any],
        c: ChiffreExterieur,
        meme_champ: bool,
    ) -> Avis | None:
        if c.refus:
            return Avis(REFUSER, ponctuer(c.refus))
        if valeur is None:
            dit = f"En {campagne}, « {ind.titre} » n'est pas disponible ici ({formats.ND})."
            return Avis(REFUSER, ponctuer(dit))
        quartiers = self._quartiers.get
        la_bas = Cote(ind, c.campagne, c.repondants, c.attendus, quartiers(c.campagne))
        ici = Cote(ind, campagne, *reponses, quartiers(campagne))
        return comparabilite.juger_repere(la_bas, ici, meme_champ)


def _ranges(lus: Iterable[ChiffreExterieur]) -> Ranges:
    """By indicator and territory, in their order."""
    par: Ranges = defaultdict(list)
    for c in lus:
        par[c.indicateur, c.territoire].append(c)
    return dict(par)


def _quand(c: ChiffreExterieur) -> str:
    return c.campagne
