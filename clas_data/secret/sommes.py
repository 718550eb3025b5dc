"""The sums behind the ratios of the département, for a package that other départements will add up.

A ratio as printed is rounded; its two sums are not: what a few porteurs left out would be the
difference of two of them. The second one is then told rounded, with the ratio as it is printed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from clas_data.acces import Perimetre
from clas_data.indicateurs import calcul, catalogue, definitions
from clas_data.indicateurs.definitions import Rapport
from clas_data.secret.diffusion import Diffusion
from clas_data.secret.liens import MOT, TEXTE, colonnes_suivies
from clas_data.secret.production import Agregee
from clas_data.secret.regles import Regles
from clas_data.tables.base import Base

PRES = 1e-6
DIFFUSE, ARRONDI, SECRET, ABSENT = "diffusé", "arrondi", "secret", "non disponible"
ROND_MIN = 100  # below, two digits say all of a number


@dataclass(frozen=True)
class Sommes:
    """One ratio of the département, and the two sums behind it; None where they are not told."""

    indicateur: str
    facteur: int
    numerateur: float | None
    denominateur: float | None
    repondants: int | None
    attendus: int | None
    statut: str


def rapports() -> dict[str, Rapport]:
    """The diffused ratios and means, cut in two sums."""
    coupes = {i: definitions.decouper(ind) for i, ind in catalogue.load().items() if ind.diffusable}
    return {i: r for i, r in coupes.items() if r is not None}


def departement(base: Base, perimetre: Perimetre, d: Diffusion) -> list[Sommes]:
    """The sums of each ratio of this diffused set, those that may be told."""
    coupes, lecture, ou = rapports(), Agregee(base), {"campagne": d.campagne}
    termes = {
        (i, bout): replace(catalogue.exiger(i), id=f"{i}_{bout}", mesure=mesure)
        for i, r in coupes.items()
        for bout, mesure in (("numerateur", r.numerateur), ("denominateur", r.denominateur))
    }
    inds = list(termes.values())
    totaux = calcul.calculer(lecture, perimetre, inds, [], ou).set_index("indicateur")["valeur"]
    entiers = [catalogue.exiger(i) for i in _montres(d)]
    apports = calcul.calculer(lecture, perimetre, [*entiers, *inds], ["porteur"], ou)
    parts = apports.pivot(index="porteur", columns="indicateur", values="valeur").fillna(0)
    tenues = _Tenues(parts, d.regles)
    for ind in entiers:
        tenues.dire(ind)
    lignes = d.table(list(coupes)).set_index("indicateur")
    return [
        _une(i, r, lignes.loc[i], totaux, tenues, [termes[i, b] for b in _BOUTS])
        for i, r in coupes.items()
        if i in lignes.index
    ]


_BOUTS = ("numerateur", "denominateur")


def _montres(d: Diffusion) -> list[str]:
    """The sums that the département already shows."""
    ids = [i for i, ind in catalogue.load().items() if ind.diffusable and "sum(" in ind.mesure]
    seuls = [i for i in ids if definitions.decouper(catalogue.exiger(i)) is None]
    t = d.table(seuls)
    return list(t.loc[~t["masque"] & t["valeur"].notna(), "indicateur"])


def _une(i: str, r: Rapport, ligne, totaux: pd.Series, tenues: _Tenues, termes) -> Sommes:
    haut, bas = (totaux.get(t.id) for t in termes)
    dits = [None if pd.isna(ligne[c]) else int(ligne[c]) for c in ("repondants", "attendus")]
    if ligne["masque"]:
        return Sommes(i, r.facteur, None, None, *dits, SECRET)
    if pd.isna(ligne["valeur"]) or pd.isna(haut) or pd.isna(bas):
        return Sommes(i, r.facteur, None, None, *dits, ABSENT)
    if tenues.dire(*termes):
        return Sommes(i, r.facteur, round(float(haut), 6), round(float(bas), 6), *dits, DIFFUSE)
    if bas < ROND_MIN:
        return Sommes(i, r.facteur, None, None, *dits, SECRET)
    rond = round(float(bas), 1 - math.floor(math.log10(bas)))
    haut = round(float(ligne["valeur"]), catalogue.exiger(i).decimales) * rond / r.facteur
    return Sommes(i, r.facteur, round(haut, 6), rond, *dits, ARRONDI)


class _Tenues:
    """The sums that are told, by what they add up, and what each porteur brings to them."""

    def __init__(self, parts: pd.DataFrame, regles: Regles):
        self.parts, self.regles, self.dites = parts, regles, {}
        self.suivies = colonnes_suivies(catalogue.load(), regles)

    def dire(self, *termes: catalogue.Indicateur) -> bool:
        """Tell these sums together, unless one of them less another gives a few porteurs back."""
        neuves = [(cle, t.id) for t in termes for cle in self._cles(t.mesure)]
        deja = [(cle, id_) for cle, ids in self.dites.items() for id_ in ids]
        for cle, id_ in neuves:
            autres = [autre for c, autre in (*deja, *neuves) if c == cle and autre != id_]
            if any(self._rend(id_, autre, cle in self.regles.sensibles) for autre in autres):
                return False
        for cle, id_ in neuves:
            self.dites.setdefault(cle, []).append(id_)
        return True

    def _cles(self, mesure: str) -> Sequence[str]:
        """What a sum adds up: a count of persons under any of its columns, else its expression. A
        count of answers is told already, by the answers shown beside the ratio.
        """
        somme = TEXTE.sub("", mesure).split(" filter ")[0]
        if not somme.startswith("sum("):
            return ()
        personnes = {self.suivies[m] for m in MOT.findall(somme) if m in self.suivies}
        if "heures" in somme or not personnes:
            return (re.sub(r"\s+", "", somme),)
        pareilles = [e[-1] for f in self.regles.familles for e in f.egal if personnes == {*e[:-1]}]
        return pareilles or (sorted(personnes) if len(personnes) == 1 else (somme,))

    def _rend(self, id_: str, autre: str, personnes: bool) -> bool:
        reste = (self.parts[id_] - self.parts[autre]).abs()
        reste = reste[reste > PRES]
        if reste.empty:
            return False
        if len(reste) < self.regles.porteurs_min:
            return True
        return personnes and reste.sum() - reste.max() < self.regles.seuil
