"""Sentences computed from the data: titles of charts, how one value reads. Those that say a change
are in `mots_changements`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from clas_data import formats
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs import comparabilite
from clas_data.indicateurs.catalogue import Indicateur

NON_RENSEIGNE = "non renseigné"  # a value of an axis that was not given
DEUX_POINTS = f"{INSECABLE}: "
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
    if not ind.additif and len(connues) > 1:  # who did not say is no end of a ratio
        connues = [x for x in connues if not x[1].endswith(NON_RENSEIGNE)]
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
    """« Enfants accompagnés : 3 communes sur 45 réunissent au moins la moitié du total (52 %) »;
    None below `minimum` values, or when nothing is concentrated.
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
        f"{ind.titre}{DEUX_POINTS}{places} {verbe} au moins la moitié du total "
        f"({formats.pourcent(100 * cumul / total, 0)})"
    )
