"""The words around every figure: field, source, unit, and what must be said before comparing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from clas_data import formats
from clas_data.figures.valeur import Valeur, entier
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import INSECABLE, ND, ponctuer
from clas_data.indicateurs import comparabilite, mots_bande
from clas_data.indicateurs.catalogue import Indicateur
from clas_data.indicateurs.comparabilite import Avis
from clas_data.secret import LEGENDE, SIGNE

DEUX_POINTS = f"{INSECABLE}: "
SIGNE_SECRET = f"{LEGENDE}."


def champ(v: Valeurs) -> str:
    return f"{v.champ}, campagne {v.campagne}"


def source(*inds: Indicateur) -> str:
    """Who says it; the footer of each page says from which base it was read."""
    return ponctuer(" ; ".join(dict.fromkeys(i.source for i in inds)) + ".")


def unite(ind: Indicateur) -> str:
    return {"%": "en %", "€": "en euros", "personnes": "en nombre de personnes"}.get(
        ind.unite, ind.unite
    )


def sous_titre(sujet: str, mots: str) -> str:
    """« Encadrants selon leur statut (en nombre de personnes) »; the unit once only."""
    return sujet if mots.split(" ")[0] in sujet.lower() else ponctuer(f"{sujet} ({mots})")


def ou_rien(valeurs: Sequence[Any]) -> list[float | None]:
    return [None if formats.inconnu(x) else float(x) for x in valeurs]


def entiers(valeurs: Sequence[Any]) -> tuple[int | None, ...]:
    return tuple(map(entier, valeurs))


def dire(*phrases: str) -> str:
    """These sentences, those that there are."""
    return ponctuer(" ".join(p for p in phrases if p))


def avertissements(
    v: Valeurs, ind: Indicateur, avis: Avis | None, lus: Sequence[tuple[str, Valeur]]
) -> tuple[str, ...]:
    """What must be said before comparing: the reason of the guard, then the values, by name, that
    too few answered.
    """
    dits = [avis.raison] if avis else []
    faibles = [n for n, x in lus if v.faible(x) and (not avis or n not in avis.raison)]
    if faibles:
        seuil = formats.pourcent(comparabilite.seuil("couverture_min_pct"), 0)
        dits.append(
            f"Moins de {seuil} de réponses pour {', '.join(faibles)} : ces chiffres décrivent "
            "les répondants, à ne pas comparer."
        )
    return tuple(dits)


def signes(lignes: Sequence[Sequence[str]]) -> str:
    """What the signs of these rows mean, those that are there."""
    cases = {c for l in lignes for c in l}
    dits = [
        (ND, "non disponible, aucune réponse ne permet le calcul"),
        ("n.c.", "ne se compare pas (réponses trop peu nombreuses, ou zonage changé)"),
        (SIGNE, LEGENDE.removeprefix(f"{SIGNE} : ")),
    ]
    return (
        ponctuer(" ; ".join(f"{s} : {mot}" for s, mot in dits if s in cases) + ".")
        if cases & {s for s, _ in dits}
        else ""
    )


def contradiction(v: Valeurs, id_: str, nom: str = "") -> str:
    """Where the total that a picture shows moves otherwise than those who answer both years: both,
    and why, with whose total it is, by the name that the picture gives it.
    """
    c = v.changement(id_)
    dit = mots_bande.discordance(c) if c else ""
    return ponctuer(f"{nom or c.ind.titre} : {formats.en_phrase(dit)}") if dit else ""
