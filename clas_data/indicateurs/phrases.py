"""Sentences computed from the data: titles of charts, and what a reader should notice this year."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clas_data import formats
from clas_data.formats import FINE, INSECABLE, ND
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur, exiger


@dataclass(frozen=True)
class Fait:
    """Something to notice: the sentence, the indicator it speaks of, and how far it departs from the usual (to rank)."""

    phrase: str
    indicateur: str
    poids: float


def ecrire(ind: Indicateur, v: Any, signe: bool = False) -> str:
    """« 3 052 enfants », « 32,5 % », « 862 € »: the value with its unit, in the plural that French wants."""
    texte = formats.valeur_unite(v, ind.unite, ind.decimales, signe)
    if texte == ND or ind.unite in ("%", "€"):
        return texte
    return f"{texte}{INSECABLE}{ind.unite if abs(v) >= 2 else _singulier(ind.unite)}"


def _singulier(unite: str) -> str:
    tete, *suite = unite.split(" ")
    return " ".join([tete.removesuffix("s") if tete != "enfants" else "enfant", *suite])


def visible(ind: Indicateur, avant: Any, apres: Any) -> bool:
    """True when the displayed figures differ: a difference that nobody sees is not stated."""
    if formats.inconnu(avant) or formats.inconnu(apres):
        return False
    return formats.nombre(avant, ind.decimales) != formats.nombre(apres, ind.decimales)


def evolution(ind: Indicateur, avant: Any, apres: Any, campagne_avant: str, campagne: str) -> str:
    """« Enfants accompagnés : 2 979 en 2021-2022, 909 de plus qu'en 2020-2021 (+43,9 %) »."""
    tete = f"{ind.titre}{INSECABLE}: {ecrire(ind, apres)} en {campagne}"
    if formats.inconnu(avant) or formats.inconnu(apres):
        return tete + (f", sans comparaison possible avec {campagne_avant} ({ND})" if formats.inconnu(avant) and not formats.inconnu(apres) else "")
    if not visible(ind, avant, apres):
        return f"{tete}, comme en {campagne_avant}"
    sens = "de plus" if apres > avant else "de moins"
    ecart = abs(apres - avant)
    if ind.unite == "%":
        mots = f"{formats.nombre(ecart, ind.decimales)}{INSECABLE}{'points' if ecart >= 2 else 'point'} {sens} qu'en {campagne_avant}"
        return f"{tete}, {mots}"
    relatif = formats.evolution(avant, apres)
    part = f" ({formats.pourcent(relatif, 1, signe=True)})" if relatif is not None and abs(relatif) >= 0.05 else ""
    return f"{tete}, {formats.valeur_unite(ecart, ind.unite, ind.decimales)} {sens} qu'en {campagne_avant}{part}"


def depuis(ind: Indicateur, serie: Mapping[str, Any]) -> str | None:
    """« le plus haut des cinq campagnes », when the last value is the highest or the lowest of at least three known ones."""
    connues = {c: v for c, v in serie.items() if not formats.inconnu(v)}
    if len(connues) < 3 or list(connues)[-1] != list(serie)[-1]:
        return None
    *avant, dernier = connues.values()
    if all(visible(ind, v, dernier) and v < dernier for v in avant):
        return f"le plus haut des {formats.nombre(len(connues))} campagnes connues"
    if all(visible(ind, v, dernier) and v > dernier for v in avant):
        return f"le plus bas des {formats.nombre(len(connues))} campagnes connues"
    return None


def part_principale(ind: Indicateur, valeurs: Mapping[str, Any], axe: str) -> str | None:
    """« Élémentaire : 61 % des enfants accompagnés », for an additive indicator."""
    connues = {k: v for k, v in valeurs.items() if not formats.inconnu(v)}
    total = sum(connues.values())
    if not ind.additif or not total or len(connues) < 2:
        return None
    nom, v = max(connues.items(), key=lambda x: x[1])
    return f"{nom}{INSECABLE}: {formats.pourcent(100 * v / total, 0)} ({ecrire(ind, v)} sur {formats.nombre(total, ind.decimales)})"


def concentration(ind: Indicateur, valeurs: Mapping[str, Any], n: int = 3) -> str | None:
    """« La moitié des enfants sont dans 3 communes »: how few places hold half of the total."""
    connues = sorted((v for v in valeurs.values() if not formats.inconnu(v)), reverse=True)
    total = sum(connues)
    if not ind.additif or not total or len(connues) <= n:
        return None
    cumul, rang = 0, 0
    while cumul * 2 < total:
        cumul += connues[rang]
        rang += 1
    return f"{formats.nombre(rang)} sur {formats.nombre(len(connues))} réunissent la moitié du total ({formats.pourcent(100 * cumul / total, 0)})"


def a_noter(valeurs: pd.DataFrame, campagne: str, ids: Sequence[str], maximum: int = 5) -> list[Fait]:
    """What a reader should notice in `campagne`, strongest first.

    `valeurs`: as `calcul.calculer(…, ids, ["campagne"])` gives. A change counts by how far it stands from the changes of earlier years.
    """
    faits = []
    for id_ in ids:
        ind = exiger(id_)
        serie = valeurs[valeurs["indicateur"] == id_].set_index("campagne")["valeur"].sort_index()
        serie = serie[serie.index <= campagne]
        if len(serie) < 2 or serie.index[-1] != campagne or not visible(ind, serie.iloc[-2], serie.iloc[-1]):
            continue
        phrase = evolution(ind, serie.iloc[-2], serie.iloc[-1], serie.index[-2], campagne)
        rang = depuis(ind, serie.to_dict())
        avis = comparabilite.juger(*(_cote(valeurs, ind, c) for c in serie.index[-2:]))
        if avis and avis.verdict == comparabilite.REFUSER:
            continue
        suite = (f"{FINE}; {rang}" if rang else "") + "." + (f" {avis.raison}" if avis else "")
        faits.append(Fait(phrase + suite, id_, _poids(ind, serie)))
    return sorted(faits, key=lambda f: -f.poids)[:maximum]


def _cote(valeurs: pd.DataFrame, ind: Indicateur, campagne: str) -> comparabilite.Cote:
    ligne = valeurs[(valeurs["indicateur"] == ind.id) & (valeurs["campagne"] == campagne)].iloc[0]
    return comparabilite.Cote(ind, campagne, ligne["repondants"], ligne["attendus"])


def _poids(ind: Indicateur, serie: pd.Series) -> float:
    """Relative change (points over 100 for a share), against the usual yearly change of the series."""
    echelle = 100.0 if ind.unite == "%" else abs(serie.iloc[-2]) or 1.0
    changement = abs(serie.iloc[-1] - serie.iloc[-2]) / echelle
    habituels = serie.diff().abs().iloc[1:-1].dropna() / echelle
    return float(changement / (0.02 + (habituels.median() if len(habituels) else 0.05)))
