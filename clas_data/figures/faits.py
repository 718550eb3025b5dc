"""What a reader should notice this year: the true changes that depart most from the usual; the
answers received are news of their own kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from clas_data import formats
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import FINE, INSECABLE
from clas_data.indicateurs import colonnes, comparabilite, phrases
from clas_data.indicateurs import mots_changements as mots
from clas_data.indicateurs.catalogue import familles
from clas_data.indicateurs.changements import STABLE, Changement
from clas_data.indicateurs.comparabilite import Cote

DEUX_POINTS = f"{INSECABLE}: "
D_ABORD = float("inf")
CHANGEMENT, REPONSES, PLACE = "changement", "reponses", "place"


@dataclass(frozen=True)
class Fait:
    """Something to notice: the sentence, the indicator it speaks of, its kind, and how far it
    departs from the usual (to rank).
    """

    phrase: str
    indicateur: str
    genre: str
    poids: float


def a_noter(
    v: Valeurs, ids: Sequence[str], axes: Sequence[str] = (), maximum: int = 5
) -> list[Fait]:
    """The facts of the campagne, at most `maximum`: too few answers first, then what changed most
    and where, then how many answered.
    """
    v.preparer(ids)
    v.comparer(ids)
    faits = [*_trop_peu(v, ids)]
    faits += [f for i in ids for f in _changements(v, i)]
    for axe in axes:
        faits += _axes(v, ids, axe)
    tries = sorted(faits, key=lambda f: -f.poids)
    nouvelles = [f for f in tries if f.genre == REPONSES and f.poids != D_ABORD][:1]
    autres = [f for f in tries if f.genre != REPONSES or f.poids == D_ABORD]
    return [*autres[: maximum - len(nouvelles)], *nouvelles]


def rang(v: Valeurs, id_: str) -> str | None:
    """« le plus haut des 5 campagnes connues », where the answers received are not the reason:
    those who answer both years go the same way, and no more (no fewer) answered than before.
    """
    ind, c, ici = v.indicateur(id_), v.changement(id_), v.une(id_)
    lus = {a: v.une(id_, a) for a in v.campagnes if a <= v.campagne}
    dit = phrases.depuis(ind, {a: x.valeur for a, x in lus.items()})
    if dit is None or (c is not None and not (c.dit and c.sens == c.sens_brut != STABLE)):
        return None
    couvertures = [
        Cote(ind, a, x.repondants, x.attendus).couverture_pct for a, x in lus.items() if x.connue
    ]
    if not comparabilite.total(ind) or None in couvertures:
        return dit
    haut = all(x.valeur <= ici.valeur for x in lus.values() if x.connue)
    *avant, la = couvertures
    marge = comparabilite.seuil("ecart_couverture_points")
    fausse = any(la - x >= marge if haut else x - la >= marge for x in avant)
    return None if fausse else dit


def _trop_peu(v: Valeurs, ids: Sequence[str]) -> Iterator[Fait]:
    """Too few answers: said once per source, before anything else."""
    dites = set()
    for id_ in ids:
        ind, x = v.indicateur(id_), v.une(id_)
        cote = Cote(ind, v.campagne, x.repondants, x.attendus)
        if comparabilite.fragile(cote) and ind.source not in dites:
            dites.add(ind.source)
            phrase = f"{ind.source}{DEUX_POINTS}{comparabilite.couverture_faible(cote)}"
            yield Fait(phrase, id_, REPONSES, D_ABORD)


def _changements(v: Valeurs, id_: str) -> Iterator[Fait]:
    """The change since the compared campagne, unless the guard refuses it or nobody could see
    it.
    """
    c = v.changement(id_)
    if c is None or not c.dit or c.sens == STABLE:
        return
    reponses = c.ind.famille == familles()["reponses"]
    place = rang(v, id_)
    phrase = mots.fait(c) + (f"{FINE}; {place}" if place else "") + "."
    if c.avis and not c.constant:
        phrase += f" {c.avis.raison}"
    yield Fait(phrase, id_, REPONSES if reponses else CHANGEMENT, _poids(v, c))


def _poids(v: Valeurs, c: Changement) -> float:
    """The change that is said, against the usual yearly change of the series."""
    lus = [v.une(c.ind.id, a).valeur for a in v.campagnes if a <= c.avec]
    lus = [float(x) for x in lus if not formats.inconnu(x)]
    echelle = 100.0 if c.ind.unite == "%" else abs(float(c.paire_brute[0])) or 1.0
    habituels = [abs(b - a) / echelle for a, b in zip(lus, lus[1:], strict=False)]
    return abs(c.poids) / (0.02 + (median(habituels) if habituels else 0.05))


def _axes(v: Valeurs, ids: Sequence[str], axe: str) -> Iterator[Fait]:
    """Where the change is strongest, and how few places hold half of the total."""
    retenus = [i for i in ids if v.indicateur(i).additif and axe in v.indicateur(i).axes]
    if v.diffusion or not retenus:
        return
    v.comparer(retenus, axe)
    v.preparer_par(retenus, axe)
    for id_ in retenus:
        trouve = plus_forte_variation(_compares(v, id_, axe))
        if trouve:
            nom, c = trouve
            poids = 10 * abs(float(c.ecart)) / (abs(float(v.une(id_, c.avec).valeur or 0)) or 1)
            yield Fait(_variation(nom, c), id_, PLACE, poids)
        ici = v.par(id_, axe)
        dites = dict(zip(ici["libelle"], ici["valeur"], strict=True))
        phrase = phrases.concentration(v.indicateur(id_), dites, axe)
        if phrase:
            yield Fait(f"{phrase}, en {v.campagne}.", id_, PLACE, 0.5)


def _compares(v: Valeurs, id_: str, axe: str) -> dict[str, Changement]:
    """The change of each place that both campagnes know, in words."""
    if v.comparaison is None:
        return {}
    ind, cotes = v.indicateur(id_), (v.comparaison, v.campagne)
    lus = [{l["code"]: l for l in colonnes.lignes(v.par(id_, axe, c))} for c in cotes]
    compares = {}
    for m in v.mouvements(id_, axe).lignes:
        if all(m.valeur in places for places in lus):
            ils = zip(cotes, (places[m.valeur] for places in lus), strict=True)
            avis = comparabilite.juger(
                *(
                    Cote(ind, c, l["repondants"], l["attendus"], v.generations.get(c), axe == "qpv")
                    for c, l in ils
                )
            )
            compares[lus[1][m.valeur]["libelle"]] = Changement(ind, m, avis)
    return compares


def plus_forte_variation(places: Mapping[str, Changement]) -> tuple[str, Changement] | None:
    """The place whose change is the strongest of those that may be said; None where one alone may,
    or where several are level: naming one of them would be unfair.
    """
    dits = {n: c for n, c in places.items() if c.dit}
    visibles = {n: abs(c.ecart) for n, c in dits.items() if c.sens != STABLE}
    if len(dits) < 2 or not visibles:
        return None
    plus = max(visibles.values())
    premiers = [n for n, e in visibles.items() if e == plus]
    return (premiers[0], dits[premiers[0]]) if len(premiers) == 1 else None


def _variation(nom: str, c: Changement) -> str:
    avant, apres = (formats.valeur_unite(x, c.ind.unite, c.ind.decimales) for x in c.paire)
    contraire = f" ; {mots.contraire(c)}" if c.contradiction else ""
    return formats.ponctuer(
        f"{c.ind.titre}, plus forte variation : {nom}, {mots.ecart(c)} (de {avant} à {apres})"
        f"{contraire}."
    )
