"""Why a figure changed between two campagnes, action by action: the activity, or the answers.

The one way to subtract two campagnes: everything that says a change inherits it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from clas_data import formats
from clas_data.acces import Perimetre
from clas_data.errors import UsageError
from clas_data.indicateurs import calcul, colonnes, libelles, requete_mouvements
from clas_data.indicateurs.calcul import Filtres
from clas_data.indicateurs.catalogue import AXES as AXES_LUS
from clas_data.indicateurs.catalogue import Indicateur, exiger, exiger_axe
from clas_data.tables.base import Base

Nombre = int | Decimal
Paire = tuple[str, str]  # two campagnes: before, after
NATURES = ("comparables", "nouvelles", "arretees", "retrouvees", "perdues", "deplacees")
AXES = tuple(a for a in AXES_LUS if a != "campagne")


@dataclass(frozen=True)
class Part:
    """One movement: how many actions, what they bring before and after (None: of a ratio).

    `base`, of a ratio: how many actions its smaller side rests on, those to whom the question
    applies and who answered all of it; None where they are those who answered.
    """

    actions: int = 0
    avant: Nombre | None = 0
    apres: Nombre | None = 0
    base: int | None = None

    @property
    def ecart(self) -> Nombre | None:
        """After minus before; None where either is unknown."""
        return None if None in (self.avant, self.apres) else self.apres - self.avant


@dataclass(frozen=True)
class Mouvements:
    """The change of one indicator between `avec` (before) and `campagne`, told apart.

    For a count or a sum: `brut.ecart` is exactly the sum of the six movements. For a ratio, `brut`
    and `comparables` hold values, the other movements only how many actions. `silencieuses` are
    the actions agreed in `campagne` that did not answer this question; None where nobody can tell
    (the niveau of collectifs that were never described). `lignes` holds the same by value of the
    axis, each with its `valeur`.
    """

    indicateur: str
    unite: str
    campagne: str
    avec: str
    additif: bool
    brut: Part
    comparables: Part
    nouvelles: Part
    arretees: Part
    retrouvees: Part
    perdues: Part
    deplacees: Part
    silencieuses: int | None
    par: str | None = None
    valeur: str | None = None
    lignes: tuple[Mouvements, ...] = ()

    @property
    def ecart_brut(self) -> Nombre | None:
        """The difference of the two totals, whoever answered."""
        return self.brut.ecart

    @property
    def ecart_constant(self) -> Nombre | None:
        """The difference à champ constant: the comparables only."""
        return self.comparables.ecart

    @property
    def ecart_activite(self) -> Nombre | None:
        """What is known to have changed: comparables, nouvelles, arrêtées (and déplacées)."""
        if not self.additif:
            return self.ecart_constant
        parts = (self.comparables, self.nouvelles, self.arretees, self.deplacees)
        return sum(p.ecart for p in parts)

    @property
    def effet_reponses(self) -> Nombre | None:
        """What comes from who answered: retrouvées and perdues; for a ratio, all that the
        comparables do not explain.
        """
        if self.additif:
            return self.retrouvees.ecart + self.perdues.ecart
        if None in (self.ecart_brut, self.ecart_constant):
            return None
        return self.ecart_brut - self.ecart_constant

    @property
    def reponses_differentes(self) -> bool:
        """True where an action agreed both years answered in one only: the headline is then the
        difference à champ constant.
        """
        return bool(self.retrouvees.actions or self.perdues.actions)

    @property
    def contradiction(self) -> bool:
        """True where the total and the comparables go in opposite directions."""
        if None in (self.ecart_brut, self.ecart_constant):
            return False
        return self.ecart_brut * self.ecart_constant < 0


def comparer(
    base: Base,
    perimetre: Perimetre,
    ids: Sequence[str],
    campagne: str,
    avec: str | None = None,
    par: str | None = None,
    ou: Filtres | None = None,
) -> dict[str, Mouvements]:
    """indicateur → its Mouvements from `avec` (by default the campagne before) to `campagne`."""
    avec = avec or precedente(base, perimetre, campagne)
    return comparer_paires(base, perimetre, ids, [(avec, campagne)], par, ou)[avec, campagne]


def comparer_paires(
    base: Base,
    perimetre: Perimetre,
    ids: Sequence[str],
    paires: Sequence[Paire],
    par: str | None = None,
    ou: Filtres | None = None,
) -> dict[Paire, dict[str, Mouvements]]:
    """(before, after) → indicateur → its Mouvements, by an axis, under filters: one query."""
    ou, inds, paires = ou or {}, [exiger(i) for i in dict.fromkeys(ids)], list(paires)
    for ind in inds:
        for axe in (*([par] if par else []), *ou):
            exiger_axe(ind, axe)
    if "campagne" in (par, *ou):
        raise UsageError(
            "Les mouvements se lisent entre deux campagnes : « campagne » n'y est ni un axe ni un "
            "filtre. Choisissez les deux campagnes à comparer."
        )
    if seules := [c for a, c in paires if a == c]:
        raise UsageError(f"{seules[0]} ne se compare pas à elle-même : choisissez deux campagnes.")
    noms = list(dict.fromkeys(c for p in paires for c in reversed(p)))
    calcul.verifier_valeurs(base, perimetre, {"campagne": noms, **ou})
    conditions, valeurs = calcul.conditions_sql(ou)
    lues = base.lire(
        perimetre,
        "mouvements",
        {**valeurs, **_cotes(paires)},
        requete_mouvements.fragments(inds, par, ou, conditions),
    )
    rangees: dict = defaultdict(lambda: defaultdict(dict))
    for l in colonnes.lignes(lues):
        place = None if l["tout"] else (_texte(l["valeur"]),)
        rangees[paires[int(l["paire"])], l["indicateur"]][place][l["nature"]] = l
    return {p: {i.id: _un(i, p, rangees[p, i.id], par, ou) for i in inds} for p in paires}


def _cotes(paires: Sequence[Paire]) -> dict[str, list]:
    """The two campagnes of each pair, as the request reads them: rank, name, is it the later."""
    return {
        "paires": [i for i in range(len(paires)) for _ in range(2)],
        "campagnes": [c for p in paires for c in p],
        "cotes": [False, True] * len(paires),
    }


def _un(ind: Indicateur, paire: Paire, rangees: dict, par: str | None, ou: Filtres) -> Mouvements:
    """The movements of one indicator between two campagnes, in all and by value of the axis."""
    sait, sait_tout = (not requete_mouvements.par_collectif(ind, a, ou) for a in (par, None))
    rangs = {v: i for i, v in enumerate(libelles.RANGS.get(par, ()))}
    silence = 0 if sait else None
    vide = Mouvements(ind.id, ind.unite, *reversed(paire), ind.additif, *[Part()] * 7, silence, par)
    places = sorted(
        filter(None, rangees),
        key=lambda p: (p[0] is None, rangs.get(p[0], len(rangs)), p[0] or ""),
    )
    lignes = tuple(
        _mouvements(vide, rangees[p], p, sait)
        for p in places
        if sait or set(rangees[p]) != {"muettes"}
    )
    return replace(_mouvements(vide, rangees[None], None, sait_tout), lignes=lignes)


def precedente(base: Base, perimetre: Perimetre, campagne: str) -> str:
    """The campagne just before this one among those that may be read, or a UsageError."""
    calcul.verifier_valeurs(base, perimetre, {"campagne": campagne})
    avant = [c for c in calcul.valeurs_axe(base, perimetre, "campagne") if c < campagne]
    if not avant:
        raise UsageError(
            f"Aucune campagne d'avant {campagne} ne se lit ici : il n'y a rien à quoi la comparer."
        )
    return max(avant)


def _mouvements(
    vide: Mouvements, parts: dict[str, dict[str, Any]], place: tuple | None, sait: bool
) -> Mouvements:
    """One row of the answer, for the whole (`place` None) or for one value of the axis."""
    suffixe = "_tout" if place is None else ""
    lues = {n: _part(parts[n], vide.additif, suffixe) for n in NATURES if n in parts}
    if not vide.additif:
        sans = Part(0, None, None)
        for champ in ("brut", "comparables"):
            v = parts.get(f"rapport_{champ}", {})
            n = lues.get(champ, sans).actions
            base = None if formats.inconnu(v.get("actions")) else int(v["actions"])
            lues[champ] = Part(n, _nombre(v.get("avant")), _nombre(v.get("apres")), base)
        lues = {n: lues.get(n, sans) for n in ("brut", *NATURES)}
    elif "brut" in parts:
        lues["brut"] = _part(parts["brut"], True, "")
    muettes = int(parts["muettes"]["actions"]) if "muettes" in parts else 0
    return replace(
        vide, **lues, silencieuses=muettes if sait else None, valeur=place[0] if place else None
    )


def _part(l: dict[str, Any], additif: bool, suffixe: str) -> Part:
    if not additif:
        return Part(int(l["actions" + suffixe]), None, None)
    return Part(
        int(l["actions" + suffixe]),
        _nombre(l["avant" + suffixe]) or 0,
        _nombre(l["apres" + suffixe]) or 0,
    )


def _texte(v: Any) -> str | None:
    return v if isinstance(v, str) else None


def _nombre(texte: Any) -> Nombre | None:
    """The exact value of a figure, an integer where it is whole."""
    if _texte(texte) is None:
        return None
    exact = Decimal(texte)
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
