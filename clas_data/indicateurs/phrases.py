"""Sentences computed from the data: titles of charts, how one value reads, and what a reader should
notice this year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.formats import FINE, INSECABLE, ND, ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur, exiger
from clas_data.indicateurs.comparabilite import Cote

DEUX_POINTS = f"{INSECABLE}: "
D_ABORD = float("inf")
# Words of an axis: one value, several.
MOTS_AXES = {
    "commune": ("commune", "communes"),
    "epci": ("intercommunalité", "intercommunalités"),
    "arrondissement": ("arrondissement", "arrondissements"),
    "niveau": ("niveau", "niveaux"),
    "porteur_type": ("type de porteur", "types de porteur"),
    "qpv": ("zonage", "zonages"),
    "porteur": ("porteur", "porteurs"),
    "action": ("action", "actions"),
    "campagne": ("campagne", "campagnes"),
}


def affiche(ind: Indicateur, v: Any) -> Decimal:
    """The value at the precision that is displayed: what a reader can compare."""
    return Decimal(str(v)).quantize(Decimal(1).scaleb(-ind.decimales), rounding=ROUND_HALF_UP)


def ecrire(ind: Indicateur, v: Any, signe: bool = False) -> str:
    """« 3 052 enfants », « 32,5 % », « 862 € »: the value with its unit, in the number that French
    wants.
    """
    texte = formats.valeur_unite(v, ind.unite, ind.decimales, signe)
    if texte == ND or ind.unite in ("%", "€"):
        return texte
    return f"{texte}{INSECABLE}{accorder(ind.unite, affiche(ind, v))}"


def accorder(mots: str, n: Any) -> str:
    """« enfants par action » → « enfant par action » below 2: the first word carries the number."""
    tete, *suite = mots.split(" ")
    return mots if abs(n) >= 2 else " ".join([tete.removesuffix("s"), *suite])


def visible(ind: Indicateur, avant: Any, apres: Any) -> bool:
    """True when the figures shown differ, and so does what would be written of their difference:
    else the indicator is stable.
    """
    if formats.inconnu(avant) or formats.inconnu(apres):
        return False
    return affiche(ind, avant) != affiche(ind, apres) and difference(ind, avant, apres) != 0


def lecture(
    ind: Indicateur, v: Any, campagne: str, repondants: Any = None, attendus: Any = None
) -> str:
    """« En 2021-2022, la commission a agréé 103 actions. »: how one value reads, with the answers
    that it rests on.
    """
    if formats.inconnu(v):
        return ponctuer(
            f"En {campagne}, « {ind.titre} » n'est pas disponible ({ND}) : aucune réponse ne "
            "permet de le calculer."
        )
    mots = ind.lecture.format(valeur=ecrire(ind, v), nombre=formats.nombre(v, ind.decimales))
    return f"En {campagne}, {mots}{_selon(repondants, attendus)}."


def _selon(repondants: Any, attendus: Any) -> str:
    if formats.inconnu(repondants) or formats.inconnu(attendus) or not attendus:
        return ""
    return f" (d'après {formats.pluriel(repondants, 'réponse')} sur {formats.nombre(attendus)})"


def difference(ind: Indicateur, avant: Any, apres: Any) -> Decimal:
    """The difference of the exact values, rounded once, as a relative change is: that of the
    figures shown would add their two roundings.
    """
    return affiche(ind, Decimal(str(apres)) - Decimal(str(avant)))


def en_points(ind: Indicateur, avant: Any, apres: Any, mots: str = "points") -> str:
    """« −2,6 points », « +1,9 point »."""
    d = difference(ind, avant, apres)
    return f"{formats.nombre(d, ind.decimales, signe=True)}{INSECABLE}{accorder(mots, d)}"


def ecart(ind: Indicateur, avant: Any, apres: Any) -> tuple[str, str]:
    """(« 43 de plus », « (+1,4 %) ») or (« 2,1 points de moins », «»), from one known value to
    another that visibly differs.
    """
    d = difference(ind, avant, apres)
    sens = "de plus" if d > 0 else "de moins"
    if ind.unite == "%":
        return (
            f"{formats.nombre(abs(d), ind.decimales)}{INSECABLE}{accorder('points', d)} {sens}",
            "",
        )
    relatif = formats.evolution(avant, apres)
    part = f" ({formats.pourcent(relatif, 1, signe=True)})" if relatif is not None else ""
    return f"{formats.valeur_unite(abs(d), ind.unite, ind.decimales)} {sens}", part


def evolution(ind: Indicateur, avant: Any, apres: Any, campagne_avant: str, campagne: str) -> str:
    """« Enfants accompagnés : 2 979 enfants en 2021-2022, 909 de plus qu'en 2020-2021 (+43,9 %)
    ».
    """
    tete = f"{ind.titre}{DEUX_POINTS}{ecrire(ind, apres)} en {campagne}"
    if formats.inconnu(apres):
        return tete
    if formats.inconnu(avant):
        return f"{tete}, sans comparaison possible avec {campagne_avant} ({ND})"
    if not visible(ind, avant, apres):
        return f"{tete}, comme en {campagne_avant}"
    mots, part = ecart(ind, avant, apres)
    return f"{tete}, {mots} qu'en {campagne_avant}{part}"


def depuis(ind: Indicateur, serie: Mapping[str, Any]) -> str | None:
    """« le plus haut des 5 campagnes connues », when the last value is the highest or the lowest of
    at least three known ones.
    """
    connues = {c: v for c, v in serie.items() if not formats.inconnu(v)}
    if len(connues) < 3 or list(connues)[-1] != list(serie)[-1]:
        return None
    *avant, dernier = (affiche(ind, v) for v in connues.values())
    if all(v < dernier for v in avant):
        return f"le plus haut des {formats.nombre(len(connues))} campagnes connues"
    if all(v > dernier for v in avant):
        return f"le plus bas des {formats.nombre(len(connues))} campagnes connues"
    return None


def part_principale(ind: Indicateur, valeurs: Mapping[str, Any]) -> str | None:
    """« 61 % pour « élémentaire » (1 820 enfants sur 2 979) », for an additive indicator; every
    name when several are level.
    """
    connues = {k: v for k, v in valeurs.items() if not formats.inconnu(v)}
    total = sum(connues.values())
    if not ind.additif or total <= 0 or len(connues) < 2:
        return None
    plus = max(affiche(ind, v) for v in connues.values())
    noms = [k for k, v in connues.items() if affiche(ind, v) == plus]
    if len(noms) == len(connues):
        return None
    exact = next(v for v in connues.values() if affiche(ind, v) == plus)
    part = formats.pourcent(100 * float(exact) / float(total), 0)
    return ponctuer(
        f"{part} pour {' et '.join(f'« {n} »' for n in noms)} ({ecrire(ind, plus)} sur "
        f"{formats.nombre(total, ind.decimales)})"
    )


def titre_repartition(
    ind: Indicateur, valeurs: Mapping[str, Any], axe: str, reponses: Mapping[str, Any] | None = None
) -> str:
    """The result in one sentence, across the values of an axis: the main share, or the two ends of
    a ratio.

    `reponses`: how many answers are behind each value; an end of a ratio that rests on too few is
    not named, and the title says so.
    """
    connues = sorted((v, l) for l, v in valeurs.items() if not formats.inconnu(v))
    if not connues:
        return f"{ind.titre} par {axe.lower()}{DEUX_POINTS}{ND}"
    if ind.additif:
        part = part_principale(ind, valeurs)
        seul = f"« {connues[0][1]} »" if len(connues) == 1 else "autant pour chaque valeur"
        return ponctuer(f"{ind.titre} : {part or f'{ecrire(ind, connues[-1][0])} ({seul})'}")
    minimum = comparabilite.seuil("reponses_min_titre")
    peu = {l for l, n in (reponses or {}).items() if not formats.inconnu(n) and n < minimum}
    assez = [(v, l) for v, l in connues if l not in peu]
    if not assez:
        return (
            f"{ind.titre} par {axe.lower()}{DEUX_POINTS}moins de "
            f"{formats.pluriel(minimum, 'réponse')} partout"
        )
    hors = len(connues) - len(assez)
    sans = (
        (
            f", sans compter {formats.pluriel(hors, 'valeur')} de moins de "
            f"{formats.pluriel(minimum, 'réponse')}"
        )
        if hors
        else ""
    )
    bas, haut = (
        (formats.valeur_unite(v, ind.unite, ind.decimales), l) for v, l in (assez[0], assez[-1])
    )
    if bas[0] == haut[0]:
        return ponctuer(
            f"{ind.titre} : {bas[0]} ({f'« {bas[1]} »' if len(assez) == 1 else 'partout'}){sans}"
        )
    return ponctuer(f"{ind.titre} : de {bas[0]} (« {bas[1]} ») à {haut[0]} (« {haut[1]} »){sans}")


def concentration(
    ind: Indicateur, valeurs: Mapping[str, Any], axe: str, minimum: int = 4
) -> str | None:
    """« Enfants accompagnés : 3 communes sur 45 réunissent la moitié du total (52 %) »; None below
    `minimum` values, or when nothing is concentrated.
    """
    connues = sorted((float(v) for v in valeurs.values() if not formats.inconnu(v)), reverse=True)
    total = sum(connues)
    if not ind.additif or total <= 0 or len(connues) < minimum:
        return None
    cumul, rang = 0.0, 0
    while cumul * 2 < total:
        cumul += connues[rang]
        rang += 1
    if rang * 2 >= len(connues):
        return None
    un, plusieurs = MOTS_AXES[axe]
    verbe = "réunissent" if rang >= 2 else "réunit"
    places = f"{formats.pluriel(rang, un, plusieurs)} sur {formats.nombre(len(connues))}"
    return (
        f"{ind.titre}{DEUX_POINTS}{places} {verbe} la moitié du total "
        f"({formats.pourcent(100 * cumul / total, 0)})"
    )


def plus_forte_variation(
    ind: Indicateur,
    avant: Mapping[str, Any],
    apres: Mapping[str, Any],
    campagne_avant: str,
    campagne: str,
) -> tuple[str, str] | None:
    """(the value of the axis, « Enfants accompagnés, plus forte variation : Vienne, 64 de plus
    qu'en 2020-2021 (de 120 à 184) »).

    Only values known in both campagnes count, and only for an additive indicator: the biggest
    change of a ratio is often that of the smallest group.
    """
    ecarts = {
        k: float(apres[k]) - float(avant[k])
        for k in avant.keys() & apres.keys()
        if visible(ind, avant[k], apres[k])
    }
    if not ind.additif or len(avant.keys() & apres.keys()) < 2 or not ecarts:
        return None
    plus = max(abs(e) for e in ecarts.values())
    premiers = [k for k, e in ecarts.items() if abs(e) == plus]
    if len(premiers) > 1:
        return None  # several are level: naming one of them would be unfair
    nom = premiers[0]
    mots, _ = ecart(ind, avant[nom], apres[nom])
    de_a = (
        f"de {formats.valeur_unite(avant[nom], ind.unite, ind.decimales)} à "
        f"{formats.valeur_unite(apres[nom], ind.unite, ind.decimales)}"
    )
    return (
        nom,
        (
            f"{ind.titre}, plus forte variation{DEUX_POINTS}{nom}, {mots} qu'en {campagne_avant} "
            f"({de_a} en {campagne})"
        ),
    )


@dataclass(frozen=True)
class Fait:
    """Something to notice: the sentence, the indicator it speaks of, and how far it departs from
    the usual (to rank).
    """

    phrase: str
    indicateur: str
    poids: float


def a_noter(
    valeurs: pd.DataFrame,
    campagne: str,
    ids: Sequence[str],
    maximum: int = 5,
    generations: Mapping[str, int] | None = None,
    par_axe: Mapping[str, pd.DataFrame] | None = None,
) -> list[Fait]:
    """The facts of `campagne`, at most `maximum`.

    `valeurs`: as `calcul.calculer(…, ids, ["campagne"])` gives; `par_axe`: axis → the same by
    campagne and this axis, codes already in words; `generations`: campagne → generation of its
    priority neighbourhoods.
    """
    faits = [*_reponses(valeurs, campagne, ids)]
    for id_ in ids:
        faits += _evolutions(valeurs, exiger(id_), campagne, generations or {})
    for axe, table in (par_axe or {}).items():
        faits += [
            f
            for id_ in ids
            if exiger(id_).additif
            for f in _axes(table, exiger(id_), axe, campagne, generations or {})
        ]
    return sorted(faits, key=lambda f: -f.poids)[:maximum]


def _reponses(valeurs: pd.DataFrame, campagne: str, ids: Sequence[str]) -> Iterator[Fait]:
    """Too few answers: said once per source, before anything else."""
    dites = set()
    for id_ in ids:
        ind = exiger(id_)
        cote = _cote(valeurs, ind, campagne, {})
        if cote is not None and comparabilite.fragile(cote) and ind.source not in dites:
            dites.add(ind.source)
            yield Fait(
                f"{ind.source}{DEUX_POINTS}{comparabilite.couverture_faible(cote)}", id_, D_ABORD
            )


def _evolutions(
    valeurs: pd.DataFrame, ind: Indicateur, campagne: str, generations: Mapping[str, int]
) -> Iterator[Fait]:
    """The change since the previous campagne, unless the guard refuses it or nobody could see
    it.
    """
    serie = valeurs[valeurs["indicateur"] == ind.id].set_index("campagne")["valeur"].sort_index()
    serie = serie[serie.index <= campagne]
    if (
        len(serie) < 2
        or serie.index[-1] != campagne
        or not visible(ind, serie.iloc[-2], serie.iloc[-1])
    ):
        return
    avis = comparabilite.juger(*(_cote(valeurs, ind, c, generations) for c in serie.index[-2:]))
    if avis and avis.verdict == comparabilite.REFUSER:
        return
    rang = depuis(ind, serie.to_dict())
    phrase = evolution(ind, serie.iloc[-2], serie.iloc[-1], serie.index[-2], campagne)
    yield Fait(
        phrase + (f"{FINE}; {rang}" if rang else "") + "." + (f" {avis.raison}" if avis else ""),
        ind.id,
        _poids(ind, serie),
    )


def _axes(
    table: pd.DataFrame, ind: Indicateur, axe: str, campagne: str, generations: Mapping[str, int]
) -> Iterator[Fait]:
    """Where the change is strongest, and how few places hold half of the total; never on an axis
    whose zoning changed in between.
    """
    ici = table[(table["indicateur"] == ind.id) & (table["campagne"] == campagne)].set_index(axe)
    passees = sorted(c for c in table["campagne"].unique() if c < campagne)
    if passees:
        avant = table[
            (table["indicateur"] == ind.id) & (table["campagne"] == passees[-1])
        ].set_index(axe)
        comparables = [
            v
            for v in ici.index.intersection(avant.index)
            if comparabilite.juger(
                *(
                    _ligne(ind, c, t.loc[v], generations, axe == "qpv")
                    for c, t in ((passees[-1], avant), (campagne, ici))
                )
            )
            is None
        ]
        trouve = plus_forte_variation(
            ind,
            avant.loc[comparables, "valeur"].to_dict(),
            ici.loc[comparables, "valeur"].to_dict(),
            passees[-1],
            campagne,
        )
        if trouve:
            nom, phrase = trouve
            yield Fait(
                phrase + ".",
                ind.id,
                10
                * abs(ici.loc[nom, "valeur"] - avant.loc[nom, "valeur"])
                / (avant["valeur"].sum() or 1),
            )
    phrase = concentration(ind, ici["valeur"].to_dict(), axe)
    if phrase:
        yield Fait(f"{phrase}, en {campagne}.", ind.id, 0.5)


def _cote(
    valeurs: pd.DataFrame, ind: Indicateur, campagne: str, generations: Mapping[str, int]
) -> Cote | None:
    lignes = valeurs[(valeurs["indicateur"] == ind.id) & (valeurs["campagne"] == campagne)]
    return None if lignes.empty else _ligne(ind, campagne, lignes.iloc[0], generations)


def _ligne(
    ind: Indicateur,
    campagne: str,
    ligne: Any,
    generations: Mapping[str, int],
    par_qpv: bool = False,
) -> Cote:
    return Cote(
        ind, campagne, ligne["repondants"], ligne["attendus"], generations.get(campagne), par_qpv
    )


def _poids(ind: Indicateur, serie: pd.Series) -> float:
    """Relative change (points over 100 for a share), against the usual yearly change of the
    series.
    """
    echelle = 100.0 if ind.unite == "%" else abs(serie.iloc[-2]) or 1.0
    changement = abs(serie.iloc[-1] - serie.iloc[-2]) / echelle
    habituels = serie.diff().abs().iloc[1:-1].dropna() / echelle
    return float(changement / (0.02 + (habituels.median() if len(habituels) else 0.05)))
