"""What a source of values says of a change: read for several figures at once, kept for all who ask
the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import Any, Self

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.figures.valeur import Valeur
from clas_data.indicateurs import changements, comparabilite, mouvements
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.changements import Changement
from clas_data.indicateurs.comparabilite import Avis, Cote
from clas_data.indicateurs.mouvements import Mouvements, Paire
from clas_data.memoire import Habitude, Memoire
from clas_data.secret import changements as secret
from clas_data.tables.base import Base

MOUVEMENTS_MAX = 20_000  # one per indicator, axis, pair of campagnes, filters and perimetre
_MOUVEMENTS = Memoire(MOUVEMENTS_MAX)
MASQUEE = Avis(
    comparabilite.REFUSER,
    "La différence de ceux qui répondent les deux années est masquée (secret).",
)
Filtre = tuple[str, str]


class Comparaisons:
    """How the figures of a source moved between its two campagnes; `une`, `par` and `paire` give
    the values themselves.
    """

    base: Base
    perimetre: Perimetre
    agregats: Perimetre | None
    campagne: str
    comparaison: str | None
    campagnes: Sequence[str]
    filtres: Mapping[str, str]
    habitude: Habitude
    generations: Mapping[str, int]
    _propres: Mapping[str, Indicateur]
    _gardes: dict[Hashable, Any]

    def indicateur(self, id_: str) -> Indicateur:
        raise NotImplementedError

    def une(self, id_: str, campagne: str | None = None, filtre: Filtre | None = None) -> Valeur:
        raise NotImplementedError

    def par(self, id_: str, axe: str, campagne: str | None = None) -> pd.DataFrame:
        raise NotImplementedError

    def paire(self, id_: str, axe: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        raise NotImplementedError

    def entre(self, avec: str, campagne: str) -> Self:
        """The same source read between two other campagnes; what it has read is shared."""
        autre = copy(self)
        autre.campagne, autre.comparaison, autre._gardes = campagne, avec, {}
        return autre

    def comparer(
        self, ids: Sequence[str], par: str | None = None, paires: Sequence[Paire] = ()
    ) -> None:
        """Read at once how these figures moved (between other pairs of campagnes where they are
        named): what `changement` then gives costs nothing.
        """
        lisibles = [i for i in ids if i not in self._propres]
        if lisibles and (paires or self.comparaison):
            self._mouvements(lisibles, par, paires)

    def changement(
        self, id_: str, filtre: Filtre | None = None, axe: str = ""
    ) -> Changement | None:
        """What may be said of this figure since the compared campagne; None where there is none."""
        if self.comparaison is None:
            return None
        ind, avis = self.indicateur(id_), self.avis(id_, filtre, axe)
        avant, ici = (self.une(id_, c, filtre) for c in (self.comparaison, self.campagne))
        paire_ = (self.comparaison, self.campagne)
        m = None if filtre else self._gardes.get(("suivi", *paire_, id_))
        if m is not None and self.agregats and not secret.diffusable(m, self.base.seuil_secret):
            m, avis = None, MASQUEE
        if id_ not in self._propres and avant.connue and ici.connue:
            m, avis = self._permis(id_, filtre, avis)
        if m is None:
            paire = (avant.valeur, ici.valeur)
            return changements.de_valeurs(ind, *paire, self.comparaison, self.campagne, avis)
        return Changement(ind, m, avis)

    def suivre(self, m: Mouvements) -> None:
        """Give how a computed figure moved, in all and by porteur, where who answers moves it."""
        self._gardes["suivi", m.avec, m.campagne, m.indicateur] = m

    def changements_par(self, id_: str, axe: str) -> dict[str, Changement]:
        """What may be said of each value of an axis, by its words."""
        if self.comparaison is None or self.par(id_, axe).empty:
            return {}
        ici, avant = self.paire(id_, axe)
        noms = dict.fromkeys([*ici["libelle"], *avant["libelle"]])
        return {n: self.changement(id_, (axe, n), axe) for n in noms}

    def mouvements(self, id_: str, par: str | None = None) -> Mouvements | None:
        """What moved, by an axis where one is named; None where secrecy forbids to tell."""
        return self._mouvements([id_], par)[id_]

    def _permis(
        self, id_: str, filtre: Filtre | None, avis: Avis | None
    ) -> tuple[Mouvements | None, Avis | None]:
        """The movements that may be told here; none, and why, where secrecy forbids it."""
        tout = self._mouvements([id_])[id_] if self.agregats or not filtre else None
        if self.agregats and (tout is None or (filtre and tout.reponses_differentes)):
            return None, MASQUEE
        if not filtre:
            return tout, avis
        if self.agregats:
            return None, avis  # all answered alike: the difference of the diffused totals
        code = self._code(id_, *filtre)
        lignes = self._mouvements([id_], filtre[0])[id_].lignes
        return next((l for l in lignes if l.valeur == code), None), avis

    def _mouvements(
        self, ids: Sequence[str], par: str | None = None, paires: Sequence[Paire] = ()
    ) -> dict[str, Mouvements | None]:
        """Those of the last of these pairs (the compared one by default); all of them are kept."""
        paires = paires or [(self.comparaison, self.campagne)]
        manquent = [i for i in ids if any(self._cle(i, par, p) not in _MOUVEMENTS for p in paires)]
        if manquent:
            for (p, i), m in self._lire_mouvements(manquent, par, paires).items():
                _MOUVEMENTS.lire(self._cle(i, par, p), lambda m=m: m)
        paire = paires[-1]
        return {i: self._un(i, par, paire) for i in ids}

    def _un(self, id_: str, par: str | None, paire: Paire) -> Mouvements | None:
        return _MOUVEMENTS.lire(
            self._cle(id_, par, paire),
            lambda: self._lire_mouvements([id_], par, [paire])[paire, id_],
        )

    def _lire_mouvements(
        self, ids: Sequence[str], par: str | None, paires: Sequence[Paire]
    ) -> dict[tuple[Paire, str], Mouvements | None]:
        """(pair, figure) → its movements: one request for all that this place compares."""
        if self.agregats is not None:
            return {
                (p, i): m
                for p in paires
                for i, m in secret.lire(self.base, self.agregats, ids, p[1], p[0]).items()
            }
        if len(paires) > 1:
            self.habitude.avec("annees", [""])
        voulus = self.habitude.avec(("mouvements", par), ids)
        ids = [i for i in voulus if i in ids or self._cle(i, par, paires[-1]) not in _MOUVEMENTS]
        if par is None and self.habitude.avec("annees"):
            paires = list(dict.fromkeys([*pairwise(self.campagnes), *paires]))
        lus = mouvements.comparer_paires(self.base, self.perimetre, ids, paires, par, self.filtres)
        return {(p, i): m for p, x in lus.items() for i, m in x.items()}

    def _cle(self, id_: str, par: str | None, paire: Paire) -> tuple:
        filtres = tuple(sorted(self.filtres.items()))
        qui = (self.base.empreinte, self.base.seuil_secret, self.perimetre, self.agregats)
        return (*qui, *paire, filtres, par, id_)

    def _code(self, id_: str, axe: str, libelle: str) -> str | None:
        for c in (self.campagne, self.comparaison):
            t = self.par(id_, axe, c)
            codes = t.loc[t["libelle"] == libelle, "code"]
            if len(codes):
                return codes.iloc[0]
        return None

    def avis(self, id_: str, filtre: Filtre | None = None, axe: str = "") -> Avis | None:
        """What the guard says of this figure beside that of the compared campagne, shown by `axe`
        where one is named.
        """
        if self.comparaison is None:
            return None
        ind, par_qpv = self.indicateur(id_), "qpv" in (axe, *self.filtres, *(filtre or ())[:1])
        lus = ((c, self.une(id_, c, filtre)) for c in (self.comparaison, self.campagne))
        return comparabilite.juger(
            *(
                Cote(ind, c, x.repondants, x.attendus, self.generations.get(c), par_qpv)
                for c, x in lus
            )
        )

    def refusee(self, id_: str, filtre: Filtre | None = None, axe: str = "") -> bool:
        """True where the guard refuses the comparison, or there is nothing to compare."""
        avis = self.avis(id_, filtre, axe)
        return self.comparaison is None or (
            avis is not None and avis.verdict == comparabilite.REFUSER
        )

    def sens(self, id_: str, filtre: Filtre | None = None) -> str | None:
        """hausse, baisse or stable at the displayed precision, of what is said first; None where
        nothing can be said.
        """
        c = self.changement(id_, filtre)
        return c.sens if c and c.dit else None
