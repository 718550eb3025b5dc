"""Figures of several indicators side by side: the answers to one question, shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clas_data import formats
from clas_data.figures import figure
from clas_data.figures.figure import Figure, Serie
from clas_data.figures.mots import (
    avertissements,
    champ,
    contradiction,
    dire,
    source,
    sous_titre,
    unite,
)
from clas_data.figures.valeur import Valeur
from clas_data.figures.valeurs import Valeurs
from clas_data.formats import ponctuer
from clas_data.indicateurs import comparabilite, phrases
from clas_data.indicateurs.catalogue import Indicateur


def barres(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Several indicators of one unit side by side, the largest first, with a tick for the compared
    campagne.

    `courts` names them by their short titles, `sans` by their titles without this beginning;
    `plusieurs` says that one may give several answers, `tout` that they make a whole: the share of
    each is written, and what is nothing is left out.
    """
    v.preparer(d["ids"])
    inds = sorted(
        (v.indicateur(i) for i in d["ids"]),
        key=lambda i: -(v.une(i.id).valeur if v.une(i.id).connue else -1),
    )
    if d.get("tout"):
        inds = [i for i in inds if v.une(i.id).valeur] or inds[:1]
    courts = [_nom(i, d) for i in inds]
    noms = tuple(c[:1].upper() + c[1:] for c in courts)
    series = [_serie(v, v.campagne, inds)]
    if v.comparaison and any(
        not v.refusee(i.id) and v.une(i.id, v.comparaison).connue for i in inds
    ):
        series.append(_serie(v, v.comparaison, inds))
    premier, x = inds[0], v.une(inds[0].id)
    total = sum(y for y in series[0].valeurs if y is not None) if d.get("tout") else 0
    if total:
        series[0] = _avec_parts(series[0], total)
    nommable = x.connue and not (
        x.repondants is not None and x.repondants < comparabilite.seuil("reponses_min_titre")
    )
    titre = d["sujet"]
    if nommable and total:
        tout = phrases.ecrire(premier, total)
        titre += f" : {tout}, d'abord « {courts[0]} », {series[0].textes[0]}"
    elif nommable:
        titre += f" : d'abord « {courts[0]} » ({v.texte(premier.id, x)})"
    compares = len(series) > 1
    if compares:
        v.comparer(d["ids"])
    return [
        Figure(
            d["cle"],
            figure.BARRES,
            ponctuer(titre),
            d.get("sous_titre") or sous_titre(d["sujet"], d.get("unite") or unite(premier)),
            noms,
            tuple(series),
            d.get("tete", "Réponse"),
            premier.unite,
            phrases.lecture(premier, x.valeur, v.campagne, x.repondants, x.attendus),
            champ(v),
            source(*inds),
            dire(
                _plusieurs(series[0]) if d.get("plusieurs") else "",
                d.get("note", ""),
                *(contradiction(v, i.id, n) for n, i in zip(noms, inds, strict=True) if compares),
            ),
            reponses=x.reponses,
            avertissements=avertissements(
                v,
                premier,
                v.avis(premier.id) if compares else None,
                [(n, v.une(i.id)) for n, i in zip(noms, inds, strict=True)],
            ),
            indicateur=premier.id,
            codes=tuple(i.id for i in inds),
        )
    ]


def parts(v: Valeurs, d: Mapping[str, Any]) -> list:
    """Several shares that do not add up to a whole, each on its own track of 100 %."""
    v.preparer(d["ids"])
    inds = [v.indicateur(i) for i in d["ids"]]
    serie, premier = _serie(v, v.campagne, inds), inds[0]
    x = v.une(premier.id)
    dites = ", ".join(f"{t} {_court(i.titre)}" for t, i in zip(serie.textes, inds, strict=True))
    return [
        Figure(
            d["cle"],
            figure.PARTS,
            ponctuer(f"{d['sujet']} : {dites}"),
            d["sous_titre"],
            tuple(_court(i.titre) for i in inds),
            (serie,),
            "Part",
            premier.unite,
            phrases.lecture(premier, x.valeur, v.campagne, x.repondants, x.attendus),
            champ(v),
            source(*inds),
            ponctuer(d.get("note", "")),
            reponses=x.reponses,
            avertissements=avertissements(v, premier, None, [(i.titre, v.une(i.id)) for i in inds]),
            indicateur=premier.id,
        )
    ]


def _court(titre: str) -> str:
    """« Part des enfants en Rep » → « en Rep »."""
    court = titre.removeprefix("Part des ").removeprefix("Part d'").removeprefix("enfants ")
    return formats.en_phrase(court)


def _serie(v: Valeurs, campagne: str, inds: Sequence[Indicateur]) -> Serie:
    lus = [
        Valeur(None) if campagne != v.campagne and v.refusee(i.id) else v.une(i.id, campagne)
        for i in inds
    ]
    return Serie(
        campagne,
        tuple(x.valeur for x in lus),
        tuple(v.texte(i.id, x, unite=False) for i, x in zip(inds, lus, strict=True)),
        tuple(x.repondants for x in lus),
        tuple(x.attendus for x in lus),
    )


def _avec_parts(s: Serie, total: float) -> Serie:
    """Amounts, each with its share of their sum."""
    dits = (
        x if v is None else f"{x} ({formats.pourcent(100 * v / total, 0)})"
        for v, x in zip(s.valeurs, s.textes, strict=True)
    )
    return replace(s, textes=tuple(dits))


def _plusieurs(s: Serie) -> str:
    """That the shares of an answer with several choices do not add up."""
    connues = [x for x in s.valeurs if x is not None]
    if not connues:
        return ""
    return (
        "Plusieurs réponses sont possibles : les parts sont celles des répondants, leur somme "
        f"({formats.pourcent(sum(connues), 0)}) peut dépasser 100 %."
    )


def _nom(ind: Indicateur, d: Mapping[str, Any]) -> str:
    if d.get("courts"):
        return ind.court or ind.titre
    return _sans_tete(ind.titre, d.get("sans", ""))


def _sans_tete(titre: str, tete: str) -> str:
    """« Avec les parents : convivialité » → « convivialité »; `tete` may hold alternatives: (au|à
    la).
    """
    return re.sub(rf"^{ponctuer(tete)}", "", titre).strip() if tete else titre
